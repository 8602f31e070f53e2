"""Who is writing: the speaker's own name, or that of the prospective student they write for.

A name needs a reason: a cue ("my name is", "im", "this is"), a place (a signature, a list of contact details), a
relation ("my daughter Emma"), or the question just asked. A name that merely occurs, such as an artist's, has none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .cues import corrected
from .lexicon import given_names, is_word
from .name_words import DOUBTFUL, HONORIFICS, NEVER, NOT_PEOPLE, PARTICLES, SUFFIXES, SURNAME_WORDS, written
from .patterns import phrases, verbose
from .relations import ADULTS, CHILDREN
from .text import CONTACT_MARK, MARKS, Found, fold

#: How sure the place of a name is: likely names only after WEAK cues and in lists, anything after STRONG ones.
WEAK, LISTED, STRONG = 1, 2, 3
_MOST_WORDS = 5

_HARD_END = re.compile(rf"\s*(?:$|[.,;!?\n()|{MARKS}\d])")
_PIECE_START = re.compile(r"(?:^|[.,;\n])\s?$")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.\s?){1,3}(?=[\s,]|$)|['\"][^\W\d_]+['\"]|[^\W\d_]+(?:['-][^\W\d_]+)*'?\.?")
_GAP = re.compile(r"[ ]{1,3}")
_ENDS = re.compile(rf"\s*(?:$|[.,;:!?\n()/|\-{MARKS}\d&+]|(?:and|n|y|but|from|here|again|speaking|with|w|i|im|i'm|in\scase|who|aka|btw|my|we)\b)")
_POSSESSIVE = re.compile(r"'s?\s(?P<who>\w+)")
_HESITATION = re.compile(r"(?:(?:uh+|um+|er|erm|like|called|actually|,|\.\.+)\s)+")
_RELATIVES = CHILDREN | ADULTS

_OWN_STRONG = verbose(
    r"""(?<![\w'])(?P<whose>(?:my|the|our|his|her|their|your|stage|artist|band|last|user|company|school|middle|maiden|rap|dj|producer|mi|child'?s|student'?s?
        |son'?s|daughter'?s|kid'?s|[a-z]+'s|beat|product|legal|first|full|contact|parent'?s?|guardian'?s?|visitor|guest)\s){0,2}
      (?:name|nombre)(?P<verb>'s|s|\s(?:is|es|be|was)|\s?[:=\-])?(?!\w)\s?(?:[:=\-]\s?)?(?:is\s|es\s|it's\s|its\s)?
    |\b(?:me\sllamo|je\sm'appelle|mein\sname\sist|ich\shei(?:ss|ß)e|(?:people|they|everyone|friends|you\scan|u\scan|just|y'?all\scan)\s(?:just\s)?calls?\sme|i\sgo\sby|i\sam\scalled|i'm\scalled|im\scalled)\s"""
)
_WEAK_CUES = phrases(
    """i'm, im, i am, i m, iam, this is, it's, its, it is, soy, yo soy, call me, here's, it's me, its me, it's me again,
    its me again, you've reached, youve reached, you got, ya boy, your boy, ya girl, your girl"""
)
_OWN_WEAK = re.compile(rf"(?<![\w'])(?:{_WEAK_CUES}|(?:^|(?<=[.!?,\n]\s))am)\b,?\s(?:actually\s|called\s|just\s)?")
_HERE = re.compile(rf"(?:^|[.,!?;\n\-]\s*|\b(?:hi|hey|hello|yo|sup|morning|afternoon|evening|hola)\s)(?P<name>[^.,!?;\n{MARKS}]{{2,50}}?)\s(?:here|speaking|again|from\s(?:the|boone|your|last|over|up|down|tik))\b(?=\s*(?:$|[.,!?;:\n\-]|\w))")
_RELATIVE_SPEAKS = re.compile(rf"\b(?:i'?m|i\sam|this\sis)\s(?:his|her|their|the)\s(?:{phrases(','.join(sorted(_RELATIVES)))}),?\s(?=[^\W\d_])")
_SIGNED = verbose(
    r"""(?:\b(?:(?:best|kind|warm|kindest|with)?\s?regards|sincerely|respectfully|cheers|thanks(?:\s(?:so\smuch|a\slot|again|in\sadvance|very\smuch|a\sbunch))?
      |thank\s(?:you|u)(?:\s(?:so|very)\smuch|\sagain|\sin\sadvance)?|thx|tysm|ty|best|all\sthe\sbest|warmly|yours(?:\struly)?|love|peace|saludos|gracias|atentamente|blessings|take\scare|v/?r|best\swishes)
      [\s,.!\-:)]{1,6}|(?:^|[\s.,!?])(?:-{1,2}|~)\s?)(?=[^\W\d_])"""
)
_STUDENT = re.compile(rf"\b(?P<who>{phrases(','.join(sorted(_RELATIVES)))})(?!\w)(?P<named>'s\sname\sis|\s(?:named|called|is\scalled)|\sname\sis)?\s?(?P<comma>[,:(]\s?|-\s)?(?=[^\W\d_])")
_FOR = re.compile(r"\b(?:on\sbehalf\sof|(?:its|it's|this\sis|tour\sis|booking(?:\sis)?|appointment(?:\sis)?|visit\sis|asking|inquiring|signing\sup)\sfor|\bunder(?:\sthe\sname)?(?:\sof)?|\bput(?=\s[\w\s]{2,30}?\s(?:down|in)\b)|\bput\sdown|\bfor(?=\s[^\W\d_]+\s[^\W\d_]+\s*(?:$|[.!?\n])))\s(?:my\s\w+\s|our\s\w+\s)?(?=[^\W\d_])")
_THIRD_NAME = re.compile(r"\b(?:he|she)(?:'s|\sis)\s(?:called|named)\s(?=[^\W\d_])|\b(?:his|her|their|the\skid's|student|student's|child's|son's|daughter's)\s(?:full\s|first\s)?name(?:'s|s|\sis)?\s?:?\s(?=[^\W\d_])|\bstudent\s?[:=]\s?")
_CHILD = re.compile(rf"\b(?:{phrases(','.join(sorted(CHILDREN)))})\b")
_WANTS = re.compile(r"\s?,?\s?(?:who\s|he\s|she\s|also\s|really\s)?(?:(?:'s|is)\s(?:interested|looking|thinking|hoping|obsessed|coming|applying|considering)|wants?|would\s(?:like|love)|'?d\s(?:like|love)|wanna|needs?|loves|wishes|hopes|is\sthe\s(?:one|student))\b")
_TELLS = re.compile(r"\s?,?\s?(?:who\s)?(?:told|said|went|graduated|recommended|works|teaches|goes|attended|studied|already|referred|mentioned|(?:is|will\sbe|'ll\sbe|are)\s(?:coming|joining|tagging|driving)\s(?:with|along|too|me|also)|is\s(?:a\s(?:student|teacher|graduate)|already)|has\s(?:a\sstudio|been))\b")
_PARENT = frozenset("mom mum momma mother dad father parent parents grandma grandpa grandmother grandfather aunt uncle guardian sister brother stepmom stepdad mama papa wife husband counselor teacher mommy daddy nana".split())
_ADMIRED = phrases(
    """like, fan, fans, by, love, loves, listen, listening, sound, sounds, feat, ft, artist, artists, inspired, influence,
    influences, idol, favorite, favourite, mr, mrs, ask for, named, met, album, concert, taught, teaches, teacher,
    instructor, produced, vs, stan, bump, bumping, playing, plays, such as"""
)
_TRAP = re.compile(rf"\b(?:{_ADMIRED})\b[^.!?\n{MARKS}]*$|\b(?:and|or|with|to|from|my\s\w+)$|\b(?:in|from|near|outside)\s[a-z\s]{{2,20}}$")
_BREAK = re.compile(rf"[,;|\n]|:\s|(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bjr)(?<!\bsr)(?<!\bst)(?<!\b[a-z])[.!?]+(?=\s|$)|\s-{{1,2}}\s|\s/\s|[{MARKS}]+|\s:\)|:\)|[()]")


