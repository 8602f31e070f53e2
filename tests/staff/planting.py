"""Rows for the tests of the staff side, planted through the models."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from bot.consent.models import Consent
from bot.conversations.models import Conversation, Feedback, Handoff, Message, Problem, Question, Turn
from bot.db.database import Database
from bot.leads.models import Contact, Identity, Lead
from bot.staff.models import StaffUser
from bot.staff.passwords import Passwords
from bot.staff.roles import Member
from bot.tours.models import Booking, Slot

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Noon on campus, on a Monday."""
ZONE = "America/New_York"
PASSWORD = "correct horse battery"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
_HASH = CHEAP.hash(PASSWORD)

SCHOOL_YML = f"""
name: Harbor Music College
time_zone: {{value: {ZONE}}}
tours:
  kinds:
    - id: campus_tour
      name: Campus tour
      length_minutes: 60
      capacity: 8
      notice_hours: 24
      horizon_days: 28
      weekly: {{mon: ["10:00"]}}
"""
PROGRAMS_YML = "programs: [{id: recording, name: Recording Arts}, {id: lighting, name: Stage Lighting}]\n"


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def school_folder(folder: Path, *, example: bool = False) -> Path:
    """A content folder with just what the staff pages read."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SCHOOL_YML.replace("tours:", "tours:\n  example: true") if example else SCHOOL_YML
    (folder / "school.yml").write_text(text, encoding="utf-8")
    (folder / "programs.yml").write_text(PROGRAMS_YML, encoding="utf-8")
    return folder


@dataclass
class Plant:
    """Puts rows into a database, each with sensible values that a test can override."""

    database: Database
    clock: FakeClock
    _count: int = field(default=0)

    def number(self) -> int:
        self._count += 1
        return self._count

    @contextmanager
    def together(self) -> Iterator[None]:
        """Plants everything within in one transaction, which is much faster."""
        with self.database.write() as session, self.database.sharing(session):
            yield

    def rows(self, *rows: Any) -> None:
        """Adds rows in one transaction, each flushed before the next."""
        with self.database.write() as session:
            for row in rows:
                session.add(row)
                session.flush()

    def staff(self, role: str = "counselor", login: str | None = None, name: str | None = None, **values: Any) -> Member:
        login = login or f"{role}{self.number()}"
        values = {"password_hash": _HASH, "disabled_at": None, "created_at": self.clock()} | values
        user = StaffUser(id=uuid.uuid4().hex, login=login, name=name or login.title(), role=role, **values)
        self.rows(user)
        return Member(user.id, user.login, user.name, user.role)

    def conversation(self, channel: str = "web", **values: Any) -> Conversation:
        now = self.clock()
        values = {"created_at": now, "last_active_at": now} | values
        row = Conversation(id=uuid.uuid4().hex, channel=channel, **values)
        self.rows(row)
        return row

    def lead(
        self,
        name: str = "Ana Lopez",
        *,
        email: str | None = None,
        phone: str | None = None,
        verified: bool = False,
        owner: Member | None = None,
        talks: bool = True,
        **values: Any,
    ) -> Lead:
        now = values.get("created_at") or self.clock()
        contact = Contact(id=uuid.uuid4().hex, name=name, created_at=now)
        channel = values.get("channel", "web")
        conversation = None
        if talks:
            conversation = Conversation(id=uuid.uuid4().hex, channel=channel, contact_id=contact.id, created_at=now, last_active_at=now)
        values = {
            "stage": "new",
            "wants": "tour",
            "channel": channel,
            "created_at": now,
            "updated_at": now,
            "version": 1,
        } | values
        lead = Lead(
            id=uuid.uuid4().hex,
            contact_id=contact.id,
            conversation_id=conversation.id if conversation else None,
            owner_id=owner.id if owner else None,
            **values,
        )
        identities = [
            Identity(contact_id=contact.id, kind=kind, value=value, verified_at=now if verified else None, created_at=now)
            for kind, value in (("email", email), ("phone", phone))
            if value
        ]
        self.rows(contact, *([conversation] if conversation else []), lead, *identities)
        return lead

    def slot(self, starts_at: datetime, **values: Any) -> Slot:
        values = {"tour": "campus_tour", "time_zone": ZONE, "capacity": 8, "booked": 0, "example": False} | values
        row = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **values)
        self.rows(row)
        return row

    def booking(self, slot: Slot, lead: Lead | None, **values: Any) -> Booking:
        number = self.number()
        now = self.clock()
        values = {
            "party_size": 2,
            "reference": f"REF{number:04d}",
            "state": "booked",
            "created_at": now,
            "updated_at": now,
        } | values
        row = Booking(
            id=uuid.uuid4().hex,
            slot_id=slot.id,
            lead_id=lead.id if lead else None,
            conversation_id=lead.conversation_id if lead else None,
            submission=f"submission-{number}",
            **values,
        )
        self.rows(row)
        return row

    def consent(self, lead: Lead, **values: Any) -> Consent:
        values = {
            "purpose": "tour_messages",
            "granted": True,
            "wording": "We may write to you about this tour.",
            "wording_version": "2026-11-01",
            "at": self.clock(),
        } | values
        row = Consent(
            number=self.number(),
            previous_hash=bytes(32),
            hash=bytes(32),
            source="form:tour_form",
            contact_id=lead.contact_id,
            identity_hash=hashlib.sha256(lead.contact_id.encode()).digest(),
            channel=lead.channel,
            conversation_id=lead.conversation_id,
            **values,
        )
        self.rows(row)
        return row

    def message(self, conversation_id: str, seq: int, role: str, text: str, **values: Any) -> Message:
        now = self.clock()
        values = {"created_at": now, "processed_at": now if role == "visitor" else None} | values
        row = Message(conversation_id=conversation_id, seq=seq, role=role, text=text, **values)
        self.rows(row)
        return row

    def turn(self, message: Message, **values: Any) -> Turn:
        values = {
            "outcome": "answered",
            "topics": [{"topic": "careers", "confidence": 0.91}],
            "faq": ["careers-overview"],
            "took_ms": 9,
            "created_at": self.clock(),
        } | values
        row = Turn(message_id=message.id, conversation_id=message.conversation_id, **values)
        self.rows(row)
        return row

    def question(self, conversation_id: str, text: str = "What does it cost?", **values: Any) -> Question:
        values = {"topic": "tuition", "message_id": self.number(), "created_at": self.clock()} | values
        row = Question(conversation_id=conversation_id, text=text, **values)
        self.rows(row)
        return row

    def problem(self, conversation_id: str | None, **values: Any) -> Problem:
        values = {"kind": "action", "detail": "The action failed.", "created_at": self.clock()} | values
        row = Problem(conversation_id=conversation_id, **values)
        self.rows(row)
        return row

    def thumb(self, conversation_id: str, seq: int, value: str = "down", reason: str | None = None) -> None:
        self.rows(Feedback(conversation_id=conversation_id, seq=seq, value=value, reason=reason, created_at=self.clock()))

    def handoff(self, conversation_id: str, reason: str = "asked") -> None:
        self.rows(Handoff(conversation_id=conversation_id, reason=reason, created_at=self.clock()))
