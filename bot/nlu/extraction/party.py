"""How many people would come, the speaker included.

Only a number or a companion counts. "My daughter wants to come" names a student, not a party: nothing is said of how
many come. "My daughter and I", "with my mom", "bring a friend", "3 of us", "a group of 5" do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .companions import LARGEST, Companions
from .cues import corrected, lead_in, refused
from .numerals import CARDINALS, SPANISH, either, number
from .patterns import phrases, verbose
from .text import CONTACT_MARK, DATE_MARK, MOST_READ, PARTY_MARK, Found, mark


@dataclass(frozen=True, slots=True)
class Party:
    """The party's size and the text with the words that told it marked."""

    size: Found[int] | None
    rest: str


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
    "people, ppl, persons?, of us, adults?, total, in total, on, for, coming, and, altogether, if, so, including, incl, counting"
)
_BOOKED = phrases("tables?, tours?, spots?, reservation, booking, visit, seat(?:s|ing)?, slots?, room, places?, space, tickets?")
_AFTER_FOR = phrases("please, plz, pls, on, at, tomorrow, if, people, total, in total, thx, thanks, and, this, next, then")

_COUNT_HINT = re.compile(rf"\d|\b{_N}\b")
#: Numbers said of the whole party.
_TOTALS = (
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
    verbose(r"\b(?:just\s|only\s)?(?P<a>one|1)\s(?:person|seat|spot|visitor|guest|place|ticket|adult)\b"),
    verbose(rf"\b(?:{_BOOKED})\sfor\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)"),
    # "For 2" is a party unless something is set for that hour: "put me down for 2".
    verbose(
        rf"""\b(?=for\s|para\s)(?<!\bme\s)(?<!\bus\s)(?<!\bit\s)(?<!\bdown\s)(?<!\bthat\s)(?<!\bset\s)(?<!scheduled\s)(?<!appointment\s)(?<!meeting\s)
        (?<!alarm\s)(?:for|para)\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)
        (?={_END}|\s(?:{_AFTER_FOR})\b|\s?{DATE_MARK})"""
    ),
)
#: Totals that are companions after all when "bring" goes before: "bringing 2 guests" is three.
_COMPANY_WORD = re.compile(r"(?:guests?|people|ppl|kids|children|students|adults?|personas)$")
_BRINGING = re.compile(
    r"\b(?:bring(?:ing)?|(?:come|coming|be\sthere|go|going|show\sup|pull\sup|visit|arrive)\s(?:with|w/?)|plus|and|invite|take|my|con)\s"
    r"(?:the\s|my\s|other\s|like\s|about\s)?$"
)
_TWO = phrases("both of us, us both, the two of us, us two, we both, los dos, nosotros dos, him and i, her and i, she and i, he and i")
_BOTH = re.compile(rf"\b(?:{_TWO}|me\sand\s(?:him|her))\b")
_PLUS = verbose(
    rf"""(?:(?:^|(?<=[.,!?]\s)|\b(?:me|myself|us|i|for|my|a|and\sa)\s|(?<=\w\s)(?=plus\sone|\+\s?1))(?:plus|\+)|\bme\sand)
    \s?(?P<a>{_N})(?!\d|\s?[-(]?\s?\d{{3}}|\s?(?:am|pm|:)|\w)
    (?={_END}|\s(?:more|others?|friends?|guests?|people|on|at|for|if|coming|this|next|please|then|would|want|wanna|will|can|could|and)\b)"""
)
_ON_MY_OWN = phrases(
    """by myself, on my own, myself only, me alone, all alone, me only, party of one, yo solo, solo yo, (?:come|coming|be|visit) alone,
    flying solo, nobody else, no one else, coming solo, come solo"""
)
_ALONE = verbose(
    rf"""\b(?:just|only)\s(?:me|myself)\b
      (?!\s?(?:,\s?my|and|&|n\b|plus|or\b|\+|w\b|w/|with|wondering|asking|thinking|being|trying|my))
    |\b(?:{_ON_MY_OWN})\b|\bsolo(?=\s*(?:$|[.,!?\n]))"""
)
_LIVING_IT = phrases(
    r"""leave, not, live, living, learn\w*, taught, record\w*, work\w*, make, made, making, produc\w+, mix\w*, do, did, doing, study\w*,
    to want, want to, wanna, go, went, going, a, my, guitar, piano, drum"""
)
_NOT_ALONE = re.compile(rf"\b(?:{_LIVING_IT})\s(?:(?:me|beats|music|all|it|everything)\s){{0,2}}$")
_OTHER_COMPANY = phrases(
    r"""class(?:es)?(?: is| are| of| with| like| sizes?)*, how many, how big, staff, employ\w*, band, taught, teach, manage[ds]?,
    supervis\w+, work(?:ed|ing)? with, works for, band (?:has|of|is), liv(?:e|es|ed|ing)(?: at home)? (?:with|w), stay(?:ing)? with,
    i have, i got, i had, i raised, i've got, i've had, ive got, we have, (?:mom|dad|mother|father|parent) of,
    (?:talk|speak|check|discuss|argu)\w*(?: \w+)? (?:to|over with|about it with|with), ask, share[ds]?(?: \w+)? with, help with,
    grew up with, record(?:ed|ing)?(?: \w+)? with, toured with, perform(?:ed)? (?:with|for), play(?:ed|ing)? (?:for|with|in),
    jam(?:med)? with, make (?:music|beats) with, started(?: \w+)? with, br(?:ea|o)k\w* up with, business with, studio with,
    went(?: \w+)? with, came(?: \w+)? with, in touch with, support, provide for"""
)
_NO_PARTY_BEFORE = re.compile(rf"\b(?:{_OTHER_COMPANY})\s?,?\s?(?:(?:{_SOFTLY}|a|an|over)\s)?$")
_NO_PARTY_AFTER = verbose(
    r"""\s?(?:in\s(?:a|each|every|the|my|our)\s(?:class|band|room|program|group)|per\s(?:class|room)
    |(?:already\s)?(?:went|graduated|told|said|recommended|applied|got|enrolled|teach|work)\b|a\s(?:year|month|week|class)\b
    |and\sunder|'s\s(?:phone|email|number|name|house))"""
)
_DOING = phrases(
    """works?, working, lives?, living, plays?, played, jams?, jammed, records?, recorded, went, stud(?:y|ies|ied), ma(?:de|kes?), hang,
    hung, grew, was, were, has, had, did, toured, opened"""
)
_OTHER_DOINGS = re.compile(rf"\b(?:{_DOING})\b")
_COMING_HERE = re.compile(
    rf"\b(?:{phrases('can, could, want, wanna, come, coming, visit, tour, be there, like to, love to, book, schedule, will')})\b"
)


