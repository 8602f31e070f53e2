"""The patterns in which people write times of day in Spanish. All on folded text."""

from __future__ import annotations

import re

from .patterns import phrases, verbose
from .spanish_cues import TAKING_BACK
from .spanish_numbers import spelled
from .text import CONTACT_MARK, DATE_MARK, PARTY_MARK

_H = rf"(?:\d{{1,2}}|{spelled(up_to=12)})"
_HALF = r"(?:\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?)|(?<=\d)[ap]\b)"
_PART = r"(?:\s(?:del?|en|por|a)\s(?:la\s)?(?P<part>mananita|manana|tardecita|tarde|nochecita|noche|mediodia|madrugada)\b)"
_MINUTE = rf"(?:[0-5]\d|{spelled(up_to=55, least=5)})"
_FRACTION = (
    rf"(?:\s?(?:[:.h]|\scon\s)\s?(?P<m>[0-5]\d)(?!\d)|\sy\s(?P<y>media|cuarto|pico|{_MINUTE})(?!\w)"
    rf"|\smenos\s(?P<less>cuarto|{_MINUTE})(?!\w)|\s(?P<m2>[0-5]\d)(?![\d:/]|\w))?"
)
_NO_NUMBER_BEFORE = r"(?<![\w:/.$+-])"
_COUNTED = phrases(
    r"""personas?, gente, hijos?, hijas?, ninos?, amigos?, amigas?, adultos?, de nosotros, anos?, meses, mes, semanas?, dias?, minutos?,
    min, veces,    dolares, pesos, mil, cuadras?, millas?, invitados?, hermanos?, primos?, de \w+re\b, de enero, de febrero, de marzo,
    de abril,
    de mayo, de junio,
    de julio, de agosto, %"""
)
_NOT_COUNTING = rf"(?!\s?(?:{_COUNTED})(?!\w))"

