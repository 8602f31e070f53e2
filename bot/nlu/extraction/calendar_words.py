"""The patterns in which people write days: weekdays, months, ordinals, typos included."""

from __future__ import annotations

import re

from .numerals import CARDINALS, ORDINALS, SPANISH, either

_WEEKDAYS = (
    r"monday|mon|mond|monady|munday|moday|lunes",
    r"tuesday|tues|tue|tuseday|teusday|tuesady|tusday|tueday|tuesay|martes",
    r"wednesday|wednes|weds|wed|wensday|wednsday|wendsday|wednesady|wedensday|wendesday|wensdays?|miercoles",
    r"thursday|thurs|thur|thu|thrusday|thursady|thirsday|thurday|thusday|thursay|jueves",
    r"friday|frid|fri|firday|frday|firdays?|fryday|frida|viernes",
    r"saturday|satur|sat|saterday|satuday|saturady|satruday|saturdy|saturay|sabado",
    r"sunday|sun|sundy|sunady|sundey|domingo",
)
_MONTHS = (
    r"january|janurary|januray|jan|enero", r"february|feburary|febuary|feb|febrero", r"march|mar|marzo", r"april|apr|abril",
    r"may|mayo", r"june|jun|junio", r"july|jul|julio", r"august|agust|aug|agosto", r"september|septmber|sept|sep|septiembre|setiembre",
    r"october|oct|octubre", r"november|novemeber|nov|noviembre", r"december|decemeber|dec|diciembre",
)  # fmt: skip
WEEKDAY_NUMBER = {word.replace("s?", ""): at for at, words in enumerate(_WEEKDAYS) for word in words.split("|")}
MONTH_NUMBER = {word: at for at, words in enumerate(_MONTHS, 1) for word in words.split("|")}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


#: Optional plural and possessive: "fridays" is a habit unless something like "work" follows, "friday's good" is not.
W = rf"(?P<w>{_any(WEEKDAY_NUMBER)})(?:(?P<plural>s)|'s)?\.?(?!\w)"
M = rf"(?P<m>{_any(MONTH_NUMBER)})(?!\w)\.?"
ORD_WORD = either(ORDINALS, up_to=31)
COUNT = rf"(?P<n>\d{{1,2}}|an?|couple\sof|a\scouple(?:\sof)?|{either(CARDINALS, up_to=31, least=1)}|{either(SPANISH, up_to=12, least=1)})"
YEAR = r"(?:\s*,?\s*(?:of\s|del?\s)?(?P<y>(?:19|20)\d\d|'\d\d)(?![\d:]))?"
_UNIT_AFTER = r"(?!\s*(?:am|pm|a\.m|p\.m)\b|\s+(?:people|ppl|persons?|of\s(?:us|them)|kids|guests|adults|friends)\b)"

TODAY = r"today|2day|tdy|tonight|2nite|tonite|hoy|this\s(?:very\s)?(?:morning|afternoon|evening|arvo)|later\stoday"
TOMORROW = r"tom+or+ow|tomorr?w|tomor+o|tom+or+ows?|tmrw|tmr|tmrow|tmw|tomm|tmmrw|2mor+ow|2mrw|2moro|tomrw|tmoro|manana"

