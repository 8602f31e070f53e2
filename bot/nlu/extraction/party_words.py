"""The patterns in which people say how many come, and those in which they merely mention people."""

from __future__ import annotations

import re

from .cues import TAKEN_BACK
from .numerals import CARDINALS, SPANISH, either
from .patterns import phrases, verbose, words
from .relations import MANY, ONE, PAIRS
from .text import CONTACT_MARK, DATE_MARK, DIGITS

_N = rf"(?:\d{{1,3}}|{either(CARDINALS, up_to=30, least=1)}|{either(SPANISH, up_to=12, least=2)}|(?:a\s)?couple(?:\sof)?)"
_PEOPLE = phrases(
    """people, ppl, persons?, peeps, guests?, visitors?, members?, of us, of you, attendees, heads, seats?, spots?, spaces?, places?,
    tickets?, tix, pax, personas, students, kids, children, family members, humans, souls, minors?"""
)
_END = rf"\s*(?:$|:(?!\d)|[.,!?;\n){CONTACT_MARK}{DATE_MARK}])"
_NO_COUNT_AFTER = phrases(r"am, pm, a\.m, p\.m, ish, o'? ?clock, hours?, years?, months?, weeks?, days?, min, yrs?, old, late")
_SOFTLY = phrases("like, about, around, maybe, only, just, a total of, in total, the, all, probably, just the")
_WE_ARE = phrases(
    """we are, we're, we r, we'll be, we will be, there'll be, there will be, there would be, there are, there's, theres, will be,
    somos, seremos, gonna be, be"""
)
_AFTER_WE_ARE = phrases(
    "people, ppl, persons?, of us, adults?, total, in total, now, on, for, coming, and, altogether, if, so, including, incl, counting"
)
_BOOKED = phrases("tables?, tours?, spots?, reservation, booking, visit, seat(?:s|ing)?, slots?, room, places?, space, tickets?")
_AFTER_FOR = phrases("please, plz, pls, on, at, tomorrow, if, people, total, in total, thx, thanks, and, this, next, then, now, of us")

