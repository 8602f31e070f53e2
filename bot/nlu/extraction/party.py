"""How many people would come, the speaker included.

Only a number or a companion counts. "My daughter wants to come" names a student, not a party: nothing is said of how
many come. "My daughter and I", "with my mom", "bring a friend", "3 of us", "a group of 5" do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cues import corrected, lead_in, refused
from .lexicon import given_names
from .name_words import DOUBTFUL
from .numerals import CARDINALS, SPANISH, either, number
from .patterns import phrases, verbose, words
from .relations import ADJECTIVES, MANY, ONE, OWNERS, PAIRS
from .text import CONTACT_MARK, DATE_MARK, PARTY_MARK, Found, mark

#: A larger number is no party but a class, a price or a year.
LARGEST = 60


@dataclass(frozen=True, slots=True)
class Party:
    """The party's size and the text with the words that told it marked."""

    size: Found[int] | None
    rest: str


_N = rf"(?:\d{{1,3}}|{either(CARDINALS, up_to=30, least=1)}|{either(SPANISH, up_to=12, least=2)}|(?:a\s)?couple(?:\sof)?)"
_PEOPLE = phrases(
    """people, ppl, persons?, peeps, adults?, guests?, visitors?, members?, of us, of you, attendees, heads, seats?, spots?,
    spaces?, places?, tickets?, pax, personas, students, kids, children, family members, humans, souls, minors?"""
)
_END = rf"\s*(?:$|[.,!?;\n){CONTACT_MARK}{DATE_MARK}])"
_NO_COUNT_AFTER = phrases("am, pm, a\\.m, p\\.m, ish, o'?\\s?clock, hours?, years?, months?, weeks?, days?, min, yrs?, old, late")
_SOFTLY = phrases("like, about, around, maybe, only, just, a total of, in total, the, all, probably, just the")
_WE_ARE = phrases(
    """we are, we're, we r, we'll be, we will be, there'll be, there will be, there would be, there are, there's, theres,
    will be, somos, seremos, gonna be, be"""
)

