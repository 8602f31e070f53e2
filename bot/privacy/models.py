"""Table of what is done once a night."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class NightWork(Base):
    """Which night a piece of work was done for last, so that of several processes one does it."""

    __tablename__ = "night_work"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_for: Mapped[date | None] = mapped_column(Date)
