"""The patterns in which people write days: weekdays, months, ordinals, typos included."""

from __future__ import annotations

import re

from .numerals import CARDINALS, ORDINALS, SPANISH, either
from .patterns import phrases, verbose, words
from .text import DIGITS

_WEEKDAYS = (
    "monday|mon|mond|monady|munday|moday|lunes",
    "tuesday|tues|tue|tuseday|teusday|tuesady|tusday|tueday|tuesay|martes",
    "wednesday|wednes|weds|wed|wensday|wednsday|wendsday|wednesady|wedensday|wendesday|miercoles",
    "thursday|thurs|thur|thu|thrusday|thursady|thirsday|thurday|thusday|thursay|jueves",
    "friday|frid|fri|firday|frday|fryday|viernes",
    "saturday|satur|sat|saterday|satuday|saturady|satruday|saturdy|saturay|sabado",
    "sunday|sun|sundy|sunady|sundey|domingo",
)
_MONTHS = (
    "january|janurary|januray|jan|enero",
    "february|feburary|febuary|feb|febrero",
    "march|mar|marzo",
    "april|apr|abril",
    "may|mayo",
    "june|jun|junio",
    "july|jul|julio",
    "august|agust|aug|agosto",
    "september|septmber|sept|sep|septiembre|setiembre",
    "october|oct|octubre",
    "november|novemeber|nov|noviembre",
    "december|decemeber|dec|diciembre",
)
WEEKDAY_NUMBER = {word: at for at, spelled in enumerate(_WEEKDAYS) for word in spelled.split("|")}
MONTH_NUMBER = {word: at for at, spelled in enumerate(_MONTHS, 1) for word in spelled.split("|")}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


DAY_NAME = _any(WEEKDAY_NUMBER)
#: Optional plural and possessive: "fridays" is a habit unless something like "work" follows, "friday's good" is not.
_W = rf"(?P<w>{DAY_NAME})(?:(?P<plural>s)|'s)?\.?(?!\w)"
_M = rf"(?P<m>{_any(MONTH_NUMBER)})(?!\w)\.?"
_ORDINAL = either(ORDINALS, up_to=31)
_TH = r"(?:st|nd|rd|th)"
_NUMBER = f"{either(CARDINALS, up_to=31, least=1)}|{either(SPANISH, up_to=12, least=1)}"
_COUNT = rf"(?P<n>\d{{1,2}}|an?|couple\sof|a\scouple(?:\sof)?|{_NUMBER})"
_YEAR = r"(?:\s*,?\s*(?:of\s|del?\s)?(?P<y>(?:19|20)\d\d|'\d\d)(?![\d:]))?"
_NO_UNIT = r"(?!\s*(?:am|pm|a\.m|p\.m|o'?\s?clock|hrs|hours)\b|\s+(?:people|ppl|persons?|of\s(?:us|them)|kids|guests|adults|friends)\b)"
_TO = r"\s?(?:-|to|or|and|through|thru)\s?"

_TODAY = r"today|2day|tdy|tonight|2nite|tonite|hoy|this\s(?:very\s)?(?:morning|afternoon|evening|arvo)|later\stoday"
TOMORROW = r"tom+or+ows?|tomorr?w|tomor+o|tmrw|tmr|tmrow|tmw|tomm|tmmrw|2mor+ow|2mrw|2moro|tomrw|tmoro|manana"

