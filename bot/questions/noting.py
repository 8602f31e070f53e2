"""Keeps what a visitor asked in vain, with what is needed to group it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.conversations.models import Question
from bot.nlu.encoder import load_encoder


def note(session: Session, conversation_id: str, message_id: int, asked: Sequence[tuple[str, str | None]], now: datetime) -> None:
    """Stores the questions of one message, each with its topic if that was recognised."""
    encoder = load_encoder()
    session.execute(
        insert(Question),
        [
            {
                "conversation_id": conversation_id,
                "message_id": message_id,
                "text": text,
                "topic": topic,
                "state": "open",
                "created_at": now,
                # The encoder remembers it: the answer was looked for with it a moment ago.
                "vector": encoder.encode_one(text).astype("<f4").tobytes(),
                "encoder": encoder.fingerprint,
            }
            for text, topic in asked
        ],
    )
