"""Finds the sentences that state something a school has to be able to prove: money, shares, pay, jobs, accreditation,
rankings, guarantees, durations and counts.

Pure, and quick enough for every outgoing line: a kind's patterns are tried only when one of its words occurs. What is
denied ("nobody can promise"), asked, not known ("I don't have a placement rate") or only aimed for is no statement; a
figure is one even in a question, because it sticks. Times, dates, ages, phone numbers and addresses are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from bot.faq.numbers import NUMBER, WORDS

StatementKind = Literal["money", "percentage", "pay", "placement", "accreditation", "ranking", "guarantee", "duration", "count"]
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)


@dataclass(frozen=True)
class Statement:
    """A sentence that needs a claim, and the words in it that do."""

    sentence: str
    kind: StatementKind
    start: int
    """Where in the sentence the words begin."""
    end: int

    @property
    def words(self) -> str:
        """The words that make it one."""
        return self.sentence[self.start : self.end]

    @property
    def marked(self) -> str:
        """The sentence with those words between ``>>`` and ``<<``."""
        return f"{self.sentence[: self.start]}>>{self.words}<<{self.sentence[self.end :]}"


@lru_cache(maxsize=4096)
def statements(text: str) -> tuple[Statement, ...]:
    """Every statement in ``text``, in order; of each kind at most one per sentence."""
    return tuple(found for sentence in sentences(text) for found in _in_sentence(sentence))


# --- sentences --------------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\b(?:no|nr|st|dr|mr|mrs|ms|inc|vs|approx|ave|rd|blvd|e\.g|i\.e))\.$", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of ``text``. A dot after an initial or an abbreviation ends none."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(text[max(0, match.end() - 8) : match.end()]) and match.end() < len(text):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


# --- what looks like a figure and is none ------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_TEENS = rf"(?:\d{{1,2}}|{'|'.join(('twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'twenty-one'))})"
_NEUTRAL = re.compile(
    "|".join(
        (
            r"\b(?:https?://|www\.)\S+",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
            r"(?:\+\d{1,3}[\s.-]?)?\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b|\+\d[\d\s().-]{6,}\d",
            rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*\d{{4}}\b)?",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?{_MONTH}(?:\s+\d{{4}})?\b",
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
            r"\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d\b(?:\s+(?:school |academic )?years?\b)?",
            r"\b(?:in|since|from|of|by|until|year|class of|spring|summer|fall|autumn|winter)\s+(?:19|20)\d\d\b(?!\s+[a-z]+s\b)",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\b\d{1,2}:\d\d\b|\b\d{1,2}\s+o'?clock\b",
            rf"\b{_TEENS}[- ]years?[- ](?:olds?\b|of age\b)|\b{_TEENS}\s+(?:años de edad|or older|or over|and (?:older|over|up)\b)",
            rf"\b(?:under|over|age|aged|ages|turn|turning)\s+(?:of\s+)?{_TEENS}\b(?!\s*(?:%|percent|week|month|year|semester|student|k\b|,\d))",
            r"\b24 hours a day\b|\b(?:7|seven) days a week\b|\b24/7\b",
            r"\b\d+(?:\.\d+)?\s?k?hz\b|\b\d+-?bit\b",
            r"\b\d+\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.]*\s+){1,4}(?:St|Street|Ave|Avenue|Blvd|Boulevard|Road|Rd|Drive|Dr|Lane|Ln|Way|Highway|Hwy|Court|Ct|Parkway|Pkwy)\b",
        )
    ),
    re.IGNORECASE,
)

# --- who and what -----------------------------------------------------------------------------------------------

_GROUP = (
    r"(?:graduates?|grads?|alumni|alumnae|alums?|alumnus|students?|learners|trainees|enrollees|apprentices|applicants|"
    r"(?:the |our |each |every |last year's )?class(?:mates)?|cohorts?|completers|graduad[oa]s|egresad[oa]s|estudiantes|alumn[oa]s)"
)
_JOB = r"(?:jobs?|work|employment|positions?|careers?|gigs?|roles?|job offers?|offers?|employers?|empleos?|trabajos?)"
_SCHOOL = (
    r"(?:schools?|college|academy|institute|university|programs?|programmes?|course|training|education|teachers|instructors|faculty|"
    r"studios?|facilit(?:y|ies)|campus|curriculum|escuela|academia|programa|formación|instituto)"
)
_OUR = r"(?:our|the|all|these|those|its|your|my|this year's|last year's|recent|former|nuestros|nuestras|los|las|sus)"
_UNIT = r"(?:weeks?|months?|years?|semesters?|terms?|quarters?|trimesters?|days?|hours?|hrs?|semanas?|mes(?:es)?|años?|semestres?|días?|horas?)"
_COUNTED = (
    r"(?:students?|graduates|grads?|alumni|alums|applicants|instructors?|teachers?|professors?|lecturers?|mentors?|faculty|staff members|"
    r"employees|studios?|labs?|classrooms?|rooms|campuses|locations|branches|programs?|programmes?|courses?|classes|lessons|modules|"
    r"subjects|credits?|credit hours|projects|internships|employers?|companies|partners|venues|countries|states|cities|jobs|openings|"
    r"scholarships?|awards?|grammys?|grammies|records|albums|seats|computers|workstations|consoles|microphones|clubs|"
    r"estudiantes|alumnos|graduados|egresados|profesores|estudios|programas|cursos|clases|empresas|países|becas)"
)
_NO_NAME = r"(?:before|after|they|who|that|which|to|and|or|of|in|for|with|is|are|was|were|when|while|if|as|the|at)\b"
_TURNS_OUT = (
    r"(?:find|finds|found|get|gets|got|land|lands|landed|secure|secures|secured|obtain|obtains|obtained|receive|receives|received|"
    r"walk(?:s|ed)? (?:straight )?into|step(?:s|ped)? (?:straight )?into|start(?:s|ed)? in|go(?:es)? on to|went on to|have|has|"
    r"encuentran?|encontraron|consiguen?|consiguieron|obtienen?|tendrás|conseguirás|encontrarás)"
)

# --- the kinds --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rule:
    kind: StatementKind
    triggers: frozenset[str]
    """One of these words must occur, or the patterns are not tried."""
    figure: re.Pattern[str] | None
    """States something even when it is denied or asked."""
    plain: re.Pattern[str] | None
    """States something unless it is denied, asked, unknown or only aimed for."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NUMERIC = frozenset(WORDS) | _words("0 1 2 3 4 5 6 7 8 9")

