"""The school's approved answers as the benchmarks see them: what stock Rasa says, and how a right answer is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FIELD = re.compile(r"\{([\w.]+)\}")
_TELLING_LENGTH = 40
_LEAST_TELLING_LENGTH = 12


@dataclass(frozen=True)
class FaqAnswer:
    """One FAQ entry: the text that holds without approvals and optional fields, and all its wordings as written."""

    id: str
    topic: str
    text: str
    wordings: tuple[str, ...]


def read_answers(content: Path) -> list[FaqAnswer]:
    """All entries of `content/faq.yml`, their fields filled from `content/school.yml`. Raises OSError, KeyError."""
    school = yaml.safe_load((content / "school.yml").read_text(encoding="utf-8"))
    entries = yaml.safe_load((content / "faq.yml").read_text(encoding="utf-8"))["entries"]
    return [_answer(entry, school) for entry in entries]


def opening_of(text: str) -> str:
    """The first words of an answer, alike for an answer as written and as sent: up to a field, 40 characters, one case."""
    return " ".join(text.split("{")[0].split()).lower()[:_TELLING_LENGTH].strip()


def answers_topic(replies: Iterable[str], topic: str, answers: Iterable[FaqAnswer]) -> bool:
    """Whether any reply contains the opening of an answer of the topic."""
    said = " ".join(" ".join(replies).split()).lower()
    openings = (opening_of(wording) for answer in answers if answer.topic == topic for wording in answer.wordings)
    return any(len(opening) >= _LEAST_TELLING_LENGTH and opening in said for opening in openings)


def _answer(entry: Mapping[str, Any], school: Mapping[str, Any]) -> FaqAnswer:
    wordings = tuple(str(entry[key]).strip() for key in ("without", "hedged", "answer") if entry.get(key))
    text = _FIELD.sub(lambda field: _value(school, field[1]), wordings[0])
    return FaqAnswer(str(entry["id"]), str(entry["topic"]), text, wordings)


def _value(school: Mapping[str, Any], name: str) -> str:
    value: Any = school
    for key in name.removeprefix("school.").split("."):
        value = (value or {}).get(key)
    return str(value or "")
