"""What the words around a date, time or program say of it: wanted, refused, past, or taken back."""

from __future__ import annotations

import re

from .patterns import phrases
from .text import DATE_MARK

#: Clauses end at these. "And" joins, so it only cuts where words follow it.
_BOUNDARY = re.compile(r"[.!?;\n](?=\s|$)|,|\s-\s|\b(?:and|but|so|because|bc|cuz|then|pero|y|n)\b")
_FULL_STOP = re.compile(r"[.!?\n](?=\s|$)|\n")
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)|\n|\bbut\b|\bso\b")

_NEGATION = phrases(
    r"""(?<!why )(?<!why's )not(?: (?:really )?(?:interested in|into|looking (?:for|at)|after|about|free|available|around|possible))?, ignore, disregard, (?<![^\w\s] )no(?: longer \w+(?: in)?)?, never,
    do(?:n't|nt| not) (?:really )?(?:want|need|like|care (?:for|about)), instead of, rather than, other than, except(?: for)?,
    forget(?: about)?, scrap, avoid, nix, (?:any|every) ?(?:day|time|thing) (?:but|except), unavailable, busy, booked(?: up)?,
    out of town, skip, cancel(?: my)?, miss(?:ed)?"""
)
_CANNOT = (
    r"(?:can'?t|can\s?not|can\sno\slonger|don'?t|won'?t|couldn'?t|wouldn'?t|unable\sto|not\sable\sto)(?:\sbe\sable\sto)?"
    r"(?:\s(?:do|make|come|visit|be\sthere|go|attend|keep|manage))?(?:\sit)?(?:\s(?:my|our|the)\s(?:tour|visit|appointment|slot|booking))?"
)
_REFUSED_BEFORE = re.compile(
    rf"(?:\b(?:{_NEGATION}|{_CANNOT})|\bn't)(?!\w)\s*(?:(?:on|the|this|for|at|in|me|until|til|before|after|all|day|my|our)\s*)*$"
)
#: What is called off is no wish: "cancel our tour on thursday".
_CALLED_OFF = re.compile(
    r"\b(?:cancel\w*|call(?:ing)?\soff|back(?:ing)?\sout\sof|withdraw|no\slonger\s(?:need|want)|(?:don'?t|do\snot)\sneed)\s[^.!?\n]{0,40}$"
)
_DOES_NOT = phrases(
    r"""does(?:n't|nt| not) work, wo(?:n't|nt), is(?:n't|nt| not), (?:is|'s) (?:bad|out|no good|not), no good, not good, doesn'?t,
    (?:i )?can(?:'t|t|not)(?! wait), i'?m (?:busy|not|working|out), i work, (?:is|'s) (?:no longer|not) (?:possible|good|free|an option), is impossible,
    (?:is|was|got|gets|been) (?:cancell?ed|full|taken|booked), (?:is|'s) off, fell through, no longer (?:works|suits|possible),
    any ?more"""
)
_REFUSED_AFTER = re.compile(
    rf"[\s,]*(?:(?:at|@|around|on)?\s?(?:\d{{1,2}}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?|[{DATE_MARK}]+|noon)\s)?(?:(?:morning|afternoon|evening|night|(?:as|that|which) (?:you )?(?:proposed|suggested|offered))\s)?(?:{_DOES_NOT})(?!\w)"
)

_TAKING_BACK = phrases(
    r"""actually, i mean, i meant, no wait, wait, sorry, scratch that, make (?:it|that), change (?:it|that), correction, jk, oops, my bad,
    or rather, better yet, on second thought, it'?s actually, the right one, nvm, nevermind, never mind, typo, my mistake, by mistake, whoops, woops, strike that,
    changed my mind, the (?:correct|right|new|real|proper)(?: \w+)? (?:is|one), should be, let'?s say, disregard"""
)
_CORRECTION = re.compile(
    rf"[-=]>|(?:^|[?.,!])\s{{0,2}}(?:no|nope|nah)\b(?!\s(?:later|earlier|more|sooner))|\b(?:{_TAKING_BACK}|(?:move|switch|change|push|reschedule)\s[^.!?\n]{{0,40}}?\bto)\b"
)
#: Words after which a bare number stands for the one given before: "at 2. sorry, 3".
TAKEN_BACK = rf"(?:{_TAKING_BACK}|no|nope)"
_MOVE = re.compile(r"\b(?:mov(?:e|ing)|switch(?:ing)?|chang(?:e|ing)|push|reschedul\w+|swap|trade|shift)\b[^.!?\n]{0,40}$")
_MOVED_TO = re.compile(r"[^.!?\n]{0,25}\b(?:to|until|till|for|with)\b")
#: A wish that was made before, and is told of because another follows: "i told you friday".
_STATED = re.compile(
    r"\b(?:told|said|asked(?:\sfor)?|wrote|typed|gave|mentioned|requested|booked|(?:was|were)\s(?:for|at|on|set|going\sto|supposed)|at\sfirst"
    r"|originally|earlier)\b"
)

