"""Tells when somebody wants a tour that is booked already cancelled or moved. A rule, never likeness: what follows is about a booking.

Only plain words count, with the booking in them ("cancel my tour", "otra hora para mi visita"). What the school may cancel, what would
happen if, and what else can be changed (programs, applications, subscriptions) are left to be understood as questions.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.nlu.extraction.patterns import verbose
from bot.nlu.extraction.text import fold
from bot.nlu.language import Language
from bot.nlu.spanish_change_wish import ABOUT as SPANISH_ABOUT
from bot.nlu.spanish_change_wish import CALLS_OFF as SPANISH_CALLS_OFF
from bot.nlu.spanish_change_wish import CANNOT_COME as SPANISH_CANNOT_COME
from bot.nlu.spanish_change_wish import HEDGED as SPANISH_HEDGED
from bot.nlu.spanish_change_wish import MOVES as SPANISH_MOVES
from bot.nlu.spanish_change_wish import NOT_MEANT as SPANISH_NOT_MEANT
from bot.nlu.spanish_change_wish import REQUESTS as SPANISH_REQUESTS
from bot.nlu.spanish_change_wish import SPOKEN_OF as SPANISH_SPOKEN_OF
from bot.nlu.spanish_change_wish import WISHES as SPANISH_WISHES
from bot.nlu.spanish_change_wish import YES as SPANISH_YES

ChangeWish = Literal["cancel", "move", "either"]
"""What is wanted of the booking; either: the words leave it open."""
Cancelling = Literal["meant", "asked", "unclear"]
"""How somebody who sees their booking speaks of cancelling: to have it done, to ask about it, or it cannot be told which."""
CHANGE_TOUR = "change_tour"
"""The intent. It has no examples."""

_LONGEST = 400
_WHAT = r"(?:campus\s|school\s)?(?:tour|visit|booking|reservation|walkthrough|appointment)"
_AFTER = r"""(?!'s\b)(?!\s(?:guides?|bus|groups?|buddy|partner|visa|card|fees?|price|notes?|history|program|company|policy
    |with\s(?!you\b|the\sschool\b|admissions\b|my\b)
    |to\s(?:a|an|my|see)\b|at\s(?:my|a|an)\b))"""
_PARTS = r"(?:(?:the\s)?(?:time|date|day|hour|slot|details?|time\sslot)\s(?:of|for|on)\s)?"
#: The booking as the speaker's own.
_MINE = rf"""{_PARTS}(?:my|our)\s(?:(?:upcoming|next|booked|scheduled|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:'s)?\s)?
    {_WHAT}{_AFTER}"""
#: One that is named as booked, or that a plain request means.
_BOOKED = rf"""{_PARTS}(?:the|a|that|this)\s{_WHAT}\s(?:(?:that|which)\s)?(?:i|we)(?:'ve|'d)?
    \s(?:have|had|already|just|booked|made|scheduled|reserved|signed)\b"""
_THE = rf"{_PARTS}(?:the|that|this)\s{_WHAT}{_AFTER}"
_CALLS_OFF = r"(?:cancel|call\soff)"
_MOVES = r"(?:re-?sched(?:ule)?|move|postpone|push\sback|bring\sforward|re-?book|delay)"
_CHANGES = r"(?:change|switch|modify|update|edit|alter|swap|adjust|shift)"
_ANY = rf"(?:{_CALLS_OFF}|{_MOVES}|{_CHANGES})(?:\s?(?:/|,|or|and)\s?(?:{_CALLS_OFF}|{_MOVES}|{_CHANGES}))?"
_SOFTLY = r"(?:(?:please|pls|plz|just|still|kindly|maybe|actually|also|quickly)\s)*"
#: Before the verb: the start of a clause, or words with which the speaker wants or asks it.
_LEAD = rf"""(?:(?:^|[.,!?;:\n(-]\s*|\b(?:and|or|but|so|then|please|pls|plz|hi|hello|hey|ok|okay|sorry|actually|yes|no|want|need|wanna|gotta
    |gonna|must|lets?|let's|2|to)\s)
  |\b(?:can|could|may|might|do|would|shall|must)\s(?:i|we)\s
  |\b(?:can|could|would)\s(?:you|u|ya|y'all|someone|somebody|anyone)\s(?:guys\s)?
  |\b(?:help\s(?:me|us)|i'll|i\swill|we'll|i'?m|am|we'?re)\s){_SOFTLY}"""

_WISHES = (
    verbose(rf"{_LEAD}(?P<verb>{_ANY})\s(?:{_MINE}|{_BOOKED})"),
    verbose(rf"{_LEAD}(?P<verb>(?:{_CALLS_OFF}|re-?sched(?:ule)?|postpone))\s{_THE}"),
    verbose(rf"{_LEAD}(?P<verb>{_MOVES}|{_CHANGES})\s(?:{_PARTS}(?:the|that)\s{_WHAT}{_AFTER})\s(?:to|from|for)\b"),
    verbose(
        rf"\b(?P<verb>another|(?:a\s)?(?:different|new|later|earlier))\s(?:time|day|date|slot|hour)\s(?:for|of)\s(?:{_MINE}|{_BOOKED})"
    ),
    verbose(
        rf"""\b(?:can'?t|can\s?not|cannot|unable\sto|won'?t\sbe\sable\sto|not\sable\sto|not\sgoing\sto)\s
        (?:make(?:\sit)?|come|attend|go|do|be\sat|get|keep)\s(?:(?:to|on|for)\s)?(?:{_MINE}|{_BOOKED})"""
    ),
    # "I booked a tour for Monday, but I need to change it."
    verbose(
        rf"""\b(?:i|we)(?:'ve)?\s(?:already\s|just\s)?(?:have|had|got|booked|made|scheduled|reserved|signed\sup\sfor)\s(?:a|an|the|my|our)\s{_WHAT}\b
        [^.?!\n]{{0,60}}[\s.](?:can|could|need|want|like|have|wanna|gotta|must)\s(?:(?:i|we|to|you|2|please)\s){{0,3}}(?P<verb>{_ANY})\s(?:it|that)\b"""
    ),
    # Of a booking that needs no naming: nothing else is rescheduled.
    verbose(
        r"""^\W*(?:(?:hi|hello|hey|ok|okay|so|sorry|please|pls)\W+)*(?:(?:i|we)\s(?:(?:need|want|have|would\slike|'d\slike|am\strying|wanna|gotta|must)
        (?:\s(?:to|2))?)\s|i'd\slike\sto\s|i'?m\strying\sto\s|(?:can|could|may|how\s(?:do|can|would))\s(?:i|we)\s|need\s(?:to|2)\s|want\s(?:to|2)\s|how\sto\s)?
        (?P<verb>re-?sched(?:ule)?)(?:\W+(?:please|pls|thanks|thank\syou|it|that))*\W*$"""
    ),
)
_NOT_MEANT = verbose(
    r"""\b(?:if|unless|in\scase|suppose|what\shappens|would\shappen|fees?|charges?|charged|cost|costs|penalt(?:y|ies)|refunds?|polic(?:y|ies)
    |do\syou\s(?:ever|guys|all)|(?:do|did|does|will|why|have|has|when)\s(?:you|they|the\sschool)|how\s(?:late|far|long|soon|often)|before\si\sbook|when\si\sbook
    |once\si\sbook|after\si\sbook|later\son|(?:had|used)\sto\s(?:cancel|call|move|postpone|reschedule|change)|bands?|concerts?|gigs?|festivals?|musicians?|europe(?:an)?
    |world|virtual|online|zoom|dentist|doctor|doctor's|clinic|hospital|hotel|flight|gym|vet|salon|barber|bank|museum)\b
    |\b(?:don'?t|do\snot|didn'?t|did\snot|never|not|without)\s(?:(?:want|need|wanna|have|going|planning|trying)\s(?:to\s)?)?(?:cancel|call|move|change|reschedule|postpone)"""
)
#: Of a booking that both have before them, which needs no naming: "cancel it", "yes cancel", "cancel the second one".
_IT = r"""(?:it|them|both|everything|(?:the|this)\swhole\sthing|(?:the|this|that)\s(?:\w+\s)?one)\b
    (?!\s(?:later|tomorrow|next|some|another|when|once|after|before|by|on\sthe\sday)\b)"""
_ENDS = r"""(?=\W*$|\s*[.,!?;:\n)]|\s(?:please|pls|plz|now|then|thanks?|thx|instead|today|altogether|completely|for\s(?:me|us)
    |right\s(?:now|away)|asap|because|cause|since|as\s(?:i|we)|and|but|i|we|sorry|anyway|after\sall)\b)"""
_SPOKEN_OF = verbose(
    rf"""(?:{_LEAD}|\b(?:yep|yeah|yup|yea|ya|sure|right|fine|alright|well|oh)\s{_SOFTLY})
    (?:cancel(?:\s{_IT}|\s(?:this|that){_ENDS}|{_ENDS})|call\s(?:it|this|that|(?:the|my|our)\s{_WHAT})\soff\b)
    |\b(?:want|need|like)\s(?:it|this|that)\s(?:to\sbe\s)?cancell?ed\b|\bmind\scancell?ing\s(?:it|this|that|my|our|the)\b"""
)
#: In a message that asks something: what asks to have it done.
_REQUESTS = verbose(
    rf"""(?:\b(?:can|could|would)\s(?:you|u|ya|y'all|someone|somebody|anyone)\s(?:guys\s)?(?:go\sahead\sand\s)?
      |\b(?:can|could|may)\s(?:i|we)\s(?=.*\b(?:please|pls|plz)\b)
      |(?:^|[.,!?;:\n])\s*(?:(?:yes|yep|yeah|ok|okay|no|sure|hi|hello|well)\W+)*)
    {_SOFTLY}(?:cancel|call\s(?:it|this|that|off))\b|\b(?:would|do)\syou\smind\scancell?ing\b"""
)
_ABOUT = re.compile(r"\b(?:what|whats|when|why|where|who|whether|how (?:much|many|late|long|far|soon|often))\b")
_HEDGED = re.compile(
    r"\b(?:might|may (?:have|need|want)|maybe|perhaps|possibly|probably|thinking|wonder(?:ing)?|not sure|unsure|consider\w*|eventually|"
    r"should)\b"
)
_HINT = re.compile(r"tour|visit|booking|reservation|walkthrough|appointment|sched")
_SPANISH_HINT = re.compile(r"visita|tour|recorrido|cita|reserva|reagendar|reprogramar")


def wished_change(text: str, language: Language = "en") -> ChangeWish | None:
    """What the words want done to a booked tour; None when they want nothing of the kind."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    if language == "es" and _SPANISH_HINT.search(folded):
        found = _first(SPANISH_WISHES, folded, SPANISH_NOT_MEANT)
        if found is not None:
            return _told(found, SPANISH_CALLS_OFF, SPANISH_MOVES)
    found = _first(_WISHES, folded, _NOT_MEANT) if _HINT.search(folded) else None
    return None if found is None else _told(found, _CANCELS, _MOVES_IT)


def cancelling(text: str, language: Language = "en", *, asks: bool) -> Cancelling | None:
    """How somebody whose booking is shown speaks of cancelling; None when they do not. ``asks``: the message looks like a question."""
    if _NAMES_IT.search(fold(text[:_LONGEST])) is None:
        return None
    typed = SPANISH_YES.sub("", text) if language == "es" else text
    folded = fold(typed[:_LONGEST])
    spoken = (_HERE, _SPANISH_HERE) if language == "es" else (_HERE,)
    wished = wished_change(typed, language) == "cancel" or any(words.wish.search(folded) for words in spoken)
    if not wished or any(words.not_meant.search(folded) for words in spoken):
        return "asked" if asks else "unclear"
    if any(words.hedged.search(folded) for words in spoken):
        return "unclear"
    if not asks:
        return "meant"
    if any(words.about.search(folded) for words in spoken):
        return "asked"
    return "meant" if any(words.requests.search(folded) for words in spoken) else "unclear"


def cannot_come(text: str, language: Language = "en") -> bool:
    """True when somebody who has just booked says that they can't come ("we can't make it after all")."""
    folded = fold(text[:_LONGEST])
    found = _CANNOT_COME.search(folded) or (language == "es" and SPANISH_CANNOT_COME.search(folded))
    return bool(found) and not _NOT_MEANT.search(folded) and not SPANISH_NOT_MEANT.search(folded)


class _Words(NamedTuple):
    """How the cancelling of a booking that is shown is spoken of in one language."""

    wish: re.Pattern[str]
    not_meant: re.Pattern[str]
    hedged: re.Pattern[str]
    about: re.Pattern[str]
    requests: re.Pattern[str]


_HERE = _Words(_SPOKEN_OF, _NOT_MEANT, _HEDGED, _ABOUT, _REQUESTS)
_SPANISH_HERE = _Words(SPANISH_SPOKEN_OF, SPANISH_NOT_MEANT, SPANISH_HEDGED, SPANISH_ABOUT, SPANISH_REQUESTS)
_NAMES_IT = re.compile(r"\b(?:cancel|anul)|\bcall (?:(?:it|this|that|them|(?:the|my|our) \w+) )?off\b")
_CANNOT_COME = verbose(
    r"""\b(?:i|we)\s(?:(?:just|actually|really|sadly)\s)?(?:can'?t|can\s?not|cannot|won'?t\sbe\sable\sto)\s(?:make\sit|come|attend|be\sthere)
    (?=\W*$|\s*[.,!?;:\n)]|\s(?:anymore|any\smore|after\sall|then|now|because|cause|since|sorry|that\sday|at\sthat\stime|on\s\w+day)\b)"""
)
_CANCELS = re.compile(r"cancel|call off")
_MOVES_IT = re.compile(r"sched|move|postpone|push|bring|re-?book|delay|another|different|new|later|earlier|switch|shift|swap")


def _first(patterns: tuple[re.Pattern[str], ...], folded: str, not_meant: re.Pattern[str]) -> str | None:
    """The verb of the first wish; empty where it has none."""
    for pattern in patterns:
        match = pattern.search(folded)
        if match is not None:
            return None if not_meant.search(folded) else match.groupdict().get("verb") or ""
    return None


def _told(verb: str, cancels: re.Pattern[str], moves: re.Pattern[str]) -> ChangeWish:
    cancel, move = cancels.search(verb) is not None, moves.search(verb) is not None
    if cancel == move:
        return "either"
    return "cancel" if cancel else "move"