#: Numbers said of the whole party. `a` plus `b` where both are given.
_TOTALS = (
    verbose(
        rf"""\b(?P<a>{_N})\s?(?:adults?|parents?|grown\s?ups?)\s?(?:,|and|&|\+|plus|n|with)?\s?
        (?P<b>{_N})\s(?:kids?|child(?:ren)?|students?|teens?|minors?|teenagers?)\b"""
    ),
    verbose(
        rf"""\b(?:party|group|family|crew|team|total)\s(?:size\s)?(?:of|is|will\sbe)\s?
        (?:(?:{_SOFTLY})\s)?(?P<a>{_N})\b"""
    ),
    verbose(
        rf"""\b(?:party(?:\ssize)?|guests?|attendees|people|number\sof\s\w+|how\smany|headcount|group\ssize|visitors)
        \s?[:=-]\s?(?P<a>{_N})\b"""
    ),
    verbose(rf"\b(?:(?:{_SOFTLY})\s)?(?P<a>{_N})\sof\sus\b(?!\sin\s(?:the|my|our)\sband)"),
    verbose(
        rf"""\b(?:{_WE_ARE})\s(?:(?:{_SOFTLY})\s)?
        (?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|th|st|[:.%]\d)\b)(?:\s(?:{_PEOPLE}))?
        (?={_END}|\s(?:people|ppl|persons?|of\sus|adults?|total|in\stotal|on|for|coming|and|altogether|if|so)\b)"""
    ),
    verbose(rf"(?<![\w:.$/-])(?P<a>{_N})\s?(?:{_PEOPLE})(?!\w)(?!\s(?:in|per)\s(?:a|each|the)\b)"),
    verbose(
        rf"""\b(?:tables?|tours?|spots?|reservation|booking|visit|seat(?:s|ing)?|slots?|room|places?|space|tickets?)\sfor\s
        (?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)"""
    ),
    verbose(
        rf"""(?<!\bme\s)(?<!\bus\s)(?<!\bit\s)(?<!\bdown\s)(?<!\bthat\s)(?<!\bset\s)(?<!scheduled\s)(?<!appointment\s)(?<!meeting\s)(?<!alarm\s)
        \b(?:for|para)\s(?:(?:{_SOFTLY})\s)?(?P<a>{_N})(?!\s?(?:{_NO_COUNT_AFTER}|/|:)|\w|[:.\-]\d)
        (?={_END}|\s(?:please|plz|pls|on|at|tomorrow|if|people|total|in\stotal|thx|thanks|and|this|next|then)\b|\s?{DATE_MARK})"""
    ),
)
#: Totals that are companions after all when "bring" or "with" goes before: "bringing 2 guests" is three.
_COMPANY_WORD = re.compile(r"(?:guests?|people|ppl|kids|children|students|adults?|personas)$")
_BRINGING = re.compile(
    r"\b(?:bring(?:ing)?|(?:come|coming|be\sthere|go|going|show\sup|pull\sup|visit|arrive)\s(?:with|w/?)|plus|and|invite|take|my|con)\s"
    r"(?:the\s|my\s|other\s|like\s|about\s)?$"
)
_BOTH = re.compile(
    rf"\b(?:{phrases('both of us, us both, the two of us, us two, we both, los dos, nosotros dos, him and i, her and i, she and i')}"
    r"|he\sand\si|me\sand\s(?:him|her))\b"
)
_PLUS = verbose(
    rf"""(?:(?:^|(?<=[,.!?]\s)|\b(?:me|myself|us|i|for|my|a|and\sa)\s|(?<=\w\s)(?=plus\sone|\+\s?1))(?:plus|\+)|\bme\sand)\s?(?P<a>{_N})(?!\d|\s?[-(]?\s?\d{{3}}|\s?(?:am|pm|:)|\w)
    (?={_END}|\s(?:more|others?|friends?|guests?|people|on|at|for|if|coming|this|next|please|then)\b)"""
)
_ALONE = verbose(
    r"""\b(?:just|only)\s(?:me|myself|one\sperson|1\sperson)\b
      (?!\s?(?:,\s?my|and|&|n\b|plus|or\b|\+|w\b|w/|with|wondering|asking|thinking|being|trying|my)|\s?,?\s?[A-Za-z]+\sagain)
    |\b(?:by\smyself|on\smy\sown|myself\sonly|me\salone|all\salone|me\sonly|party\sof\sone|yo\ssolo|solo\syo|(?:come|coming|be|visit)\salone
      |flying\ssolo|nobody\selse|no\sone\selse|coming\ssolo|come\ssolo|solo(?=\s*(?:$|[.,!?\n])))\b"""
)
_NOT_ALONE = re.compile(
    r"\b(?:leave|not|live|living|learn\w*|taught|record\w*|work\w*|make|made|making|produc\w+|mix\w*|do|did|doing|study\w*|to\swant|go|went|going|a|my|guitar|piano|drum"
    r"|want\sto|wanna)\s(?:me\s|beats\s|music\s|all\s|it\s|everything\s)?$"
)
_OTHER_COMPANY = phrases(
    r"""class(?:es)?(?: is| are| of| with| like| sizes?)*, how many, how big, staff, employ\w*, band, taught, teach, manage[ds]?,
    supervis\w+, work(?:ed|ing)? with, works for, band (?:has|of|is), liv(?:e|es|ed|ing)(?: at home)? (?:with|w), stay(?:ing)? with, i have, i got,
    i had, i raised, i've got, i've had, ive got, we have, (?:mom|dad|mother|father|parent) of,
    (?:talk|speak|check|discuss|argu)\w*(?: \w+)? (?:to|over with|about it with|with), ask, share[ds]?(?: \w+)? with, help with,
    grew up with, record(?:ed|ing)?(?: \w+)? with, toured with, perform(?:ed)? (?:with|for), play(?:ed|ing)? (?:for|with|in),
    jam(?:med)? with, make (?:music|beats) with, started(?: \w+)? with, br(?:ea|o)k\w* up with, business with, studio with,
    went(?: \w+)? with, came(?: \w+)? with, in touch with, support, provide for"""
)
_NO_PARTY_BEFORE = re.compile(rf"\b(?:{_OTHER_COMPANY})\s?,?\s?(?:(?:{_SOFTLY}|a|an|over)\s)?$")
_NO_PARTY_AFTER = re.compile(
    r"\s?(?:in\s(?:a|each|every|the|my|our)\s(?:class|band|room|program|group)|per\s(?:class|room)|(?:already\s)?(?:went|graduated|told|said"
    r"|recommended|applied|got|enrolled|teach|work)\b|a\s(?:year|month|week|class)\b|and\sunder|'s\s(?:phone|email|number|name|house))"
)