#: "A las 3 y media de la tarde", "para las 4pm", "como a eso de las diez".
AT = verbose(
    rf"""(?:\b(?:a|para|de|desde|hasta|sobre|tipo|como|hacia|pasando|eso\sde)\s|{DATE_MARK}\s?,?\s?)
    (?:a\s)?(?:las\s|la\s(?=una\b|1\b))(?P<h>{_H})(?![\d/]|\w){_FRACTION}(?P<half>{_HALF})?(?:\sen\spunto|\shoras|\shrs)?{_PART}?{_NOT_COUNTING}"""
)
#: "Un cuarto para las tres", "quince para las 3".
TO = verbose(
    rf"\b(?:un\s)?(?P<what>cuarto|cinco|diez|quince|veinte|veinticinco|5|10|15|20|25)\spara\slas?\s(?P<h>{_H})(?!\w)(?P<half>{_HALF})?{_PART}?"
)
RANGE = verbose(
    rf"""\b(?P<between>entre|de|desde)\s(?:las?\s)?(?P<h>{_H})(?:[:.](?P<m>[0-5]\d))?(?P<half>{_HALF})?
    \s(?:a|y|hasta|-)\s(?:las?\s)?(?P<h2>{_H})(?:[:.](?P<m2>[0-5]\d))?(?P<half2>{_HALF})?(?!\w|[:/]\d){_PART}?{_NOT_COUNTING}"""
)
DASHED = verbose(
    rf"""{_NO_NUMBER_BEFORE}(?P<between>)(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?(?P<half>{_HALF})?\s?-\s?(?P<h2>\d{{1,2}})(?:[:.](?P<m2>[0-5]\d))?
    (?:(?P<half2>{_HALF})|(?=\sde\sla)){_PART}?"""
)
CLOCK = verbose(
    rf"""{_NO_NUMBER_BEFORE}(?P<h>\d{{1,2}})\s?[:.h]\s?(?P<m>[0-5]\d)(?!\d|[:.]\d|%|\w(?<![ap])|/)(?P<half>{_HALF})?(?:\shoras|\shrs|\sh)?(?!\w){_PART}?{_NOT_COUNTING}"""
)
HALF_DAY = verbose(rf"{_NO_NUMBER_BEFORE}(?P<h>{_H})(?:\sy\s(?P<y>media|cuarto))?(?P<half>{_HALF})(?!\w)")
NOON = re.compile(r"\b(?:a|al)?\s?(?:12\sdel\s)?(?:mediodia|medio\sdia|noon)\b")
PART_OF_DAY = verbose(rf"{_NO_NUMBER_BEFORE}\b(?P<h>{_H})(?:\sy\s(?P<y>media|cuarto|{_MINUTE}))?{_PART}(?<!de\smanana)")
HALF_PAST = verbose(rf"{_NO_NUMBER_BEFORE}\b(?P<h>{_H})\sy\s(?P<y>media|cuarto)\b{_NOT_COUNTING}")
SHARP = verbose(rf"{_NO_NUMBER_BEFORE}\b(?P<h>{_H})(?:\sen\spunto|\s?hrs\b|\shoras\b(?!\sa\sla)|h\b)")
PACKED = re.compile(r"\ba\slas?\s(?P<h>1[0-2]|[1-9])(?P<m>00|15|30|45)(?!\w)")
_CLOSED = (
    rf"\s*$|\s*[.,!?;\n)(]|\s*[{DATE_MARK}{CONTACT_MARK}{PARTY_MARK}]"
    r"|\s(?:por\sfavor|porfa\w*|puede|esta|si|o|y|se|me|con|para|gracias|mejor)\b"
)
#: "Mejor las 3": with nothing that would be counted behind it.
ARTICLE = verbose(rf"\b(?:las\s|la\s(?=una\b))(?P<h>{_H})(?!\w){_FRACTION}(?P<half>{_HALF})?{_PART}?(?={_CLOSED})")
AFTER_DATE = re.compile(rf"{DATE_MARK}\s?[,@\-]?\s?(?:a\s|@\s?|como\sa\s)?(?P<h>\d{{1,2}})(?={_CLOSED})")
BEFORE_DATE = re.compile(rf"(?:^|[.,;!?\n]\s?)(?P<h>\d{{1,2}})\s(?=(?:el\s|del\s)?{DATE_MARK})")
BARE = re.compile(
    rf"\s*(?:(?:si|ok|pues|mejor|tal\svez|como|a|a\slas?|las?)\s?,?\s)*(?P<h>{_H})(?:\s(?:por\sfavor|porfa\w*|esta\sbien))?\s*[.!?]?\s*"
)
TAKEN_BACK = re.compile(rf"\b(?:{TAKING_BACK}|no)\b[,.!?:]?\s(?:(?:a|las?|es|mejor|perdon|digo)[,.]?\s){{0,3}}(?P<h>{_H})(?={_CLOSED})")
BOUND_BEFORE = verbose(
    r"""(?:\b(?P<after>(?<!no\s)despues\sde|a\spartir\sde|desde|pasando|pasad[ao]s|luego\sde|no\santes\sde|mas\starde\sde)
    |\b(?P<until>antes\sde|hasta|a\smas\stardar(?:\sa)?|maximo(?:\sa)?|no\s(?:mas\starde|despues)\sde))\s(?:a\s)?(?:las?\s)?$"""
)
BOUND_AFTER = re.compile(r"\s?(?:o|y|en)\s(?:(?P<later>mas\starde|despues|adelante)|antes|mas\stemprano)\b|\sen\s(?P<on>adelante)\b")
HINT = re.compile(rf"\d|{DATE_MARK}|\blas?\s|dia\b|media\b|cuarto\b|punto\b|noon|manana|tarde|noche")
GREETING = re.compile(r"\b(?:muy\s)?(?:buen[oa]?s?)\s(?:tardes?|noches?|dias?)\b|\bfeliz\s(?:tarde|noche|dia)\b")
PARTS = (
    (
        "morning",
        re.compile(r"\b(?:por|de|en|a)\slas?\smanan(?:as?|ita)\b|\besta\smanana\b|\bantes\sdel\smedio\s?dia\b|\bmanana\stempran\w+\b"),
    ),
    (
        "afternoon",
        re.compile(
            r"\b(?:por|de|en|a)\slas?\stard(?:es?|ecita)\b|\besta\starde\b|\bmanana\starde\b"
            r"|\bdespues\s(?:del\salmuerzo|de\s(?:almorzar|comer|la\scomida|la\sescuela|clases?|medio\s?dia)|del\smedio\s?dia)\b"
        ),
    ),
    (
        "evening",
        re.compile(r"\b(?:por|de|en|a)\slas?\snoch(?:es?|ecita)\b|\besta\snoche\b|\bdespues\s(?:del\strabajo|de\strabajar|de\scenar)\b"),
    ),
)
NOT_PART = re.compile(
    r"\b(?:clases?|programas?|cursos?|carreras?|turno)\s(?:por|de|en)\slas?\s(?:manana|tarde|noche)s?\b|\btrabajo\s(?:por|de|en)\slas?\s\w+"
)
