"""How questions are put and joined in English."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionWords:
    """Patterns of one language, for :mod:`bot.nlu.several_questions` and :mod:`bot.nlu.context`."""

    sentence: re.Pattern[str]
    """Between two sentences."""
    joined: re.Pattern[str]
    """Between two clauses of which the second asks or wishes."""
    asks: re.Pattern[str]
    """In a piece that asks."""
    wants: re.Pattern[str]
    """At the start of a piece that wishes to know or to do something."""
    lists: re.Pattern[str]
    """What leads a list of things to be told about."""
    commas: re.Pattern[str]
    """Between two things in a list."""
    refers: re.Pattern[str]
    """A word that stands for something said before."""


_SUBJECT = (
    r"(?:i|you|u|ya|yall|we|they|he|she|it|there|ther|the|a|an|any|my|your|ur|our|his|her|their|this|that|these|those|each|every|all|some|"
    r"students?|graduates?|grads?|classes|people|ppl|parents?|anyone|anybody|someone|one|most|internships?|"
    r"(?:prospective|new|old|older|former|current|past|future|international|foreign)\s\w+)"
)
_WORD = r"(?:what(?:'?s)?|wat|wats|wut|who(?:'?s)?|which|where(?:'?s)?|whr|when|wen|wens|whens|why|how(?:'?s)?|hows|whether)"
_AUXILIARY = r"(?:is|are|r|am|was|were|do|does|did|dose|can|could|would|will|should|may|might|have|has)"
_ASKER = rf"(?:{_WORD}\b|{_AUXILIARY}\s+{_SUBJECT}\b|(?:please\s)?(?:tell|explain|let\sme\sknow)\b|any\schance\b)"
_LINK = r"(?:and|n|an|&|\+|plus|also|but|then|ok|oh|so|btw|lastly|finally|second(?:ly)?|another\s(?:thing|question))"
_WISH = (
    r"(?:(?:i(?:'d|d|\swould)?|we(?:'d)?)\s(?:also\s|really\s)?(?:want|like|love|need|wanna|gotta)(?:\s(?:to|2))?\s"
    r"(?:know|hear|find\sout|learn\sabout|understand|ask|figure\sout|book|schedule|visit|see|talk|speak|come|set\sup|sign\sup|take|a\stour|tour)|"
    r"(?:i(?:'m|m|\sam)?\s)?(?:also\s)?(?:just\s)?(?:wondering|curious|trying\sto\s(?:find|figure)\sout|looking\sfor)|"
    r"(?:i(?:'ve)?\s(?:have\s|got\s)?)?no\s(?:idea|clue)|(?:please\s|pls\s|kindly\s)?"
    r"(?:book|schedule|arrange|sign\s(?:me|us)|get\sme\sa|set\s(?:me|us)\sup))\b"
)
_SENTENCE = re.compile(r"(?<=[?!.;])\s+|\s*\n+\s*|(?<=\?)(?=\w)")
_JOINED = re.compile(
    rf"\s*,?\s+(?:{_LINK},?\s+)+(?={_ASKER}|{_WISH})|\s*,\s*(?={_ASKER})|"
    rf"\s*,\s*(?:{_LINK},?\s+)+(?={_AUXILIARY}\s+\w+\s+\w+)",  # after a comma anything may be asked about: ", and is lunch included"
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\?|^\W*(?:(?:{_LINK}|hi|hey|hello|yo|please|pls)\b\W*)*{_ASKER}", re.IGNORECASE)
_WANTS = re.compile(rf"^\W*(?:(?:{_LINK}|hi|hey|hello|yo|please|pls)\b\W*)*{_WISH}", re.IGNORECASE)
_LISTS = re.compile(
    r"(?:\b(?:info|information|infos|details|know|tell\sme|hear|learn|questions?|ask|advise|interested|following)\b(?:\s\w+){0,3}?\s"
    r"(?:about|on|regarding|concerning|following|re)\b(?:[^:?.!,]{0,40}:)?|^about\s|:)\s*(?=[^:?.!]*$|[^:?.!]*[?.!]+$)",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\s*[,;/]\s*(?:(?:and|or|plus|also|n|&)\s+)?|\s+(?:and|plus|n|&|\+)\s+", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:it|its|it's|that|they|them|they're|theyre|their|these|those|this|one|ones|he|she|his|her|both)\b", re.IGNORECASE
)

ENGLISH = QuestionWords(_SENTENCE, _JOINED, _ASKS, _WANTS, _LISTS, _COMMAS, _REFERS)
