"""An office with tours: families, bookings through the service, and the rows that come of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.audit.models import AuditRow
from bot.consent.service import identity_hash
from bot.db.database import Database
from bot.leads.models import Lead
from bot.reminders.models import Call
from bot.school.content import load_school
from bot.settings import Settings
from bot.staff.agenda import AgendaDesk
from bot.staff.roles import Member
from bot.staff.tour_desk import TourDesk
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.people import People, Person
from tests.consent.agreeing import agree_in_chat
from tests.staff.planting import FakeClock, Plant

MONDAY_10 = datetime(2026, 11, 30, 15, tzinfo=UTC)
"""A week after the clock's noon, the only kind of time there is: Mondays at ten."""
NEXT_MONDAY_10 = datetime(2026, 12, 7, 15, tzinfo=UTC)
UNTOUCHED = "campus_tour@2026-11-30T15:00Z"
MAIL = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "Visits <visits@school.example>"}


class Office:
    """The services of the pages under test, and their rows."""

    def __init__(self, assistant: Assistant, plant: Plant) -> None:
        self.assistant, self.plant = assistant, plant
        self.clock: FakeClock = plant.clock

    def family(
        self,
        name: str = "Ana Lopez",
        *,
        email: str | None = None,
        phone: str | None = None,
        agrees: bool = True,
        owner: Member | None = None,
    ) -> Lead:
        lead = self.plant.lead(name, email=email, phone=phone, owner=owner)
        if agrees and email:
            with self.assistant.database.write() as session:
                agree_in_chat(
                    session,
                    [identity_hash(self.assistant.secret_key, email)],
                    at=self.clock(),
                    contact_id=lead.contact_id,
                    conversation_id=lead.conversation_id,
                )
        return lead

    def book(self, lead: Lead, party: int = 2, at: datetime = MONDAY_10, *named: tuple[str, Any], **words: str) -> Booking:
        return self.assistant.tours.book(
            starts_at=at,
            party=party,
            submission=uuid.uuid4().hex,
            now=self.clock(),
            conversation_id=lead.conversation_id,
            lead_id=lead.id,
            people=People(tuple(Person(name, role) for name, role in named), **words),
        )

    def wait(self, lead: Lead, party: int = 2, at: datetime = MONDAY_10) -> WaitlistEntry:
        who = {"conversation_id": lead.conversation_id, "lead_id": lead.id}
        return self.assistant.tours.join_waitlist(starts_at=at, party=party, submission=uuid.uuid4().hex, now=self.clock(), **who)

    def desk(self) -> TourDesk:
        """What the pages of tours act through."""
        its = self.assistant
        return TourDesk(its.database, its.clock, its.school, AgendaDesk(its.database, its.clock, its.school), its.tours)

    def row(self, table: type[Any], key: Any) -> Any:
        with self.assistant.database.read() as session:
            return session.get_one(table, key)

    def rows(self, table: type[Any]) -> list[Any]:
        with self.assistant.database.read() as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def slot(self, at: datetime = MONDAY_10) -> Slot:
        with self.assistant.database.read() as session:
            return session.scalars(select(Slot).where(Slot.starts_at == at)).one()

    def seen(self, row: Booking | WaitlistEntry) -> str:
        """What a page that is opened now would send back with a change of it."""
        return self.row(type(row), row.id).updated_at.isoformat()

    def calls(self) -> list[tuple[str, str]]:
        """What is open on the list: what to tell, and why no e-mail does."""
        return [(one.kind, one.why) for one in self.rows(Call) if one.outcome is None]

    def deeds(self, *objects: str) -> list[str]:
        """The actions of the audit log, of some kinds of objects."""
        return [row.action for row in self.rows(AuditRow) if row.object_type in objects]


@pytest.fixture
def open_office(tmp_path: Path, database: Database, content: Path, plant: Plant) -> Callable[..., Office]:
    """The office on the database of the pages, with other settings by name."""

    def make(**values: Any) -> Office:
        settings = Settings(**({"data_dir": tmp_path, "content_dir": content} | values))
        return Office(Assistant(settings, database, load_school(settings.content_dir), plant.clock), plant)

    return make


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """An office that sends no e-mail."""
    return open_office()
