"""What the words around a date, time or program say of it: wanted, refused, past, or taken back."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"[.!?;\n](?=\s|$)|,|\s-\s|\b(?:and|but|so|because|bc|cuz|then|pero|y)\b")
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)|\n|\bbut\b|\bso\b")

NEGATED_BEFORE = re.compile(
    r"(?:(?<!why )(?<!why's )\bnot|\bno|\bnever|\binstead\sof|\bexcept(?:\sfor)?|\brather\sthan|\bother\sthan|\b(?:any|every)\s?(?:day|time|thing)\s(?:but|except)"
    r"|\bn't|\b(?:can|don|won|couldn|wouldn)'?t(?:\sbe\sable\sto)?(?:\s(?:do|make|come|visit|be\sthere|go|attend))?(?:\sit)?|\bunavailable|\bbusy"
    r"|\bbooked(?:\sup)?|\bout\sof\stown|\bskip|\bcancel(?:\smy)?|\bmiss(?:ed)?)(?!\w)"
    r"\s*(?:(?:on|the|this|for|at|in|me|until|til|before|after|all|day|my|our)\s*)*$"
)
NEGATED_AFTER = re.compile(
    r"^[\s,]*(?:(?:morning|afternoon|evening|night)\s)?(?:does(?:n't|nt|\snot)\swork|wo(?:n't|nt)|is(?:n't|nt|\snot)|(?:is|'s)\s(?:bad|out|no\sgood|not)"
    r"|no\sgood|not\sgood|(?:i\s)?can(?:'t|t|not)\b|i'?m\s(?:busy|not|working|out)|i\swork\b|doesn'?t)"
)
CORRECTION = re.compile(
    r"\b(?:actually|i\smean|i\smeant|no\swait|wait|sorry|scratch\sthat|make\s(?:it|that)|change\s(?:it|that)|correction|jk"
    r"|oops|my\sbad|(?:move|switch|change|push|reschedule)\s[^.!?\n]{0,40}?\bto|or\srather|better\syet|on\ssecond\sthought"
    r"|it'?s\sactually|the\sright\sone|should\sbe)\b"
)
WISH = re.compile(
    r"\b(?:can|could|would|may\s(?:i|we)|want(?:s|ed)?|wanna|like\sto|love\sto|i'?d\slike|prefer(?:ably)?|hop(?:e|ing)|wonder(?:ing)?|thinking|free"
    r"|available|availability|works?|schedule|book|reschedule|how\sabout|what\sabout|let'?s|lets|see\s(?:you|u|ya)|sign\s(?:me|us)\sup"
    r"|put\s(?:me|us)\sdown|plan(?:ning)?|open|ok|okay|good|fine|perfect|great|best|possible|come|coming|interested|tour|visit"
    r"|will|'ll|shall|gonna|slots?|spots?|quiero|puedo|podemos|quisiera|me\sgustaria)\b"
)
_MODAL = re.compile(
    r"\b(?:can|could|would|want|wanna|like\sto|love\sto|hoping|hope|wondering|thinking|let'?s|lets|free|available|schedule|how\sabout|please|plz|pls)\b"
)
_PAST = re.compile(
    r"\b(?:called|e-?mailed|texted|applied|visited|toured|came|went|was|were|graduated|born|started|finished|moved|took|met|spoke|talked"
    r"|saw|did|left|had|bought|ordered|submitted|sent|got|missed|heard|turned|happened|released|recorded|dropped|paid|asked|wrote|found"
    r"|joined|served|enlisted|quit|retired|learned|attended|passed|died|since|filled|tried|stopped|last|back\sin|(?:i|we|he|she|they|it)\s(?:just\s|already\s|also\s)?(?!need|want|hop|wonder|plan|schedul|book|reserv|prefer|confirm)[a-z]{2,}ed)\b"
)
_OTHER_EVENT = re.compile(
    r"\b(?:born|birth\w*|bday|b-day|dob|turn(?:s|ing)?\s(?:\d+|sixteen|seventeen|eighteen|nineteen|twenty)|graduat\w+|anniversary|since|deadline|due"
    r"|concert|gig|exams?|finals?|wedding|lease|released?|drop(?:s|ping)|album|deploy\w*|separat\w+|discharge\w*|surgery|i\s(?:also\s)?work"
    r"|working|shift|have\s(?:class|school|work|practice|church)|classes?\s(?:is|are|on)|prom|expires?|moving|leav(?:e|es|ing)|(?:roll|ship|head|fly|mov)\w*\sout)\b"
)
_LESSER = re.compile(r"\b(?:arriv\w+|fly(?:ing)?|landing|in\stown|get(?:ting)?\s(?:in|there|back)|back\son|land)\b")


def lead_in(folded: str, start: int, reach: int = 70) -> str:
    """The words before a mention, back to the last comma, full stop or joining word."""
    before = folded[max(0, start - reach) : start]
    cut = 0
    for boundary in _BOUNDARY.finditer(before):
        # "And" right before the mention joins it to the one before: "friday and saturday".
        if before[boundary.end() :].strip() or boundary[0] not in ("and", "y"):
            cut = boundary.end()
    return before[cut:]


def tail(folded: str, end: int, reach: int = 40) -> str:
    """The words after a mention, up to the next full stop."""
    after = folded[end : end + reach]
    stop = _SENTENCE_END.search(after)
    return after[: stop.start()] if stop else after


def refused(folded: str, start: int, end: int) -> bool:
    """True if the mention is what the visitor does not want ("not friday", "friday doesn't work")."""
    return bool(NEGATED_BEFORE.search(folded[max(0, start - 40) : start]) or NEGATED_AFTER.match(folded[end : end + 40]))


def told_as_past(before: str, after: str) -> bool:
    """True if the words tell of something that has been, and ask for nothing."""
    told = list(_PAST.finditer(before))
    if told and not re.search(r"\bfor\s(?:the\s)?$", before):
        return not _MODAL.search(before, told[-1].end()) and not _MODAL.search(before[: told[-1].start()])
    return bool(re.match(r"\s*(?:was|were|went|i\s(?!need|want)[a-z]{2,}ed|i\s(?:went|got|did|came|saw|took))\b", after))


def another_event(before: str) -> bool:
    """True if the date or time belongs to a birthday, a shift, a concert: anything but the visit."""
    return bool(_OTHER_EVENT.search(before))


def weight(before: str, after: str) -> int:
    """How much a mention reads like a wish: more is better."""
    score = 0
    if WISH.search(before) or WISH.search(after):
        score += 2
    if _LESSER.search(before):
        score -= 2
    return score


def corrected(between: str) -> bool:
    """True if what follows these words takes back what stood before them."""
    return bool(CORRECTION.search(between))
