"""What waits in the outbox, because the mail server is away, leaves only while it is true and in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.outbox.worker import OutboxWorker
from bot.reminders.models import Call
from tests.reminders.visiting import MONDAY_10, MONDAY_14, Office

STAFF = "staff:a"


class MailServer:
    """Takes what is delivered."""

    def __init__(self) -> None:
        self.got: list[str] = []

    def steps(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        return [payload]

    async def send(self, step: dict[str, Any]) -> None:
        self.got.append(step["key"].split(":")[0])


def delivered(office: Office) -> list[str]:
    """What arrives now that the mail server is back."""
    server = MailServer()
    worker = OutboxWorker(office.assistant, {"email": server})

    async def run() -> None:
        for _ in range(6):
            await worker._look()
            await worker.settle()

    asyncio.run(run())
    return server.got


def withheld(office: Office) -> list[tuple[str, str | None]]:
    return [(row.key.split(":")[1], row.last_error) for row in office.outbox() if row.state == "withheld"]


def calls(office: Office) -> list[tuple[str, str]]:
    with office.assistant.database.read() as session:
        return [(row.kind, row.why) for row in session.scalars(select(Call).where(Call.outcome.is_(None)).order_by(Call.id))]


def test_a_reminder_of_a_visit_that_was_cancelled_meanwhile_does_not_leave(office: Office) -> None:
    made = office.book(MONDAY_14)
    office.look()
    assert delivered(office) == ["confirmation"]
    office.clock.now = MONDAY_14 - timedelta(hours=24)
    office.look()
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=f"visitor:{made.conversation_id}")
    office.look()
    assert delivered(office) == ["cancellation"]
    assert withheld(office) == [("reminder", "overtaken")]
    assert calls(office) == []


def test_what_is_about_a_tour_that_has_begun_does_not_leave_and_whoever_did_not_hear_of_a_change_is_called(office: Office) -> None:
    office.book(MONDAY_14)
    moved = office.book(MONDAY_14)
    office.look()
    assert delivered(office) == ["confirmation", "confirmation"]
    office.clock.now = MONDAY_14 - timedelta(hours=24)
    office.assistant.tours.reschedule(moved.id, MONDAY_10, now=office.clock(), actor=STAFF, any_time=True)
    office.look()
    office.clock.now = MONDAY_14
    assert delivered(office) == []
    assert sorted(withheld(office)) == [("change", "too_late"), ("reminder", "too_late")]
    assert calls(office) == [("change", "too_late")]


def offered(office: Office) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    office.wait()
    office.look()
    delivered(office)
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    office.look()


def test_an_offer_that_is_over_does_not_leave(office: Office) -> None:
    offered(office)
    office.clock.forward(days=1)
    office.assistant.tours.offers(office.clock())
    office.look()
    assert sorted(delivered(office)) == ["cancellation", "offer_expired"]
    assert withheld(office) == [("offer", "overtaken")]


def test_an_offer_that_would_be_over_by_the_morning_is_told_by_phone(office: Office) -> None:
    offered(office)
    office.clock.forward(hours=9)  # nine in the evening; it is quiet until nine, and the offer ends at midnight
    assert delivered(office) == ["cancellation"]
    assert withheld(office) == [("offer", "too_late")]
    assert calls(office) == [("offer", "too_late")]


def test_what_is_true_leaves_however_late(office: Office) -> None:
    made = office.book(MONDAY_14)
    office.look()
    office.clock.forward(hours=3)
    assert delivered(office) == ["confirmation"]
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    office.look()
    office.clock.now = MONDAY_14 + timedelta(hours=1)
    assert delivered(office) == ["cancellation"]
    assert withheld(office) == []
