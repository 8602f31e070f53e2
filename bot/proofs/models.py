"""Table of the codes that people were asked for to prove that an e-mail address is theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class EmailProof(Base):
    """One request for a code. It is written alike whether anything is booked with the address or not, and gone after a day."""

    __tablename__ = "email_proofs"
    __table_args__ = (
        Index("ix_email_proofs_unposted", "id", sqlite_where=text("posted_at IS NULL"), postgresql_where=text("posted_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    """Random; its code is hashed with it, and its e-mail is known by it."""
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    """Where it was asked for; nowhere else does the code count."""
    address: Mapped[str] = mapped_column(String(320))
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """None: no code was sent, or it was used, or its time is over."""
    tries: Mapped[int] = mapped_column(Integer, default=0)
    language: Mapped[str] = mapped_column(String(5))
    answers: Mapped[int | None] = mapped_column(Integer)
    """The visitor's line in the conversation that asked for it."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    posted_at: Mapped[datetime | None]
    """When it was found out whether there is something to send, and if so the e-mail was queued."""
    proven_at: Mapped[datetime | None]