_OTHER_DOINGS = re.compile(
    rf"\b(?:{phrases('works?, working, lives?, living, plays?, played, jams?, jammed, records?, recorded, went, stud(?:y|ies|ied), ma(?:de|kes?), hang, hung, grew, was, were, has, had, did, toured, opened')}\b)"
)
_MODAL = re.compile(rf"\b(?:{phrases('can, could, want, wanna, come, coming, visit, tour, be there, like to, love to, book, schedule, will')})\b")
_TOKEN = re.compile(r"'s\b|[a-z]+(?:'[a-z]+)?|\d+|\n|[^\s\w]|\w+")
_ME = words("me i myself yo us")
_JOINERS = words("and & n + plus y , with w /")
_BRING = words("with w bring bringing brin take taking along drive driving con traer")
_COMING = words("come coming comes join joining joins attend attending along tag tagging visit visiting go going tour")
_HELPERS = words(
    """is are r 's will would wants want can could may might gonna 'll going to like love be also both probably who'd
    wanna please tag all might"""
)
_POSSESSIVES = words("my our his her their mi mis")
_SUBJECT_BEFORE = words("its it's just be is 's so are for only ok and , .") | {"\n"}
_WITH_ME = words("me us too 2 also along join joining")
_NOT_NAMES = (
    words("and n will is are to for on at with can could if who too also me i myself my want wants would we or in have has as here but so a an the")
    | _COMING
    | _HELPERS
)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def party(folded: str, *, expected: bool = False) -> Party:
    """Find the party's size; `folded` has contacts and days marked. `expected`: it was just asked for, so a bare number is one."""
    found = [one for one in _sizes(folded) if 1 <= one.value <= LARGEST and _counts(folded, one)]
    if not found and expected:
        found = list(_bare(folded))
    if not found:
        return Party(None, folded)
    best = found[0]
    for one in found[1:]:
        if one.start >= best.end and corrected(folded[best.end : one.start]):
            best = one
    return Party(best, mark(folded, [(one.start, one.end) for one in found], PARTY_MARK))


def _sizes(folded: str) -> Iterator[Found[int]]:
    """Sizes in order of trust: spoken totals, companions, "just me"."""
    for pattern in _TOTALS:
        for match in pattern.finditer(folded):
            second = match.groupdict().get("b")
            if not second and _COMPANY_WORD.search(match[0]) and _BRINGING.search(folded, max(0, match.start() - 16), match.start()):
                continue
            yield Found(_count(match["a"]) + (_count(second) if second else 0), *match.span())
    yield from _companies(folded)
    for match in _BOTH.finditer(folded):
        yield Found(2, *match.span())
    for match in _PLUS.finditer(folded):
        yield Found(1 + _count(match["a"]), *match.span())
    for match in _ALONE.finditer(folded):
        if not _NOT_ALONE.search(folded, max(0, match.start() - 30), match.start()):
            yield Found(1, *match.span())


