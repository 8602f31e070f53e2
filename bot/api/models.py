"""Table of the keys that other programs read leads with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class ApiToken(Base):
    """One program's token. Only its hash is kept, so it can be shown once and never again."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    """Stands in the token itself, so that the row is found without comparing secrets."""
    name: Mapped[str] = mapped_column(String(80))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256 of the secret part, which is random enough to need no slow hash."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
