"""The only way by which a message to a person gets into the outbox: with a valid receipt, and outside of quiet hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consent.quiet_hours import leaves_at, zones_of_phone
from bot.consent.service import PURPOSES, identity_hash, refusal
from bot.conversations.models import Message
from bot.outbox.leases import Lease
from bot.outbox.service import Answering, enqueue, is_queued

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

REPLY = "reply"
"""The purpose of an answer in a messaging app: the receipt is that the person wrote."""


@dataclass(frozen=True)
class Address:
    """Where somebody is reached: kind (email, phone or the name of a messaging app) and value."""

    kind: str
    value: str


@dataclass(frozen=True)
class Queued:
    """It is in the outbox and leaves at ``due_at`` at the earliest; ``new`` is False for a key that was used before."""

    due_at: datetime
    new: bool = True


@dataclass(frozen=True)
class Refused:
    """It was not put into the outbox. ``why``: no_consent, opted_out, paused, or unheard (nothing was written that it could answer)."""

    why: str


WhyNot = Callable[[Session, str, datetime], str | None]
"""Why the message of a key (that in its payload) must not leave at a moment: it is not true any more, or comes too late."""


class Sender:
    """Sends to people what they agreed to. ``why_not`` is asked right before anything is delivered that leans on consent."""

    def __init__(self, assistant: Assistant, why_not: WhyNot = lambda session, key, at: None) -> None:
        self._assistant = assistant
        self._why_not = why_not

    def send(
        self,
        session: Session,
        *,
        to: Address,
        purpose: str,
        channel: str,
        payload: dict[str, Any],
        key: str,
        lane: str,
        now: datetime,
        contact_id: str | None = None,
        conversation_id: str | None = None,
        language: str = "en",
        answers: int | str | None = None,
        due_at: datetime | None = None,
        zone: ZoneInfo | None = None,
    ) -> Queued | Refused:
        """Puts a message into the outbox, within the caller's transaction, if the person agreed to messages of this purpose.

        ``answers`` is the number of their line in the conversation that this answers. In a messaging app that is all it
        takes for a :data:`REPLY`; elsewhere a receipt is needed all the same, and quiet hours do not hold it up. A
        courtesy (``optional``) may answer what the app reports and nothing stores, by the app's own id. ``zone`` is the
        person's, where it is known better than by their phone number; ``language`` is that of the words in ``payload``.
        """
        if purpose == REPLY:
            return self._reply(session, to, channel, payload, key, lane, now, conversation_id, answers)
        if purpose not in PURPOSES:
            raise ValueError(f"{purpose} is not something that can be agreed to")
        hashed = identity_hash(self._assistant.secret_key, to.value)
        why_not = refusal(session, hashed, purpose, now)
        if why_not is not None:
            log.info("send.refused", purpose=purpose, channel=channel, why=why_not)
            return Refused(why_not)
        due_at = max(due_at or now, now)
        zones: list[ZoneInfo] = []
        if not (isinstance(answers, int) and _is_written(session, conversation_id, answers)):
            zones = self._zones(to, zone)
            due_at = leaves_at(self._assistant.school.file.quiet_hours, due_at, zones)
        new = enqueue(
            session,
            now=now,
            key=key,
            channel=channel,
            lane=lane,
            payload={"language": language, **payload},
            conversation_id=conversation_id,
            contact_id=contact_id,
            due_at=due_at,
            purpose=purpose,
            identity_hash=hashed,
            quiet_zones=",".join(str(one) for one in zones) or None,
        )
        return Queued(due_at, new)

    def may_still_leave(self, session: Session, lease: Lease, now: datetime) -> Literal[True] | datetime | str:
        """What the worker asks right before it delivers: True, a later moment (it has become night), or why not at all: consent was
        withdrawn, or what it says is not true any more or would come too late.
        """
        if lease.identity_hash is None or lease.purpose is None:
            return True
        why_not = refusal(session, lease.identity_hash, lease.purpose, now)
        if why_not is not None:
            return why_not
        zones = [ZoneInfo(name) for name in (lease.quiet_zones or "").split(",") if name]
        leaves = leaves_at(self._assistant.school.file.quiet_hours, now, zones) if zones else now
        why_not = self._why_not(session, str(lease.payload.get("key")), leaves)
        if why_not is not None:
            return why_not
        return leaves if leaves > now else True

    def _reply(
        self,
        session: Session,
        to: Address,
        channel: str,
        payload: dict[str, Any],
        key: str,
        lane: str,
        now: datetime,
        conversation_id: str | None,
        answers: int | str | None,
    ) -> Queued | Refused:
        if isinstance(answers, int):
            answering = Answering(answers, to.value)
            new = enqueue(
                session,
                now=now,
                key=key,
                channel=channel,
                lane=lane,
                payload=payload,
                conversation_id=conversation_id,
                answering=answering,
            )
            if new or is_queued(session, key):
                return Queued(now, new)
        elif answers and payload.get("optional"):
            return Queued(
                now, enqueue(session, now=now, key=key, channel=channel, lane=lane, payload=payload, conversation_id=conversation_id)
            )
        log.error("send.refused", purpose=REPLY, channel=channel, why="unheard")
        return Refused("unheard")

    def _zones(self, to: Address, zone: ZoneInfo | None) -> list[ZoneInfo]:
        """The zones in which it must not be quiet, the person's own last."""
        own: Iterable[ZoneInfo] = [zone] if zone is not None else zones_of_phone(to.value) if to.kind == "phone" else []
        return list(dict.fromkeys([self._assistant.school.zone, *own]))


def _is_written(session: Session, conversation_id: str | None, seq: int) -> bool:
    return (
        session.scalar(select(Message.id).where(Message.conversation_id == conversation_id, Message.seq == seq, Message.role == "visitor"))
        is not None
    )