@dataclass(frozen=True, slots=True)
class People:
    """The name to report, and whether it is the speaker's own."""

    name: Found[str] | None
    own: bool


#: Says where the text holds names of people: the statistical model, or nothing.
Judge = Callable[[str], Sequence[tuple[int, int]]]


def people(text: str, folded: str, *, expected: bool = False, judge: Judge | None = None) -> People:
    """Find the speaker's or the student's name. `folded` has contacts, days, times and programs marked.

    `judge` is asked at most once, and only where the rules see a place for a name but do not know the words as one.
    """
    shouted = text.isupper()
    reader = _Reader(text, folded, shouted)
    own = _own(reader)
    if own is None and expected:
        own = _bare(reader)
    student = None if own else _student(reader)
    if own is None and student is None:
        own = _signed(reader) or _listed(reader)
    if own is None and student is None and judge is not None and not shouted:
        own = _judged(reader, judge)
    found = own or student
    return People(found, own is not None)


def _judged(reader: _Reader, judge: Judge) -> Found[str] | None:
    places = list(_places(reader))
    if not places:
        return None
    people = judge(reader.text)
    for start, end in places:
        # The model's word must cover the place's first word and end with it or before it.
        if any(first <= start < last and last <= end + 1 for first, last in people):
            found = Found(written(reader.text[start:end]), start, end)
            return found if fold(found.value) not in NOT_PEOPLE else None
    return None