ISO = re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)[-/.](?P<mo>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d/-])")
NUMERIC_YEAR = verbose(r"""(?<![\d/.-])(?P<mo>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<d>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|'?\d\d)(?![\d/%]|-\d)""")
NUMERIC = re.compile(rf"(?<![\d/.$€£:-])(?P<mo>\d{{1,2}})\s?/\s?(?P<d>\d{{1,2}}){_TH}?(?![\d/%])")
MONTH_DAY = verbose(
    rf"""\b{_M}\s*(?:the\s)?(?P<d>\d{{1,2}}|{_ORDINAL})(?![\d:/])(?:\s?{_TH}(?!\w))?(?!\w){_NO_UNIT}
    (?:{_TO}\d{{1,2}}{_TH}?(?![\w:]|\s?(?:am|pm)\b))?{_YEAR}"""
)
DAY_MONTH = verbose(
    rf"""(?<![\d:/.$-])\b(?P<d>\d{{1,2}}|{_ORDINAL})(?:\s?{_TH}|\.)?(?!\d)(?:{_TO}(?:the\s)?\d{{1,2}}{_TH}?)?
    (?:\s?(?:of|de|-)\s?|\s?){_M}(?!\s*\d{{1,2}}{_TH}?\b(?!:|\s?(?:am|pm|h|o'?\s?clock|hrs|people|ppl)\b)){_YEAR}"""
)
NTH = verbose(
    rf"""\b(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)\s(?:(?P<day>day)|{_W})\s(?:in|of)\s
    (?:(?P<which>next|this|the)\smonth|(?:the\s)?{_M}){_YEAR}"""
)
ORDINAL_OF = re.compile(rf"\b(?P<d>\d{{1,2}}{_TH}|{_ORDINAL})\s(?:of\s)?(?P<which>next|this|the\s(?:coming|following|same))\smonth\b")
ORDINAL = re.compile(rf"(?P<the>\b(?:the|el|on)\s)?(?<![\w/.-])(?P<d>\d{{1,2}})\s?{_TH}(?!\w)")
SPANISH_DAY = re.compile(r"\b(?:el|para\sel)\s(?:dia\s)?(?P<d>\d{1,2})(?![\d:/]|\w)")
_AFTER_ORDINAL = phrases(
    r"""at\b, around\b, about\b, works?\b, would\b, is (?:ok|fine|good), if\b, please, plz, pls, for a\b, in the\b, morning, afternoon,
    evening, @, \d, too\b, ok\b, okay\b, good\b, possible, available, free\b, open\b, be\b, do\b, instead"""
)
ORDINAL_WORD = re.compile(rf"\bthe\s(?P<d>{_ORDINAL})(?=\s*(?:$|[.,!?;\n]|{_AFTER_ORDINAL}))")
ELAPSED = verbose(
    rf"""\b(?:(?P<in>in|within)\s(?:about\s|like\s)?)?{_COUNT}\s(?P<unit>day|week|wk|month|fortnight|dia|semana)s?(?:'s)?(?:\stime)?
    (?:\s(?P<from>from|after)\s(?:(?P<base>now|{_TODAY}|{TOMORROW}|the\sday)|(?:this\s|next\s)?{_W}|this))?
    (?:,?\s(?:on\s)?(?:a\s)?(?P<then>{DAY_NAME})\b)?"""
)
DAY_AFTER = re.compile(rf"\b(?:the\s)?day\s(?:after|aft)\s(?:{TOMORROW})\b|\bovermorrow\b|\bpasado\smanana\b")
NAMED_DAY = re.compile(rf"\b(?P<tomorrow>{TOMORROW})(?:'s)?\b|\b(?P<today>{_TODAY})\b")
#: Shopping days, songs and bands.
_NAMED_DAYS = phrases(
    """black friday, cyber monday, giving tuesday, small business saturday, super ?bowl sunday, thanksgiving (?:thursday|day), easter (?:sunday|monday),
    good friday, palm sunday, ash wednesday, fat tuesday, taco tuesday, throwback thursday, casual friday, freaky friday, taking back sunday, manic monday,
    stormy monday, blue monday, ruby tuesday, sunday (?:school|service|best), friday night lights, saturday night (?:live|fever), sunday blues,
    monday blues"""
)
NOT_A_DAY = verbose(
    rf"""\b(?:{_NAMED_DAYS})\b|\b(?:de\sla|por\sla|en\sla|la)\smanana\b|\bhow\s(?:are|r)\s(?:you|u|ya)(?:\s\w+)?\s(?:today|tonight)\b
    |\bhow's\sit\sgoing\stoday\b"""
)
_BEFORE_WEEKDAY = phrases(
    """last, past, previous, next, this, this coming, this upcoming, this past, the following, following, coming, upcoming, proximo,
    el proximo, this next, nxt, nex, every, each, all, any"""
)
_AFTER_WEEKDAY = phrases(
    """next week, nxt week, this week, the week after, the week after next, after next, after that, que viene, proximo, week after next,
    last week, ago"""
)
WEEKDAY = re.compile(rf"\b(?P<before>(?:{_BEFORE_WEEKDAY})\s)?(?<![\w@.])(?<!-){_W}(?P<after>\s(?:of\s)?(?:{_AFTER_WEEKDAY})\b)?")
PAST_DAY = verbose(
    rf"""\b(?:yesterday|ayer|last\s(?:week|month|year|night|summer|fall|winter|spring|semester)|the\sother\s(?:day|week)
    |{_COUNT}\s(?:day|week|month|year)s?\s(?:ago|back|earlier))\b"""
)
PERIOD = verbose(
    rf"""\b(?P<next_week>(?:next|nxt|the\sfollowing|la\sproxima|following)\s(?:week|wk|semana)(?!\s?end)|la\ssemana\sque\sviene)
    |\b(?P<this_week>this\s(?:week|wk)(?!\s?end))
    |\b(?P<weekend>(?P<nextend>next\s)?(?:this\s|the\s|coming\s)?week\s?end(?!s))
    |\b(?P<next_month>next\smonth)
    |\b(?:(?P<part>first|second|third|last|1st|2nd|3rd)\sweek\sof|(?P<phase>early|mid|late|end\sof|beginning\sof|start\sof)
      |in|sometime\sin|during|for|around)\s+{_M}(?!\s*\d)"""
)
#: "The week of the 7th" is no day.
WEEK_OF = re.compile(r"\bweeks?\s(?:of|from|beginning|starting)\s(?:the\s|on\s)?$")
NEXT_WEEK = re.compile(r"(?<!not )\b(?:next|nxt|following)\s(?:week|wk)(?!\s?end)|\bla\ssemana\sque\sviene\b|\bproxima\ssemana\b")
#: "By" is no limit in "come by friday".
_COME_BY = ("come", "came", "stop", "swing", "drop", "pass", "coming", "stopping", "roll", "go", "walk")
_OWN_BY = "".join(rf"(?<!{verb}\s)" for verb in _COME_BY)
BOUND_BEFORE = verbose(
    rf"""(?:\b(?P<after>after|past|starting|beginning|from|since|any\s?time\safter|not\sbefore|no\searlier\sthan|desde)
    |\b(?P<until>before|until|till|til|no\slater\sthan|prior\sto)|{_OWN_BY}\b(?P<by>by))\s(?:on\s|the\s)?$"""
)
_COUNTED = phrases(
    """grade, grader, graders?, floor, fl, street, st, ave, avenue, year, yr, time, birthday, bday, gen, generation, semester, century,
    one, place, percent, hour, choice, question, thing, step, amendment, infantry, division, airborne, round, album, song, track, period,
    class, try, attempt, visit, tour, cousin, option, day of, week, month, quarter, term, person, kid, child, son, daughter, language,
    career, job, of all, degree, party, anniversary"""
)
NOT_AN_ORDINAL = re.compile(rf"\s(?:{_COUNTED})\b")
_METRE = phrases(
    r"""time, beats?, signature, measure, groove, swing, bars?, feel, of\b, hours?, inch, in (?:jack|cable), cup, mile, odds, chance, patch,
    trs, jack"""
)
NOT_NUMERIC_AFTER = re.compile(rf"\s?(?:{_METRE})")
NOT_NUMERIC_BEFORE = re.compile(r"(?:\bpost[\s-]|\bout\sof\s|\bscore\s|\btime\s(?:signature\s)?|\brated?\s)$")
_MUSIC = phrases(
    r"""claps?, clapping, count(?:ing)?, beats?, bars?, drum\w*, tunes?, songs?, riffs?, grooves?, met(?:er|re)s?, waltz\w*, signatures?, rhythms?,
    measures?, polyrhythms?, syncopat\w+, tempos?, theory, know, feel, play(?:s|ed|ing)?"""
)
#: In a sentence on music 5/4 is a metre, and "in 5/4" is one anywhere.
METRE_BELOW = (2, 4, 8, 16)
MUSICAL = re.compile(rf"\b(?:{_MUSIC})\b")
VISITING = re.compile(r"\b(?:visit|tour|come|coming|stop\sby|swing\sby|drop\sin|see\syou)\b")
IN_METRE = re.compile(r"\b(?:in|an?)\s$")
RATING = re.compile(r"\b(?:rat(?:e|ed|ing)|scored?|graded?|review)\b")
RATED = re.compile(r"\b(?:an?|like|solid|easy|its|it's|is|was)\s$")
#: Without one of these, or what `DAY_HINT` sees, a text names no day and no period.
TOLD_WITH = (
    DIGITS
    | WEEKDAY_NUMBER.keys()
    | {f"{name}s" for name in WEEKDAY_NUMBER}
    | MONTH_NUMBER.keys()
    | {part for word in ORDINALS for part in word.replace("-", " ").split()}
    | words("""today tdy tonight tonite hoy manana morning afternoon evening arvo overmorrow yesterday ayer last ago other earlier back
        easter halloween hallowe thanksgiving christmas xmas valentine valentines juneteenth eve nye""")
)
DAY_HINT = re.compile(r"\b(?:tom|tm|day|dia|week|wk|semana|month|fortnight)")
