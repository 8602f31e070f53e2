"""Where people put names: the words before and after them."""

from __future__ import annotations

import re

from .patterns import phrases, verbose, words
from .relations import ADULTS, CHILDREN
from .text import CONTACT_MARK, MARKS

_CHILD = phrases(",".join(sorted(CHILDREN)))
_RELATIVE = phrases(",".join(sorted(CHILDREN | ADULTS)))
_LETTER = r"(?=[^\W\d_])"

_WHOSE = phrases(
    """my, the, our, his, her, their, your, stage, artist, band, last, user, company, school, middle, maiden, rap, dj, producer, mi,
    [a-z]+'s, beat, product, legal, real, actual, first, full, contact, parent, parents, guardian, visitor, guest"""
)
#: Whose name it may be to be the speaker's.
OWN = words("my the our mi full first legal real actual contact parent parent's parents guardian guardian's visitor guest")
_CALLED = phrases(
    r"""me llamo, je m'appelle, mein name ist, ich heiss?e,
    (?:people|they|everyone|friends|you can|u can|just|y'?all can) (?:just )?calls? me,
    i go by, i am called, i'm called, im called"""
)
#: Cheap to look for, and without it there is no strong cue.
STRONG_HINT = re.compile(r"n(?:ame|ane|aem|mae|ombre)|llamo|appelle|heis|call|i\sgo\sby")
STRONG_CUE = verbose(
    rf"""(?<![\w'])(?P<whose>(?:(?:{_WHOSE}|(?:{_RELATIVE})s)\s){{0,2}})
      (?P<cue>name|nombre|nane|naem|nmae)(?P<verb>'s|s\sare|s
        |(?:\s(?:on|for|in)\s(?:my|the|this|file|record)(?:\s\w+)?)?\s(?:is|es|be|was|(?:would|will|should)\sbe)|\s?[:=\-])?(?!\w)\s?(?:[:=\-]\s?)?(?:is\s|es\s|it's\s|its\s)?
    |\b(?:{_CALLED})\s"""
)
_WEAK_CUES = phrases(
    """i'm, im, i am, i m, iam, this is, it's, its, it is, soy, yo soy, call me, here's, it's me, its me, it's me again, its me again,
    you've reached, youve reached, (?<!am i )(?:you're|youre|you are|ur) (?:speaking|talking|chatting) (?:with|to),
    here is, (?:it's|its|that's|thats) (?:spelled|spelt|written), you got, ya boy, your boy, ya girl, your girl"""
)
WEAK_CUE = re.compile(
    rf"(?<![\w'])(?:{_WEAK_CUES}|(?:^|(?<=[.!?,\n]\s)|(?<=\byo\s)|(?<=\bhi\s)|(?<=\bhey\s)|(?<=\bhello\s))(?:am|myself|this|dis))\b,?\s(?:actually\s|called\s|just\s)?"
)
#: "Put me down as Chidi".
PUT_DOWN = re.compile(r" (?:me|us)(?: down| in| up)? (?:as|under) ")
PUTTING = re.compile(r"\b(?:put|write|mark|list|save|sign|have|register|book|enroll?|got|address|know)$")
#: "Please register Anjali Rao for a tour".
SIGN_UP = re.compile(rf"\b(?:register|enroll?|sign\sup|book|schedule|add)\s(?=[^\W\d_][\w'-]+\s[^\W\d_]){_LETTER}")
SIGNED_UP_FOR = re.compile(r"\s(?:for|and|in|on|to)\b")
#: Cues after which a name must end its clause: "it's Ana." but not "it's Ana who ...".
LOOSE_CUES = frozenset(("call me", "it's", "its", "it is", "here's", "this is", "this", "dis"))
_HERE_WORDS = phrases("here, speaking, again, calling, checking in, writing, from (?:the|your|last|over|up|down)")
HERE = verbose(
    rf"""(?:^|[.,!?;\n\-]\s?|\b(?:hi|hey|hello|yo|sup|morning|afternoon|evening|hola)\s)
    (?P<name>[^.,!?;\n(){MARKS}]{{2,50}}?)(?:\s?\([^()\n]{{2,20}}\)|\sfrom\s[^.,!?;\n()]{{2,24}}?)?\s(?:{_HERE_WORDS})\b"""
)
#: "I'm her sister Naomi".
RELATIVE_SPEAKS = re.compile(rf"\b(?:i'?m|i\sam|this\sis)\s(?:his|her|their|the)\s(?:{_RELATIVE}),?\s{_LETTER}")
_TO_REACH = phrases("call, text, txt, contact, reach, e-?mail, ring, message, whatsapp, hit up, hmu, attn:?")
#: "Call Ines at 813 555 0171".
REACH = re.compile(rf"\b(?:{_TO_REACH})\s(?:me\s\(?\s?)?{_LETTER}")
AT_CONTACT = re.compile(rf"\)?\s?,?\s?(?:at\s|on\s|@\s?|via\s|:\s?|-\s?)?(?:my\s\w+\s)?[{CONTACT_MARK}]")
#: "Lars Holm is my name".
MY_NAME_BEHIND = re.compile(
    r"(?<=\w)\s(?:is|was|be)\s(?:my|the)\s(?:full\s|real\s)?name\b(?!\s?of)|(?<=\w)\sis\swhat\s(?:they|people)\scall\sme\b"
)
ON_MY_LICENSE = re.compile(r"(?<=\w)\son\s(?:my|the)\s(?:license|id|passport|birth\scertificate|paperwork|diploma)\b")
ON_PAPER = re.compile(r"\b(?:on\spaper|officially|legally|government\sname),?\s(?:i'?m|i\sam|it'?s|is)\s")
FIRST_OR_LAST = re.compile(
    r"\bfirst(?:\sname)?(?:'s|\sis|:)?\s(?=\w)|\b(?:(?:last|family|sur)\s?name(?:'s|\sis|:)?|(?P<last>last)(?:\sis|:))\s(?=\w)"
)

