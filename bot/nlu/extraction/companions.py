"""Lists of people someone brings: "me and my mom", "with two friends", "can my dad come too"."""

from __future__ import annotations

import re

from .lexicon import given_names
from .name_words import DOUBTFUL
from .numerals import CARDINALS, SPANISH, number
from .patterns import words
from .people_lists import LARGEST, PeopleLists
from .relations import ADJECTIVES, MANY, ONE, OWNERS, PAIRS
from .text import Found

_TOKEN = re.compile(r"'s\b|[a-z]+(?:'(?!s\b)[a-z]+)?|\d+|\n|[^\s\w]|\w+")
_SENTENCE_END = re.compile(r"[.!?\n]")
_ME = words("me i myself yo us")
_JOINERS = words("and & n + plus y , with w /")
_AND = words("and & n +")
_BRING = words("with wit w bring bringing brin take taking along drive driving con traer accompany accompanying")
_COME = words("tour come visit attend")
_COMING = _COME | words("coming comes join joining joins attending along tag tagging visiting go going sit see check look walk")
_HELPERS = words(
    """is are r 's will would wants want can could may might gonna 'll going to like love be also both probably who'd
    wanna please tag all"""
)
_WITH_ME = words("me us too 2 also along join joining")
_MINE = words("my our his her their mi mis")
#: Verbs that take "me" and end there: "call me, my mom is asleep".
_TAKES_ME = words(
    """call text txt tell help email mail give send let show contact reach ask put sign get message remind meet with to at
    show tell told gave taught teach excuse inform notify update ping hit"""
)
_KIN = words("mom mum mother dad father brother sister grandma grandpa aunt uncle wife husband")
_LISTING = words(", and & n +")
_BEFORE_LIST = words(". ! ? , : \n hi hey hello both can could would will so yo")
#: "Jake and me", "me n jake".
NAMED_WITH = words("me i myself")
_BEFORE_NAME_AND_ME = _JOINERS | _BRING | words("for its just can could would should may if so that maybe")
_PLAIN_WORDS = words(
    """and n will is are to for on at with can could if who too also me i myself my want wants would we or in have has
    as here but so a an the"""
)
_DOING = words("live lives lived living stay stays stayed work works worked said says told know knows think thinks teach teaches")
_NO_NAME = _DOING | _PLAIN_WORDS | _COMING | _HELPERS | OWNERS | _JOINERS | ONE | MANY | PAIRS | CARDINALS.keys()
_PEOPLE = ONE | MANY | PAIRS
#: Of these one says the number, and may then say who they are.
_COUNTED_HEADS = words("people ppl peeps guests persons others")
_I_AM = words("i'm im")
_AGE_UNITS = words("year yr yo -")
_LEFT_OUT_OF_COUNT = words("of -")


