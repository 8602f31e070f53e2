"""How old the speaker says to be, in Spanish: "tengo 11 añitos", "cumplo 13 en mayo"."""

from __future__ import annotations

import re
from typing import Final

from .numerals import SPANISH, either
from .patterns import phrases, verbose

_AGE = rf"(?P<age>\d{{1,2}}(?!\d)|(?:{either(SPANISH, least=1)})(?!\w))"
_YEARS = r"(?P<end>an(?:os|itos))\b(?!\s(?:de\s(?!edad)|\w+(?:ando|iendo)\b|en\s(?:esto|la|el)\b|sin\b|aqui\b))"
_SOFTLY = phrases("apenas, solo, solamente, nomas, ya, como, recien, ahora, actualmente")
_CLAUSE_ENDS = r"(?P<end>)(?=\s*(?:$|[.,!?;\n]|y\b|pero\b|puedo\b|y/o\b))"

#: Ways to say one's own age in folded text; with "nearly" the age is not reached yet.
OWN: Final = (
    verbose(rf"\b(?P<nearly>(?:aun|todavia)?\s?no\s)?tengo\s(?:(?:{_SOFTLY})\s)?{_AGE}\s{_YEARS}"),
    verbose(rf"\btengo\s(?:(?:{_SOFTLY})\s)?(?P<age>1[0-9]|[5-9](?!\d)){_CLAUSE_ENDS}"),
    verbose(
        rf"\b(?P<nearly>(?:casi\stengo|tengo\scasi|tengo\smenos\sde|(?:voy\sa|por)\scumplir|cumplo|cumplire|no\scumplo|no\she\scumplido|(?:soy\s)?menor\sde))\s{_AGE}(?P<end>(?:\san(?:os|itos))?)\b(?!\s(?:de\s(?!edad)|\w+(?:ando|iendo)\b))"
    ),
    verbose(rf"\b(?:acabo\sde\scumplir|ya\scumpli|recien\scumpli|cumpli)\s(?:los\s)?{_AGE}(?P<end>(?:\san(?:os|itos))?)\b"),
    verbose(rf"\bmi\sedad\s(?:es|son)\s(?:de\s)?{_AGE}(?P<end>(?:\san(?:os|itos))?)\b"),
    verbose(
        rf"\bsoy\s(?:un|una)\s(?:nin[oa]|chic[oa]|chav[oa]|estudiante|muchach[oa]|joven|nen[ea])\sde\s{_AGE}\s(?P<end>an(?:os|itos))\b"
    ),
    verbose(rf"^\W*(?:(?:hola|buenas|si|no|pues)\W+)?{_AGE}\s(?P<end>an(?:os|itos))\W*$"),
)
LATER: Final = re.compile(r"\b(?:cuando|hasta\sque|antes\sde\sque|despues\sde\sque)\s$")
"""Before an age that is not reached yet."""
_PARENTS = phrases("mama, mami, papa, papi, madre, padre, tutora?, abuel[oa], padrastro, madrastra, papas, padres, encargad[oa]")
PARENT: Final = verbose(
    rf"\b(?:soy|somos|habla|le\shabla)\s(?:(?:el|la|los|su|sus|un|una)\s)?(?:{_PARENTS})\b|\bmi(?:s)?\s(?:hij[oa]s?|niet[oa]s?|hijastr[oa]s?)\b"
)
"""Words of a parent or guardian."""