_CLOSINGS = phrases(
    """(?:best |kind |warm |kindest |with )?regards, sincerely, respectfully, cheers, best, all the best, warmly, yours(?: truly)?, love,
    peace, saludos, gracias, atentamente, blessings, take care, v/?r, best wishes, thx, tysm, ty,
    thanks(?: so much| a lot| again| in advance| very much| a bunch)?, thank (?:you|u)(?: so much| very much| again| in advance)?"""
)
SIGNED = re.compile(rf"(?:\b(?:{_CLOSINGS})[\s,.!\-:)]{{1,6}}|(?:^|[\s.,!?])(?:-{{1,2}}|~)\s?){_LETTER}")
#: Behind a signature there is nothing, or contact details.
AFTER_SIGNATURE = re.compile(rf"\s*[.!]?\s*(?:$|\n|[{CONTACT_MARK},(|-])")

STUDENT = verbose(
    rf"""\b(?P<who>{_RELATIVE})(?:s(?=\sname))?(?!\w)(?P<named>'s\sname\sis|\s(?:named|called|is\scalled)|\sname\sis)?
    \s?(?P<comma>[,:(]\s?|-\s)?{_LETTER}"""
)
AFTER_COMMA = re.compile(rf"\s*(?:[,.)!?\n{MARKS}\-]|$|\s(?:is|wants|would|and|who|he|she)\b)")
_WANTING = phrases(
    r"""(?:'s|is) (?:interested|looking|thinking|hoping|obsessed|coming|applying|considering), wants?, would (?:like|love),
    '?d (?:like|love), wanna, needs?, loves, wishes, hopes, is the (?:one|student)"""
)
WANTS = re.compile(rf"\s?,?\s?(?:who\s|he\s|she\s|also\s|really\s)?(?:{_WANTING})\b")
_TELLING = phrases(
    r"""told, said, went, graduated, recommended, works, teaches, goes, attended, studied, already, referred, mentioned,
    (?:is|will be|'ll be|are) (?:coming|joining|tagging|driving) (?:with|along|too|me|also), is (?:a (?:student|teacher|graduate)|already),
    has (?:a studio|been (?:to|at|there|here|a))"""
)
#: The relative is someone who told of the school, or comes along; not the one to study.
TELLS = re.compile(rf"\s?,?\s?(?:who\s)?(?:{_TELLING})\b")
PARENTS = words(
    """mom mum momma mother dad father parent parents grandma grandpa grandmother grandfather aunt uncle guardian sister brother
    stepmom stepdad mama papa wife husband counselor mommy daddy nana"""
)
_PARENT = phrases(",".join(sorted(PARENTS)))
#: "Emma's mom here", "emmas dad".
SOMEONES_PARENT = re.compile(rf"(?<=\w)'?s\s(?:{_PARENT})(?!\w)")
#: "I am mother of Jan Kos".
PARENT_OF = re.compile(rf"\b(?:{_PARENT})\s(?:of|to)\s{_LETTER}")
SPEAKS_OF_CHILD = re.compile(rf"\b(?:{_CHILD}|student)\b")
SPEAKS_OF_ADULT = re.compile(rf"\b(?:{phrases(','.join(sorted(ADULTS)))})\b")
_THEIRS = phrases("his, her, their, the kid's, student, student's, child's, son's, daughter's")
THIRD_NAME = verbose(
    rf"""\b(?:he|she)(?:'s|\sis)\s(?:called|named)\s{_LETTER}
    |\b(?:{_THEIRS})\s(?:full\s|first\s)?name(?:'s|s|\sis)?\s?:?\s{_LETTER}|\bstudent\s?[:=]\s?"""
)
_BOOKED = phrases("its, it's, this is, tour is, booking(?: is)?, appointment(?: is)?, visit is, asking, inquiring, signing up")
BOOKED_FOR = verbose(
    rf"""(?:\bon\sbehalf\sof|\b(?:{_BOOKED})\sfor|\bunder(?:\sthe\sname)?(?:\sof)?|\bput(?=\s[\w\s]{{2,30}}?\s(?:down|in)\b)|\bput\sdown
    |\b(?P<plain>for)(?=\s[^\W\d_][\w'-]+\s[^\W\d_][\w'-]*(?:\s(?:please|pls|plz|thanks))?\s*(?:$|[.!?,\n{MARKS}])))\s(?:my\s\w+\s|our\s\w+\s)?{_LETTER}"""
)
#: "Zora James wants the film program".
WISHES_FOR_THEM = re.compile(r"\s(?:wants|would\s(?:like|love)|'d\s(?:like|love)|is\sinterested|needs\sa)\b")
CLAUSE_START = re.compile(rf"(?:^|[.!?,\n]\s?){_LETTER}")
FAMILY = re.compile(r"\bfamily\b")
THIRD_PERSON = verbose(
    r"""(?:^|[.!?\n]\s?)(?=[^\W\d_][\w'-]+(?:\s[\w'-]+){0,2}
    \s(?:wants|would|wud|needs|is\s(?:interested|looking|coming)|will\sbe|can\s(?:come|be)|here|for\sa\stour)\b)"""
)
FOR_TWO_WORDS = re.compile(r"\bfor\s(?=[^\W\d_]+\s[^\W\d_]+\s*(?:$|[.!?\n]))")
WORD_START = re.compile(r"(?<![\w'])[^\W\d_]")

