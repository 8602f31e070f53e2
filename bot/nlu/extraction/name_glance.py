"""A cheap look at whether a text can hold a name at all, before the many places of names are looked through."""

from __future__ import annotations

from functools import lru_cache

from .lexicon import is_word, surnames
from .name_cues import PARENTS
from .name_words import ADJECTIVAL, HONORIFICS, NEVER, NOT_PEOPLE
from .names import HARD_END, IRISH, NAME_WORD, Names, is_given
from .patterns import words

#: Beside these anything may be a name: "my name is ...", "they call me ...".
_BESIDE_ANY_NAME = words("name names nombre nane naem nmae named llamo m'appelle heisse heise call calls called")
#: And beside two of these: "first ..., last ...", "i go by ...".
_PAIRS = (frozenset(("first", "last")), frozenset(("go", "by")))
_BOOKED_FOR = words("for under behalf put")
#: The last words of a letter, before a signature.
_CLOSING = words(
    """regards sincerely respectfully cheers best warmly yours truly love peace saludos gracias atentamente blessings care r vr wishes
    thx tysm ty thanks much lot again advance bunch you u"""
)
_SPELT = 3
"""So many letters that stand alone in a row may spell a name."""
_PLAIN, _DOUBTFUL, _LIKELY = 0, 1, 2


def may_name(names: Names, *, judged: bool) -> bool:
    """False if no reader can find a name: all words are plain ones, and no place is sure enough to make a name of those.

    ``judged`` says that the statistical model would be asked, for which a capital is enough.
    """
    folded = names.folded
    said: set[str] = set()
    before, end, letters = "", 0, 0
    for match in NAME_WORD.finditer(folded):
        raw = match[0].rstrip(" ")
        word, kind = _seen(raw)
        ordinary = word in NEVER
        capital = names.capital(match.start())
        if kind == _LIKELY or (capital and ((judged and not ordinary) or (ordinary and kind and HARD_END.match(folded, match.end() - 1)))):
            return True
        gap = folded[end : match.start()]
        if not ordinary:
            if _seen(before)[1] == _DOUBTFUL and (capital or word in surnames() or not is_word(raw.rstrip(".")) or IRISH.match(word)):
                return True
            if "-" in gap or "~" in gap or (before.strip(".") in _CLOSING and ("," in gap or "\n" in gap)):
                return True
        letters = letters + 1 if len(word) == 1 else 0
        if letters == _SPELT:
            return True
        said.add(word)
        before, end = raw, match.end()
    if not _BESIDE_ANY_NAME.isdisjoint(said) or any(pair <= said for pair in _PAIRS):
        return True
    if "student" in said and (":" in folded or "=" in folded):
        return True
    return not _BOOKED_FOR.isdisjoint(said) and not surnames().isdisjoint(said)


@lru_cache(maxsize=8192)
def _seen(raw: str) -> tuple[str, int]:
    """The bare word and whether a name may begin with it, wherever it stands."""
    word = raw.rstrip(".").removesuffix("'s")
    bare = word.strip(".'\"")
    if "-" in word or "." in word or word == "lil'" or bare in HONORIFICS or bare in PARENTS:
        return bare, _LIKELY
    if bare in NEVER:
        return bare, _DOUBTFUL if is_given(bare) else _PLAIN
    if bare in ADJECTIVAL or is_given(bare):
        return bare, _LIKELY
    return bare, _PLAIN if bare in NOT_PEOPLE or is_word(bare) or len(bare) < 2 else _LIKELY
