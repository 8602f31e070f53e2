"""The day a visitor wishes for, or the window it must fall into."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from . import calendar_words as words
from . import cues
from .day_choice import Days, DaySpeech, chosen_days
from .day_readers import bare_day, mentions
from .text import MOST_READ, words_in

_SPEECH = DaySpeech(
    cues,
    bound_before=words.BOUND_BEFORE,
    either=re.compile(r"\s?(?:or|,\sor|/|and|&|nor)\s?(?:on\s|the\s|maybe\s)*"),
    again=re.compile(r"\s?,?\s?(?:and|then)\s(?:then\s|also\s)?(?:again\s)?(?:on\s|at\s)?"),
    that_day=re.compile(r"\b(?:that|the\ssame|same)\s(?:same\s)?(?:day|date)\b"),
    week_of=words.WEEK_OF,
    period=words.PERIOD,
    months=words.MONTH_NUMBER,
    phases={
        "early": "early",
        "beginning of": "early",
        "start of": "early",
        "mid": "mid",
        "late": "late",
        "end of": "late",
    },
)


def days(folded: str, today: date, *, expected: bool = False) -> Days:
    """Find the wished day; `folded` has contacts marked.

    `expected` says that a day was just asked for, so that a bare number is one.
    """
    if not expected and words.TOLD_WITH.isdisjoint(words_in(folded)) and not words.DAY_HINT.search(folded):
        return Days(None, None, None, frozenset(), folded)
    named = list(islice(mentions(folded, today), MOST_READ))
    if expected and not named:
        named = list(bare_day(folded, today))
    return chosen_days(named, folded, today, _SPEECH)
