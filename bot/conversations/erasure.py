"""Deletes the words of somebody whose words may not be kept. A whole person is erased by bot.privacy."""

from __future__ import annotations

from functools import cache
from typing import get_args

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.conversations.language import speaking
from bot.conversations.lines import line
from bot.conversations.models import Feedback, Message, Question
from bot.nlu.language import Language
from bot.outbox.models import OutboxRow
from bot.privacy.holdings import ERASED
from bot.proofs.models import EmailProof
from bot.proofs.outgoing import OUTBOX
from bot.questions.cases import forget_cases

_SAYS_BACK = (
    *(("noted", "what"), ("visit_noted", "what"), ("unknown_one", "question"), ("clarify_one", "question")),
    ("change_offer", "email"),
)
"""Lines that repeat what a visitor wrote, and the word that is filled in."""


@cache
def _said_back() -> tuple[str, ...]:
    """How lines begin that repeat what a visitor wrote, in every language: a conversation may have changed its own."""
    found = []
    for language in get_args(Language):
        with speaking(language):
            found += [line(name, **{word: "\n"})[0].partition("\n")[0] for name, word in _SAYS_BACK]
    return tuple(found)


def erase_words(session: Session, conversation_id: str, *, up_to: int) -> None:
    """Erases what a visitor wrote, up to a line of the conversation: the lines, what was said back or shown of them, and the
    questions noted for staff with what was learned from them.

    The conversation goes on; whoever became a contact in it stays one.
    """
    lines = (Message.conversation_id == conversation_id, Message.seq <= up_to)
    session.execute(update(Message).where(*lines, Message.role == "visitor").values(text=ERASED, input=None))
    shown = session.execute(select(Message.id, Message.custom).where(*lines, Message.role == "bot", Message.custom.is_not(None)))
    repeating = [row.id for row in shown if {"form", "review"} & row.custom.keys()]
    session.execute(update(Message).where(Message.id.in_(repeating)).values(custom=None))
    repeats = or_(*(Message.text.contains(words, autoescape=True) for words in _said_back()))
    session.execute(update(Message).where(*lines, Message.role == "bot", repeats).values(text=ERASED))
    session.execute(delete(Question).where(Question.conversation_id == conversation_id))
    forget_cases(session, conversation_id)
    session.execute(update(Feedback).where(Feedback.conversation_id == conversation_id).values(reason=None))
    session.execute(delete(EmailProof).where(EmailProof.conversation_id == conversation_id))
    sent = or_(OutboxRow.state != "waiting", OutboxRow.key.startswith(OUTBOX))  # answers that wait are still due, codes are not
    session.execute(delete(OutboxRow).where(OutboxRow.conversation_id == conversation_id, sent))
