"""Hides in a visitor's wording who they are: e-mail addresses, phone numbers and names."""

from __future__ import annotations

import re
from datetime import datetime

from bot.nlu.extraction import Vocabulary, extract
from bot.nlu.extraction.emails import emails
from bot.nlu.extraction.phones import phones
from bot.nlu.extraction.text import fold

EMAIL, PHONE, NAME = "[e-mail]", "[phone]", "[name]"
_MOST_NAMES = 4
_LIKE_AN_ADDRESS = re.compile(r"\S+@\S+|(?<!\w)@\w+")
_YEAR = r"(?:19|20)\d\d"
_LIKE_A_NUMBER = re.compile(
    rf"(?<!\d)(?!{_YEAR}\s?-?\s?{_YEAR}(?!\d)|{_YEAR}[.-]\d\d?[.-]\d\d?(?!\d)|\d\d?[.-]\d\d?[.-]{_YEAR}(?!\d))"  # years and dates are none
    r"\+?\d(?:[\s().-]{0,2}\d){6,}"
)


def masked(text: str, now: datetime, vocabulary: Vocabulary) -> str:
    """The text with a mark in place of each e-mail address, phone number and name that is found in it."""
    folded = fold(text)
    spans = [(one.start, one.end, EMAIL) for one in emails(text, folded)]
    spans += [(one.start, one.end, PHONE) for one in phones(folded, vocabulary.region)]
    # What only looks like an address or a number, such as a mistyped one, tells as much.
    for kind, mark in ((_LIKE_AN_ADDRESS, EMAIL), (_LIKE_A_NUMBER, PHONE)):
        spans += [(*found.span(), mark) for found in kind.finditer(_blanked(text, spans))]
    for _ in range(_MOST_NAMES):
        name = extract(_blanked(text, spans), now, vocabulary).spans.get("name")
        if name is None:
            break
        spans.append((*name, NAME))
    for start, end, mark in sorted(spans, reverse=True):
        text = text[:start] + mark + text[end:]
    return text


def without_name(text: str, name: str | None) -> str:
    """The text without the name that the visitor is known by: the whole name anywhere, a part of it where it is written as a name."""
    if not name:
        return text
    whole = r"\s+".join(re.escape(part) for part in name.split())
    text = re.sub(rf"(?i)(?<!\w){whole}(?!\w)", NAME, text)
    for part in name.split():
        if len(part) > 2 and part[0].isupper():
            # "Will I …" begins a sentence; "I'm Will" names somebody.
            text = re.sub(rf"(?<=[\w,;:'] ){re.escape(part)}(?!\w)", NAME, text)
    return text


def _blanked(text: str, spans: list[tuple[int, int, str]]) -> str:
    for start, end, _mark in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