def _companies(folded: str) -> Iterator[Found[int]]:
    """The speaker with a list of companions: "me and my mom", "with two friends", "can my dad come too"."""
    tokens = [_Token(match[0], *match.span()) for match in _TOKEN.finditer(folded)]
    at = 0
    while at < len(tokens):
        listed = _companions(tokens, at)
        if listed is None:
            if tokens[at].word in given_names() - DOUBTFUL and _with_me_by_name(tokens, at):
                yield Found(2, tokens[at].start, tokens[at].end)
            at += 1
            continue
        count, end = listed
        joined_before = _me_before(tokens, at)
        joined_after = _me_after(tokens, end)
        plain = not any(token.word in _POSSESSIVES for token in tokens[at:end])
        if count > 1 and plain and joined_before is None and joined_after is None and end < len(tokens) and tokens[end].word in ("tour", "come", "visit", "attend"):
            yield Found(count, tokens[at].start, tokens[end - 1].end)
        elif count and (joined_before is not None or joined_after is not None or _brought(tokens, at) or _coming_along(tokens, at, end)):
            first = at if joined_before is None else joined_before
            last = end if joined_after is None else joined_after
            yield Found(1 + count, tokens[first].start, tokens[last - 1].end)
        at = end


def _with_me_by_name(tokens: list[_Token], at: int) -> bool:
    """True for "me and jake", "jake n i"."""
    near = [token.word for token in tokens[max(0, at - 2) : at + 3]]
    here = min(at, 2)
    joined = words("and & n +")
    before = here == 2 and near[0] in ("me", "myself") and near[1] in joined
    return before or (len(near) > here + 2 and near[here + 1] in joined and near[here + 2] in ("me", "i", "myself"))


def _companions(tokens: list[_Token], at: int) -> tuple[int, int] | None:
    """Read a list of people from `at`: how many (0 if that is not said), and where it ends. None if there is none."""
    item = _companion(tokens, at)
    if item is None:
        return None
    total, end = item
    while True:
        follow = _past_joiner(tokens, _past_name(tokens, end))
        item = _companion(tokens, follow) if follow is not None else None
        if item is None:
            return total, end
        total = total + item[0] if total and item[0] else 0
        end = item[1]


def _companion(tokens: list[_Token], at: int) -> tuple[int, int] | None:
    """Read one companion or group: "my little brother", "two kids", "3 of my boys", "our parents"."""
    count = 0
    for position in range(at, min(at + 7, len(tokens))):
        word = tokens[position].word
        if word in PAIRS and count in (0, 2):
            return 2, position + 1
        if word in ONE and not (position + 1 < len(tokens) and word in ADJECTIVES and tokens[position + 1].word in ONE | MANY):
            return count or 1, position + 1
        if word in MANY:
            return count or (2 if tokens[position - 1].word == "both" and position > at else 0), position + 1
        if word == "couple":
            count = 2
        elif word.isdecimal() or word in CARDINALS or word in SPANISH:
            value = number(word)
            if value > LARGEST or count:
                return None
            following = tokens[position + 1].word if position + 1 < len(tokens) else ""
            count = count if following in ("year", "yr", "yo", "-") else value
        elif word not in OWNERS and word not in ADJECTIVES and word not in ("of", "-"):
            return None
    return None


def _past_name(tokens: list[_Token], at: int) -> int:
    """Step over a name after a relation: "my daughter sofia", "my friend, Jo Park,"."""
    if at < len(tokens) and tokens[at].word == "(":
        closing = next((to for to in range(at, min(at + 9, len(tokens))) if tokens[to].word == ")"), None)
        return closing + 1 if closing else at
    position = at + 1 if at < len(tokens) and tokens[at].word == "," else at
    named = position
    while named < len(tokens) and named - position < 2 and tokens[named].word.isalpha() and tokens[named].word not in _NOT_NAMES:
        if tokens[named].word in OWNERS | _JOINERS | ONE:
            break
        named += 1
    if named == position:
        return at
    return named


