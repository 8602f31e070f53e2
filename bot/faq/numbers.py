"""Numbers in running text, as figures or as words (English and Spanish), and whether two texts name the same ones. Pure."""

from __future__ import annotations

import re

_UNITS = {
    word: value
    for value, words in enumerate(
        (
            *("", "one uno una", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete", "eight ocho"),
            *("nine nueve", "ten diez", "eleven once", "twelve doce", "thirteen trece", "fourteen catorce", "fifteen quince"),
            *("sixteen dieciséis", "seventeen diecisiete", "eighteen dieciocho", "nineteen diecinueve"),
        )
    )
    for word in words.split()
} | {"dozen": 12, "docena": 12, "dieciseis": 16}
_UNITS |= {
    word: value
    for value, words in (
        *((21, "veintiuno veintiún veintiuna"), (22, "veintidós veintidos"), (23, "veintitrés veintitres"), (24, "veinticuatro")),
        *((25, "veinticinco"), (26, "veintiséis veintiseis"), (27, "veintisiete"), (28, "veintiocho"), (29, "veintinueve")),
        *((200, "doscientos doscientas"), (300, "trescientos trescientas"), (400, "cuatrocientos"), (500, "quinientos quinientas")),
        *((600, "seiscientos"), (700, "setecientos"), (800, "ochocientos"), (900, "novecientos")),
    )
    for word in words.split()
}
_TENS = {
    word: value
    for value, words in (
        *((20, "twenty veinte"), (30, "thirty treinta"), (40, "forty fourty cuarenta"), (50, "fifty cincuenta")),
        *((60, "sixty sesenta"), (70, "seventy setenta"), (80, "eighty ochenta"), (90, "ninety noventa")),
    )
    for word in words.split()
}
_SCALES = {"hundred": 100, "cien": 100, "ciento": 100, "thousand": 1000, "mil": 1000, "grand": 1000, "k": 1000, "million": 1_000_000}

_SMALL = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(sorted(_TENS, key=len, reverse=True))
WORDS = (frozenset(_UNITS) - {""}) | frozenset(_TENS) | {"hundred", "thousand", "million", "cien", "mil"}
"""Every word that can begin a number."""

WORD_NUMBER = rf"(?:(?:{_TEN})(?:[- ](?:y )?(?:{_SMALL}))?|{_SMALL}|cien|mil)(?:[- ](?:hundred|thousand|million|mil))*"
"""A number in words, such as ``twenty-four`` or ``nine thousand``."""
FIGURE = r"\d[\d,]{0,14}(?:\.\d+)?(?:\+)?(?:\s?(?:k\b|hundred\b|thousand\b|million\b|grand\b|mil\b))?"
"""A number in figures, such as ``9,480``, ``94.5`` or ``100k``."""
NUMBER = rf"(?:{FIGURE}|(?:an?\s+)?(?:hundred|thousand|million)\b|\b(?:{WORD_NUMBER})\b)"
"""Any number."""

_FOUND = re.compile(
    rf"(?P<figure>\d[\d,]{{0,14}}(?:\.\d+)?)(?:\s?(?P<scale>k|hundred|thousand|million|grand|mil)\b)?"
    rf"|\b(?P<words>{WORD_NUMBER})\b|\b(?P<half>half|mitad)\b",
    re.IGNORECASE,
)


def numbers_in(text: str) -> set[float]:
    """The values of all numbers in ``text``."""
    found: set[float] = set()
    for match in _FOUND.finditer(text.casefold()):
        if match["half"]:
            found.add(0.5)
        elif match["figure"]:
            value = float(match["figure"].replace(",", ""))
            found.add(value * _SCALES.get(match["scale"] or "", 1))
        else:
            found.add(_value(match["words"]))
    return found


def _value(words: str) -> float:
    total = 0
    for word in re.split(r"[\s-]+", words):
        if word in _SCALES:
            total = (total or 1) * _SCALES[word]
        else:
            total += _TENS.get(word, 0) or _UNITS.get(word, 0)
    return float(total)