ISO = re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)[-/.](?P<mo>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d/-])")
NUMERIC_YEAR = re.compile(r"(?<![\d/.-])(?P<mo>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<d>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|'?\d\d)(?![\d/%]|-\d)")
NUMERIC = re.compile(r"(?<![\d/.$€£:-])(?P<mo>\d{1,2})\s?/\s?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d/%])")
MONTH_DAY = re.compile(
    rf"\b{M}\s*(?:the\s)?(?P<d>\d{{1,2}}|{ORD_WORD})(?![\d:/])(?:\s?(?:st|nd|rd|th)(?!\w))?(?!\w){_UNIT_AFTER}"
    rf"(?:\s?(?:-|to|or|and|through|thru)\s?\d{{1,2}}(?:st|nd|rd|th)?(?![\w:]|\s?(?:am|pm)\b))?{YEAR}"
)
DAY_MONTH = re.compile(
    rf"(?<![\d:/.$-])\b(?P<d>\d{{1,2}}|{ORD_WORD})(?:\s?(?:st|nd|rd|th)|\.)?(?!\d)(?:\s?(?:-|to|or|and|through|thru)\s?(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s?(?:of|de|-)\s?|\s?){M}"
    rf"(?!\s*\d{{1,2}}(?:st|nd|rd|th)?\b(?!:|\s?(?:am|pm|h)\b)){YEAR}"
)
NTH = re.compile(
    rf"\b(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)\s(?:(?P<day>day)|{W})\s(?:in|of)\s(?:(?P<which>next|this)\smonth|(?:the\s)?{M})"
)
ORDINAL_OF = re.compile(rf"\b(?P<d>\d{{1,2}}(?:st|nd|rd|th)|{ORD_WORD})\s(?:of\s)?(?P<which>next|this|the\s(?:coming|following|same))\smonth\b")
ORDINAL = re.compile(r"(?P<the>\b(?:the|el|on)\s)?(?<![\w/.-])(?P<d>\d{1,2})\s?(?:st|nd|rd|th)(?!\w)")
SPANISH_DAY = re.compile(r"\b(?:el|para\sel)\s(?:dia\s)?(?P<d>\d{1,2})(?![\d:/]|\w)")
ORDINAL_WORD = re.compile(
    rf"\bthe\s(?P<d>{ORD_WORD})(?=\s*(?:$|[.,!?;\n]|at\b|around\b|about\b|works?\b|would\b|is\s(?:ok|fine|good)|if\b|please|plz|pls|for\sa\b|in\sthe\b|"
    r"morning|afternoon|evening|@|\d))"
)
ELAPSED = re.compile(
    rf"\b(?:(?P<in>in|within)\s(?:about\s|like\s)?)?{COUNT}\s(?P<unit>day|week|wk|month|fortnight|dia|semana)s?(?:'s)?(?:\stime)?"
    rf"(?:\s(?P<from>from|after)\s(?:(?P<base>now|{TODAY}|{TOMORROW}|the\sday)|(?:this\s|next\s)?{W}|this))?(?:,?\s(?:on\s)?(?:a\s)?(?P<then>{_any(WEEKDAY_NUMBER)})\b)?"
)
DAY_AFTER = re.compile(rf"\b(?:the\s)?day\s(?:after|aft)\s(?:{TOMORROW})\b|\bovermorrow\b|\bpasado\smanana\b")
NAMED_DAY = re.compile(rf"\b(?P<tomorrow>{TOMORROW})(?:'s)?\b|\b(?P<today>{TODAY})\b")
NOT_A_DAY = re.compile(r"\b(?:de\sla|por\sla|en\sla|la)\smanana\b|\bhow\s(?:are|r)\s(?:you|u|ya)(?:\s\w+)?\s(?:today|tonight)\b|\bhow's\sit\sgoing\stoday\b")
WEEKDAY = re.compile(
    r"\b(?P<before>(?:last|past|previous|next|this(?:\s(?:coming|upcoming|past))?|the\sfollowing|following|coming|upcoming|proximo|el\sproximo|this\snext|nxt|nex|every|each|all|any)\s)?"
    rf"(?<![\w@.])(?<!-){W}"
    r"(?P<after>\s(?:of\s)?(?:next\sweek|nxt\sweek|this\sweek|the\sweek\safter(?:\snext)?|after\snext|after\sthat|que\sviene|proximo|week\safter\snext|last\sweek|ago)\b)?"
)
PAST_DAY = re.compile(
    r"\b(?:yesterday|ayer|last\s(?:week|month|year|night|summer|fall|winter|spring|semester)|the\sother\s(?:day|week)|"
    rf"{COUNT}\s(?:day|week|month|year)s?\s(?:ago|back|earlier))\b"
)
PERIOD = re.compile(
    r"\b(?P<next_week>(?:next|nxt|the\sfollowing|la\sproxima|following)\s(?:week|wk|semana)(?!\s?end)|la\ssemana\sque\sviene)|\b(?P<this_week>this\s(?:week|wk)(?!\s?end))"
    r"|\b(?P<weekend>(?P<nextend>next\s)?(?:this\s|the\s|coming\s)?week\s?end(?!s))|\b(?P<next_month>next\smonth)"
    rf"|\b(?:(?P<part>first|second|third|last|1st|2nd|3rd)\sweek\sof|(?P<phase>early|mid|late|end\sof|beginning\sof|start\sof)|in|sometime\sin|during|for|around)\s+{M}(?!\s*\d)"
)
BOUND_BEFORE = re.compile(
    r"(?:\b(?P<after>after|past|starting|beginning|from|since|any\s?time\safter|not\sbefore|no\searlier\sthan|desde)|\b(?P<until>before|until|till|til|no\slater\sthan|prior\sto)"
    r"|(?<!come )(?<!came )(?<!stop )(?<!swing )(?<!drop )(?<!pass )(?<!coming )(?<!stopping )(?<!roll )(?<!go )(?<!walk )\b(?P<by>by))\s(?:on\s|the\s)?$"
)
NOT_AN_ORDINAL = re.compile(
    r"\s(?:grade|grader|floor|fl|street|st|ave|avenue|year|yr|time|birthday|bday|gen|generation|semester|century|one|place|percent|hour|choice|question|thing|step"
    r"|amendment|infantry|division|airborne|round|album|song|track|period|class|try|attempt|visit|tour|cousin|option|day\sof|week|month|quarter|term|person|kid|child|son"
    r"|daughter|language|career|job|of\sall|degree|party|anniversary|graders?)\b"
)
NOT_NUMERIC_AFTER = re.compile(r"\s?(?:time|beat|beats|signature|measure|groove|swing|bar|bars|feel|of\b|hour|hours|inch|in\b\s(?:jack|cable)|cup|mile|odds|chance|patch|trs|jack)")
NOT_NUMERIC_BEFORE = re.compile(r"(?:\bpost[\s-]|\bout\sof\s|\bscore\s|\btime\s(?:signature\s)?|\bin\s(?=[2-9]/(?:4|8)\b)|\brated?\s)$")
