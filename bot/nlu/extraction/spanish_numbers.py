"""Numbers as people write them out in Spanish, on folded text."""

from __future__ import annotations

from .numerals import either

_UNITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce")
_TEENS = ("quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidos", "veintitres", "veinticuatro")
_TWENTIES = ("veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve", "treinta")

CARDINALS: dict[str, int] = {word: value for value, word in enumerate((*_UNITS, *_TEENS, *_TWENTIES))}
CARDINALS |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "treinta y uno": 31, "treinta y un": 31}
CARDINALS |= {"treinta y cinco": 35, "cuarenta": 40, "cuarenta y cinco": 45, "cincuenta": 50, "cincuenta y cinco": 55}
CARDINALS |= {"primero": 1, "primer": 1, "1ro": 1, "1ero": 1, "1o": 1, "1er": 1}
ORDINALS: dict[str, int] = {"primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "ultimo": 0}
"""Of the weeks and weekdays of a month; 0 is the last."""


def spelled(*, up_to: int, least: int = 1) -> str:
    """A pattern for the number words from ``least`` to ``up_to``, ordinals left out."""
    return either({word: value for word, value in CARDINALS.items() if not word.startswith(("1", "primer"))}, up_to=up_to, least=least)


def number(word: str) -> int:
    """The value of digits or of a number word. Raises KeyError for anything else."""
    return int(word) if word.isdecimal() else CARDINALS[" ".join(word.split())]