class Companions(PeopleLists):
    """The lists of people in one text."""

    def __init__(self, folded: str) -> None:
        super().__init__(folded, _TOKEN)

    def parties(self) -> list[Found[int]]:
        """Sizes of the parties that lists of people make, the speaker included."""
        found: list[tuple[Found[int], bool]] = []
        anyone = not _PEOPLE.isdisjoint(self._words)
        at = 0
        while at < len(self._words):
            listed = self._list(at) if anyone else None
            if listed is None:
                named = self._named(at)
                if named:
                    found.append((Found(named[0], self._tokens[at].start, self._tokens[named[1] - 1].end), True))
                    at = named[1]
                    continue
                if self._name_and_me(at):
                    found.append((Found(2, self._tokens[at].start, self._tokens[at].end), True))
                at += 1
                continue
            count, end = listed
            if self._word(at - 1) in _I_AM or self._words[max(0, at - 2) : at] == ["i", "am"]:
                at = end  # "I'm her son Devin": he is the speaker
                continue
            before, after = self._me_before(at), self._me_after(end)
            with_me = before is not None or after is not None
            if count and not with_me and self._whole_party(at, end, count):
                found.append((Found(count, self._tokens[at].start, self._tokens[end - 1].end), False))
            elif count and (with_me or self._brought(at) or self._coming_along(at, end) or self._word(end) == "included"):
                start = self._tokens[at if before is None else before].start
                stop = self._tokens[(end if after is None else after) - 1].end
                shared = found and before is not None and start < found[-1][0].end and self._word(before - 1) in _AND | {"plus"}
                if shared or (found and found[-1][1] != with_me and not _SENTENCE_END.search(self._folded, found[-1][0].end, start)):
                    # "My partner plus me plus our teen",
                    # "My husband and I would come with our daughter."
                    earlier = found.pop()[0]
                    found.append((Found(earlier.value + count, earlier.start, stop), with_me))
                else:
                    found.append((Found(1 + count, start, stop), with_me))
            at = end
        return [one for one, _ in found]

    def whole(self) -> int | None:
        """The number of people if the text is a list of them and nothing else."""
        listed = self._list(0)
        return listed[0] if listed and listed[0] and listed[1] >= len(self._words) - 1 else None

    def _following(self, end: int) -> int | None:
        follow = super()._following(end)
        return end if follow is None and self._word(end - 1) in ("adult", "adults") else follow

    def _item(self, at: int) -> tuple[int, int] | None:
        """Read one companion or group: "my little brother", "two kids", "3 of my boys", "our parents"."""
        count = 0
        for position in range(at, min(at + 7, len(self._words))):
            word, following = self._words[position], self._word(position + 1)
            if word in PAIRS and count in (0, 2):
                return 2, position + 1
            if word in ONE and not (word in ADJECTIVES and (following in ONE or following in MANY)):
                return count or 1, self._past_law(position + 1)
            if word not in MANY and word.removesuffix("s") in ONE and (following in _COMING or following in _HELPERS):
                return count or 1, position + 1  # "my dads coming too"
            if word in MANY:
                both = "both" in self._words[at:position] or (position > at and self._words[position - 1] == "twin")
                return count or (2 if both else 0), position + 1
            if word == "couple":
                count = 2
            elif word.isdecimal() or word in CARDINALS or word in SPANISH:
                value = number(word) if len(word) < 10 else LARGEST + 1
                if value > LARGEST or count:
                    return None
                count = count if following in _AGE_UNITS else value
            elif word in OWNERS and count and self._words[position - 1] != "of":
                return None  # "at 3 my mom": the number is an hour
            elif word not in OWNERS and word not in ADJECTIVES and word not in _LEFT_OUT_OF_COUNT:
                return None
        return None

    def _past_law(self, at: int) -> int:
        """Step over the rest of "mother-in-law"."""
        following = [word for word in self._words[at : at + 4] if word != "-"]
        if following[:2] != ["in", "law"]:
            return at
        return at + (4 if self._word(at) == "-" else 2)

    def _past_name(self, at: int) -> int:
        """Step over a name after a relation: "my daughter sofia", "my friend, Jo Park,", "my son (Julian, 17)"."""
        if self._word(at) == "(":
            closing = next((to for to in range(at, min(at + 9, len(self._words))) if self._words[to] == ")"), None)
            return closing + 1 if closing else at
        position = named = at + 1 if self._word(at) == "," else at
        while named - position < 2 and self._word(named).isalpha() and self._word(named) not in _NO_NAME:
            named += 1
        return at if named == position else named

    def _past_joiner(self, at: int) -> int | None:
        """Step over "and", ", and", "&"; None if there is no such word and no "my" follows directly."""
        position = at
        while position - at < 3 and self._word(position) in _JOINERS:
            position += 1
        while position > at and self._word(position) in ("also", "maybe", "possibly"):
            position += 1
        kin = self._word(at - 1) in _KIN and self._word(at) in _KIN  # "dad mom and me"
        return position if position > at or kin or self._word(position) == "my" else None

    def _me_before(self, at: int) -> int | None:
        position = at - 1
        while position >= 0 and at - position <= 3 and self._words[position] in _JOINERS:
            position -= 1
        if position < 0 or self._words[position] not in _ME or (position == at - 1 and self._words[at] != "my"):
            return None
        loose = position == at - 1 or self._words[position + 1] == ","
        if self._words[position] == "us" or (loose and self._word(position - 1) in _TAKES_ME):
            return None
        return position

    def _me_after(self, at: int) -> int | None:
        position = self._past_joiner(self._past_name(at))
        if position is None or (self._word(at) == "," and self._word(at - 1) in _COUNTED_HEADS):
            return None  # "2 people, me and my mom": she is one of the two
        if self._word(position) in ("just", "also"):
            position += 1
        if self._word(position) not in _ME:
            return None
        clause_of_its_own = self._word(position) == "i" and self._word(position + 1) in ("am", "was", "have", "need", "had")
        return None if clause_of_its_own else position + 1

    def _named(self, at: int) -> tuple[int, int] | None:
        """Read "me, jordan and casey", "sam & alex want to tour": how many, and where the list ends."""
        first, named, last = at, 0, at
        position = at
        with_me = False
        while True:
            word = self._word(position)
            if word in given_names() and word not in DOUBTFUL:
                named += 1
            elif word in _ME and word != "us" and not with_me:
                with_me = True
            else:
                break
            last = position + 1
            position = last
            while position - last < 2 and self._word(position) in _LISTING:
                position += 1
            if position == last:
                break
        if named + with_me < 2 or not named or not _AND & set(self._words[first:last]):
            return None
        if with_me:
            return (named + 1, last) if named > 1 else None  # one and me is read below
        if self._word(first - 1) and self._word(first - 1) not in _BEFORE_LIST:
            return None
        coming = self._words[last : last + 6]
        return (named, last) if coming and coming[0] in _HELPERS | _COMING and not _COMING.isdisjoint(coming) else None

    def _name_and_me(self, at: int) -> bool:
        """True for "me and jake", "jake n i"."""
        word = self._words[at]
        if word not in given_names() or word in DOUBTFUL:
            return False
        if self._word(at - 1).isalpha() and self._word(at - 1) not in _BEFORE_NAME_AND_ME:
            return False
        before = self._word(at - 2) in ("me", "myself") and self._word(at - 1) in _AND
        return before or (self._word(at + 1) in _AND and self._word(at + 2) in ("me", "i", "myself"))

    def _whole_party(self, at: int, end: int, count: int) -> bool:
        """True for "2 adults and 3 kids", "two parents and a student would tour": nobody else is meant to come."""
        listed = self._words[at:end]
        if self._brought(at):
            return False
        counted = sum(word.isdecimal() or word in CARDINALS for word in listed) > 1
        if "adults" in listed or (counted and _MINE.isdisjoint(listed)):
            return True
        joined = {"me", "us"} & set(self._words[end : end + 4])
        return bool(count > 1 and not joined and _MINE.isdisjoint(listed) and self._word(end) in _COME)

    def _brought(self, at: int) -> bool:
        position = at - 1
        while position > 0 and self._words[position] in ("/", "me", "along", "also", "maybe", "like", "about", "around"):
            position -= 1
        if self._word(position) == "by":
            return self._word(position - 1) == "accompanied"
        return position >= 0 and self._words[position] in _BRING

    def _coming_along(self, at: int, end: int) -> bool:
        """True for "my gf is coming too", "can my kids join"; a child that merely "wants to come" is the student."""
        position = self._past_name(end)
        while self._word(position) in _HELPERS:
            position += 1
        if self._word(position) not in _COMING:
            return False
        after = self._words[position : position + 8]
        sentence = after[: after.index("\n")] if "\n" in after else after
        return (
            not _WITH_ME.isdisjoint(sentence)
            or sentence[-1] in ("with", "w")
            or "also" in self._words[max(0, at - 2) : at] + self._words[end:position]
        )
