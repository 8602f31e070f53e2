"""What is needed to cancel or move a booked tour in the chat: a school that can send e-mails, and visitors who do so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.conversations.lines import line, lines_in
from bot.outbox.models import OutboxRow
from bot.proofs.codes import code_in
from bot.proofs.post import CodePost
from bot.tours.models import Booking, Slot
from tests.conftest import StandingClock, Talk, settings_for

EMAIL = "ana@example.com"
SENT = line("change_code_sent")[0]
MAIL = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "visits@school.example"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, filled_database: Path, clock: StandingClock) -> Iterator[Assistant]:
    """A school that can send e-mails."""
    changes: dict[str, Any] = dict(MAIL)
    if request.param == "sqlite":
        shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    else:
        changes["database_url"] = request.getfixturevalue("filled_postgres")
    made = build(settings_for(tmp_path, **changes), clock=clock)
    yield made
    made.close()


@pytest.fixture
def speak(office: Assistant, runner_for: Callable[[Assistant], Any]) -> Callable[..., Talk]:
    runner = runner_for(office)
    return lambda **more: Talk(office, runner, **more)


def book(talk: Talk, contact: str = EMAIL, time: str = "Mon, Nov 30, 2:00 PM") -> Talk:
    talk.say("I'd like to visit the campus")
    talk.say("Ana Lopez")
    talk.say(contact)
    talk.press("Not decided yet")
    talk.press(time)
    talk.press("Yes, I agree")
    assert "You're booked" in talk.press("Yes, book it")[0]["text"]
    return talk


def post(office: Assistant) -> list[str]:
    """The codes that leave now."""
    known = {row.id for row in rows(office, OutboxRow)}
    CodePost(office).look()
    return [code_in(row.payload["text"]) or "" for row in rows(office, OutboxRow) if row.id not in known and row.channel == "email"]


def rows(office: Assistant, model: Any) -> list[Any]:
    with office.database.read() as session:
        return list(session.scalars(select(model).order_by(model.created_at if model is Booking else model.id)))


def states(office: Assistant) -> list[tuple[str, str]]:
    with office.database.read() as session:
        found = session.execute(select(Booking.state, Slot.starts_at).join(Slot).order_by(Booking.created_at))
        return [(state, starts_at.isoformat()[:16]) for state, starts_at in found]


def texts(lines: list[dict[str, Any]]) -> str:
    return "\n".join(one["text"] for one in lines)


def prove(talk: Talk, wish: str = "I need to cancel my tour", address: str = EMAIL) -> list[dict[str, Any]]:
    """Comes from elsewhere, and gets as far as the bookings."""
    talk.say(wish)
    talk.say(address)
    (code,) = post(talk.assistant)
    return talk.say(code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def line_in(talk: Talk, name: str) -> str:
    """A line in the language that the conversation speaks."""
    return str(lines_in("es" if talk.slots()["language"] == "es" else "en")[name]["text"])
