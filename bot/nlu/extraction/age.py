"""How old the speaker says to be. Ages of other people, party sizes, times and distances are none."""

from __future__ import annotations

import re
from typing import Final

from .numerals import CARDINALS, either, number
from .patterns import phrases, verbose
from .spanish_age import LATER as SPANISH_LATER
from .spanish_age import OWN as SPANISH_OWN
from .spanish_age import PARENT as SPANISH_PARENT
from .text import fold

OLD_ENOUGH: Final = 13
"""Who is younger may not leave details; a parent has to do it (COPPA)."""
_GROWN_UP = 18

_NUMBER = rf"(?:\d{{1,2}}(?!\d)|(?:{either(CARDINALS, least=1)})(?!\w))"
_I_AM = r"\b(?:i'?m|i\sam|i'am|i\sm)"
_SOFTLY = phrases("only, just, still, actually, like, really, also, now, already, barely, currently, literally, kinda, honestly")
_ALMOST = phrases("turning, almost, nearly, about to (?:be|turn), (?:gonna|going to) be, under, younger than, less than, not even")
_OLD = phrases(r"years? old, year-old, years-old, years? of age, yrs? ?old, yr-old, yo, y\.?o, y/o, y o")
_AGE = rf"(?P<age>{_NUMBER})"
#: After a bare number these, and any counted thing (it ends in s), make it something else than an age.
_COUNTED = phrases(
    r"""st, nd, rd, th, k, x, am(?! i\b), pm, a\.m, p\.m, noon, o'?clock, sharp, h, hr, min, minute, sec, second, hour, day, week, month,
    year, yr, mile, mi, km, block, foot, feet, ft, inch, cm, kg, lb, percent, person, people, ppl, adult, kid, guest, of, out, to, til,
    until, credit, class, semester, unit, dollar, buck, hundred, thousand, grand, grade\w*, step, star, point, away, late, short, behind,
    ahead, deep, tall, and up, and over, and older, or older"""
)
_NO_COUNT = phrases(
    """is, was, yes, this, its, it's, thats, whats, wheres, hows, theres, lets, as, plus, pls, always, sometimes, lots, thanks, does, guess,
    us, unless, these, jus, cos, cus, bcs"""
)
_NOTHING_COUNTED = rf"""(?![a-z]|[-/:.,]\s?\d|\s?[/%$'"°#+]|\s(?:\d|(?:{either(CARDINALS, least=1)})\b)|\s?(?:{_COUNTED})\b
    |\s(?!(?:{_NO_COUNT})\b)[a-z]+s\b)"""
_OLD_OR_BARE = rf"(?:[\s-]?(?:{_OLD})\b(?!'s)|\s(?:years?|yrs?)(?=\s*(?:$|[.,!?;\n]))|(?:ish\b)?{_NOTHING_COUNTED})"

#: Ways to say one's own age; with "nearly" the age is not reached yet.
_OWN = (
    verbose(rf"{_I_AM}\s(?:(?:{_SOFTLY}),?\s){{0,2}}(?P<nearly>(?:{_ALMOST})\s)?(?:(?:{_SOFTLY})\s)?{_AGE}(?P<end>{_OLD_OR_BARE})"),
    verbose(rf"(?:{_I_AM}|\bas)\s(?:(?:{_SOFTLY})\s)?an?\s{_AGE}[\s-]?(?P<end>{_OLD})\b(?!'s)"),
    verbose(rf"\b(?P<nearly>(?:i'll|i\swill|ima|i'?m\sgonna|i'?m\sgoing\sto)\sbe\s|i\sturn\s){_AGE}(?P<end>{_OLD_OR_BARE})"),
    verbose(rf"{_I_AM}\s(?P<nearly>not\s)(?:(?:yet|quite|even)\s)?{_AGE}(?P<end>(?:[\s-]?(?:{_OLD}))?\s(?:yet|quite)\b)"),
    verbose(rf"\bi\s(?:just|recently|finally)\sturned\s{_AGE}(?P<end>{_OLD_OR_BARE})"),
    verbose(rf"age(?:(?<=\bmy\sage)|(?<!\wage)(?<!\w\sage))(?:\sis|'s)?\s?[:=]?\s?{_AGE}(?P<end>{_OLD_OR_BARE})"),
    *SPANISH_OWN,
)
_LATER = re.compile(r"\b(?:when|once|until|till?|before)\s$")
_NOT_MEANT = re.compile(r"\b(?:thinks?|thought|(?:look|feel|act|sound|talk)(?:s|ing)?\slike|as\sif|says?|said)\s(?:that\s)?$")
_NOT_AS_SAID = phrases(
    "boys?, girls?, kids?, child, children, students?, sons?, daughters?, too, and up, and over, and older, or older, ok, allowed"
)
#: "12 years old" alone, at the start of a clause.
_ALONE = verbose(
    rf"""(?:^|[.,!?;:\n(]\s?|\b(?:hi|hey|hello|ok|okay|just|only)\s){_AGE}[\s-]?(?:{_OLD})\b
    (?:\s(?:boy|girl|kid|student)\shere\b|(?!'s|\s(?:{_NOT_AS_SAID})\b))"""
)
_SOMEONE_ELSE = phrases(
    """he, she, they, him, his, her, their, (?:my|our) (?:boy|girl|kids?|child), (?:grand)?sons?, (?:grand)?daughters?, nephew, niece,
    brother, sister, cousin"""
)
_OTHERS = re.compile(rf"\b(?:{_SOMEONE_ELSE})\b")
_LEAST_BARE = 5
"""A smaller number without "years old" counts people or things."""

_PARENTS = phrases(
    """mom, mum, momma, mommy, mother, dad, daddy, father, parent, (?:legal )?guardian, stepmom, stepdad, grandma, grandmother, grandpa,
    grandfather"""
)
_CHILDREN = phrases("(?:step|grand)?(?:son|daughter|child|kid)s?, (?:grand)?children")
_PARENT = verbose(
    rf"""\b(?:i'?m|i\sam|this\sis|it'?s)\s(?:(?:the|a|an|his|her|their|actually)\s|[a-z]{{1,30}}'?s\s){{0,2}}(?:{_PARENTS})\b
    |(?:^|[.,!?\n]\s?)(?:{_PARENTS})\shere\b|\b(?:my|our)\s(?:{_CHILDREN})\b"""
)


def stated_age(text: str) -> int | None:
    """The age that the speaker states of themselves; of "almost 13" or "under 13", 12. None when none is stated."""
    folded = fold(text)
    for pattern in _OWN:
        for match in pattern.finditer(folded):
            before = folded[max(0, match.start() - 24) : match.start()]
            age = number(match["age"])
            if _NOT_MEANT.search(before) or (age < _LEAST_BARE and not match["end"].strip("- ")):
                continue
            nearly = match.groupdict().get("nearly") or _LATER.search(before) or SPANISH_LATER.search(before)
            return age - 1 if nearly else age
    alone = _ALONE.search(folded)
    return number(alone["age"]) if alone and not _OTHERS.search(folded) else None


def is_under_13(text: str) -> bool:
    """True when the speaker states an age below 13."""
    age = stated_age(text)
    return age is not None and age < OLD_ENOUGH


def grown_up_speaks(text: str) -> bool:
    """True when the words are a parent's or guardian's ("this is Ana's dad", "for my daughter"), or the speaker says to be 18 or more."""
    folded = fold(text)
    return _PARENT.search(folded) is not None or SPANISH_PARENT.search(folded) is not None or (stated_age(text) or 0) >= _GROWN_UP