_RULES = (
    _Rule(
        "money",
        _words(
            "$ € £ usd dollar dollars bucks cents euros pounds dólares dolares k grand figure figures free cost costs charge fee fees price tuition "
            "discount discounts salary salaries wage wages earn earns earned make makes made pay pays paid income gratis gratuita gratuito "
            "cuesta cuestan matrícula affordable cheap cheaper"
        ),
        _any(
            rf"(?:[$€£]|\busd\s?|\bus\$)\s?{NUMBER}(?:\s?(?:-|–|to)\s?[$€£]?{NUMBER})?(?:\s*(?:a|an|per|/)\s?(?:hour|hr|year|yr|month|week|semester|credit)\b)?",
            rf"{NUMBER}\s?(?:usd|dollars?|bucks|cents|euros?|pounds?|grand|d[óo]lares)\b",
            r"\b\d{2,3}k\b(?:\s*(?:a|per)\s+(?:year|month))?",
            r"\b(?:five|six|seven|5|6|7|mid|high|low)[- ](?:\w+[- ])?figures?\b(?!\s+out)",
            rf"\b(?:costs?|price[ds]?|fees?|tuition|deposit|pay|pays|paid|earns?|earned|salar(?:y|ies)|wages?|makes?|income|cuestan?)\b"
            rf"[^.;]{{0,50}}?(?:\b\d{{1,3}},\d{{3}}\b|\b\d{{4,6}}\b(?!-)|{NUMBER}\s?(?:hundred|thousand|k\b|mil\b)|\b\w+[- ](?:hundred|thousand|mil)\b)",
        ),
        _any(
            r"\b(?:free of charge|at no (?:extra |additional )?(?:cost|charge)|for free|tuition[- ]free|costs? nothing|without charge|gratis|gratuit[oa]s?)\b",
            r"\b(?:tours?|visits?|tuition|housing|parking|application|applying|classes|lessons|books|software|training|meals|laptops?|gear|it|everything)"
            r"\s+(?:is|are|comes?)\s+(?:\w+ly\s+)?free\b(?!\s+to\b)",
            r"\bfree\s+(?:tuition|housing|parking|laptops?|macbooks?|books|software|training|classes|lessons|meals|gear|tours?|lunch)\b",
            r"\b(?:there(?:'s| is| are)|we (?:have|charge)|with)\s+no\s+(?:\w+\s+)?(?:fees?|charge|cost|tuition)\b",
            r"\b(?:tuition|fees|prices?|costs?)\s+(?:is|are|stays?|starts?|remains?)\s+(?:\w+\s+)?(?:low|lower|cheap|cheaper|affordable|reasonable|small)\b",
            r"\b(?:discounts?|rebates?)\s+(?:of|for|is|are)\b|\b(?:offer|give|get|have)\s+(?:\w+\s+){0,3}discounts?\b",
            r"\bwaive[sd]?\s+(?:\w+\s+){0,3}fees?\b",
        ),
    ),
    _Rule(
        "percentage",
        _words(
            "% percent pct percentage percentages cent ciento out in of half third thirds quarter quarters fifths tenths most majority all every nobody each mayoría mitad "
            "rate rates twice double triple times x todos casi cada"
        ),
        _any(
            rf"{NUMBER}\s?(?:%|percent\b|per cent\b|pct\b|percentage points?\b|por ciento\b)",
            rf"{NUMBER}\s+out\s+of\s+(?:every\s+|each\s+)?{NUMBER}",
            rf"{NUMBER}\s+in\s+(?:every\s+)?(?:two|three|four|five|ten|twenty|a hundred|[2-9]|10|20|100)\b(?!\s*(?:{_UNIT}|minutes?)\b)",
            rf"{NUMBER}\s+of\s+(?:every\s+|our\s+)?(?:ten|twenty|hundred|\d+)\s+{_GROUP}\b",
            rf"{NUMBER}\s+de\s+cada\s+{NUMBER}",
            rf"\b(?:half|(?:a|one|two)[- ]thirds?|(?:a|one|three)[- ]quarters?|(?:two|three|four)[- ]fifths|nine[- ]tenths|la mitad)\s+"
            rf"(?:of\s+|de\s+)?(?:{_OUR}\s+){{0,3}}(?:{_GROUP}|them|program|course|training|time|jobs|employers|studios)\b",
        ),
        _any(
            rf"\b(?:most|many|nearly all|almost all|practically all|the (?:vast |great |large )?majority|nearly every|almost every|la mayoría|casi todos)\s+"
            rf"(?:of\s+|de\s+)?(?:{_OUR}\s+){{0,3}}(?:\w+\s+)?{_GROUP}\b",
            rf"\b(?:all|every|each|every single|100 percent|todos)\s+(?:of\s+|one of\s+)?(?:{_OUR}\s+){{0,3}}{_GROUP}\s+(?:who\s+\w+\s+)?(?:\w+ly\s+)?"
            rf"(?:will\s+|have\s+)?(?:find|found|get|got|land|landed|work|are hired|is hired|are employed|is employed|earn|earns|graduate|graduates|pass|passes|"
            rf"passed|succeed|succeeds|finish|finishes|finds|gets|lands|works|encuentran|consiguen)\b",
            r"\b(?:graduation|completion|pass|success|retention|acceptance|dropout|satisfaction)\s+rates?\s+(?:is|are|of|was|were|stands?|exceeds?|tops?)\b",
            rf"\b(?:twice|two times|double|triple|three times|\d+\s?(?:x|times))\s+(?:as\s+(?:likely|many|much|good)|more|the)\b",
        ),
    ),
    _Rule(
        "pay",
        _words(
            "salary salaries wage wages earnings income pay pays paid paying unpaid lucrative earn earns earning money living hour hourly sueldo sueldos salario "
            "salarios ganan ganarás ganar pagan bonus"
        ),
        None,
        _any(
            r"\b(?:salar(?:y|ies)|wages?|earnings|incomes?|(?:starting |average |typical |entry )?pay)\s+(?:(?!var|differ|depend|once)\w+\s+){0,4}?(?:is|are|was|were|averages?|averaged|starts?|"
            r"ranges?|begins?|reach(?:es)?|exceeds?|tops?|beats?|goes|rises?|grows?|tend[s]? to be|can be)\s+(?!(?:different|not|up to you|something|one thing|a question)\b)\w+",
            r"\b(?:high|well|better|highly|good|top|best|great)[- ]?(?:paying|paid)\b|\blucrative\b|\bunpaid\b|\bpaid (?:very |really )?(?:well|the most|little|more|better|handsomely|internships?)\b",
            r"\bpays?\s+(?:very |really |quite |so )?(?:well|more|better|little|handsomely|a lot|good|great|the most|the best|above|over|up to|around|about|between|at least|nothing)\b",
            r"\b(?:earn|earns|earning|make|makes|making)\s+(?:\w+\s+){0,2}?(?:good money|great money|serious money|real money|big money|a (?:good |great |decent |comfortable )?living|"
            r"more (?:money|than)|a lot(?: of money)?|high(?:er)? (?:pay|income|wages|salar(?:y|ies))|a (?:high|good|great|top|solid) (?:salary|income|wage))\b",
            r"\bearn(?:s|ing)?\s+(?:up to|over|around|about|at least|between|above|well over|much|far)\b",
            r"\b(?:good|great|high|top|competitive|excellent|attractive|solid)\s+(?:starting )?(?:pay|salar(?:y|ies)|wages?|incomes?)\b",
            r"\b(?:highest|top|best|lowest|low|minimum)\s+(?:pay|salar(?:y|ies)|wages?|earners?)\b",
            r"\b(?:el |los |un )?(?:sueldos?|salarios?)\s+(?:\w+\s+){0,3}?(?:es|son|empieza|supera|buen|alto|altos|llega)\b|\b(?:buen|buenos|altos?)\s+(?:sueldos?|salarios?)\b|\bganan\s+(?:más|mucho|bien|hasta)\b",
        ),
    ),
    _Rule(
        "placement",
        _words(
            "job jobs work works worked working employment employed employers employer employable position positions career careers gig gigs role roles offer offers hired hire hires hiring "
            "recruit recruits placement placements placed place demand sought empleo empleos trabajo trabajos contratados contratan graduates grads alumni alums"
        ),
        None,
        _any(
            rf"\b(?:{_GROUP}|people|everyone|everybody|you|they|we all|who|casi todos|todos)\b(?:['’](?:ll|ve))?(?:\s+(?!(?:may|might|could|want|wants|hope|hopes|aim|aims|need|needs|try|look|if|ask|to|people|who|read)\b)[\w'’]+){{0,6}}?\s+"
            rf"{_TURNS_OUT}\s+(?:{_OUR}\s+|a\s+|an\s+|un\s+|good\s+|great\s+|full-time\s+|\w+ing\s+){{0,3}}(?:[\w-]+\s+){{0,2}}?{_JOB}\b(?!\s*(?:boards?|opportunit|question|description|fairs?|tables?|list))",
            rf"\b(?:{_GROUP}|you|they|people|everyone)\b(?:\s+[\w'’]+){{0,4}}?\s+(?:are|is|get|gets|got|were|be|been|being|getting)\s+(?:\w+ly\s+|quickly\s+|soon\s+|usually\s+)?(?:hired|employed|recruited|placed|in work)\b",
            rf"\b{_GROUP}\s+(?:(?:now|often|usually|also|currently|have|are|still|typically|regularly|mostly|already|all)\s+){{0,3}}(?:work|works|worked|working|toured|tour)\b",
            r"\b(?:employers?|studios?|compan(?:y|ies)|labels?|venues|business(?:es)?|the industry|recruiters?)\s+(?:[\w'’]+\s+){0,5}?(?:hire|hires|recruit|recruits|prefer|prefers|favou?r|favou?rs|love|loves|seek|seeks|want|wants|need|needs|snap up|compete for|come to us for)\s+"
            rf"(?:{_OUR}\s+){{0,2}}(?:[\w-]+\s+)?(?:{_GROUP}|people with|diploma|professionals|people)\b",
            r"\bin (?:high |great |strong |constant |hot )?demand\b|\b(?:highly )?sought[- ]after\b|\b(?:high|strong|great|growing|huge) demand for\b|\bhighly employable\b",
            r"\b(?:job|jobs|career|position)s?\s+(?:is|are|will be)?\s*(?:waiting|lined up|ready for you|yours)\b",
            r"\b(?:placement|employment|hiring|hire|job|job[- ]placement|job-finding)\s+rates?\s+(?:is|are|of|was|were|stands?|exceeds?|tops?)\b",
            r"\b(?:excellent|great|high|strong|outstanding|proven|impressive|record|near[- ]perfect)\s+(?:job[- ])?(?:placement|employment|hiring)(?:\s+(?:rates?|record|results))?\b",
            r"\b(?:we|the school|our (?:\w+ )?(?:team|office|staff|services?))\s+(?:\w+\s+){0,2}?(?:place|places|placed)\s+(?:\w+\s+){0,3}?(?:graduates|students|people|alumni|you|them|everyone)\b",
            r"\b(?:we|the school|our (?:\w+ )?(?:team|office|staff|services?))(?:['’]ll)?\s+(?:\w+\s+){0,2}?(?:help|helps|get|gets|find|finds|land|lands)\s+(?:\w+\s+){0,3}?(?:find\s+|land\s+|get\s+|into\s+)?(?:a\s+|your\s+|their\s+)?(?:\w+\s+)?(?:jobs?|work|employment)\b",
            r"\b(?:offers?|provides?|gives?|includes?|comes? with|have|has)\s+(?:\w+\s+){0,3}?(?:lifetime\s+)?(?:job|career|employment)[- ]placement\b",
            r"\byou(?:['’]ll| will| are going to| are sure to| are certain to)\s+(?:\w+\s+){0,2}?(?:be\s+hired|get\s+hired|find\s+(?:a\s+)?(?:job|work)|work\s+(?:for|at|with|as|in)\b|be\s+working)",
            r"\b(?:egresados|graduados|alumnos)\s+(?:\w+\s+){0,2}?(?:trabajan|son contratados)\b",
        ),
    ),
    _Rule(
        "accreditation",
        _words(
            "accredited accreditation accredits accrediting licensed licensure license licence approved certified recognized recognised authorized authorised chartered "
            "transfer transferable transfers accepted acreditada acreditado acreditación licenciada reconocida aprobada aprobado"
        ),
        None,
        _any(
            r"\b(?:is|are|was|were|been|be|we're|it's|fully|nationally|regionally|an?|remains?|stays?|become|became|por|está|estamos|somos)\s+(?:\w+ly\s+|now\s+|also\s+)?(?:accredited|acreditad[oa]s?)\b|\baccredited\s+(?:by|through|under|school|college|program|institution|since|and)\b",
            r"\b(?:have|has|hold|holds|held|earned|received|got|gained|with|full|national|regional|our|tiene|tenemos)\s+(?:\w+\s+){0,2}?(?:accreditation|acreditación)\b|\baccredit(?:s|ing)\s+(?:us|the school|our)\b|\baccreditation\s+(?:is|was|comes|through|from|by)\b",
            r"\b(?:is|are|was|fully|we're|it's|duly)\s+(?:\w+ly\s+|also\s+)?(?:licensed|certified|authori[sz]ed|chartered|bonded)\b(?!\s+(?:engineer|to\s+drive))|\b(?:licensed|certified|chartered|authori[sz]ed|licenciad[oa]|aprobad[oa]|autorizad[oa])\s+(?:by|under|through|as|in the state|por)\b",
            r"\b(?:state|federally|government|veteran|va|title iv)[- ](?:licensed|approved|certified|recogni[sz]ed|accredited)\b|\bapproved\s+(?:by|for)\s+(?:the\s+)?(?:state|va|veterans?|board|department|commission|government|gi bill|federal|national|u\.?s\.?|[A-Z]{2,}\b)",
            r"\b(?:is|are|fully|nationally|internationally|officially|widely)\s+recogni[sz]ed\b|\brecogni[sz]ed\s+by\b|\breconocid[oa]s?\s+por\b",
            r"\b(?:holds?|have|has)\s+(?:a\s+|an\s+|its\s+|the\s+)?(?:\w+\s+){0,2}?(?:licen[sc]e|licensure)\s+(?:from|by|of|with|number)\b",
            r"\bcredits?\s+(?:\w+\s+){0,4}?(?:transfers?|are accepted|is accepted|are transferable|count)\s+(?:to|at|by|everywhere|in|toward)\b",
        ),
    ),
    _Rule(
        "ranking",
        _words(
            "# no number top ranked ranks ranking rank rated best leading premier world finest unmatched unrivaled unrivalled none award most better highest largest biggest oldest only "
            "number-one greatest mejor mejores líder prestigious elite renowned famous respected"
        ),
        None,
        _any(
            r"(?:#\s?1\b|\bno\.\s?1\b|\bnumber[- ]one\b)(?!\s+(?:thing|question|rule|step|reason|tip))",
            rf"\btop[- ](?:ranked|rated|tier|notch|flight)\b|\btop\s+(?:\w+\s+){{0,2}}{_SCHOOL}\b|\b(?:in|among)\s+the\s+top\s+{NUMBER}|\btop\s+(?:\d+|three|five|ten|twenty)\b",
            r"\b(?:is|are|was|were|been|highly|consistently|always)\s+(?:\w+\s+)?ranked\b|\branked\s+(?:among|in|first|second|third|number|no|as|by|the|#|top)|\branks\s+(?:\w+\s+)?(?:among|in|first|second|third|number|as|with|#|top|above)\b|\bhighest[- ](?:ranked|rated)\b",
            rf"\b(?:best|finest|greatest|leading|premier|most (?:respected|trusted|affordable|advanced|popular|recogni[sz]ed|prestigious|successful|complete)|largest|biggest|oldest)\s+(?:[\w-]+\s+){{0,3}}?{_SCHOOL}\b",
            rf"\b(?:the|our)\s+(?:best|finest|greatest)\s+(?:in|of|around)\b|\bbest\s+place\s+to\s+(?:study|learn|train)\b|\b(?:the )?only\s+(?:\w+\s+){{0,3}}(?:school|college|academy|institute)\b",
            r"\bworld[- ](?:class|leading|famous|renowned)\b|\baward[- ]winning\b|\bunmatched\b|\bunrival+ed\b|\bsecond to none\b|\bindustry[- ]leading\b|\bprestigious\b|\brenowned\b|\belite\s+(?:\w+\s+)?(?:school|program|college)\b|\bnumber 1\b",
            r"\b(?:better|more \w+|cheaper|bigger)\s+than\s+(?:any|every|all|most|the)\s+(?:other\s+)?(?:schools?|colleges?|programs?|universit|competi|rest)",
            r"\b(?:la |el |las |los )?mejor(?:es)?\s+(?:escuelas?|academias?|programas?|institutos?)\b|\bescuela\s+líder\b|\bla mejor\b",
        ),
    ),
    _Rule(
        "guarantee",
        _words(
            "guarantee guarantees guaranteed guaranteeing promise promises promised assure assures assured ensure ensures ensured certain sure risk risk-free money-back definitely certainly surely "
            "fail wrong lose always garantiza garantizamos garantizado garantizada garantía garantizan prometemos prometo asegura aseguramos surefire bet commit"
        ),
        None,
        _any(
            r"\bguarante(?:e|es|ed|eing)\b|\bgarant(?:iza\w*|iz\w+|ía)\b",
            r"(?<!show )(?<!shows )(?<!showing )(?<!with )\bpromise[sd]?\b|\bpromet(?:emos|o|e)\b",
            r"\b(?:assure[sd]?|aseguramos|asegura)\s+(?:you|that|a|every|everyone|success|work|un|que)\b|\b(?:rest|be) assured\b",
            r"\b(?:ensure[sd]?|make sure)\s+(?:that\s+)?(?:you|everyone|every\s+\w+|all\s+\w+|graduates|students)\s+(?:\w+\s+)?(?:will\s+)?(?:get|gets|find|finds|land|lands|succeed|succeeds|graduate|graduates|have|has|pass)\b",
            r"\b(?:certain|sure|bound)\s+to\s+(?:get|find|land|succeed|earn|make|be|graduate|pass|work)\b|\bsurefire\b|\byou can bet\b",
            r"\brisk[- ]free\b|\bno risk\b|\bmoney[- ]back\b|\bwithout fail\b|\b(?:can't|cannot|never|won't)\s+(?:fail|go wrong|lose)\b",
            r"\b(?:will|'ll|’ll)\s+(?:definitely|certainly|surely|always|absolutely)\s+(?!be happy|help|tell|answer|ask)\w+",
        ),
    ),
    _Rule(
        "duration",
        _NUMERIC | _words("year month week semester half long-term takes lasts few couple several"),
        _any(
            rf"(?<![$€£\d,.]){NUMBER}(?:\s?(?:-|–|to|or|and|a)\s?{NUMBER})?(?:\s+(?:and\s+a\s+half|full|short|long|whole|academic|calendar|intensive|more))*[- ]?(?:{_UNIT})\b(?!\s+(?:ago|old|before|earlier))(?:[- ](?:long|program|course))?",
            rf"{NUMBER}\s?(?:minutes?|mins?)\b(?=[^.]*\b(?:class|classes|lesson|lessons|program|course|lectures?|sessions?)\b)",
        ),
        _any(
            r"\b(?:takes?|lasts?|runs?|ran|finish(?:es|ed)?|complet(?:e|es|ed)|done|graduat(?:e|es|ed)|spend|spends|over|in|within|for|is|es|dura)\s+(?:\w+\s+){0,4}?"
            r"(?:(?:only|just|about|around|under|less than|over|more than|almost|nearly)\s+)*(?:a|an|half a|un|medio)\s+(?:full |whole |single |half )?(?:year|month|semester|week|year and a half|año|mes|semestre)\b(?!['’])",
            r"\b(?:year|month|semester|week)[- ]long\b|\ba (?:few|couple of) (?:weeks|months|semesters|years)\b(?!\s+(?:ago|ahead|before))|\bhalf a year\b|\bseveral (?:weeks|months|semesters|years)\b",
        ),
    ),
    _Rule(
        "count",
        _NUMERIC
        | _words(
            "dozens hundreds thousands scores class classes ratio size sizes capped limited small docenas cientos miles student teacher dozen"
        ),
        _any(
            rf"(?<![$€£\d,.:])(?!\bone\b)(?!\b1\b){NUMBER}\s+(?:(?!{_NO_NAME})[\w'’-]+\s+){{0,2}}?{_COUNTED}\b",
            rf"\b(?:dozens|hundreds|thousands|scores|tens of thousands|docenas|cientos|miles)\s+(?:of|de)\s+(?:[\w'’-]+\s+){{0,2}}?(?:{_COUNTED}|people|professionals|personas)\b",
            rf"{NUMBER}\s+(?:people|persons|personas|kids|adults|veterans|women|men)\s+(?:have\s+|who\s+|has\s+|that\s+)?(?:\w+ly\s+)?(?:graduat\w*|stud(?:y|ied)\b|enrol\w*|attend\w*|train\w*|appl(?:y|ied)\b|work\w*\s+(?:here|for us|with us)|teach\w*|a class\b|per class\b|in (?:a|each|every) class)",
            rf"\bclass(?:es)?\s+(?:sizes?\s+)?(?:of|with|under|below|around|averag\w+|is|are|have|has|hold|holds|max(?:es)? out at)\s+(?:[\w-]+\s+){{0,4}}?{NUMBER}(?!\s*(?:{_UNIT}|minutes?|[ap]\.?m)\b)",
            rf"\b(?:capped|limited)\s+(?:at|to)\s+{NUMBER}\b(?!\s*(?:people|guests|persons|%|percent))",
            rf"{NUMBER}(?:\s?(?::|to|-to-)\s?){NUMBER}\s+(?:\w+[- ]){{0,3}}ratio\b|\bratio\s+(?:is|of)\s+(?:\w+\s+){{0,2}}{NUMBER}",
        ),
        _any(
            r"\b(?:average|typical|maximum|usual) class sizes?\s+(?:is|are|of|stays?)\b|\bclass sizes?\s+(?:is|are|stays?|remains?)\s+(?:\w+\s+)?(?:small|low|tiny|limited)\b|\bsmall(?:er)? class(?:es| sizes?)\b|\bclasses\s+(?:are|stay)\s+(?:\w+\s+)?(?:small|tiny)\b",
            r"\b(?:low|small|excellent|great|good)\s+(?:student|teacher|instructor)[- ]\w*[- ]?(?:\w+[- ])?ratios?\b",
        ),
    ),
)