def _past_joiner(tokens: list[_Token], at: int) -> int | None:
    """Step over "and", ", and", "&"; None if there is no such word and no "my" follows directly."""
    position = at
    while position < len(tokens) and position - at < 3 and tokens[position].word in _JOINERS:
        position += 1
    while position > at and position < len(tokens) and tokens[position].word in ("also", "maybe", "possibly"):
        position += 1
    if position > at or (position < len(tokens) and tokens[position].word == "my"):
        return position
    return None


def _me_before(tokens: list[_Token], at: int) -> int | None:
    position = at - 1
    while position >= 0 and at - position <= 3 and tokens[position].word in _JOINERS:
        position -= 1
    if position < 0 or tokens[position].word not in _ME or (position == at - 1 and tokens[at].word != "my"):
        return None
    loose = position == at - 1 or tokens[position + 1].word == ","
    if tokens[position].word == "us" or (loose and position and tokens[position - 1].word not in _SUBJECT_BEFORE):
        return None
    return position


def _me_after(tokens: list[_Token], at: int) -> int | None:
    position = _past_joiner(tokens, _past_name(tokens, at))
    if position is None or position >= len(tokens):
        return None
    if tokens[position].word in ("just", "also"):
        position += 1
    if position < len(tokens) and tokens[position].word in _ME:
        following = tokens[position + 1].word if position + 1 < len(tokens) else ""
        return None if tokens[position].word == "i" and following in ("am", "was", "have", "need", "had") else position + 1
    return None


def _brought(tokens: list[_Token], at: int) -> bool:
    position = at - 1
    while position > 0 and tokens[position].word in ("/", "me", "along", "also", "maybe"):
        position -= 1
    if position > 0 and tokens[position].word == "by" and tokens[position - 1].word == "accompanied":
        return True
    return position >= 0 and tokens[position].word in _BRING


def _coming_along(tokens: list[_Token], at: int, end: int) -> bool:
    """True for "my gf is coming too", "can my kids join"; a child that merely "wants to come" is the student."""
    position = _past_name(tokens, end)
    while position < len(tokens) and tokens[position].word in _HELPERS:
        position += 1
    if position >= len(tokens) or tokens[position].word not in _COMING:
        return False
    after = [token.word for token in tokens[position : position + 6]]
    before = [token.word for token in tokens[max(0, at - 2) : at]]
    return bool(_WITH_ME & set(after[: after.index("\n")] if "\n" in after else after)) or "also" in before or "also" in [
        token.word for token in tokens[end:position]
    ]


def _counts(folded: str, one: Found[int]) -> bool:
    before = lead_in(folded, one.start, 60)
    head = re.search(r"\b(?:with|w/?|con)\s$", before)
    if head and _OTHER_DOINGS.search(before) and not _MODAL.search(before):
        return False
    if _NO_PARTY_BEFORE.search(folded, max(0, one.start - 44), one.start) or _NO_PARTY_AFTER.match(folded, one.end, one.end + 30):
        return False
    return not refused(folded, one.start, one.end)


def _count(spoken: str) -> int:
    return 2 if "couple" in spoken else number(spoken)


_BARE = verbose(
    rf"""\s*(?:(?:yes|yeah|ok|um|uh|maybe|like|about|just|probably|its|it's|only|the|us|all)\s?,?\s)*(?P<a>{_N})\b
    (?:\s(?:total|people|please|plz|pls|in\stotal|i\sthink|max|altogether))*\s*[.!?]?\s*"""
)


def _bare(folded: str) -> Iterator[Found[int]]:
    match = _BARE.fullmatch(folded)
    if match:
        yield Found(_count(match["a"]), *match.span("a"))
        return
    if re.fullmatch(r"\s*(?:nope?\s)?(?:just\s|only\s)?(?:me|myself|alone)\s*[.!]?\s*", folded):
        yield Found(1, 0, len(folded))
        return
    tokens = [_Token(match[0], *match.span()) for match in _TOKEN.finditer(folded)]
    listed = _companions(tokens, 0)
    if listed and listed[0] and listed[1] >= len(tokens) - 1:
        yield Found(1 + listed[0], 0, len(folded))