_THIRD_PERSON = re.compile(
    r"(?:^|[.!?\n]\s*)(?=[^\W\d_][\w'-]+(?:\s[\w'-]+){0,2}\s(?:wants|would|wud|needs|is\s(?:interested|looking|coming)|will\sbe|can\s(?:come|be)|here|for\sa\stour)\b)"
)


_FOR_TWO = re.compile(r"\bfor\s(?=[^\W\d_]+\s[^\W\d_]+\s*(?:$|[.!?\n]))")


def _places(reader: _Reader) -> Iterator[tuple[int, int]]:
    """Where a name may stand whose words the rules do not know as one."""
    folded = reader.folded
    for match in _OWN_WEAK.finditer(folded):
        span = reader.shape(match.end())
        if span:
            yield span
    for match in _THIRD_PERSON.finditer(folded):
        span = reader.shape(match.end())
        if span:
            yield span
    for match in _FOR_TWO.finditer(folded):
        span = reader.shape(match.end())
        if span and reader.capital(span[0]):
            yield span
    for start, end in _pieces(folded):
        span = reader.shape(start, end)
        spoken = span and (reader.capital(span[0]) or CONTACT_MARK in folded[max(0, start - 4) : start] + folded[end : end + 4])
        if span and spoken and span[1] >= end - 1 and not _TRAP.search(folded[max(0, start - 50) : start].rstrip(" ,")):
            yield span


