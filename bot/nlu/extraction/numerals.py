"""Numbers as people write them out, in English and a little Spanish."""

from __future__ import annotations

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_SPANISH = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
]
_ORDINALS += ["fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]

CARDINALS: dict[str, int] = {word: value for value, word in enumerate(_ONES)} | _TENS
CARDINALS |= {f"{tens}{gap}{_ONES[one]}": value + one for tens, value in _TENS.items() for one in range(1, 10) for gap in " -"}
SPANISH: dict[str, int] = {word: value for value, word in enumerate(_SPANISH)} | {"una": 1, "un": 1}
ORDINALS: dict[str, int] = {word: value for value, word in enumerate(_ORDINALS) if value}
ORDINALS |= {"thirtieth": 30, "thirty first": 31, "thirty-first": 31}
ORDINALS |= {f"twenty{gap}{_ORDINALS[one]}": 20 + one for one in range(1, 10) for gap in " -"}


def either(words: dict[str, int], *, up_to: int = 1000, least: int = 0) -> str:
    """A pattern that matches any of the words, longest first."""
    fitting = sorted((word for word, value in words.items() if least <= value <= up_to), key=len, reverse=True)
    return "|".join(word.replace(" ", r"\s") for word in fitting)


def number(word: str) -> int:
    """The value of digits or of a number word. Raises KeyError for anything else."""
    if word.isdecimal():
        return int(word)
    plain = " ".join(word.split())
    for words in (CARDINALS, SPANISH, ORDINALS):
        if plain in words:
            return words[plain]
    raise KeyError(word)
