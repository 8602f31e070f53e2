"""The patterns in which people write days in Spanish, phone typing and slips included. All on folded text."""

from __future__ import annotations

import re

from .calendar_words import MONTH_NUMBER as _BOTH_MONTHS
from .calendar_words import WEEKDAY_NUMBER as _BOTH_WEEKDAYS
from .patterns import phrases, verbose
from .spanish_numbers import spelled

_WEEKDAYS = (
    "lunes|lune|luns",
    "martes|marte|marters",
    "miercoles|miercole|mircoles|miercols|miercoels|miercoless",
    "jueves|juebes|jueve|jeuves|juevez",
    "viernes|biernes|vierne|virnes|vienes|viernez",
    "sabado|savado|sabdo|sabados|sabbado",
    "domingo|domigo|domingos|domngo",
)
_SHORT_WEEKDAYS = ("lun", "mar", "mie|mier", "jue", "vie|vier", "sab", "dom")
_MONTHS = (
    "enero|henero|ene",
    "febrero|febrer|feb",
    "marzo|marso|mar",
    "abril|abr",
    "mayo|may",
    "junio|jun",
    "julio|jul",
    "agosto|agsto|ago",
    "septiembre|setiembre|septienbre|setienbre|sept|sep|set",
    "octubre|otubre|oct",
    "noviembre|nobiembre|novienbre|noviebre|nov",
    "diciembre|disiembre|dicienbre|diciebre|dic",
)


def _numbered(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: at for at, spelled in enumerate(names, first) for word in spelled.split("|")}


WEEKDAY_NUMBER = {word: at for word, at in _BOTH_WEEKDAYS.items() if len(word) > 5} | _numbered(_WEEKDAYS, 0)
SHORT_WEEKDAY = _numbered(_SHORT_WEEKDAYS, 0)
MONTH_NUMBER = {word: at for word, at in _BOTH_MONTHS.items() if len(word) > 3} | _numbered(_MONTHS, 1)


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_W = rf"(?:(?P<w>{_any(WEEKDAY_NUMBER)})(?!\w)|(?P<short>{_any(SHORT_WEEKDAY)})\b\.?(?=\s?\d|\s*$))"
_FULL_W = rf"(?P<w>{_any(WEEKDAY_NUMBER)})(?!\w)"
_M = rf"(?P<m>{_any(MONTH_NUMBER)})(?!\w)\.?"
_FIRST = r"primero|1ro|1ero|1o|1er"
_DAY = rf"(?P<d>\d{{1,2}}|{_FIRST}|{spelled(up_to=31)})"
_YEAR = r"(?:\s?,?\s(?:del?\s)?(?P<y>(?:19|20)\d\d)(?![\d:]))?"
_COUNT = rf"(?P<n>\d{{1,2}}|un\spar\sde|unos|unas|{spelled(up_to=31)})"
_WEEK_TO_COME = (
    r"(?:la\s)?(?:proxima|prox\.?|siguiente|otra)\ssemana|(?:la\s)?semana\s(?:que\s(?:viene|entra)|entrante|proxima|siguiente|que\ssigue)"
)
_UNIT_AFTER = phrases(
    r"""am, pm, a\.? ?m, p\.? ?m, hrs?, horas?, personas?, gente, hijos?, ninos?, amigos?, adultos?, de la (?:manana|tarde|noche),
    y media, y cuarto, anos,
    en punto, %, veces"""
)
_NO_UNIT = rf"(?!\s?(?:{_UNIT_AFTER})(?!\w))"