class _Reader:
    """Reads names off one text, in the plain and the typed spelling side by side."""

    def __init__(self, text: str, folded: str, shouted: bool) -> None:
        self.text, self.folded, self.shouted = text, folded, shouted

    def name(self, at: int, sure: int, *, end: int | None = None) -> Found[str] | None:
        """The name that starts at `at`, or None; `end` limits it."""
        hesitation = _HESITATION.match(self.folded, at)
        at = hesitation.end() if hesitation else at
        words = list(self._words(at, len(self.folded) if end is None else end))
        titled = False
        while words and words[0][0].strip(".") in HONORIFICS:
            titled = True
            words.pop(0)
        taken: list[tuple[str, int, int]] = []
        for word, start, stop in words:
            if len(taken) == _MOST_WORDS or not self._goes_on(taken, word, start, stop, sure, titled):
                break
            taken.append((word, start, stop))
        while len(taken) > 1 and taken[-1][0] in PARTICLES and taken[-1][0] not in SURNAME_WORDS:
            taken.pop()
        if not taken or taken[0][0] in PARTICLES and len(taken) == 1 and taken[0][0] not in given_names() and sure < STRONG:
            return None
        start, stop = taken[0][1], taken[-1][2]
        if self.folded[stop - 1] == "." and not re.search(r"(?:\b[^\W\d_]\.|\b(?:jr|sr)\.)$", self.folded[start:stop]):
            stop -= 1
        if self.folded[start] in "'\"" or stop - start < 2:
            return None
        return Found(written(self.text[start:stop].rstrip(" ")), start, stop)

    def shape(self, at: int, end: int | None = None) -> tuple[int, int] | None:
        """The span of up to four words from `at` that could be a name by their looks, or None."""
        span: tuple[int, int] | None = None
        for number, (word, start, stop) in enumerate(self._words(at, len(self.folded) if end is None else end)):
            bare = word.strip(".'\"")
            if number == 4 or bare in NEVER or bare in NOT_PEOPLE or (is_word(bare) and not self.capital(start) and bare not in given_names()):
                break
            span = (span[0] if span else start, stop - (self.folded[stop - 1] == "."))
        return span

    def capital(self, start: int) -> bool:
        """True if the letter is a capital that says something, as it does not in a text all in capitals."""
        return not self.shouted and self.text[start].isupper()

    def _words(self, at: int, end: int) -> Iterator[tuple[str, int, int]]:
        match = _NAME_WORD.match(self.folded, at, end)
        while match:
            word = match[0].rstrip(" ")
            yield word.rstrip(".").removesuffix("'s"), match.start(), match.start() + len(word)
            if word.endswith(".") and len(word) > 2 and "." not in word[:-1] and word.strip(".") not in HONORIFICS | SUFFIXES | {"st"}:
                return
            if word.endswith("'s"):
                return
            gap = _GAP.match(self.folded, match.start() + len(word), end)
            comma = re.compile(r",\s(?=(?:jr|sr|ii|iii)\b)").match(self.folded, match.start() + len(word), end)
            follow = gap or comma
            match = _NAME_WORD.match(self.folded, follow.end(), end) if follow else None

    def _goes_on(self, taken: list[tuple[str, int, int]], word: str, start: int, stop: int, sure: int, titled: bool) -> bool:
        if not taken:
            return self._starts(word, start, stop, sure, titled)
        if word in SUFFIXES or word[0] in "'\"":
            return True
        initial = len(word.strip(".")) == 1 or "." in word
        if initial:
            return word not in ("i", "n", "u", "w", "y", "a", "k", "x") or self.capital(start) and word != "i" or "." in self.folded[start:stop]
        if word in PARTICLES and not self._terminated(stop):
            return word not in ("y", "e", "do", "san", "el", "la") or word in ("la", "el") and taken[-1][0] in PARTICLES or self.capital(start)
        if word in NEVER or word in NOT_PEOPLE:
            return self.capital(start) and word in SURNAME_WORDS and self.capital(taken[0][1])
        if self.capital(taken[0][1]):
            return self.capital(start) or (word not in NEVER and not is_word(word) and self._terminated(stop))
        if word in given_names() or word in SURNAME_WORDS:
            return True
        return not is_word(word) or (sure > WEAK and self._runs_out(start))

    def _starts(self, word: str, start: int, stop: int, sure: int, titled: bool) -> bool:
        bare = word.strip(".'\"")
        if word in NEVER or bare in NEVER:
            if sure > WEAK and bare in given_names() and self._name_follows(stop):
                return True
            return self.capital(start) and bare in given_names() and bare not in ("may", "will", "can", "do") and self._terminated(stop)
        if titled or word == "lil'":
            return True
        if sure == STRONG:
            return bare not in NOT_PEOPLE
        named = bare in given_names()
        if named and bare not in DOUBTFUL:
            return True
        if bare in NOT_PEOPLE:
            return False
        if named:
            return self._terminated(stop) or self.capital(start) or self._name_follows(stop)
        if is_word(bare) or len(bare) < 2:
            return False
        if self.capital(start):
            acronym = self.text[start:stop].isupper() and len(bare) > 1 and "." not in word
            nation = re.search(r"(?:ian|ese|ican|ish)$", bare)
            return not acronym and not nation
        spoiled = re.search(r"(?:ed|ing|in|ly|ish|est|ian|ese|ican|nna|able|ful|y'all|ous|ive|tion|ment)$", bare) and not self._name_follows(stop)
        return not spoiled and (self._terminated(stop) or self._name_follows(stop))

    def _terminated(self, stop: int) -> bool:
        return bool(_ENDS.match(self.folded, stop))

    def _runs_out(self, start: int) -> bool:
        """True if at most two words that may be part of a name stand before the next full stop or comma."""
        words = list(itertools.islice(self._words(start, len(self.folded)), 3))
        return len(words) < 3 and not any(word in NEVER for word, _, _ in words) and bool(_HARD_END.match(self.folded, words[-1][2]))

    def _name_follows(self, stop: int) -> bool:
        gap = _GAP.match(self.folded, stop)
        match = _NAME_WORD.match(self.folded, gap.end()) if gap else None
        if not match:
            return False
        word = match[0].rstrip(".")
        return word not in NEVER and (word in given_names() or not is_word(word) or (word in SURNAME_WORDS and self._terminated(match.end())))


