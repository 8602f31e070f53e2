"""Tells staff which answers are asked for in a language that they have no reviewed words in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.conversations.models import Problem
from bot.db.database import Database
from bot.nlu.language import Language

KIND = "untranslated"
_NAMES: dict[Language, str] = {"en": "English", "es": "Spanish"}


def note_untranslated(database: Database, entry_id: str, language: Language, now: datetime) -> None:
    """Notes it as a problem, once until staff resolve it."""
    detail = f"Asked for in {_NAMES[language]}, but there is no {_NAMES[language]} text of the answer: {entry_id}."
    with database.write() as session:
        known = select(Problem.id).where(Problem.kind == KIND, Problem.detail == detail, Problem.resolved_at.is_(None))
        if session.scalar(known.limit(1)) is None:
            session.add(Problem(kind=KIND, detail=detail, created_at=now))