def party(folded: str, *, expected: bool = False) -> Party:
    """Find the party's size; `folded` has contacts and days marked.

    `expected` says that it was just asked for, so that a bare number is one.
    """
    found = [one for one in islice(_sizes(folded), MOST_READ) if 1 <= one.value <= LARGEST and _counts(folded, one)]
    if not found and expected:
        found = [one for one in _bare(folded) if 1 <= one.value <= LARGEST]
    if not found:
        return Party(None, folded)
    # "We'd be 2 adults + 1 teen": the longer of two overlapping readings knows more.
    best = max((one for one in found if one.start < found[0].end and found[0].start < one.end), key=lambda one: one.end - one.start)
    for one in found[1:]:
        if one.start >= best.end and corrected(folded[best.end : one.start]):
            best = one
    return Party(best, mark(folded, [(one.start, one.end) for one in found], PARTY_MARK))


def _sizes(folded: str) -> Iterator[Found[int]]:
    """Sizes in order of trust: spoken totals, companions, "just me"."""
    counted = bool(_COUNT_HINT.search(folded))
    for pattern in _TOTALS if counted else ():
        for match in pattern.finditer(folded):
            if not (_COMPANY_WORD.search(match[0]) and _BRINGING.search(folded, max(0, match.start() - 16), match.start())):
                yield Found(_count(match["a"]), *match.span())
    yield from Companions(folded).parties()
    for match in _BOTH.finditer(folded):
        yield Found(2, *match.span())
    for match in _PLUS.finditer(folded) if counted else ():
        yield Found(1 + _count(match["a"]), *match.span())
    for match in _ALONE.finditer(folded):
        if not _NOT_ALONE.search(folded, max(0, match.start() - 30), match.start()):
            yield Found(1, *match.span())


def _counts(folded: str, one: Found[int]) -> bool:
    """False for people the text merely mentions: a class of 20, the parents someone lives with."""
    before = lead_in(folded, one.start, 60)
    if re.search(r"\b(?:with|w/?|con)\s$", before) and _OTHER_DOINGS.search(before) and not _COMING_HERE.search(before):
        return False
    if _NO_PARTY_BEFORE.search(folded, max(0, one.start - 44), one.start) or _NO_PARTY_AFTER.match(folded, one.end, one.end + 30):
        return False
    return not refused(folded, one.start, one.end)


def _count(spoken: str) -> int:
    return 2 if "couple" in spoken else number(spoken)


_FILLERS = phrases("yes, yeah, ok, um, uh, maybe, like, about, just, probably, its, it's, only, the, us, all")
_BARE = verbose(
    rf"""\s*(?:(?:{_FILLERS})\s?,?\s)*(?P<a>{_N})\b
    (?:\s(?:total|people|please|plz|pls|in\stotal|i\sthink|max|altogether))*\s*[.!?]?\s*"""
)


def _bare(folded: str) -> Iterator[Found[int]]:
    """The whole of a short answer to "how many will you be?"."""
    match = _BARE.fullmatch(folded)
    if match:
        yield Found(_count(match["a"]), *match.span("a"))
    elif re.fullmatch(r"\s*(?:nope?\s)?(?:just\s|only\s)?(?:me|myself|alone)\s*[.!]?\s*", folded):
        yield Found(1, 0, len(folded))
    else:
        count = Companions(folded).whole()
        if count:
            yield Found(1 + count, 0, len(folded))