def _own(reader: _Reader) -> Found[str] | None:
    """The speaker's name by a cue; a later cue counts if it takes the earlier back ("jk its trey")."""
    best = _first_and_last(reader)
    for found in sorted(_cued(reader), key=lambda one: one.start):
        if best is None or corrected(reader.folded[best.end : found.start]):
            best = found
    if best is None:
        return None
    first = best.value.split()[0].lower()
    if len(best.value.split()) == 1:
        # "I'm Deb. Deb Kowalski."
        for match in re.finditer(rf"(?<![\w'])(?={re.escape(fold(first))}\s\w)", reader.folded[best.end :]):
            longer = reader.name(best.end + match.start(), LISTED)
            if longer and " " in longer.value and _HARD_END.match(reader.folded, longer.end):
                return longer
    return best


_FIRST_LAST = re.compile(r"\bfirst(?:\sname)?(?:'s|\sis|:)?\s(?=\w)|\b(?P<last>last|family|sur)\s?(?:name)(?:'s|\sis|:)?\s(?=\w)|\b(?P<last2>last)(?:\sis|:)\s(?=\w)")


def _first_and_last(reader: _Reader) -> Found[str] | None:
    """"My last name is Pham, first name is Linh"."""
    parts: dict[str, Found[str]] = {}
    for match in _FIRST_LAST.finditer(reader.folded):
        found = reader.name(match.end(), STRONG)
        if found:
            parts.setdefault("last" if match["last"] or match["last2"] else "first", found)
    if len(parts) < 2:
        return None
    first, last = parts["first"], parts["last"]
    return Found(f"{first.value} {last.value}", min(first.start, last.start), max(first.end, last.end))