_WISHING = phrases(
    r"""can, could, would, may (?:i|we), want(?:s|ed)?, wanna, like to, love to, i'?d like, prefer(?:ably)?, hop(?:e|ing), wonder(?:ing)?,
    thinking, free, available, availability, works?, schedule, book, reschedule, how about, what about, let'?s, see (?:you|u|ya),
    sign (?:me|us) up, ha(?:s|ve|d) to be, needs? to be, need, can only, only, put (?:me|us) down, plan(?:ning)?, open, ok, okay, good, fine, perfect, great, best, possible, come, coming,
    interested, tour, visit, will, 'll, shall, gonna, slots?, spots?, quiero, puedo, podemos, quisiera, me gustaria"""
)
_WISH = re.compile(rf"\b(?:{_WISHING})\b")
_ASKING = phrases(
    """can, could, would, want, wanna, like to, love to, hoping, hope, wondering, thinking, let'?s, free, available, schedule, how about,
    please, plz, pls"""
)
_MODAL = re.compile(rf"\b(?:{_ASKING})\b")
_DONE = phrases(
    r"""called, e-?mailed, texted, applied, visited, toured, came, went, was(?! told), were(?! told), graduated, born, started, finished, moved, took, met,
    spoke, talked, saw, did, left, had, bought, ordered, submitted, sent, (?<!'ve )(?<!have )(?<!has )(?<!ive )got(?! (?:a|the|my) day), missed, heard, turned, happened, released, recorded,
    dropped, paid, asked, wrote, found, joined, served, enlisted, quit, retired, learned, attended, passed, died, since, filled, tried,
    stopped, last, back in, rang, phoned, messaged, crashed, froze, failed, logged, knocked, waited, hung up, showed up, won, lost, made, gave, ran, drove, flew, ate, slept, woke, hurt, broke, caught, kept, held, sold, spent, fell,
    felt, began, became, built, sang"""
)
_PAST = re.compile(
    rf"\b(?:{_DONE}|(?:i|we|he|she|they|it)\s(?:just\s|already\s|also\s)?(?!need|want|hop|wonder|plan|schedul|book|reserv|prefer|confirm)[a-z]{{2,}}ed)\b"
)
_PAST_AFTER = re.compile(r"\s*(?:was|were|went|i\s(?!need|want)[a-z]{2,}ed|i\s(?:went|got|did|came|saw|took))\b")
_SOMETHING_ELSE = phrases(
    r"""born, birth\w*, bday, b-day, dob, turn(?:s|ing)? (?:\d+|sixteen|seventeen|eighteen|nineteen|twenty), graduat\w+, anniversary,
    since, deadline, due, concert, gig, exams?, finals?, wedding, lease, released?, drop(?:s|ping), album, deploy\w*, separat\w+,
    discharge\w*, surgery, i (?:also )?work, working, shift(?! (?:is )?covered), have (?:class|school|work|practice|church), classes? (?:is|are|on), prom,
    expires?, moving, (?<!of )(?<!on )leave(?! (?:starts|begins|on)), leav(?:es|ing), sleep(?:ing)?,
    pay(?:ing|ments?)?, deposit, (?:roll|ship|head|fly|mov)\w* out, festival, starts, begins, rehearsals?, recital, interview(?! with you), dentist, doctor'?s?, court, flight"""
)
_OTHER_EVENT = re.compile(rf"\b(?:{_SOMETHING_ELSE})\b")
#: "On the crew for the big band show saturday".
_SHOW = re.compile(
    r"\b(?:the|an?|my|our|his|her|their|'s)\s(?:[\w'-]+\s){0,4}(?:show|game|match|session)\s(?:(?:is|on|this|next|at|in)\s)*$"
)
_FREE = phrases(r"off, time, free, availab, open, nothing, the (?:day|morning|afternoon), a (?:free|day off)")
_OTHER_EVENT_AFTER = re.compile(
    rf"\s?,?\s?(?:(?:i|we|my\s\w+|our\s\w+|he|she|they)\s(?:have|has|got|work|works)\b(?!\s(?:{_FREE}))"
    r"|(?:is|'s)\s(?:my|his|her|our)\s(?:birthday|bday|graduation|wedding|anniversary|last\sday|prom)\b|(?:\s(?:is|'s))?\s(?:an?\s)?(?:bank\s|public\s|federal\s)?holiday\b|\s(?:class|cohort|intake|start|term|semester)\b(?!\s(?:tour|visit))|\sfor\s(?:delivery|pick\s?up|shipping|release)\b)"
)
_ON_THE_WAY = phrases(r"arriv\w+, fly(?:ing)?, landing, in town, get(?:ting)? (?:in|there|back), back on, land")
_LAST_DAY = re.compile(r"\b(?:deadline|due|expires?|start\sdate|semester|last\sday)\b[^.!?\n]{0,30}$")
_OWN_WISH = r"\b(?:i|we|can|could|tour|visit|come)\b"
#: "When does the next group start, is it january 11?"
_TERM_STARTS = re.compile(
    r"\b(?:class\w*|term|semester|group|cohort|intake|session|course|program|training|school|enrollment|registration|applications?)\s"
    rf"(?:\w+\s){{0,2}}?(?:start|begin|end|open|close|resume|finish)(?:s|es)?\b(?:(?!{_OWN_WISH})[^.!?\n]){{0,40}}$"
)
_PASSING_THROUGH = re.compile(rf"\b(?:{_ON_THE_WAY})\b")