# --- what takes a statement back ----------------------------------------------------------------------------------

_CLAUSE = re.compile(r"\.\s|[,;:–—()\"“”]|\s-\s|\b(?:but|and|because|so|yet|y|pero|porque)\b", re.IGNORECASE)
_TRICK = re.compile(
    r"\bnot (?:only|just|merely)\b|\bisn['’]t (?:just|only)\b|\b(?:there(?:['’]s| is)\s+)?no (?:doubt|question|secret|wonder|exaggeration|joke|matter)\b|"
    r"\bno other\b|\bno better\b|\bnothing (?:but|less)\b|\b(?:do not|don['’]t) (?:worry|miss|wait|forget|hesitate)\b|\bno sólo\b|\bsin duda\b|"
    r"\bnever (?:been|fails?|failed)\b|\b(?:do not|don['’]t) (?:just )?take (?:our|my) word\b|\bwon['’]t (?:regret|believe)\b|\bno need to worry\b|\bno strings\b|\bno matter (?:what|who)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|never|nobody|no[- ]one|none|cannot|can\s?not|without|neither|nor|nothing|rather than|instead of|hardly|nadie|ning[uú]n\w*|nunca|sin|tampoco)\b|n['’]t\b|"
    r"\b(?:dont|doesnt|isnt|arent|cant|wont)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:whether|unless)\b|\b(?:if|si)\b(?!.*(?:\bwill\b|'ll\b))|"
    r"\b(?:ask|asks|asking|check|find out|wonder|confirm|depends?|questions?|preguntar?)\b.*"
    r"\b(?:how|what|which|who|whom|where|when|why|about|on|for|cuánt\w*|qué|cuál\w*|sobre)\b|"
    r"\b(?:tell|tells|know|knows|say|says|see|explain|saber|decir)\b.*\b(?:how|what|which|who|whom|where|when|why|cuánt\w*|qué|cuál\w*)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:aim|aims|aiming|hope|hopes|hoping|want|wants|wish|would like|looking|look|dream|dreams|trying|try|goal|seek|seeking|interested|may|might|could|"
    r"perhaps|possibly|possible|if|quieren?|quieres|puede que|quizá\w*)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"^\s*(?:[\w-]+\s+){0,2}?(?:no|nothing|neither|none|nobody|nada)\b"
    r"|^\s+(?:of\s+(?:a|any)\s+\w+\s+)?(?:(?:is|are|was|can|could|will|would|do|does)(?:\s+not|n['’]t)|cannot|is (?:something|nothing|more than)\s.*(?:\bcannot|n't|\bno one|\bnobody))\b",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"^\W*(?:did you know|want to|wanna|ready to|looking (?:for|to)|why not|who else|where else|would(?:n['’]t)? you (?:like|love|want)|wouldn['’]t|can you (?:imagine|believe)|"
    r"guess what|isn['’]t it|¿?sab[ií]as que)\b|\b(?:right|isn['’]t it|don['’]t you|okay|ok|no es así)\?$|,\s*(?:huh|eh)\?$",
    re.IGNORECASE,
)
_TOUR = re.compile(r"\b(?:tours?|visits?|visitors?|book|booking|bookings|booked|appointments?|open house|slots?|guests?|recorridos?|visitas?)\b", re.IGNORECASE)
_STUDY = re.compile(r"\b(?:programs?|programmes?|courses?|class|classes|train|training|diploma|graduate\w*|semesters?|lessons?|degree|stud(?:y|ies)|tuition|programa|curso)\b", re.IGNORECASE)
_TOUR_UNIT = re.compile(r"(?:hours?|hrs?|days?|minutes?|mins?|weeks?|horas?|días?|minutos?|semanas?)$", re.IGNORECASE)
_PER = re.compile(r"(?:[$€£]\s?[\d,.k]+|\bmoney)\s*$", re.IGNORECASE)