def _cued(reader: _Reader) -> Iterator[Found[str]]:
    folded = reader.folded
    for match in _OWN_STRONG.finditer(folded):
        whose = (match["whose"] or "").strip().split()
        if whose and whose[0] not in ("my", "the", "mi", "full", "first", "legal", "contact", "parent", "parent's", "parents", "guardian", "visitor", "guest", "guardian's"):
            continue
        if re.search(rf"(?:'s|\b(?:{phrases('his, her, their, son, daughter, kid, student')}))\s$", folded[: match.start()][-12:]):
            continue
        if match[0].strip() in ("name", "names", "nombre") and whose:
            continue
        found = reader.name(match.end(), STRONG)
        bare = not match["verb"] and "name" in match[0]
        if found and bare:
            first = folded[found.start : found.end].split()[0]
            alone = _PIECE_START.search(folded, max(0, match.start() - 3), match.start())
            if not _HARD_END.match(folded, found.end) or not (alone or first in given_names() or not is_word(first)):
                found = reader.name(match.end(), WEAK)
        if found and not _someones(folded, found):
            yield found
    for match in _OWN_WEAK.finditer(folded):
        found = reader.name(match.end(), WEAK)
        if found is None or _someones(folded, found):
            continue
        lead = match[0].strip(" ,")
        if lead == "call me" and folded[found.start : found.end].split()[0] not in given_names() and not reader.capital(found.start):
            continue
        if lead in ("call me", "it's", "its", "it is", "here's", "this is") and not _ENDS.match(folded, found.end):
            continue
        yield found
    for match in _RELATIVE_SPEAKS.finditer(folded):
        found = reader.name(match.end(), WEAK)
        if found and _ENDS.match(folded, found.end):
            yield found
    for match in _HERE.finditer(folded):
        found = reader.name(match.start("name"), WEAK, end=match.end("name"))
        if found and found.end == match.end("name"):
            yield found


def _someones(folded: str, found: Found[str]) -> bool:
    return bool(re.match(r"'s?\s\w", folded[found.end :]) or folded[found.start : found.end].endswith("'s"))


def _student(reader: _Reader) -> Found[str] | None:
    folded = reader.folded
    for match in _STUDENT.finditer(folded):
        found = reader.name(match.end(), STRONG if match["named"] else WEAK)
        if found is None or _someones(folded, found) or _TELLS.match(folded, found.end):
            continue
        if match["comma"] and not re.match(rf"\s*(?:[,.)!?\n{MARKS}\-]|$|\s(?:is|wants|would|and|who|he|she)\b)", folded[found.end :]):
            continue
        if match["who"] in CHILDREN or _WANTS.match(folded, found.end):
            return found
    for match in re.finditer(r"(?:^|(?<=[\s,.!(]))(?P<name>[^\W\d_][\w-]{1,14})'?s\s(?P<who>[a-z]+)\b", folded):
        if match["who"] in _PARENT:
            found = reader.name(match.start("name"), WEAK, end=match.end("name"))
            if found and found.end == match.end("name"):
                return found
    if _CHILD.search(folded) or "student" in folded or re.search(r"\b(?:he|she)(?:'s|\sis)?\s", folded):
        for match in _THIRD_NAME.finditer(folded):
            found = reader.name(match.end(), STRONG)
            if found:
                return found
    for match in _FOR.finditer(folded):
        found = reader.name(match.end(), WEAK)
        if found is None or (match[0].strip() == "for" and not _named_for(reader, found)):
            continue
        if _ENDS.match(folded, found.end) or re.match(r"\s(?:down|in|for)\b", folded[found.end :]):
            return found
    return None


def _named_for(reader: _Reader, found: Found[str]) -> bool:
    first, *rest = reader.folded[found.start : found.end].split()
    unheard = reader.capital(found.start) and not any(is_word(word) for word in (first, *rest))
    return bool(rest) and (first in given_names() - DOUBTFUL or unheard)


def _signed(reader: _Reader) -> Found[str] | None:
    """A name after "regards," or a dash, with nothing but contact details behind it."""
    for match in reversed(list(_SIGNED.finditer(reader.folded))):
        dash = match[0].strip() in ("-", "--", "~")
        word = _NAME_WORD.match(reader.folded, match.end())
        plain = bool(word) and not dash and not set(",\n-") & set(match[0])
        found = reader.name(match.end(), WEAK if plain or not reader.capital(match.end()) else STRONG)
        if found and re.match(rf"\s*[.!]?\s*(?:$|\n|[{CONTACT_MARK},(|-])", reader.folded[found.end :]):
            return found
    return None


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
    """The parts between commas, stops, dashes and details; only those short enough for a name."""
    at = 0
    cuts = [cut.span() for cut in _BREAK.finditer(folded)]
    for start, end in [*cuts, (len(folded), len(folded))]:
        first, last = at, start
        at = end
        first += len(folded[first:last]) - len(folded[first:last].lstrip(" :-~"))
        while last > first and folded[last - 1] in " .:-":
            last -= 1
        if 2 <= last - first <= 60:
            yield first, last


