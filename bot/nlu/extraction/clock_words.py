"""The patterns in which people write times of day."""

from __future__ import annotations

import re

from .cues import TAKEN_BACK
from .numerals import CARDINALS, SPANISH, either
from .patterns import phrases, verbose, words
from .text import CONTACT_MARK, DATE_MARK, DIGITS, PARTY_MARK

_WORD_HOUR = either({word: value for word, value in CARDINALS.items() if value <= 12}, least=1)
_SPANISH_HOUR = either({word: value for word, value in SPANISH.items() if word != "un"}, least=1)
H = rf"(?:\d{{1,2}}|{_WORD_HOUR})"
_HALF = r"(?:\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?)|(?<=\d)[ap]\b)"
_PART_AFTER = r"(?:\s(?:in|on|at|of|de|por)\s(?:the\s|la\s)?(?:morning|afternoon|evening|night|manana|tarde|noche))"
_MINUTES = rf"(?:\d\d|{either({word: value for word, value in CARDINALS.items() if value % 5 == 0}, least=5, up_to=55)})"
_NO_NUMBER_BEFORE = r"(?<![\w:/.$])"

RANGE = verbose(
    rf"""(?<![\w:/.$-])(?P<between>between\s|from\s)?(?P<h>{H})(?:[:.](?P<m>[0-5]\d))?(?P<half>{_HALF})?
    \s?(?:-|to|till?|until|and|through|thru)\s?
    (?:(?P<noon>noon)|(?P<h2>{H})(?:[:.](?P<m2>[0-5]\d))?(?P<half2>{_HALF})?)(?!\s?(?:-|/)\s?\d)(?![\w:])(?P<part>{_PART_AFTER})?"""
)
RELATIVE = verbose(
    rf"""\b(?P<what>half|quarter|{_MINUTES})\s?(?P<way>past|after|to|till?|before|of)\s(?P<h>{H})(?P<half>{_HALF})?\b(?P<part>{_PART_AFTER})?
    |\bhalf\s(?P<hh>{H})\b(?!\s(?:hour|price))"""
)
_NO_TIME_AFTER = phrases(r"gpa, percent, miles, ghz, long, mins?\b, minutes, track, song, mix")
CLOCK = verbose(
    rf"""{_NO_NUMBER_BEFORE}(?P<h>\d{{1,2}})\s?(?P<sep>[:.h;])\s?(?P<m>[0-5]\d)(?!\d|[:.]\d|%)(?P<half>{_HALF})?(?:\s?-?ish)?
    (?![\w/]|\s?(?:{_NO_TIME_AFTER}))(?P<part>{_PART_AFTER})?"""
)
HALF_DAY = re.compile(rf"{_NO_NUMBER_BEFORE}(?<![a-z]-)(?P<h>{H})(?:-?ish)?(?P<half>{_HALF})(?!\w)")
NOON = re.compile(r"\b(?:12\s)?(?:noon|midday|mid-day|noonish|mediodia|lunch\s?time)\b")
OCLOCK = verbose(
    rf"{_NO_NUMBER_BEFORE}(?P<h>{H})(?:\s?o'?\s?clock|\s?-?ish|\s?hrs|\s?uhr|\son\sthe\sdot|\ssharp|h)(?!\w)(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?"
)
#: "Sixteen hundred hours", "at oh nine hundred".
HUNDRED = verbose(
    rf"""(?P<led>\bat\s)?(?:\b(?:zero|oh?)\s)?\b(?P<h>{either({word: value for word, value in CARDINALS.items() if value <= 23}, least=1)})
    \shundred(?P<hours>\s(?:hours|hrs))?(?!\s(?:and|dollars|people|bucks|songs|beats|streams))\b"""
)
#: "5 or 5:30": the first of two.
FIRST_OF_TWO = re.compile(rf"{_NO_NUMBER_BEFORE}(?P<h>{H})\sor\s(?=\d{{1,2}}:[0-5]\d)")
WORDS = re.compile(rf"\b(?P<h>{_WORD_HOUR})[\s-](?P<m>fifteen|thirty|forty[\s-]five)\b(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?")
PART = re.compile(rf"{_NO_NUMBER_BEFORE}(?P<h>{H})(?P<part>{_PART_AFTER})")
MILITARY = re.compile(
    r"(?<![\w:/.$+-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<hours>\s?(?:hours|hrs|h|hr|z)\b)?(?![\w:/%]|[.,-]\d|\s\d|\sat\sthe\send)"
)
#: "At 15 hours", "10 hours in the morning"; not "at 12 hours a week".
SPOKEN_HOURS = verbose(
    rf"""(?:{_NO_NUMBER_BEFORE}(?P<h>\d{{1,2}})\shours?(?P<part>{_PART_AFTER})
    |(?:\bat|@|[{DATE_MARK}]\s?,?)\s?(?P<h2>\d{{1,2}})\shours?\b(?!\s(?:a|an|per|each|every|of|long|to|later|before|away|total|drive|in|and\sa)\b))"""
)
MILITARY_FOLLOWED = re.compile(rf"\s?,?\s?(?:on\s|this\s|for\s)?[{DATE_MARK}]")
_STREETS = phrases(
    """street, st, avenue, ave, road, rd, boulevard, blvd, drive, dr, lane, ln, way, court, ct, highway, hwy, parkway, pkwy, circle, cir, place, pl,
    terrace, trail, square, plaza, route, pike"""
)
ADDRESS_AFTER = re.compile(rf"\s(?:[\w.']+\s){{0,3}}(?:{_STREETS})\b")
HABIT_AFTER = re.compile(
    r"\s?,?\s?(?:every|each|most|on\s(?:weekdays|weekends|weeknights|school\s(?:days|nights))|daily|nightly|a\s(?:day|night|week)|weekdays)\b"
)
#: "2:00 is when my bus gets in".
WHEN_ELSE = re.compile(
    r"\s(?:i|we)\s(?:finish|leave|get\soff|start|end|work|clock\sout)\b|\sis\swhen\b(?!\s(?:i|we)(?:\s(?:can|could|want|would|am|are)|'m|'re|'d)\b)"
)
#: "My number ends in 0145".
DIGITS_OF = re.compile(r"\b(?:ends?|ending|last\s(?:four|4)|digits|code|zip|pin)\b[^.!?\n]{0,24}$")
HABIT_BEFORE = re.compile(
    r"\b(?:usually|normally|always|typically|often)\b"
    r"|\b(?:he|she)\s(?:still\s|also\s)?(?!wants|needs|hopes|prefers|likes|gets|arrives|wishes|has\b|is\b|was\b)[a-z]{2,}[^s\W]s\s"
    r"|\bis\s(?:it|that)\s(?:at\s|from\s|until\s)?$"
)
HOUR_WORD = re.compile(
    r"\b(?:hour|hours|hora|hrs|heure|um|time)\s?:?\s?(?P<h>1[3-9]|2[0-3]|\d)(?![\d:]|\s?(?:am|pm))(?=\s*(?:$|[.,!?;\n)]|\s[a-z]))"
)
SPANISH_AT = verbose(
    rf"""\ba\slas?\s(?P<h>\d{{1,2}}|{_SPANISH_HOUR})(?:[:.](?P<m>[0-5]\d))?
    (?:\s(?P<frac>y\s(?:media|cuarto|quince|treinta)|menos\scuarto))?(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?\b"""
)
_FOLLOWS = phrases(
    r"""on, for, if, please, plz, pls, plss?, works?, would, is, ok, okay, good, or, and, but, n, with, w, then, instead, thx, thanks,
    thank, in, next, my, me, maybe, that, to, till, sharp, tho, though, lol, i can, i could, i'?m, we can, because, bc, so, est, et,
    central, when, at the, an option, a (?:good|possib)\w*, available, possible, open, will, sounds?, this, be, as, tomorrow, right,
    same, exactly, onwards?, the, not, still, also, too, was, has, just, until, by, from"""
)
_CLOSED = rf"\s*$|\s*[.,!?;\n)(]|\s*[{DATE_MARK}{CONTACT_MARK}{PARTY_MARK}]|\s?:\)|\s[-&/@+](?=\s|w)|:(?=\s)"
_UNITS = phrases(
    r"""i (?!can|could|'|will|would|am|want), different, separate, other, of, more, years?, yrs?, months?, weeks?, days?, hours?, people,
    person, ppl, percent, grand, k, bpm, hz, khz, db, dollars, bucks, x, times?, minutes?, mins?, miles?,
    [a-z]+[^s\W]s(?<!\bpls)(?<!\bplus)(?<!\bworks)(?<!\bthanks)"""
)
#: What may follow a bare number that is an hour; "10 to 12 songs" are none.
_AFTER_HOUR = rf"(?={_CLOSED}|\s(?:{_FOLLOWS})\b)(?!\s(?:to|or)\s\d+\s(?:{_UNITS})\b)"
#: After "at" an hour may be followed by anything but what it would count: "at 3 schools".
_AFTER_AT_HOUR = rf"(?={_CLOSED}|\s(?:{_FOLLOWS})\b|\s(?!(?:{_UNITS})\b)[a-z])"
_BOUNDS = phrases(
    "after, past, before, by, until, till?, not before, not after, not past, no later than, no earlier than, since, from, starting(?: at)?"
)
_BEFORE_HOUR = phrases(
    r"""at, @, around, round, (?:shoot|aim|go|there) for, about, aroun, arnd, abt, approx, like, circa, say, time ?[:=-]?, hour, hora, (?:me|us|it|that|down) for,
    (?:set|scheduled|appointment|meeting) for, make (?:it|that), let'?s (?:do|say), make(?= \S+ work), (?:push|move|switch|change|bump|shift)(?: it| that| me| us)?(?: back| up)? to, (?:can|could) (?:we|i|you|u|ya) (?:do|say|make it), how about, what about, prefer, exactly, as early as"""
)
AT = verbose(
    rf"""(?<!\w)(?:(?:at|@|around)\s?(?P<h>{H})(?!\w|[:./\-]\d|\s?%){_AFTER_AT_HOUR}
    |(?:(?P<bound>{_BOUNDS})|{_BEFORE_HOUR})\s?(?:at\s|around\s|about\s|like\s|@\s?|maybe\s|uh+\s|um+\s)*(?P<h2>{H}){_AFTER_HOUR})"""
)
PACKED = verbose(rf"(?<!\w)(?:at|@|around|about)\s?(?P<h>1[0-2]|[1-9])(?P<m>00|15|30|45)(?P<half>{_HALF})?(?![\w:/.%]){_AFTER_HOUR}")
SPACED = verbose(
    rf"(?:\bat|@|\blike|\baround|\babout|\bso|[{DATE_MARK}])\s(?P<h>1[0-2]|[1-9])\s(?P<m>[0-5]\d)(?P<half>{_HALF})?(?=\s*$|\s*[.,!?;\n)]|\s[a-z])"
)
AFTER_DATE = re.compile(rf"{DATE_MARK}(?:\s(?:morning|afternoon|evening|night))?\s?[,@\-]?\s?(?P<h>\d{{1,2}}){_AFTER_HOUR}")
BEFORE_DATE = re.compile(rf"(?:^|[.,;!?\n]\s?)(?P<h>\d{{1,2}})\s?(?=(?:on\s)?{DATE_MARK})")
ASKED = verbose(
    rf"""\b(?:is|does|do|would|will|could)\s(?P<h>{H})\s(?:ok|okay|good|fine|possible|work|free|open|available|be|too)\b
    |(?:^|[.,;!?\n]\s?|\b(?:so|but|then)\s)(?P<h2>{H})\s(?:works?|is\s(?:ok|okay|good|fine|perfect|better|best)|would\s(?:be|work)|sounds|is\sgreat|suits|or\s(?:later|earlier|after))\b"""
)
DIGIT = re.compile(r"\d")
ANY_HOUR = re.compile(rf"\s{H}(?!\w)")
#: Without one of these a text names no time: an hour begins a word, or is run together with the one before it.
HINT = re.compile(
    rf"\d|{DATE_MARK}|\b(?:at|a?round|about|after|before|by|past|from|till?|until|like|say)?(?:{_WORD_HOUR}|{_SPANISH_HOUR})|\b(?:noon|mid|mediodia|lunch)"
)
_OWN_BY = "".join(
    f"(?<!{verb}\\s)"
    for verb in ["come", "came", "stop", "swing", "drop", "pass", "there", "here", r"make\sit", "arrive", f"[{DATE_MARK}]"]
)
BOUND_BEFORE = verbose(
    rf"""(?:\b(?P<after>(?<!not\s)after|(?<!not\s)past|later\sthan|no\searlier\sthan|not\sbefore|since|from|starting(?:\sat)?|anytime\safter|despues\sde)
    |\b(?P<until>before|until|till?|no\slater\sthan|not\s(?:after|past)|earlier\sthan|antes\sde)|{_OWN_BY}\b(?P<by>by))\s
    (?:like\s|about\s|around\s|at\s)?$"""
)
BOUND_AFTER = re.compile(
    r"\s?(?:or|and)\s(?:(?P<later>later|after|beyond|any\s?time\safter)|earlier|before|sooner)\b|\s?(?P<on>onwards?|\+)(?!\w)"
)
_ELSEWHERE = phrases(
    r"""class(?:es)?(?: (?:is|are|starts?|begins?|ends?))?(?: (?:on|til|till|until))?, work(?:ing|s)?, shift(?: \w+)?, off work,
    school(?:'s)? (?:ends?|starts?|is|gets|lets|out)(?: out)?, (?:open|opens|close|closes|opened|closed|opening), asleep, practice, rehearsal, service, mass, runs, lasts, (?:i'?m|i am|get|got|wake|woke|stay|stayed) up, lunch break,
    (?:get|gets|getting|im|i'm|am|be) (?:off|out)(?: (?:of )?(?:work|school|class))?, have to (?:be|go|leave), appointment(?: there)?,
    (?:train|bus|plane|flight|ride|uber)(?: (?:gets?|arrives?|leaves?|comes?|lands?|is))?(?: (?:in|there|here))?, woke, wake, game, church, lunch,
    drop(?: off)?(?: (?:the|my|our) (?:kids?|children|son|daughter)(?: off)?)?"""
)
NOT_THE_VISIT = re.compile(rf"\b(?:{_ELSEWHERE})\s?(?:is\s)?(?:at|around|by|until|till?|from|@|after|before|-)?\s?$")
GREETING = re.compile(r"\b(?:good|buenas?|buenos)\s(?:morning|afternoon|evening|night|tardes?|noches?)\b")
PARTS = (
    ("morning", re.compile(r"\bmornings?\b(?!\s?class)|\b(?:por|de|en)\sla\smanana\b|\bbefore\s(?:noon|lunch)\b|\bin\sthe\sam\b")),
    ("afternoon", verbose(r"\b(?:after|aftr)\s?noons?\b(?!\s?class)|\b(?:por|de|en)\sla\starde\b|\barvo\b|\bafter\s(?:lunch|school)\b")),
    (
        "evening",
        verbose(
            r"""\b(?:evenings?|tonight|tonite|2nite|nights?)\b(?!\s?(?:class|school|program|course))|\b(?:por|de|en)\sla\snoche\b
            |\bafter\s(?:work|dinner)\b"""
        ),
    ),
)
NOT_PART = verbose(
    r"\b(?:last|every|all|mon|late|opening)\s(?:night|nights|evening)\b|\b(?:night|evening|weekend)\s(?:class|course|program)\w*"
)
RANGE_LED = re.compile(rf"(?:\bat|@|\baround|\bfree|\bavailable|\bsay|\blike|[{DATE_MARK}]|\btime:)\s?,?\s?$")
RANGE_ENDS = re.compile(rf"\s*(?:$|[.,!?;\n)]|[{CONTACT_MARK}{DATE_MARK}{PARTY_MARK}]|(?:on|or|if|works?|please|plz|is|would|for|in)\b)")
NOT_A_RANGE = re.compile(r"\s(?:people|hours|days|weeks|years|months|students|of|dollars|k\b|grand|minutes|classes)")
MILITARY_LED = re.compile(rf"(?:\bat|@|\baround|\babout|[{DATE_MARK}])\s?,?\s?$")
DOTTED_LED = re.compile(r"(?:at|@|around|about|,)\s?$")
COMING_BY = re.compile(r"\b(?:come|came|stop|swing|drop|pass|there|here|make\sit|arrive)\s$")
TAKEN_BACK_HOUR = verbose(
    rf"\b{TAKEN_BACK}\b[,.!?:]?\s(?:(?:wait|sorry|actually|i\smean|i\smeant|it|to|at|around|about|for|like|its|it's|make|that|is)[,.]?\s){{0,4}}(?P<h>{H}){_AFTER_HOUR}"
)
BARE = verbose(
    rf"""\s*(?:(?:yes|yeah|ok|um|uh|maybe|lets\sdo|the)\s?,?\s)?(?P<h>{H})(?:\s(?:one|then|please|plz|pls|works|is\sfine))?\s*[.!?]?\s*"""
)
#: Without one of these a text asks for no part of the day.
PART_TOLD_WITH = DIGITS | words(
    """morning mornings afternoon afternoons aftrnoon aftrnoons noon noons lunch am manana tarde arvo school evening evenings tonight tonite night
    nights noche work dinner"""
)
