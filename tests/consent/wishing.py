"""A small world of people who can be written to: two conversations on one database, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.consent.sending import Address, Queued, Refused, Sender
from bot.consent.service import TOUR_MESSAGES, identity_hash, standing
from bot.consent.wishes import MessageWishes
from bot.conversations.models import Conversation, Message
from bot.db.database import Database
from bot.leads.models import Contact, Identity, Lead
from bot.outbox.models import OutboxRow
from bot.reminders.calls import Calls
from bot.reminders.reach import Reach
from bot.school.school_file import QuietHours
from bot.webhooks.events import CHANNEL, Events
from bot.webhooks.signing import Target
from tests.consent.agreeing import agree_in_chat

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Monday noon in New York."""
NEW_YORK = ZoneInfo("America/New_York")
EMAIL, PHONE, CHAT = "ana@example.com", "+13105550123", "77"


class People:
    """Ana, on the web or in a messaging app."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOON
        school = SimpleNamespace(zone=NEW_YORK, file=SimpleNamespace(quiet_hours=QuietHours()))
        settings = SimpleNamespace(sends_mail=True)
        self.assistant: Any = SimpleNamespace(
            database=database, secret_key=b"k" * 32, school=school, settings=settings, clock=lambda: self.now
        )
        self.assistant.calls = Calls(Reach(self.assistant))
        self.assistant.events = Events((Target("crm", "https://crm.example/hook", b"s" * 32),))
        self.sender = Sender(self.assistant)
        self.wishes = MessageWishes(self.assistant)
        self._keys = 0

    def hash(self, identity: str) -> bytes:
        return identity_hash(self.assistant.secret_key, identity)

    def conversation(self, name: str, *, chat: str | None = None, **identities: bool) -> None:
        """``identities``: which of email and phone the contact has, and whether they are proven."""
        values = {"email": EMAIL, "phone": PHONE}
        with self.database.write() as session:
            if identities:
                session.add(Contact(id=name, name="Ana", created_at=NOON))
                session.flush()
            for kind, proven in identities.items():
                verified_at = NOON if proven else None
                session.add(Identity(contact_id=name, kind=kind, value=values[kind], verified_at=verified_at, created_at=NOON))
            session.add(
                Conversation(
                    id=name,
                    channel="telegram" if chat else "web",
                    external_id=chat,
                    contact_id=name if identities else None,
                    created_at=NOON,
                    last_active_at=NOON,
                )
            )
            session.flush()
            session.add(Message(conversation_id=name, seq=1, role="visitor", text="Hi", delivery_id="tg:5", created_at=NOON))
            session.add(Message(conversation_id=name, seq=2, role="bot", text="Hello", created_at=NOON))

    def agree(self, conversation: str, identity: str = EMAIL, purpose: str = TOUR_MESSAGES) -> None:
        with self.database.write() as session, self.database.sharing(session):
            agree_in_chat(
                session,
                [self.hash(identity)],
                at=self.now,
                contact_id=session.scalar(select(Conversation.contact_id).where(Conversation.id == conversation)),
                conversation_id=conversation,
                purpose=purpose,
            )
            self.wishes.agreed_anew(session, conversation, purpose)

    def send(self, kind: str = "email", value: str = EMAIL, purpose: str = TOUR_MESSAGES, **more: Any) -> Queued | Refused:
        self._keys += 1
        values: dict[str, Any] = {"key": f"k{self._keys}", "payload": {"text": f"Dear Ana {self._keys}"}} | more
        with self.database.write() as session:
            return self.sender.send(
                session, to=Address(kind, value), purpose=purpose, channel=kind, lane=f"{kind}:{value}", now=self.now, **values
            )

    def outbox(self, channel: str | None = None) -> list[OutboxRow]:
        """What is for people; or what is for a channel."""
        of = OutboxRow.channel == channel if channel else OutboxRow.channel != CHANNEL
        with self.database.read() as session:
            return list(session.scalars(select(OutboxRow).where(of).order_by(OutboxRow.id)))

    def lead(self, lead_id: str, conversation: str) -> None:
        with self.database.write() as session:
            values = {"contact_id": conversation, "conversation_id": conversation, "wants": "tour", "channel": "web"}
            session.add(Lead(id=lead_id, created_at=NOON, updated_at=NOON, **values))

    def shown(self, contact: str) -> dict[str, bool]:
        """What other programs and staff are shown of a contact's consents."""
        with self.database.read() as session:
            return dict(standing(session, [contact], self.now)[contact])

    def told(self) -> list[str]:
        """The leads of which other programs were told, in order."""
        return [row.payload["lead"] for row in self.outbox(CHANNEL)]
