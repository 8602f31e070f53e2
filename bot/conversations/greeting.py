"""The first line of every conversation. It says that an automated assistant is speaking."""

from __future__ import annotations

from typing import Any

from bot.conversations.lines import line, person_button
from bot.school.content import School


def text(school: School) -> str:
    """The greeting, in the language that is spoken."""
    return line("greeting", school=school.name)[0]


def custom() -> dict[str, Any]:
    """The ways on that the greeting offers."""
    offered = (("button_learn", "program_details"), ("button_jobs", "careers"), ("button_tour", "campus_tour"))
    return {"quick_replies": [*({"title": line(name)[0], "meaning": {"intent": intent}} for name, intent in offered), person_button()]}