_ADMIRED = phrases(
    """like, fan, fans, by, love, loves, listen, listening, sound, sounds, feat, ft, artist, artists, inspired, influence, influences,
    idol, favorite, favourite, mr, mrs, ask for, named, met, album, concert, taught, teaches, teacher, instructor, produced, vs, stan,
    bump, bumping, playing, plays, such as"""
)
#: "Marcus, 19, guitarist".
AGE_AFTER = re.compile(r",\s(?:1[3-9]|[2-6]\d)(?:\s?(?:yo|y/o|years?\sold))?\s?(?:[,.;!\n]|$)")
#: Said of those at the start of a message: "Kendrick Lamar, J. Cole and Drake are my biggest influences".
ADMIRING = re.compile(
    r"(?:[^.!?\n]|(?<=\b[a-z])\.)*?\b(?:(?:is|are|was|were)\s(?:all\s|both\s)?(?:my|the|our)\s(?:\w+\s){0,2}"
    r"(?:influences?|inspirations?|idols?|hero|heroes|favou?rites?|goats?|legends?)|inspired?|influenced)\b"
)
_OFFICIAL = phrases(
    "counselor, teacher, instructor, principal, director, recruiter, advisor, lady, guy, woman, man, coach, pastor, rep, professor"
)
#: A name behind these words is an artist's, an instructor's or a place's.
TRAP = re.compile(
    rf"\b(?:{_ADMIRED})\b[^.!?\n{MARKS}]*$|\b(?:and|or|with|to|from|my\s\w+|(?:the|your|our|his|her|a)\s(?:{_OFFICIAL}))$|\b(?:in|from|near|outside)\s[a-z\s]{{2,20}}$"
)
#: Cuts a text into the parts of an enumeration; "Mr." and initials do not end one.
BREAK = verbose(
    rf"""[,;|\n]|:\s|[.!?](?<!\bmr\.)(?<!\bmrs\.)(?<!\bms\.)(?<!\bdr\.)(?<!\bjr\.)(?<!\bsr\.)(?<!\bst\.)(?<!\bsra\.)(?<!\brev\.)(?<!\bprof\.)(?<!\bsgt\.)(?<!\bcapt\.)
    (?<!\blt\.)(?<!\bcol\.)(?<!\bmaj\.)(?<!\bgen\.)(?<!\b[a-z]\.)[.!?]*(?=\s|$)
    |\s-{{1,2}}\s|\s/\s|[{MARKS}]+|\s?:\)|[()]"""
)
_OPENERS = phrases("hi, hey, hello, yo, ok, yes, sure, thanks, thx, cool, great, its, it's, and, me, also")
GREETING = re.compile(rf"(?:{_OPENERS})\s+")
INITIAL = re.compile(r"\b[a-z]\.$")
YES = re.compile(r"(?:yes|yeah|yep|yup|sure|ok|okay|correct|thats\sme|that's\sme|hi|hello|hey)\b")
#: "Greetings from Rahim, a drummer in Dhaka".
GREETS_FROM = re.compile(rf"\b(?:greetings|hello|hi|hey|regards)\sfrom\s{_LETTER}")
#: Somebody is thanked or greeted by name, and then spoken to: "thanks, Karen! You were a big help".
SPOKEN_TO = re.compile(
    r"(?:^|[.!?\n]\s)(?:thanks|thank\s(?:you|u)|thx|ty|hi|hello|hey|dear|sorry|good\s(?:morning|afternoon|evening)|ok|yes),?\s$"
)
AND_TOLD = re.compile(r"[^.!?,\n]{2,40}[!,.]\s(?:(?:and|for|did|do|are|were|can|could|would|will|so|glad)\s)?(?:you|u|your|ur|y'all)\b")
#: What may stand behind a name that is a whole message.
LONE = re.compile(r"\s*(?P<name>[^\W\d_][\w.' -]{1,59}[\s.!]*$)")
AFTER_LONE = re.compile(r"[\s.!]*(?:(?:lol|lmao|haha+|here|again|btw|thanks|thx|ty|pls|please)\b[\s.!]*)?$")
#: Before these words of a signature its sentence has ended; "thanks" may run on.
ENDED = re.compile(rf"(?:^|[.!?,;\n){MARKS}])\s*$")
MEETING = re.compile(r"\s?,?\s?(?:(?:so\s)?(?:nice|pleased|good|great|glad|happy)\sto\smeet|how\sdo\syou\sdo|at\syour\sservice)\b")
SENTENCE_ENDED = re.compile(r"[.!?]\s?$")
MUST_END = re.compile(r"\s*(?:love|best|peace|cheers|blessings|regards)\b")
LEGAL = re.compile(r"\b(?:legal|full|real|actual)\sna")
PIECE_START = re.compile(r"(?:^|[.,;\n])\s?$")

_REFUSING = phrases(
    """why, rather not, none of, private, anonymous, don'?t want, dont, not telling, skip, no thanks, secret, prefer not, what, how,
    when, where, does, is there, can i"""
)
REFUSAL = re.compile(rf"\b(?:{_REFUSING})\b")
_FILLERS = phrases(
    """yes, yeah, sure, ok, okay, um, uh, well, oh, so, hi, hey, hello, yep, it's, its, it is, i'm, im, i am, this is, name, me,
    the name is, just, put, under, for, mine is, that would be, thats, that's, call me, soy"""
)
FILLER = re.compile(rf"\s*(?:(?:{_FILLERS})\b[\s,.:!-]*){{0,4}}")
AFTER_ANSWER = re.compile(rf"\s*(?:$|[.,!;\n{MARKS}(:]|-\s|(?:{phrases('and my, and i, but, btw, thanks, thx, please, here')})\b)")
