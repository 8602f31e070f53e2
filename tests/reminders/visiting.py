"""An office that can send e-mail, and families who book with an e-mail address and their consent."""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.consent.service import identity_hash
from bot.conversations.language import speaking
from bot.conversations.models import Conversation, Message
from bot.db.migrate import migrate
from bot.leads.models import Contact, Identity, Lead
from bot.mail.deliverer import SmtpDeliverer
from bot.outbox.models import OutboxRow
from bot.outbox.worker import OutboxWorker
from bot.reminders.models import PlannedMessage
from bot.reminders.round import Round
from bot.tours.models import Booking, WaitlistEntry
from tests.conftest import StandingClock, settings_for
from tests.consent.agreeing import agree_in_chat

MONDAY_10 = datetime(2026, 11, 30, 15, tzinfo=UTC)
MONDAY_14 = datetime(2026, 11, 30, 19, tzinfo=UTC)
EMAIL = "ana@example.com"


class Office:
    """An assistant with its clock, and what is on its way to people."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        values: dict[str, Any] = {
            "smtp_host": "127.0.0.1",
            "smtp_security": "none",
            "mail_from": "Admissions <visits@school.example>",
            "secret_key": "k" * 40,
            "public_url": "http://localhost:8000",
        }
        self.clock = StandingClock()
        self.assistant: Assistant = build(settings_for(folder, **(values | changes)), clock=self.clock)
        migrate(self.assistant.database)

    def family(self, *, email: str = EMAIL, agrees: bool = True) -> dict[str, str]:
        """A conversation with a contact and a lead; what a booking needs of them."""
        name, now = uuid.uuid4().hex, self.clock()
        database = self.assistant.database
        with database.write() as session, database.sharing(session):
            session.add(Contact(id=name, name="Ana <b>Ruiz</b>", created_at=now))
            session.flush()
            session.add(Conversation(id=name, channel="web", contact_id=name, created_at=now, last_active_at=now))
            session.flush()
            session.add(Message(conversation_id=name, seq=1, role="visitor", text="A tour", created_at=now))
            session.add(Identity(contact_id=name, kind="email", value=email, created_at=now))
            session.add(Lead(id=name, contact_id=name, conversation_id=name, wants="tour", channel="web", created_at=now, updated_at=now))
            session.flush()
        if agrees:
            self.agree({"conversation_id": name, "lead_id": name}, email)
        return {"conversation_id": name, "lead_id": name}

    def agree(self, who: dict[str, str], email: str, *, granted: bool = True) -> None:
        """A receipt for messages about visits to an address, or that it wants none."""
        with self.assistant.database.write() as session, self.assistant.database.sharing(session):
            agree_in_chat(
                session,
                [identity_hash(self.assistant.secret_key, email)],
                at=self.clock(),
                contact_id=who["lead_id"],
                conversation_id=who["conversation_id"],
                granted=granted,
            )

    def book(self, starts_at: datetime = MONDAY_10, party: int = 2, *, spanish: bool = False, **who: Any) -> Booking:
        who = who or self.family()
        with speaking("es" if spanish else "en"):
            return self.assistant.tours.book(starts_at=starts_at, party=party, submission=uuid.uuid4().hex, now=self.clock(), **who)

    def wait(self, party: int = 2, **who: Any) -> WaitlistEntry:
        who = who or self.family()
        return self.assistant.tours.join_waitlist(starts_at=MONDAY_10, party=party, submission=uuid.uuid4().hex, now=self.clock(), **who)

    def look(self) -> list[dict[str, Any]]:
        """Has what is due leave, and returns the payloads that are new in the outbox."""
        known = {row.id for row in self.outbox()}
        Round(self.assistant).look()
        return [row.payload for row in self.outbox() if row.id not in known]

    def outbox(self) -> list[OutboxRow]:
        with self.assistant.database.read() as session:
            return list(session.scalars(select(OutboxRow).where(OutboxRow.channel == "email").order_by(OutboxRow.id)))

    def planned(self) -> list[PlannedMessage]:
        with self.assistant.database.read() as session:
            return list(session.scalars(select(PlannedMessage).order_by(PlannedMessage.id)))

    def kinds(self, state: str) -> list[tuple[str, str | None]]:
        return [(row.kind, row.why) for row in self.planned() if row.state == state]

    def deliver(self) -> None:
        """Runs the outbox worker until nothing waits."""

        async def run() -> None:
            worker = OutboxWorker(self.assistant, {"email": SmtpDeliverer(self.assistant.settings)})
            stop = asyncio.Event()
            task = asyncio.create_task(worker.run(stop))
            try:
                async with asyncio.timeout(30):
                    while any(row.state == "waiting" for row in self.outbox()):  # noqa: ASYNC110 - what is waited for is in the database
                        await asyncio.sleep(0.02)
            finally:
                stop.set()
                await task

        asyncio.run(run())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """On each kind of database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("migrated_postgres")
    if not url:
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "admissions.sqlite3")
    made = Office(tmp_path, database_url=url)
    yield made
    made.assistant.close()


def link(payload: dict[str, Any], purpose: str) -> str:
    """The path of a link in a payload's text."""
    found = next(line for line in payload["text"].splitlines() if f"/tours/{purpose}/" in line)
    return "/tours/" + found.split("/tours/", 1)[1]
