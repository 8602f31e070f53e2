"""The words and patterns by which :mod:`bot.faq.statements` knows a statement. Data only: no rule is decided here."""

from __future__ import annotations

from bot.faq.numbers import NUMBER, WORDS
from bot.faq.statement_rule import Rule
from bot.faq.statement_rule import any_of as _any
from bot.faq.statement_rule import one_of as _one_of
from bot.faq.statement_rule import words as _words

# --- who and what -----------------------------------------------------------------------------------------------

_NUMERIC = WORDS | _words("0 1 2 3 4 5 6 7 8 9 half")
_GROUP_WORDS = _words(
    "graduate graduates grad grads alumni alumnae alum alums alumnus student students learners trainees enrollees apprentices applicants "
    "class classmates cohort cohorts completers graduada graduados graduadas egresado egresados egresadas estudiante estudiantes alumno alumnos"
)
_JOB_WORDS = _words(
    "job jobs work employment position positions career careers gig gigs role roles offer offers employer employers empleo empleos trabajo trabajos"
)
_SCHOOL_WORDS = _words(
    "school schools college academy institute university program programs programme programmes course training education teachers "
    "instructors faculty studio studios facility facilities campus curriculum escuela escuelas academia programa formación instituto"
)
_UNIT_WORDS = _words(
    "week weeks month months year years semester semesters term terms quarter quarters trimester trimesters day days hour hours hr hrs "
    "semana semanas mes meses año años semestre semestres día días hora horas"
)
COUNTED_WORDS = _words(
    "student students graduates grad grads alumni alums applicants instructor instructors teacher teachers professor professors lecturer "
    "lecturers mentor mentors faculty employees studio studios lab labs classroom classrooms rooms campuses locations branches program "
    "programs programme programmes course courses classes lessons modules subjects credit credits projects internships employer employers "
    "companies partners venues countries states cities jobs openings scholarship scholarships award awards grammy grammys grammies records "
    "albums seats computers workstations consoles microphones clubs estudiantes alumnos graduados egresados profesores estudios programas "
    "cursos clases empresas países becas"
)
_GROUP = _one_of(_GROUP_WORDS)
_JOB = _one_of(_JOB_WORDS, "job offers?")
_SCHOOL = _one_of(_SCHOOL_WORDS)
UNIT = _one_of(_UNIT_WORDS)
COUNTED = _one_of(COUNTED_WORDS, "staff members", "credit hours")
_OUR = r"(?:our|the|all|these|those|its|your|my|this year's|last year's|recent|former|nuestros|nuestras|los|las|sus)"
NO_NAME = r"(?:before|after|they|who|that|which|to|and|or|of|in|for|with|is|are|was|were|when|while|if|as|the|at)\b"
_TURN_OUT_WORDS = _words(
    "find finds found get gets got land lands landed secure secures secured obtain obtains obtained receive receives received have has "
    "encuentra encuentran encontraron consigue consiguen consiguieron obtiene obtienen tendrás conseguirás encontrarás"
)
_TURNS_OUT = _one_of(_TURN_OUT_WORDS, "(?:walk|step)(?:s|ped|ed)? (?:straight )?into", "start(?:s|ed)? in", "go(?:es)? on to", "went on to")
_ABOUT = r"(?:(?:only|just|about|around|roughly|nearly|almost|under|over|below|above|up to|at least|as low as|less than|more than|at|from)\s+){0,3}"
_BARE = (
    rf"(?!(?:one|two|three|four|five|six|seven|eight|nine|[1-3])\b){NUMBER}(?![\d:/.,]?\d|-[a-z])"
    rf"(?!\s*(?:%|percent|per cent|pct|out of|of\b|{UNIT}\b|minutes?|times?|steps?|parts?|ways?|things?|people|persons|payments?|credits?|[ap]\.?m\b|(?:st|nd|rd|th)\b))"
)
_AT_WORK = _TURN_OUT_WORDS | _words("walk walks walked step steps stepped start starts started go goes went")

# --- the kinds --------------------------------------------------------------------------------------------------