DAY_MONTH = verbose(
    rf"""(?<![\d:/.$-])\b{_DAY}°?(?:\s?(?:-|/)\s?|\sdel?\s(?:mes\sde\s)?|\s?){_M}(?!\s?\d{{1,2}}\b(?!:|\s?(?:am|pm|a\.|p\.|h|de\sla|y\sm|person))){_YEAR}"""
)
MONTH_DAY = verbose(rf"\b{_M}\s(?:el\s)?(?P<d>\d{{1,2}})(?![\d:/]|\w){_NO_UNIT}{_YEAR}")
DAY_OF = verbose(
    rf"""\b(?:el\s|dia\s|para\sel\s)+(?P<d>\d{{1,2}}|{_FIRST}|{spelled(up_to=31, least=2)})\sdel?\s
    (?P<which>(?:este|el|l)?\s?(?:proximo|siguiente|otro)\smes|(?:este|l|el)?\s?mes\s(?:que\s(?:viene|entra|sigue)|entrante|proximo)|(?P<this>(?:este|presente)\smes))"""
)
NTH = verbose(
    rf"""\b(?P<nth>primer|primero|segundo|tercer|tercero|cuarto|ultimo)\s(?:(?P<day>dia)|{_FULL_W})\sdel?\s
    (?:(?:mes\sde\s)?{_M}|(?P<next>(?:proximo|siguiente)\smes|mes\s(?:que\s(?:viene|entra|sigue)|entrante))|(?P<this>(?:este\s)?mes)){_YEAR}"""
)
ELAPSED = verbose(
    rf"""(?:\b(?P<in>en|dentro\sde|de\saqui\sa|de\shoy\sen)\s(?:como\s)?{_COUNT}\s(?P<unit>dia|semana|mes)(?:e?s)?\b(?!\s?(?:de\s(?:clase|curso)|termin))
    |\b(?:de\shoy\sen|{_FULL_W}\sen)\socho\b(?!\s(?:dias?\s)?(?:de|y)\b)(?:\sdias\b)?
    |\b{_COUNT.replace("<n>", "<n2>")}\s(?P<unit2>dia|semana)s?\sdespues\sdel\s(?P<after>{_any(WEEKDAY_NUMBER)})\b)
    (?:,?\sel\s(?P<then>{_any(WEEKDAY_NUMBER)})\b)?"""
)
DAY_AFTER = re.compile(r"\bpasado\s(?:manana|man)\b")
_MORNING = r"(?:de|por|en|a)\slas?\smananas?(?:s|ita)?"
NAMED_DAY = re.compile(
    r"\b(?P<tomorrow>(?:el\sdia\sde\s)?manana(?:\smismo)?|tomorrow|mnana|manan)\b"
    r"|\b(?P<today>hoy(?:\smismo)?|today|est[ae]\s(?:misma\s|mismo\s)?(?:manana|tarde|noche|dia))\b"
)
NOT_A_DAY = verbose(
    rf"""\b{_MORNING}\b|\bmanana\s?,?\s(?:sera|veremos)\b|\bhasta\smanana\b(?=\s*(?:$|[.!\n]))|\bhoy\s(?:en\s)?dia\b|\bhoy\spor\shoy\b|\bviernes\s(?:negro|santo)\b
    |\bmiercoles\sde\sceniza\b|\bdomingo\sde\s(?:pascua|ramos|resurreccion)\b|\bbuen(?:os)?\sdias?\b|\bcomo\s(?:estas?|estan|te\sva|andas?)\shoy\b
    |\bmedio\s?dia\b|\bmediodia\b|\bsabado\sgigante\b"""
)
PAST_DAY = verbose(
    rf"""\b(?:ayer|anteayer|antier|antes\sde\sayer|anoche|antenoche|(?:la|el)\s(?:semana|mes|ano|verano|otro\sdia)\s(?:pasad[oa])|el\sotro\sdia
    |hace\s(?:como\s)?{_COUNT}\s(?:dia|semana|mes|ano)(?:e?s)?|(?:el\s)?(?:{_any(WEEKDAY_NUMBER)})\spasado)\b"""
)
WEEKDAY = verbose(
    rf"""\b(?P<before>(?:el\s|este\s|del\s|al\s)?(?:proximo|prox\.?|siguiente|otro)\s|(?:de\s)?este\s(?:proximo\s|mismo\s)?|(?:(?:todos|casi\stodos)\s)?los\s|cada\s|next\s)?
    (?<![\w@.-]){_W}
    (?P<after>\s(?:de\sla\s|de\s)?(?:{_WEEK_TO_COME})|\s(?:de|en)\sesta\s(?:misma\s)?semana|\s(?:que\s(?:viene|entra|sigue)|proximo|siguiente|entrante)
      |\s(?:de\sdentro\sde|en)\sdos\ssemanas)?"""
)
SPANISH_DAY = verbose(
    rf"""\b(?:el\s(?:dia\s)?|dia\s|para\sel\s(?:dia\s)?|al\s)
    (?P<d>\d{{1,2}}|{spelled(up_to=31, least=13)}|primero(?=\s*(?:$|[.,;?!]|a\slas|del?\smes)))
    (?![\d:/%]|\w|\.\d)(?:\sdel?\smes)?{_NO_UNIT}"""
)
PERIOD = verbose(
    rf"""\b(?P<next_week>{_WEEK_TO_COME})\b
    |\b(?P<this_week>esta\s(?:misma\s)?semana)\b
    |\b(?P<weekend>(?:este\s|el\s|proximo\s)*(?:fin(?:de)?\s?(?:de\ssemana)?(?<=fin)(?=\s*(?:$|[.,?!]))|fin\sde\ssemana|finde|weekend)(?P<nextend>\s(?:que\sviene|proximo))?)\b
    |\b(?P<next_month>(?:el\s|del\s)?(?:proximo\smes|mes\s(?:que\s(?:viene|entra)|entrante|proximo)))\b
    |\b(?:(?P<part>primera|segunda|tercera|ultima)\ssemana\sde\s|(?P<phase>principios|inicios|comienzos|mediados|finales|fines)\sde\s|(?:en|durante|para|por)\s)
      (?:el\smes\sde\s)?{_M}(?!\s*\d)"""
)
NEXT_WEEK = re.compile(rf"\b(?:{_WEEK_TO_COME})\b")
BOUND_BEFORE = verbose(
    r"""(?:\b(?P<after>despues\sdel?|a\spartir\sdel?|desde|luego\sdel?|pasando|no\santes\sdel?)
    |\b(?P<until>antes\sdel?|hasta|a\smas\stardar|no\smas\starde\sdel?|maximo))\s(?:el\s|al\s|del\s)?$"""
)
HABIT = re.compile(r"(?:todos|casi\stodos|cada)\b")
AVAILABLE = re.compile(r"\s(?:puedo|podria|podemos|me\s(?:queda|sirve|conviene)|nos\s(?:queda|sirve)|estoy\slibre|tengo\slibre|si\s)")
