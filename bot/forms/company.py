"""Reads who comes along: "my mom Dana and my brother Leo", "Dana (mom), Leo", "mi mamá Rosa y mi hermano Luis"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.extraction import relations, spanish_company
from bot.nlu.extraction.lexicon import is_word
from bot.nlu.extraction.name_words import NOT_PEOPLE
from bot.nlu.extraction.names import is_given
from bot.nlu.extraction.patterns import phrases, words
from bot.nlu.extraction.text import fold
from bot.tours.people import LONGEST_NAME, Person, Role

_RELATIVES = relations.ONE | relations.PAIRS | spanish_company.ONE | spanish_company.PAIRS
_PARENTS = words(
    """mom mum momma mommy mama mother dad daddy father papa pop pops stepmom stepdad guardian parent parents mami papi madre padre ama apa
    mamita papito madrastra padrastro tutor tutora padres papas"""
)
_CHILDREN = words(
    """son daughter daugther dauther stepson stepdaughter kid kiddo child teen teenager grandson granddaughter grandkid hijo hija hijito
    hijita nieto nieta hijastro hijastra"""
)
_SELF = words("me myself i yo us")
_BETWEEN = re.compile(r"[,;&\n/+]|\b(?:and|with|plus|y|e|con)\b")
_RELATIVE = re.compile(rf"\b(?:{phrases(','.join(sorted(_RELATIVES)))})(?![\w'])")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MOST_WORDS = 3


@dataclass(frozen=True)
class Company:
    """Somebody who comes along, and what they are to the speaker as far as that tells their part."""

    name: str
    role: Role


def company(text: str) -> list[Company]:
    """The people that a message names. A relative without a name is called by what they are ("Mom")."""
    folded = fold(text)
    starts = [0, *(match.end() for match in _BETWEEN.finditer(folded))]
    ends = [*(match.start() for match in _BETWEEN.finditer(folded)), len(folded)]
    found = [_one(text[start:end], folded[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [one for one in found if one is not None]


def with_speaker(others: list[Company], speaker: str, role: Role | None = None) -> list[Person]:
    """The speaker and those who come along, with at most one student among them."""
    has_student = any(one.role == "student" for one in others)
    people = [Person(speaker[:LONGEST_NAME], role or ("parent" if has_student else "student"))]
    for one in others:
        taken = one.role == "student" and any(person.role == "student" for person in people)
        people.append(Person(one.name, "guest" if taken else one.role))
    return people


def _one(typed: str, folded: str) -> Company | None:
    relative = _RELATIVE.search(folded)
    if relative is not None:
        word = relative[0]
        role: Role = "parent" if word in _PARENTS else "student" if word in _CHILDREN else "guest"
        called = _name(typed[relative.end() :]) or _name(typed[: relative.start()])
        return Company(called or typed[relative.start() : relative.end()].capitalize(), role)
    name = _name(typed)
    if name is None or len(_WORD.findall(typed)) > len(name.split()) + 2:
        return None  # a name somewhere in a sentence is not said of who comes
    return Company(name, "guest")


def _name(typed: str) -> str | None:
    """The first run of words that are a name."""
    run: list[str] = []
    for match in _WORD.finditer(typed):
        word = match[0].strip(".'’-")
        plain = fold(word)
        a_name = is_given(plain) or (word[:1].isupper() and (bool(run) or not is_word(plain)))
        if a_name and plain not in NOT_PEOPLE | _SELF:
            run.append(word)
        elif run:
            break
        if len(run) == _MOST_WORDS:
            break
    while len(" ".join(run)) > LONGEST_NAME:
        run.pop()
    if not run or len(run[0]) < 2:
        return None
    return " ".join(word if word[:1].isupper() else word.capitalize() for word in run)
