"""A person with something of theirs in every column of every table, and a look at everything that is stored."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, LargeBinary, String, insert, select

from bot.assistant import Assistant
from bot.consent import chain
from bot.consent.service import identity_hash
from bot.conversations.models import Message
from bot.db.base import UtcDateTime
from bot.db.tables import metadata
from bot.faq.models import FaqEntry
from bot.privacy.holdings import HOLDINGS, Holding
from bot.staff.models import StaffUser
from bot.tours.models import Slot

MARK = "Quaggafield"
"""Stands in everything that is planted."""

ITS_OWN = {
    "messages": {"role"},
    "turns": {"outcome", "topics", "faq"},
    "feedback": {"value"},
    "problems": {"kind"},
    "questions": {"state", "topic", "entry_id", "encoder"},
    "regression_cases": {"entry_id"},
    "handoffs": {"reason"},
    "outbox": {"state", "purpose", "quiet_zones"},
    "email_proofs": {"language"},
    "stage_changes": {"from_stage", "to_stage", "actor"},
    "notes": {"author_id"},
    "bookings": {"reference", "state", "submission"},
    "attendees": {"role"},
    "booking_changes": {"what", "from_state", "to_state", "actor"},
    "holds": {"form"},
    "waitlist": {"state", "submission"},
    "promises": {"outcome", "ended_by"},
    "contact_merges": {"evidence", "actor", "undone_by"},
    "planned_messages": {"key", "kind", "language", "state", "why"},
    "calls": {"key", "kind", "why", "outcome", "ended_by"},
    "leads": {"program", "stage", "wants", "channel", "owner_id"},
    "identities": {"kind"},
    "consents": {"purpose", "wording", "wording_version", "channel", "source"},
    "suppressions": {"purpose"},
    "conversations": {"channel", "status"},
}
"""Columns with words of the program only: no visitor can put anything there. Everything else of text is planted."""


@dataclass
class Planted:
    """One person and what was planted of them."""

    conversation: str = field(default_factory=lambda: uuid.uuid4().hex)
    contact: str = field(default_factory=lambda: uuid.uuid4().hex)
    lead: str = field(default_factory=lambda: uuid.uuid4().hex)
    booking: str = field(default_factory=lambda: uuid.uuid4().hex)
    message: int = 0
    marks: list[tuple[str, str]] = field(default_factory=list)
    """Table and column of each mark."""

    @property
    def email(self) -> str:
        return f"identities.value.{MARK}.{self.contact}@example.com".lower()


def plant(assistant: Assistant, *, at: datetime | None = None, starts_at: datetime | None = None, **changes: str) -> Planted:
    """Stores a person who has something in every table."""
    now = at or assistant.clock()
    person = Planted(**changes)
    with assistant.database.write() as session:
        if session.scalar(select(StaffUser.id).limit(1)) is None:
            session.execute(insert(StaffUser).values(**_staff(now)))
            session.execute(insert(FaqEntry).values(**_entry(now)))
        slot = session.scalar(
            insert(Slot)
            .values(tour="t", starts_at=starts_at or now, ends_at=now, time_zone="UTC", capacity=9, booked=1, held=1, example=False)
            .returning(Slot.id)
        )
        links = {"conversation": person.conversation, "contact": person.contact, "lead": person.lead, "booking": person.booking}
        links["identity"] = identity_hash(assistant.secret_key, person.email)  # type: ignore[assignment]
        order = [table.name for table in metadata.sorted_tables]
        for holding in sorted(HOLDINGS, key=lambda one: order.index(one.table.name)):
            row = _row(holding, person, links, now, slot)
            if holding.table.name == "consents":
                chain.append(session, [{name: value for name, value in row.items() if name not in ("number", "previous_hash", "hash")}])
                continue
            key = session.execute(insert(holding.table).values(**row)).inserted_primary_key
            if holding.model is Message:
                person.message = key[0] if key else 0
    return person


def _row(holding: Holding, person: Planted, links: dict[str, Any], now: datetime, slot: int | None) -> dict[str, Any]:
    table, row = holding.table, {}
    for column in table.columns:
        name, mark = column.name, f"{table.name}.{column.name}.{MARK}.{uuid.uuid4().hex[:6]}"
        if name in holding.links:
            row[name] = links[holding.links[name]]
        elif name == "id":
            if isinstance(column.type, String):
                made = {"leads": person.lead, "bookings": person.booking}
                row[name] = made.get(table.name) or uuid.uuid4().hex
        elif column.foreign_keys:
            to = next(iter(column.foreign_keys)).column.table.name
            known = {"slots": slot, "staff_users": "s" * 32, "faq_entries": "entry", "leads": person.lead, "messages": person.message}
            known |= {"bookings": person.booking, "waitlist": None}
            row[name] = links["contact"] if to == "contacts" else links["conversation"] if to == "conversations" else known[to]
        elif isinstance(column.type, UtcDateTime):
            row[name] = now if name not in ("leased_until", "until") else None
        elif isinstance(column.type, Boolean):
            row[name] = True
        elif isinstance(column.type, LargeBinary):
            row[name] = uuid.uuid4().bytes * 2
        elif isinstance(column.type, Integer):
            row[name] = 1
        elif name in ITS_OWN.get(table.name, ()):
            row[name] = ["x"] if isinstance(column.type, JSON) else uuid.uuid4().hex[: min(column.type.length or 10, 10)]  # type: ignore[attr-defined]
        else:
            person.marks.append((table.name, name))
            value = person.email if (table.name, name) == ("identities", "value") else mark
            longest = getattr(column.type, "length", None) or 200
            row[name] = {"said": mark} if isinstance(column.type, JSON) else value if len(value) <= longest else value[-longest:]
            if MARK.lower() not in str(row[name]).lower():
                row[name] = MARK[:longest]
    if table.name == "bookings":
        row["state"] = "booked"
    if table.name == "attendees":
        row["role"] = "guest"
    return row


def stored(assistant: Assistant) -> bytes:
    """Everything the database holds: the very bytes of SQLite's files, every value of PostgreSQL's tables."""
    if assistant.database.is_sqlite:
        return b"".join(file.read_bytes() for file in assistant.settings.data_dir.glob("admissions.sqlite3*"))
    with assistant.database.read() as session:
        rows = [str(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    return "\n".join(rows).encode()


def _staff(now: datetime) -> dict[str, Any]:
    return {"id": "s" * 32, "login": "kim", "name": "Kim", "role": "admin", "password_hash": "-", "created_at": now}


def _entry(now: datetime) -> dict[str, Any]:
    lists = {"needs": [], "claims": [], "follow_ups": []}
    words = {"topic": "tuition", "title": "A", "answer": "A.", "source": "test", "state": "published"}
    return {"id": "entry", "edited": False, "updated_at": now, **words, **lists}