def _listed(reader: _Reader) -> Found[str] | None:
    """A part of an enumeration that is a name and nothing else: "Maria Lopez, 407 555 0134, friday"."""
    folded = reader.folded
    has_contact = CONTACT_MARK in folded
    has_details = any(mark in folded for mark in MARKS)
    pieces = list(_pieces(folded))
    for number, (start, end) in enumerate(pieces):
        first = re.compile(r"(?:hi|hey|hello|yo|ok|yes|sure|thanks|thx|cool|great|its|it's|and|me|also)\s+").match(folded, start, end)
        begin = first.end() if first else start
        found = reader.name(begin, LISTED, end=end)
        if found is None or found.end < end - (1 if folded[end - 1] == "." else 0):
            continue
        before = folded[max(0, start - 50) : start]
        if _TRAP.search(before.rstrip(" ,")) or re.match(r"\s?\?", folded[end:]) and not has_contact:
            continue
        words = folded[found.start : found.end].split()
        if len(words) == 1 and words[0] not in given_names() and number + 1 < len(pieces) and folded[end : pieces[number + 1][0]].strip() == ",":
            # "Lopez, Maria"
            given = reader.name(pieces[number + 1][0], LISTED, end=pieces[number + 1][1])
            if given and given.end >= pieces[number + 1][1] - 1 and given.value.lower() in given_names() and has_contact:
                return Found(f"{given.value} {found.value}", found.start, given.end)
        near_contact = CONTACT_MARK in folded[max(0, start - 4) : start] + folded[end : end + 4]
        last = number == len(pieces) - 1 or not folded[end:].strip(" .!" + MARKS)
        known = words[0].strip(".") in given_names()
        if len(words) > 1 and (has_details or last or number == 0) and (known or near_contact or reader.capital(found.start) and has_contact):
            return found
        if len(words) == 1 and (near_contact or last and number) and (known or reader.capital(found.start)):
            return found
        if words and found.start > start and folded[start:begin].strip() in ("mr", "mrs", "ms", "dr"):
            return found
    return None


_REFUSAL = re.compile(r"\b(?:why|rather\snot|none\sof|private|anonymous|don'?t\swant|dont|not\stelling|skip|no\sthanks|secret|prefer\snot|what|how|when|where|does|is\sthere|can\si)\b")
_FILLER = re.compile(r"\s*(?:(?:yes|yeah|sure|ok|okay|um|uh|well|oh|so|hi|hey|hello|yep|it's|its|it\sis|i'm|im|i\sam|this\sis|name|me|the\sname\sis|just|put|under|for|mine\sis|that\swould\sbe|thats|that's|call\sme|soy)\b[\s,.:!-]*){0,4}")


def _bare(reader: _Reader) -> Found[str] | None:
    """The whole of a short answer to "what is your name?", if it can be one."""
    folded = reader.folded
    if "?" in folded or _REFUSAL.search(folded):
        return None
    filler = _FILLER.match(folded)
    at = filler.end() if filler else 0
    found = reader.name(at, STRONG)
    if found is None or not re.match(rf"\s*(?:$|[.,!;\n{MARKS}(:]|-\s|and\s(?:my|i)\b|but\b|btw\b|thanks\b|thx\b|please\b|here\b)", folded[found.end :]):
        return None
    words = [word.strip(".'\"") for word in folded[found.start : found.end].split()]
    likely = [word for word in words if word in given_names() or not is_word(word)]
    if likely or (len(words) > 1 and all(reader.capital(found.start + match.start()) for match in re.finditer(r"\S+", folded[found.start : found.end]))):
        return found
    return None
