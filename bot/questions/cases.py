"""Regression cases: visitors' wordings that have to go on reaching their answer. They go when the visitor's data is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.faq.loader import bump_version
from bot.faq.models import Phrasing
from bot.questions.models import RegressionCase


class Case(NamedTuple):
    """A wording and the answer it must reach."""

    entry_id: str
    text: str


def add_cases(session: Session, entry_id: str, wordings: Iterable[tuple[str, str]], now: datetime) -> None:
    """Adds (conversation, wording) pairs of an answer; those that are there already are left as they are."""
    there = {
        (row.conversation_id, row.text)
        for row in session.execute(select(RegressionCase.conversation_id, RegressionCase.text).where(RegressionCase.entry_id == entry_id))
    }
    rows = [
        {"entry_id": entry_id, "text": text, "conversation_id": conversation_id, "created_at": now}
        for conversation_id, text in dict.fromkeys(wordings)
        if (conversation_id, text) not in there
    ]
    if rows:
        session.execute(insert(RegressionCase), rows)


def all_cases(session: Session) -> list[Case]:
    """Every case once, in the order of answers and words."""
    columns = (RegressionCase.entry_id, RegressionCase.text)
    return [Case(*row) for row in session.execute(select(*columns).distinct().order_by(*columns))]


def forget_cases(session: Session, conversation_id: str) -> None:
    """Removes a visitor's cases, and the phrasings that came from nobody else's words."""
    theirs = session.execute(
        delete(RegressionCase)
        .where(RegressionCase.conversation_id == conversation_id)
        .returning(RegressionCase.entry_id, RegressionCase.text)
        .execution_options(synchronize_session=False)
    ).all()
    others = set(all_cases(session)) if theirs else set()
    for entry_id, text in theirs:
        if Case(entry_id, text) not in others:
            session.execute(delete(Phrasing).where(Phrasing.entry_id == entry_id, Phrasing.text == text, Phrasing.origin == "visitors"))
    if theirs:
        bump_version(session)