RULES = (
    Rule(
        "money",
        (_words("$ € £ usd us dollar dollars bucks cents euros pounds dólares dolares k grand figure figures"),),
        _any(
            rf"(?:[$€£]|\busd\s?|\bus\$)\s?{NUMBER}(?:\s?(?:-|–|to)\s?[$€£]?{NUMBER})?(?:\s*(?:a|an|per|/)\s?(?:hour|hr|year|yr|month|week|semester|credit)\b)?",
            rf"{NUMBER}\s?(?:usd|dollars?|bucks|cents|euros?|pounds?|grand|d[óo]lares)\b",
            r"\b\d{2,3}k\b(?:\s*(?:a|per)\s+(?:year|month))?",
            r"\b(?:five|six|seven|5|6|7|mid|high|low)[- ](?:\w+[- ])?figures?\b(?!\s+out)",
        ),
        is_figure=True,
    ),
    Rule(
        "money",
        (
            _NUMERIC,
            _words(
                "cost costs price priced fee fees tuition deposit pay pays paid earn earns earned salary salaries wage wages make makes income cuesta cuestan"
            ),
        ),
        _any(
            rf"\b(?:costs?|price[ds]?|fees?|tuition|deposit|pay|pays|paid|earns?|earned|salar(?:y|ies)|wages?|makes?|income|cuestan?)\b"
            rf"[^.;]{{0,50}}?(?:\b\d{{1,3}},\d{{3}}\b|\b\d{{4,6}}\b(?!-)|{NUMBER}\s?(?:hundred|thousand|k\b|mil\b)|\b\w+[- ](?:hundred|thousand|mil)\b)",
        ),
        is_figure=True,
    ),
    # Without a currency, a thousand or a "k": what is charged is money all the same.
    Rule(
        "money",
        (_NUMERIC, _words("cost costs fee fees tuition deposit price prices charge charges pay pays earn earns paid earned")),
        _any(
            rf"\b(?:fees?|tuition|deposit|costs?|prices?|charges?)\s+(?:(?:for|of|to)\s+(?:\w+\s+){{1,4}}?)?(?:\w+ly\s+|now\s+|still\s+)?"
            rf"(?:is|are|comes?\s+to|starts?|begins?|runs?|ranges?|goes)\s+{_ABOUT}{_BARE}",
            rf"\b(?:(?:costs?|charges?)(?:\s+(?:you|them|us|families|students))?|(?:fees?|tuition|deposit|price|cost|charge)\s+of)\s+{_ABOUT}{_BARE}",
            rf"\b(?:pays?|earns?|paid|earned)\s+{_ABOUT}{NUMBER}\s+(?:an?|per|each|every)\s+(?:hour|day|week|month|year|semester|term|gig|session|show)\b",
        ),
        is_figure=True,
    ),
    Rule(
        "money",
        (
            _words(
                "free cost costs charge fee fees price prices tuition discount discounts rebate rebates waive waives waived gratis gratuita gratuito gratuitos gratuitas nothing"
            ),
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
    Rule(
        "percentage",
        (
            _NUMERIC,
            _words("% percent pct percentage cent ciento"),
        ),
        _any(
            rf"{NUMBER}\s?(?:%|percent\b|per cent\b|pct\b|percentage points?\b|por ciento\b)",
        ),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (
            _NUMERIC,
            _words("out in of de"),
        ),
        _any(
            rf"{NUMBER}\s+out\s+of\s+(?:every\s+|each\s+)?{NUMBER}",
            rf"{NUMBER}\s+in\s+(?:every\s+)?(?:two|three|four|five|ten|twenty|a hundred|[2-9]|10|20|100)\b(?!\s*(?:{UNIT}|minutes?)\b)",
            rf"{NUMBER}\s+of\s+(?:every\s+|our\s+)?(?:ten|twenty|hundred|\d+)\s+{_GROUP}\b",
            rf"{NUMBER}\s+de\s+cada\s+{NUMBER}",
        ),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (_words("half third thirds quarter quarters fifths tenths mitad"),),
        _any(
            rf"\b(?:half|(?:a|one|two)[- ]thirds?|(?:a|one|three)[- ]quarters?|(?:two|three|four)[- ]fifths|nine[- ]tenths|la mitad)\s+"
            rf"(?:of\s+|de\s+)?(?:{_OUR}\s+){{0,3}}(?:{_GROUP}|them|program|course|training|time|jobs|employers|studios|what|price|cost)\b",
        ),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (
            _GROUP_WORDS,
            _words("most many nearly almost practically majority mayoría casi all every each todos"),
        ),
        _any(
            rf"\b(?:most|many|nearly all|almost all|practically all|the (?:vast |great |large )?majority|nearly every|almost every|la mayoría|casi todos)\s+"
            rf"(?:of\s+|de\s+)?(?:{_OUR}\s+){{0,3}}(?:\w+\s+)?{_GROUP}\b",
            rf"\b(?:all|every|each|every single|100 percent|todos)\s+(?:of\s+|one of\s+)?(?:{_OUR}\s+){{0,3}}{_GROUP}\s+(?:who\s+\w+\s+)?(?:\w+ly\s+)?"
            rf"(?:will\s+|have\s+)?(?:find|found|get|got|land|landed|work|are hired|is hired|are employed|is employed|earn|earns|graduate|graduates|pass|passes|"
            rf"passed|succeed|succeeds|finish|finishes|finds|gets|lands|works|encuentran|consiguen)\b",
        ),
    ),
    Rule(
        "percentage",
        (_words("rate rates twice two double triple three times x"),),
        _any(
            r"\b(?:graduation|completion|pass|success|retention|acceptance|dropout|satisfaction)\s+rates?\s+(?:is|are|of|was|were|stands?|exceeds?|tops?)\b",
            r"\b(?:twice|two times|double|triple|three times|\d+\s?(?:x|times))\s+(?:as\s+(?:likely|many|much|good)|more|the)\b",
        ),
    ),
    Rule(
        "pay",
        (
            _words(
                "salary salaries wage wages earnings income incomes pay pays paid paying unpaid lucrative earn earns earning make makes making earners sueldo sueldos salario salarios ganan"
            ),
        ),
        _any(
            r"\b(?:salar(?:y|ies)|wages?|earnings|incomes?|(?:starting |average |typical |entry )?pay)\s+(?:(?!var|differ|depend|once)\w+\s+){0,4}?(?:is|are|was|were|averages?|averaged|starts?|"
            r"ranges?|begins?|reach(?:es)?|exceeds?|tops?|beats?|goes|rises?|grows?|tend[s]? to be|can be)\s+(?!(?:different|not|up to you|something|one thing|a question)\b)\w+",
            r"\b(?:high|well|better|highly|good|top|best|great)[- ]?(?:paying|paid)\b|\blucrative\b|\bunpaid\b|\bpaid (?:very |really )?(?:well|the most|little|more|better|handsomely|internships?)\b",
            r"(?<!about )\bpays?\s+(?:very |really |quite |so )?(?:well|more|better|little|handsomely|a lot|good|great|the most|the best|above|over|up to|around|about|between|at least|nothing)\b",
            r"\b(?:earn|earns|earning|make|makes|making)\s+(?:\w+\s+){0,2}?(?:good money|great money|serious money|real money|big money|a (?:good |great |decent |comfortable )?living|"
            r"more (?:money|than)|a lot(?: of money)?|high(?:er)? (?:pay|income|wages|salar(?:y|ies))|a (?:high|good|great|top|solid) (?:salary|income|wage))\b",
            r"\bearn(?:s|ing)?\s+(?:up to|over|around|about|at least|between|above|well over|much|far)\b",
            r"\b(?:good|great|high|top|competitive|excellent|attractive|solid)\s+(?:starting )?(?:pay|salar(?:y|ies)|wages?|incomes?)\b",
            r"\b(?:highest|top|best|lowest|low|minimum)\s+(?:pay|salar(?:y|ies)|wages?|earners?)\b",
            r"\b(?:el |los |un )?(?:sueldos?|salarios?)\s+(?:\w+\s+){0,3}?(?:es|son|empieza|supera|buen|alto|altos|llega)\b|\b(?:buen|buenos|altos?)\s+(?:sueldos?|salarios?)\b|\bganan\s+(?:más|mucho|bien|hasta)\b",
        ),
    ),
    Rule(
        "placement",
        (
            _JOB_WORDS,
            _AT_WORK,
        ),
        _any(
            rf"\b(?:{_GROUP}|people|everyone|everybody|you|they|we all|who|casi todos|todos)\b(?:['’](?:ll|ve))?(?:\s+(?!(?:may|might|could|want|wants|hope|hopes|aim|aims|need|needs|try|look|if|ask|to|people|who|read)\b)[\w'’]+){{0,6}}?\s+"
            rf"{_TURNS_OUT}\s+(?:{_OUR}\s+|a\s+|an\s+|un\s+|good\s+|great\s+|full-time\s+|\w+ing\s+){{0,3}}(?:[\w-]+\s+){{0,2}}?{_JOB}\b(?!\s*(?:boards?|opportunit|question|description|fairs?|tables?|list))",
        ),
    ),
    Rule(
        "placement",
        (
            _words(
                "hired employed recruited placed work works worked working toured tour hire hires recruit recruits prefer prefers favor favors favour favours love loves seek seeks want wants need needs snap compete come demand sought employable waiting lined ready yours safe secure for placement employment hiring place places help helps trabajan contratados will ll sure certain going"
            ),
            _GROUP_WORDS
            | _JOB_WORDS
            | _words(
                "we you they people everyone demand sought employable placement employment hiring hire school studio studios company companies labels venues business businesses industry recruiters team office staff service services"
            ),
        ),
        _any(
            rf"\b(?:{_GROUP}|you|they|people|everyone)\b(?:\s+[\w'’]+){{0,4}}?\s+(?:are|is|get|gets|got|were|be|been|being|getting)\s+(?:\w+ly\s+|quickly\s+|soon\s+|usually\s+)?(?:hired|employed|recruited|placed|in work)\b",
            rf"\b{_GROUP}\s+(?:(?:now|often|usually|also|currently|have|are|still|typically|regularly|mostly|already|all)\s+){{0,3}}(?:work|works|worked|working|toured|tour)\b",
            r"\b(?:employers?|studios?|compan(?:y|ies)|labels?|venues|business(?:es)?|the industry|recruiters?)\s+(?:[\w'’]+\s+){0,5}?(?:hire|hires|recruit|recruits|prefer|prefers|favou?r|favou?rs|love|loves|seek|seeks|want|wants|need|needs|snap up|compete for|come to us for)\s+"
            rf"(?:{_OUR}\s+){{0,2}}(?:[\w-]+\s+)?(?:{_GROUP}|people with|diploma|professionals|people)\b",
            r"\bin (?:high |great |strong |constant |hot )?demand\b|\b(?:highly )?sought[- ]after\b|\b(?:high|strong|great|growing|huge) demand for\b|\bhighly employable\b",
            r"\b(?:job|jobs|career|position)s?\s+(?:is|are|will be)?\s*(?:waiting|lined up|ready for you|yours|safe|secure|for (?:everyone|everybody|you all|every \w+))\b",
            r"\b(?:placement|employment|hiring|hire|job|job[- ]placement|job-finding)\s+rates?\s+(?:is|are|of|was|were|stands?|exceeds?|tops?)\b",
            r"\b(?:excellent|great|high|strong|outstanding|proven|impressive|record|near[- ]perfect)\s+(?:job[- ])?(?:placement|employment|hiring)(?:\s+(?:rates?|record|results))?\b",
            r"\b(?:we|the school|our (?:\w+ )?(?:team|office|staff|services?))\s+(?:\w+\s+){0,2}?(?:place|places|placed)\s+(?:\w+\s+){0,3}?(?:graduates|students|people|alumni|you|them|everyone)\b",
            r"\b(?:we|the school|our (?:\w+ )?(?:team|office|staff|services?))(?:['’]ll)?\s+(?:\w+\s+){0,2}?(?:help|helps|get|gets|find|finds|land|lands)\s+(?:\w+\s+){0,3}?(?:find\s+|land\s+|get\s+|into\s+)?(?:a\s+|your\s+|their\s+)?(?:\w+\s+)?(?:jobs?|work|employment)\b",
            r"\b(?:offers?|provides?|gives?|includes?|comes? with|have|has)\s+(?:\w+\s+){0,3}?(?:lifetime\s+)?(?:job|career|employment)[- ]placement\b",
            r"\byou(?:['’]ll| will| are going to| are sure to| are certain to)\s+(?:\w+\s+){0,2}?(?:be\s+hired|get\s+hired|find\s+(?:a\s+)?(?:job|work)|work\s+(?:for|at|with|as|in)\b|be\s+working)",
            r"\b(?:egresados|graduados|alumnos)\s+(?:\w+\s+){0,2}?(?:trabajan|son contratados)\b",
        ),
    ),
    # Denied twice is said: "nobody has failed to find work".
    Rule(
        "placement",
        (_words("failed fail fails without"), _words("no not nobody never isn aren t none hardly")),
        _any(
            r"\b(?:no|nobody|never|none|hardly)\b[^.]{0,40}\bfail(?:s|ed)? to (?:find|get|land)\b",
            rf"(?:\b(?:no|not|never|hardly)\b|n['’]t\b)[^.]{{0,30}}\b{_GROUP}\b[^.]{{0,20}}\bwithout\s+(?:a\s+)?{_JOB}\b",
        ),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (_words("everyone everybody"),),
        _any(r"\b(?:everyone|everybody)\s+(?:who\s+\w+\s+)?(?:passes|passed|graduates|graduated|succeeds|succeeded|finishes|finished)\b"),
    ),
    Rule(
        "accreditation",
        (
            _words(
                "accredited accreditation accredits accrediting licensed licensure license licence approved certified recognized recognised authorized authorised chartered bonded credit credits acreditada acreditado acreditadas acreditados acreditación licenciada licenciado autorizada autorizado reconocida reconocido reconocidas reconocidos aprobada aprobado"
            ),
        ),
        _any(
            r"\b(?:is|are|was|were|been|be|we're|it's|fully|nationally|regionally|an?|remains?|stays?|become|became|por|está|estamos|somos)\s+(?:\w+ly\s+|now\s+|also\s+)?(?:accredited|acreditad[oa]s?)\b|\baccredited\s+(?:by|through|under|school|college|program|institution|since|and)\b",
            r"\b(?:have|has|hold|holds|held|earned|received|got|gained|with|full|national|regional|our|tiene|tenemos)\s+(?:\w+\s+){0,2}?(?:accreditation|acreditación)\b|\baccredit(?:s|ing)\s+(?:us|the school|our)\b|\baccreditation\s+(?:is|was|comes|through|from|by)\b",
            r"\b(?:is|are|was|fully|we're|it's|duly)\s+(?:\w+ly\s+|also\s+)?(?:licensed|certified|authori[sz]ed|chartered|bonded)\b(?!\s+(?:engineer|to\s+drive))|\b(?:licensed|certified|chartered|authori[sz]ed|licenciad[oa]|aprobad[oa]|autorizad[oa])\s+(?:by|under|through|as|in the state|por)\b",
            r"\b(?:state|federally|government|veteran|va|title iv)[- ](?:licensed|approved|certified|recogni[sz]ed|accredited)\b|\bapproved\s+to\s+(?:train|teach|enroll)\b|\bapproved\s+(?:by|for)\s+(?:the\s+)?(?:state|va|veterans?|board|department|commission|government|gi bill|federal|national|u\.?s\.?|[A-Z]{2,}\b)",
            r"\b(?:is|are|fully|nationally|internationally|officially|widely)\s+recogni[sz]ed\b|\brecogni[sz]ed\s+by\b|\breconocid[oa]s?\s+por\b",
            r"\b(?:holds?|have|has)\s+(?:a\s+|an\s+|its\s+|the\s+)?(?:\w+\s+){0,2}?(?:licen[sc]e|licensure)\s+(?:from|by|of|with|number)\b",
            r"\bcredits?\s+(?:\w+\s+){0,4}?(?:transfers?|are accepted|is accepted|are transferable|count)\s+(?:to|at|by|everywhere|in|toward)\b",
        ),
    ),
    Rule(
        "ranking",
        (
            _words("# no number nr"),
            _words("1 one"),
        ),
        _any(
            r"(?:#\s?1\b|\bno\.\s?1\b|\bnumber[- ]one\b)(?!\s+(?:thing|question|rule|step|reason|tip))",
        ),
    ),
    Rule(
        "ranking",
        (_words("top ranked ranks highest highest-ranked highest-rated"),),
        _any(
            rf"\btop[- ](?:ranked|rated|tier|notch|flight)\b|\btop\s+(?:\w+\s+){{0,2}}{_SCHOOL}\b|\b(?:in|among)\s+the\s+top\s+{NUMBER}|\btop\s+(?:\d+|three|five|ten|twenty)\b",
            r"\b(?:is|are|was|were|been|highly|consistently|always)\s+(?:\w+\s+)?ranked\b|\branked\s+(?:among|in|first|second|third|number|no|as|by|the|#|top)|\branks\s+(?:\w+\s+)?(?:among|in|first|second|third|number|as|with|#|top|above)\b|\bhighest[- ](?:ranked|rated)\b",
        ),
    ),
    Rule(
        "ranking",
        (
            _SCHOOL_WORDS | _words("place in of around than"),
            _words("best finest greatest leading premier most largest biggest oldest only better more cheaper bigger"),
        ),
        _any(
            rf"\b(?:best|finest|greatest|leading|premier|most (?:respected|trusted|affordable|advanced|popular|recogni[sz]ed|prestigious|successful|complete)|largest|biggest|oldest)\s+(?:[\w-]+\s+){{0,3}}?{_SCHOOL}\b",
            r"\b(?:the|our)\s+(?:best|finest|greatest)\s+(?:in|of|around)\b|\bbest\s+place\s+to\s+(?:study|learn|train)\b|\b(?:the )?only\s+(?:\w+\s+){0,3}(?:school|college|academy|institute)\b",
            r"\b(?:better|more \w+|cheaper|bigger)\s+than\s+(?:(?:any|every|all|most|the)\s+)?(?:other\s+)?(?:schools?|colleges?|programs?|universit|competi|rest)",
        ),
    ),
    Rule(
        "ranking",
        (
            _words(
                "world award unmatched unrivaled unrivalled second industry prestigious renowned elite number número numero highest nobody quality mejor mejores líder"
            ),
        ),
        _any(
            r"\bworld[- ](?:class|leading|famous|renowned)\b|\baward[- ]winning\b|\bunmatched\b|\bunrival+ed\b|\bsecond to none\b|\bindustry[- ]leading\b|\bprestigious\b|\brenowned\b|\belite\s+(?:\w+\s+)?(?:school|program|college)\b|\bnumber 1\b|\bn[úu]mero (?:uno|1)\b|\bhighest[- ]quality\b|\bnobody (?:beats|teaches)\b|\bquality you won't find\b",
            r"\b(?:la |el |las |los )?mejor(?:es)?\s+(?:escuelas?|academias?|programas?|institutos?)\b|\bescuela\s+líder\b|\bla mejor\b",
        ),
    ),
    Rule(
        "guarantee",
        (
            _words(
                "guarantee guarantees guaranteed guaranteeing promise promises promised assure assures assured ensure ensures ensured make certain sure bound bet risk money fail wrong lose definitely certainly surely always absolutely garantiza garantizamos garantizo garantizado garantizada garantizan garantía prometemos prometo promete asegura aseguramos surefire"
            ),
        ),
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
    Rule(
        "duration",
        (
            _NUMERIC | _words("a an"),
            _UNIT_WORDS | _words("minute minutes min mins"),
        ),
        _any(
            rf"(?<![$€£\d,.]){NUMBER}(?:\s?(?:-|–|to|or|and|a)\s?{NUMBER})?(?:\s+(?:and\s+a\s+half|full|short|long|whole|academic|calendar|intensive|more))*[- ]?(?:{UNIT})\b(?!\s+(?:ago|old|before|earlier))(?:[- ](?:long|program|course))?",
            rf"{NUMBER}\s?(?:minutes?|mins?)\b(?=[^.]*\b(?:class|classes|lesson|lessons|program|course|lectures?|sessions?)\b)",
        ),
        is_figure=True,
    ),
    Rule(
        "duration",
        (_UNIT_WORDS,),
        _any(
            r"\b(?:takes?|lasts?|runs?|ran|finish(?:es|ed)?|complet(?:e|es|ed)|done|graduat(?:e|es|ed)|spend|spends|over|in|within|for|is|es|dura)\s+(?:\w+\s+){0,4}?"
            r"(?:(?:only|just|about|around|under|less than|over|more than|almost|nearly)\s+)*(?:a|an|half a|un|medio)\s+(?:full |whole |single |half )?(?:year|month|semester|week|year and a half|año|mes|semestre)\b(?!['’])",
            r"\b(?:year|month|semester|week)[- ]long\b|\ba (?:few|couple of) (?:weeks|months|semesters|years)\b(?!\s+(?:ago|ahead|before))|\bhalf a year\b|\bseveral (?:weeks|months|semesters|years)\b",
        ),
    ),
    Rule(
        "count",
        (
            _NUMERIC | _words("dozens hundreds thousands scores docenas cientos miles"),
            COUNTED_WORDS
            | _words("staff people persons personas kids adults veterans women men professionals class classes capped limited ratio"),
        ),
        _any(
            rf"(?<![$€£\d,.:])(?!\b(?:one|una?|uno)\b)(?!\b1\b){NUMBER}\s+(?:(?!{NO_NAME})[\w'’-]+\s+|state of the art\s+){{0,2}}?{COUNTED}\b",
            rf"\b(?:dozens|hundreds|thousands|scores|tens of thousands|docenas|cientos|miles)\s+(?:of|de)\s+(?:[\w'’-]+\s+){{0,2}}?(?:{COUNTED}|people|professionals|personas)\b",
            rf"{NUMBER}\s+(?:people|persons|personas|kids|adults|veterans|women|men)\s+(?:have\s+|who\s+|has\s+|that\s+)?(?:\w+ly\s+)?(?:graduat\w*|stud(?:y|ied)\b|enrol\w*|attend\w*|train\w*|appl(?:y|ied)\b|work\w*\s+(?:here|for us|with us)|teach\w*|a class\b|per class\b|in (?:a|each|every) class)",
            rf"\bclass(?:es)?\s+(?:sizes?\s+)?(?:of|with|under|below|around|averag\w+|is|are|have|has|hold|holds|max(?:es)? out at|stays?|remains?|never exceeds?)\s+(?:[\w-]+\s+){{0,4}}?{NUMBER}(?!\s*(?:{UNIT}|minutes?|[ap]\.?m)\b)",
            rf"\b(?:capped|limited)\s+(?:at|to)\s+{NUMBER}\b(?!\s*(?:people|guests|persons|%|percent))",
            rf"{NUMBER}(?:\s?(?::|to|-to-)\s?){NUMBER}\s+(?:\w+[- ]){{0,3}}ratio\b|\bratio\s+(?:is|of)\s+(?:\w+\s+){{0,2}}{NUMBER}",
        ),
        is_figure=True,
    ),
    Rule(
        "count",
        (_words("class classes ratio ratios"),),
        _any(
            r"\b(?:average|typical|maximum|usual) class sizes?\s+(?:is|are|of|stays?)\b|\bclass sizes?\s+(?:is|are|stays?|remains?)\s+(?:\w+\s+)?(?:small|low|tiny|limited)\b|\bsmall(?:er)? class(?:es| sizes?)\b|\bclasses\s+(?:are|stay)\s+(?:\w+\s+)?(?:small|tiny)\b",
            r"\b(?:low|small|excellent|great|good)\s+(?:student|teacher|instructor)[- ]\w*[- ]?(?:\w+[- ])?ratios?\b",
        ),
    ),
)
