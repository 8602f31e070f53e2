"""Table of what is done once a night."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class NightWork(Base):
    """Which night a piece of work was done for last, and who may try it next, so that of several processes one does it."""

    __tablename__ = "night_work"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_for: Mapped[date | None] = mapped_column(Date)
    tried_for: Mapped[date | None] = mapped_column(Date)
    tries: Mapped[int | None]
    """How often it was begun for the night ``tried_for``."""
    not_before: Mapped[datetime | None]
    """Nobody begins it before: a process is at it, or it has just failed."""