_SAID_BY_DENYING = ("money", "guarantee", "ranking")

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?|\d|[$€£%#]")


def _in_sentence(sentence: str) -> Iterator[Statement]:
    found = set(_TOKEN.findall(sentence.lower()))
    found |= {part for word in found if "-" in word for part in word.split("-")}
    rules = [rule for rule in _RULES if not rule.triggers.isdisjoint(found)]
    if not rules:
        return
    text = _NEUTRAL.sub(lambda match: "·" * len(match[0]), sentence).replace("’", "'")
    asked = text.rstrip("\"')”").endswith("?") and not _RHETORICAL.search(text)
    for rule in rules:
        match = _figure(rule, text)
        if asked:
            match = match if match and re.search(r"\d", text[slice(*match)]) else None
        else:
            match = match or _plain(rule, text)
        if match is not None:
            yield Statement(sentence, rule.kind, *match)


def _figure(rule: _Rule, text: str) -> tuple[int, int] | None:
    if rule.figure is None:
        return None
    for match in rule.figure.finditer(text):
        if rule.kind == "duration" and not _is_study_time(text, match):
            continue
        if rule.kind == "percentage" and _is_certainty(text, match):
            continue
        if _is_open_question(text, match):
            continue
        return match.span()
    return None


def _plain(rule: _Rule, text: str) -> tuple[int, int] | None:
    if rule.plain is None:
        return None
    for match in rule.plain.finditer(text):
        before, after = _around(text, match)
        said = before + match[0]
        # In "at no cost" or "can't fail" the denial is the statement; elsewhere it takes the statement back.
        if _DENIED.search(_TRICK.sub(" ", before if rule.kind in _SAID_BY_DENYING else said)) or _OPEN.search(said):
            continue
        if rule.kind in ("placement", "pay") and _AIMED.search(before):
            continue
        if rule.kind in ("guarantee", "placement") and _TAKEN_BACK.search(after):
            continue
        return match.span()
    return None


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before and after the match in its own clause."""
    starts = [0, *(one.end() for one in _CLAUSE.finditer(text, 0, match.start()))]
    while len(starts) > 1 and re.match(r"\s*(?:n?or|o|ni)\b", text[starts[-1] :], re.IGNORECASE):
        starts.pop()  # "I can't tell you how many, or promise any": the denial goes on
    start = starts[-1]
    following = _CLAUSE.search(text, match.end())
    return text[start : match.start()], text[match.end() : following.start() if following else len(text)]


def _is_study_time(text: str, match: re.Match[str]) -> bool:
    """False for the times of a tour, for rates ("$17 an hour") and for "one day"."""
    if _TOUR_UNIT.search(match[0]) and _TOUR.search(text) and not _STUDY.search(text):
        return False
    return not (_PER.search(text[: match.start()]) or re.match(r"(?:one|1)\s+(?:day|hour|week)$", match[0], re.IGNORECASE))


def _is_certainty(text: str, match: re.Match[str]) -> bool:
    """True for "I'm not 100 % sure"."""
    return bool(re.match(r"\s*(?:sure|certain|clear)\b", text[match.end() :]) and _DENIED.search(text[: match.start()]))


def _is_open_question(text: str, match: re.Match[str]) -> bool:
    """True for "ask whether 12 weeks are enough": what the figure stands in is left open."""
    return bool(re.search(r"\bwhether\b", _around(text, match)[0], re.IGNORECASE))
