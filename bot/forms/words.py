"""Short answers in the middle of a form: yes, no, and which part is to be changed."""

from __future__ import annotations

import re

_YES = re.compile(
    r"^\W*(?:y|ya|ye|yes|yep|yeah|yup|yes please|sure|sure thing|ok|okay|k|fine|alright|all right|correct|right|exactly|absolutely|"
    r"definitely|of course|i agree|agreed|agree|i do|i accept|accept|sounds good|looks good|go ahead|confirm(?:ed)?|book it|do it|"
    r"please do|perfect|great|si|sí|claro|de acuerdo)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NO = re.compile(
    r"^\W*(?:n|no|nope|nah|no thanks|no thank you|not really|don't|do not|i don't|i do not agree|disagree|never|decline|"
    r"rather not|i'd rather not)\b",
    re.IGNORECASE,
)
_PARTS = {
    "tour_time": re.compile(r"\b(?:time|times|date|day|hour|slot|when|reschedule)\b", re.IGNORECASE),
    "contact": re.compile(r"\b(?:e-?mail|mail|address|phone|number|cell|contact)\b", re.IGNORECASE),
    "name": re.compile(r"\b(?:name|spell(?:ed|ing)?)\b", re.IGNORECASE),
    "program": re.compile(r"\b(?:program|programme|course|major)\b", re.IGNORECASE),
    "party_size": re.compile(r"\b(?:people|persons|party|guests?|of us|group)\b", re.IGNORECASE),
}
_PARTY = re.compile(
    r"(?:\b(?:party|group|family) of |\bfor )?(?P<count>-?\b\d{1,9}) *(?:people|persons?|guests?|visitors?|of us)\b"
    r"|\b(?:party|group|family) of (?P<party>-?\d{1,9})\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:not sure|unsure|undecided|don't know|dont know|do not know|idk|no idea|any(?: of them)?|either|whatever|not decided|"
    r"haven't decided|still deciding|skip|none yet|doesn't matter)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^\W*(?:the |number |no\. ?|option |#)?(?:(?P<digit>[1-9])|(?P<word>first|second|third|fourth|fifth|sixth|last))(?: one| option)?\W*$",
    re.IGNORECASE,
)
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth")


def says_yes(text: str) -> bool:
    """True for a plain yes. "Yes, but at 3" is not one: it goes on."""
    match = _YES.match(text.strip())
    return match is not None and len(match["rest"].split()) <= 4 and not re.search(r"\b(?:but|except|change|not)\b", match["rest"], re.I)


def says_no(text: str) -> bool:
    """True for a plain no."""
    return _NO.match(text.strip()) is not None


def is_undecided(text: str) -> bool:
    """True for "not sure yet" and the like."""
    return _UNDECIDED.search(text) is not None


def parts_named(text: str) -> list[str]:
    """The parts of the form that the words mention."""
    return [part for part, pattern in _PARTS.items() if pattern.search(text)]


def party_named(text: str) -> int | None:
    """The number of people that the words name, however impossible."""
    match = _PARTY.search(text)
    return int(match["count"] or match["party"]) if match else None


def people(count: int) -> str:
    """A number of people in words: "1 person", "3 people"."""
    return "1 person" if count == 1 else f"{count} people"


def ordinal(text: str, count: int) -> int | None:
    """Which of ``count`` offered things is meant ("the second one", "2", "last"), counting from 0."""
    match = _ORDINAL.match(text)
    if match is None:
        return None
    if match["digit"]:
        index = int(match["digit"]) - 1
    else:
        word = match["word"].lower()
        index = count - 1 if word == "last" else _WORDS.index(word)
    return index if 0 <= index < count else None
