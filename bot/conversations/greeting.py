"""The first line of every conversation. It says that an automated assistant is speaking."""

from __future__ import annotations

from typing import Any

from bot.school.content import School


def text(school: School) -> str:
    """The greeting."""
    return (
        f"Hi! I'm the automated admissions assistant of {school.name}. I can answer questions about our programs, "
        "careers and life after graduation, and book you a campus tour. What would you like to know?"
    )


def custom() -> dict[str, Any]:
    """The ways on that the greeting offers."""
    return {
        "quick_replies": [
            {"title": "What will I learn?", "meaning": {"intent": "program_details"}},
            {"title": "What jobs can I get?", "meaning": {"intent": "careers"}},
            {"title": "Book a campus tour", "meaning": {"intent": "campus_tour"}},
            {"title": "Talk to a person", "meaning": {"intent": "human_handoff"}},
        ]
    }
