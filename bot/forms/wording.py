"""The words of the forms' questions, from ``wording.yml`` and its Spanish counterpart."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversations.language import spoken
from bot.nlu.language import Language

_FILES: dict[Language, str] = {"en": "wording.yml", "es": "wording.es.yml"}


def worded(name: str, **values: Any) -> str:
    """A text in the language spoken, filled in. Raises :class:`KeyError` for an unknown name or a missing value."""
    return texts(spoken())[name].format(**values)


def people(count: int) -> str:
    """A number of people in words: "1 person", "3 people"."""
    return worded("one_person") if count == 1 else worded("several_people", count=count)


@cache
def texts(language: Language) -> dict[str, str]:
    """All texts of a language by name."""
    found: dict[str, str] = yaml.safe_load((Path(__file__).parent / _FILES[language]).read_text(encoding="utf-8"))
    return found