COUNT_HINT = re.compile(rf"\d|\b{_N}\b")
#: Numbers said of the whole party.
TOTALS = (
    verbose(rf"\b(?:party|group|family|fam|crew|team|total)\s(?:size\s)?(?:of|is|will\sbe)\s?(?:(?:{_SOFTLY})\s)?(?P<a>{_N})\b"),
    verbose(
        rf"""\b(?:party(?:\ssize)?|guests?|attendees|people|number\sof\s\w+|how\smany|headcount|group\ssize|visitors)
        \s?[:=-]\s?(?P<a>{_N})\b"""
    ),
    verbose(rf"\b(?:(?:{_SOFTLY})\s)?(?P<a>{_N})\sof\sus\b(?!\sin\s(?:the|my|our)\sband)"),
    verbose(
        rf"""\b(?:{_WE_ARE})\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|th|st|[:.%]\d)\b)
        (?:\s(?:{_PEOPLE}))?(?={_END}|\s(?:{_AFTER_WE_ARE})\b)"""
    ),
    verbose(rf"(?<![\w:.$/-])(?P<a>{_N})\s?(?:{_PEOPLE})(?!\w)(?!\s(?:in|per)\s(?:a|each|the)\b)"),
    verbose(rf"^\s*(?:{_SOFTLY})?\s?(?P<a>{_N})\s(?:total|altogether|in\stotal)\s*[.!]?\s*$"),
    verbose(r"\b(?:just\s|only\s)?(?P<a>one|1)\s(?:person|seat|spot|visitor|guest|place|ticket|adult)\b"),
    verbose(rf"\b(?:{_BOOKED})\sfor\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)"),
    # "For 2" is a party unless something is set for that hour: "put me down for 2".
    verbose(
        rf"""\b(?=for\s|para\s)(?<!\bme\s)(?<!\bus\s)(?<!\bit\s)(?<!\bdown\s)(?<!\bthat\s)(?<!\bset\s)(?<!\bthere\s)(?<!\bshoot\s)(?<!\baim\s)(?<!\bgo\s)(?<!scheduled\s)(?<!appointment\s)(?<!meeting\s)
        (?<!alarm\s)(?:for|para)\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)
        (?={_END}|\s(?:{_AFTER_FOR})\b|\s?{DATE_MARK})"""
    ),
)
#: Totals that are companions after all when "bring" goes before: "bringing 2 guests" is three.
COMPANY_WORD = re.compile(r"(?:guests?|people|ppl|kids|children|students|adults?|personas)$")
BRINGING = re.compile(
    r"\b(?:bring(?:ing)?|(?:come|coming|be\sthere|go|going|show\sup|pull\sup|visit|arrive)\s(?:with|w/?)|plus|and|invite|take|my|con)\s"
    r"(?:the\s|my\s|other\s|like\s|about\s)?$"
)
_TWO = phrases(
    "both of us, us both, the two of us, us two, we(?:'d|'ll|d|ll|'re| would| will| can| could)? both, los dos, nosotros dos, him and i, her and i, she and i, he and i"
)
BOTH = re.compile(rf"\b(?:{_TWO}|me\sand\s(?:him|her))\b")
PLUS = verbose(
    rf"""(?:(?:^|(?<=[.,!?]\s)|\b(?:me|myself|us|i|for|my|a|and\sa)\s|(?<=\w\s)(?=plus\sone|\+\s?1))(?:plus|\+)|\bme\sand)
    \s?(?P<a>{_N})(?!\d|\s?[-(]?\s?\d{{3}}|\s?(?:am|pm|:)|\w)
    (?={_END}|\s(?:more|others?|friends?|guests?|people|on|at|for|if|coming|this|next|please|then|would|want|wanna|will|can|could|and)\b)"""
)
_ON_MY_OWN = phrases(
    """by myself, on my own, myself only, me alone, all alone, me only, party of one, yo solo, solo yo, (?:come|coming|be|visit) alone,
    me myself (?:and|n|&) i, flying solo, nobody else, no one else, (?:nobody|no one) with me, travel(?:l?ing)? alone, coming solo, come solo"""
)
ALONE = verbose(
    rf"""\b(?:just|only)\s(?:(?:gonna|going\sto|to)\sbe\s)?(?:me|myself)\b
      (?!\s?(?:,\s?my|and|&|n\b|plus|or\b|\+|w\b|w/|with|wondering|asking|thinking|being|trying|my))
    |\bonly\si\s(?:will|would|can|am)\s(?:be\s)?(?:come|coming|visit|visiting|attend|attending|there)\b
    |\b(?P<own>{_ON_MY_OWN})\b|\bsolo(?=\s*(?:$|[.,!?\n]|visit\b|tour\b))"""
)
_LIVING_IT = phrases(
    r"""leave, not, live, living, learn\w*, taught, record\w*, work\w*, make, made, making, produc\w+, mix\w*, do, did, doing, study\w*,
    to want, want to, wanna, go, went, going, a, my, guitar, piano, drum"""
)
NOT_ALONE = re.compile(rf"\b(?:{_LIVING_IT})\s(?:(?:me|beats|music|all|it|everything)\s){{0,2}}$")
_OTHER_COMPANY = phrases(
    r"""class(?:es)?(?: is| are| of| with| like| sizes?)*, how many, how big, staff, employ\w*, band, taught, teach, manage[ds]?,
    supervis\w+, work(?:ed|ing)? with, (?:he|she|who|mom|dad|brother|sister|wife|husband) works for, band (?:has|of|is), liv(?:e|es|ed|ing)(?: at home)? (?:with|w), stay(?:ing)? with,
    i have, i got, i had, i raised, i've got, i've had, ive got, we have, (?:mom|dad|mother|father|parent) of,
    (?:talk|speak|check|discuss|argu)\w*(?: \w+)? (?:to|over with|about it with|with), ask, share[ds]?(?: \w+)? with, help with,
    grew up with, record(?:ed|ing)?(?: \w+)? with, toured with, perform(?:ed)? (?:with|for), play(?:ed|ing)? (?:for|with|in),
    jam(?:med)? with, (?:cook|cater|serve|feed|care)(?:s|ed|ing)?(?: for)?, make (?:music|beats) with, started(?: \w+)? with, br(?:ea|o)k\w* up with, business with, studio with,
    went(?: \w+)? with, came(?: \w+)? with, in touch with, support, provide for"""
)
NO_PARTY_BEFORE = re.compile(rf"\b(?:{_OTHER_COMPANY})\s?,?\s?(?:(?:{_SOFTLY}|a|an|over)\s)?$")
NO_PARTY_AFTER = verbose(
    r"""\s?(?:in\s(?:a|each|every|the|my|our)\s(?:class|band|room|program|group)|per\s(?:class|room)
    |(?:already\s)?(?:went|graduated|told|said|recommended|applied|got|enrolled|teach|work)\b|an?\s(?:year|month|week|class|night|day|shift|show|hour)\b
    |(?:do(?:n't|nt|\snot)|never|always|fight|argue|both\s(?:love|like|play|make)|love|make|play|record|write|produce|run|own|started|jam|sing|sang|lives?|lived|grew|met|used\sto|share|want\sto\sknow|are\s(?:wondering|curious))\b
    |and\sunder|'s\s(?:phone|email|number|name|house))"""
)
_DOING = phrases(
    """works?, working, lives?, living, plays?, played, jams?, jammed, records?, recorded, went, stud(?:y|ies|ied), ma(?:de|kes?), hang,
    hung, grew, was, were, has, had, did, toured, opened"""
)
OTHER_DOINGS = re.compile(rf"\b(?:{_DOING})\b")
COMING_HERE = re.compile(
    rf"\b(?:{phrases('can, could, want, wanna, come, coming, visit, tour, be there, like to, love to, book, schedule, will')})\b"
)
_FILLERS = phrases("yes, yeah, ok, um, uh, maybe, like, about, just, probably, its, it's, only, the, us, all")
BARE = verbose(
    rf"""\s*(?:(?:{_FILLERS})\s?,?\s)*(?P<a>{_N})\b
    (?:\s(?:total|people|please|plz|pls|in\stotal|i\sthink|max|altogether))*\s*[.!?]?\s*"""
)
_NUMBER_ENDS = rf"(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|th|st|[:.%/-]\d)\b)(?={_END}|\s(?:{_AFTER_FOR})\b)"
_NO_OTHER = rf"[^\d{DATE_MARK}]"
#: Cheap to look for: a lone small number.
TAKEN_BACK_HINT = re.compile(rf"\s(?:\d\d?|{either(CARDINALS, up_to=20, least=1)})(?=[\s.,!?]|$)")
TAKEN_BACK_COUNT = verbose(
    rf"""{_NO_OTHER}{{0,40}}?(?:\b{TAKEN_BACK}|\bbut)\b
    (?:{_NO_OTHER}{{0,40}}?\s(?:so|now|makes|it|to|be|are|were|we're|its|it's|actually)\s(?:only\s|just\s|like\s)?|[\s,.!?]{{1,3}}){_NUMBER_ENDS}"""
)
TAKEN_BACK_AFTER_NOT = verbose(rf"\s?(?:,\s|-\s)(?:but\s|it's\s|its\s|we're\s|just\s)?{_NUMBER_ENDS}")
#: "Two of us but my dad can't come, so just me".
ONE_DROPS_OUT = re.compile(r"\bbut\b[^.!?\n]*\b(?:can'?t|cannot|won'?t|not|isn'?t|busy|sick|out)\b")
#: Without one of these, or a name beside "me", a text tells of no company and of no visit alone.
TOLD_WITH = (
    DIGITS
    | ONE
    | MANY
    | PAIRS
    | {part for word in (CARDINALS | SPANISH) for part in word.replace("-", " ").split()}
    | words("both couple just only myself own alone solo nobody else him her she he dos")
)