def lead_in(folded: str, start: int, reach: int = 70) -> str:
    """The words before a mention, back to the last comma, full stop or joining word."""
    before = folded[max(0, start - reach) : start]
    cut = 0
    for boundary in _BOUNDARY.finditer(before):
        # "And" right before the mention joins it to the one before: "friday and saturday".
        if before[boundary.end() :].strip() or boundary[0] not in ("and", "y", "n"):
            cut = boundary.end()
    return before[cut:]


def sentence(folded: str, at: int, reach: int = 120) -> str:
    """The sentence around a mention."""
    before = folded[max(0, at - reach) : at]
    stops = list(_FULL_STOP.finditer(before))
    after = folded[at : at + reach]
    stop = _FULL_STOP.search(after)
    return (before[stops[-1].end() :] if stops else before) + (after[: stop.start()] if stop else after)


def tail(folded: str, end: int, reach: int = 40) -> str:
    """The words after a mention, up to the next full stop."""
    after = folded[end : end + reach]
    stop = _SENTENCE_END.search(after)
    return after[: stop.start()] if stop else after


def refused(folded: str, start: int, end: int) -> bool:
    """True if the mention is what the visitor does not want ("not friday", "friday doesn't work")."""
    if _REFUSED_BEFORE.search(folded[max(0, start - 50) : start]) or _REFUSED_AFTER.match(folded[end : end + 50]):
        return True
    return bool(_CALLED_OFF.search(folded, max(0, start - 50), start) and _CALLED_OFF.search(lead_in(folded, start)))


def told_as_past(before: str, after: str) -> bool:
    """True if the words tell of something that has been, and ask for nothing."""
    told = list(_PAST.finditer(before))
    if told and not re.search(r"\bfor\s(?:the\s)?$", before):
        return not _MODAL.search(before, told[-1].end()) and not _MODAL.search(before[: told[-1].start()])
    return bool(_PAST_AFTER.match(after))


def another_event(before: str, after: str = "") -> bool:
    """True if the date or time belongs to a birthday, a shift, a concert: anything but the visit."""
    return bool(_OTHER_EVENT.search(before) or _SHOW.search(before) or _OTHER_EVENT_AFTER.match(after))


def of_the_calendar(folded: str, start: int) -> bool:
    """True if the sentence up to there asks for a deadline or the start of a term."""
    return bool(_LAST_DAY.search(folded, max(0, start - 60), start) or _TERM_STARTS.search(folded, max(0, start - 90), start))


def wishes(words: str) -> bool:
    """True if the words ask for something."""
    return bool(_WISH.search(words))


def weight(before: str, after: str) -> int:
    """How much a mention reads like a wish: more is better."""
    wished = 2 if _WISH.search(before) or _WISH.search(after) else 0
    return wished - 2 * bool(_PASSING_THROUGH.search(before)) - 3 * bool(_STATED.search(before))


def corrected(between: str) -> bool:
    """True if what follows these words takes back what stood before them."""
    return bool(_CORRECTION.search(between))


def moved(folded: str, start: int, between: str) -> bool:
    """True for "move it from friday to saturday": what follows the words between is the wish."""
    return bool(_MOVE.search(folded, max(0, start - 60), start) and _MOVED_TO.match(between))
