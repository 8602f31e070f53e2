"""Where this program holds something of a person: the one list from which erasure and export work.

A table that holds something of a person and is not named here fails a test (tests/privacy/test_erasing.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, select

from bot.consent.models import Consent, Suppression
from bot.conversations.models import Conversation, Feedback, Handoff, Message, Problem, Question, Turn
from bot.db.base import Base, as_table
from bot.engine.models import TrackerRow
from bot.leads.models import Contact, ContactMerge, Identity, Lead, Note, Promise, StageChange
from bot.outbox.models import OutboxRow
from bot.proofs.models import EmailProof
from bot.questions.models import RegressionCase
from bot.reminders.models import Call, PlannedMessage
from bot.tours.models import Attendee, Booking, BookingChange, Hold, WaitlistEntry

ERASED = "(deleted)"

Of = Literal["conversation", "contact", "lead", "booking", "identity"]
"""What a row belongs to: one of these of the person. ``identity`` is the keyed hash of an address."""


@dataclass(frozen=True)
class Holding:
    """A table that holds something of a person: how its rows are found, what becomes of them, what an export leaves out."""

    model: type[Base]
    links: Mapping[str, Of]
    """Columns that lead to the person; a row is theirs when any of them does."""
    erased: Mapping[str, Any] | None = field(default_factory=dict)
    """What is written over; None: the row is deleted. An empty mapping: it holds nothing that has to go."""
    secret: Collection[str] = ()
    """Columns that mean nothing to the person, or open something."""

    @property
    def table(self) -> Table:
        """The plain table."""
        return as_table(self.model)

    def belongs(self, person: Mapping[Of, Collection[Any]]) -> ColumnElement[bool]:
        """The condition that picks the person's rows. ``person`` holds the ids, or selects of them, of each kind."""
        condition: ColumnElement[bool] | None = None
        for column, of in self.links.items():
            one = self.table.c[column].in_(person[of])
            condition = one if condition is None else condition | one
        assert condition is not None
        return condition


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Message,
        {"conversation_id": "conversation"},
        {"text": ERASED, "custom": None, "choices": None, "input": None, "delivery_id": None},
        secret=("choices",),
    ),
    Holding(TrackerRow, {"conversation_id": "conversation"}, {"state": ""}),
    Holding(Turn, {"conversation_id": "conversation"}),
    Holding(Feedback, {"conversation_id": "conversation"}, {"reason": None}),
    Holding(Problem, {"conversation_id": "conversation"}, {"detail": ERASED}),
    Holding(Question, {"conversation_id": "conversation"}, None, secret=("vector", "encoder")),
    Holding(RegressionCase, {"conversation_id": "conversation"}, None),
    Holding(Handoff, {"conversation_id": "conversation"}),
    Holding(
        OutboxRow,
        {"conversation_id": "conversation", "contact_id": "contact", "identity_hash": "identity"},
        None,
        secret=("identity_hash",),
    ),
    Holding(
        EmailProof, {"conversation_id": "conversation", "identity_hash": "identity"}, None, secret=("key", "identity_hash", "code_hash")
    ),
    Holding(Note, {"lead_id": "lead"}, {"text": ERASED}),
    Holding(StageChange, {"lead_id": "lead"}),
    Holding(PlannedMessage, {"conversation_id": "conversation", "booking_id": "booking"}, None),
    Holding(Call, {"conversation_id": "conversation", "lead_id": "lead", "booking_id": "booking"}, None),
    Holding(Promise, {"lead_id": "lead"}, {"why": None}),
    Holding(Hold, {"conversation_id": "conversation"}, None),
    Holding(WaitlistEntry, {"conversation_id": "conversation", "lead_id": "lead"}, {"attendees": None}),
    Holding(Attendee, {"booking_id": "booking"}, None),
    Holding(BookingChange, {"booking_id": "booking"}, {"reason": ""}),
    Holding(Booking, {"conversation_id": "conversation", "lead_id": "lead"}, {"access_needs": None, "guide_question": None}),
    Holding(
        Lead,
        {"contact_id": "contact", "conversation_id": "conversation"},
        {
            "page_url": None,
            "last_page_url": None,
            "referrer": None,
            "campaign": None,
            "next_action": None,
            "next_action_at": None,
        },
    ),
    Holding(ContactMerge, {"merged_id": "contact", "kept_id": "contact"}),
    Holding(Identity, {"contact_id": "contact"}, None),
    Holding(
        Consent,
        {"contact_id": "contact", "conversation_id": "conversation", "identity_hash": "identity"},
        {"contact_id": None, "conversation_id": None, "message_seq": None},
        secret=("identity_hash",),
    ),
    Holding(
        Suppression, {"conversation_id": "conversation", "identity_hash": "identity"}, {"conversation_id": None}, secret=("identity_hash",)
    ),
    Holding(
        Conversation,
        {"id": "conversation"},
        {
            "token_hash": None,
            "external_id": None,
            "status": "ended",
            "page_url": None,
            "last_page_url": None,
            "referrer": None,
            "locale": None,
            "contact_id": None,
        },
        secret=("token_hash",),
    ),
    Holding(Contact, {"id": "contact"}, {"name": ERASED}),
)
"""In the order in which they are erased: what leads to other rows comes after them."""

ABOUT_NOBODY = frozenset(
    {
        *("faq_entries", "faq_translations", "phrasings", "claims", "content_version"),  # phrasings of visitors go with their cases
        *("staff_users", "staff_sessions", "sign_in_failures", "audit_log", "api_tokens"),  # the office's own people
        *("slots", "consent_chain", "night_work"),
    }
)
"""Tables that hold nothing of a visitor."""


def rows_of(holding: Holding, person: Mapping[Of, Collection[Any]]) -> Any:
    """A select of the person's rows of one table, oldest first."""
    return select(holding.table).where(holding.belongs(person)).order_by(*holding.table.primary_key.columns)
