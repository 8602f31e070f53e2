"""The assistant's own lines, read once from ``lines.yml`` and, in another language, from a file beside it."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversations.language import spoken
from bot.nlu.language import Language

_FOLDER = Path(__file__).parent


def line(name: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """A line's text in the language that is spoken, filled in, and what is shown besides.

    Raises :class:`KeyError` for an unknown name or a missing value.
    """
    found = lines_in(spoken())[name]
    return str(found["text"]).format(**values), deepcopy(found.get("custom", {}))


def person_button() -> dict[str, Any]:
    """The button that asks for a person."""
    return {"title": line("button_person")[0], "meaning": {"intent": "human_handoff"}}


@cache
def lines_in(language: Language) -> dict[str, dict[str, Any]]:
    """Every line in this language by name, with its braces."""
    file = _FOLDER / ("lines.yml" if language == "en" else f"lines.{language}.yml")
    lines: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return lines
