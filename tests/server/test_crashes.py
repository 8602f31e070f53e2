"""The process may end at any moment: no message, lead or booking is missing or doubled, and everything is answered."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from sqlalchemy import func, select

from bot.conversations.models import Message, Problem
from bot.db.database import Database
from bot.leads.models import Lead
from bot.tours.models import Booking, Slot
from tests.conftest import buttons
from tests.server.harness import Server, Visitor

T = TypeVar("T")
QUESTIONS = ("what jobs can I get?", "how much is tuition?", "do I need a diploma?", "hello", "where do graduates work?", "thanks")


class Crowd:
    """Visitors that keep talking and booking while the server dies and comes back, repeating what was not confirmed."""

    def __init__(self, server: Server, size: int) -> None:
        self._server = server
        self._stop = threading.Event()
        self.sent: dict[str, str] = {}
        """The conversation of each message that must exist, by its client id."""
        self.visitors: list[Visitor] = []
        self._threads = [threading.Thread(target=self._talk, args=(number,), daemon=True) for number in range(size)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self, seconds: float = 60) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(seconds)
            assert not thread.is_alive(), "a visitor is stuck"

    def _talk(self, number: int) -> None:
        chance = random.Random(number)
        visitor = self._insist(lambda: Visitor(self._server.url).open())
        self.visitors.append(visitor)
        while not self._stop.is_set():
            visitor.url = self._server.url
            if chance.random() < 0.4:
                self._book(visitor, number)
            else:
                self._say(visitor, chance.choice(QUESTIONS))

    def _say(self, visitor: Visitor, text: str | None = None, **more: str) -> list[dict[str, Any]]:
        client_id = uuid.uuid4().hex

        def once() -> list[dict[str, Any]]:
            visitor.url = self._server.url
            seq = visitor.post(text, client_id=client_id, **more)
            self.sent[client_id] = visitor.conversation_id
            return visitor.answers(seq, 20)

        return self._insist(once)

    def _book(self, visitor: Visitor, number: int) -> None:
        """Goes on with whatever the form asks for, a few steps at most."""
        lines = self._say(visitor, "I want to book a campus tour")
        for _ in range(8):
            if self._stop.is_set() or not lines:
                return
            titles = {button["title"]: button["payload"] for button in buttons(lines[-1])}
            text = str(lines[-1]["text"])
            if "your name" in text:
                lines = self._say(visitor, "Ana Lopez")
            elif "reach you" in text:
                lines = self._say(visitor, f"visitor{number}@example.org")
            elif "Not decided yet" in titles:
                lines = self._say(visitor, payload=titles["Not decided yet"])
            elif "Yes, I agree" in titles:
                lines = self._say(visitor, payload=titles["Yes, I agree"])
            elif "Yes, book it" in titles:
                lines = self._say(visitor, payload=titles["Yes, book it"])
            elif "Which time" in text:
                lines = self._say(visitor, payload=next(iter(titles.values())))
            else:
                return

    def _insist(self, action: Callable[[], T]) -> T:
        deadline = time.monotonic() + 120
        while True:
            try:
                return action()
            except (httpx.HTTPError, AssertionError):
                if time.monotonic() > deadline:
                    raise
                threading.Event().wait(0.05)


def _check(database: Database, crowd: Crowd) -> dict[str, int]:
    """Everything that must hold afterwards; returns counts for the record."""
    with database.read() as session:
        visitor_lines = session.execute(
            select(Message.conversation_id, Message.delivery_id, Message.seq, Message.processed_at).where(Message.role == "visitor")
        ).all()
        answered = Counter(
            (row.conversation_id, row.reply_to)
            for row in session.execute(select(Message.conversation_id, Message.reply_to).where(Message.reply_to.is_not(None)))
        )
        gapless = session.execute(
            select(Message.conversation_id, func.count(), func.max(Message.seq)).group_by(Message.conversation_id)
        ).all()
        bookings = session.execute(
            select(Booking.slot_id, func.sum(Booking.party_size)).where(Booking.state == "booked").group_by(Booking.slot_id)
        ).all()
        taken = {row.id: row.booked for row in session.execute(select(Slot.id, Slot.booked))}
        per_turn = session.execute(select(Booking.submission, func.count()).group_by(Booking.submission)).all()
        leads = Counter(session.scalars(select(Lead.conversation_id)))
        booked_by = set(session.scalars(select(Booking.conversation_id)))
        problems = session.scalar(select(func.count()).select_from(Problem))
    stored = Counter(row.delivery_id for row in visitor_lines)
    assert set(crowd.sent) <= set(stored), "a confirmed message is missing"
    assert max(stored.values()) == 1, "a message is doubled"
    assert all(row.processed_at is not None for row in visitor_lines), "a message was never worked"
    assert all(answered[(row.conversation_id, row.seq)] >= 1 for row in visitor_lines), "a message has no answer"
    assert all(count == last for _id, count, last in gapless), "numbers have gaps or repeat"
    assert dict(bookings) == {slot: booked for slot, booked in taken.items() if booked}, "places and bookings differ"
    assert all(count == 1 for _key, count in per_turn)
    assert max(leads.values(), default=1) == 1
    assert booked_by <= set(leads)
    return {"messages": len(visitor_lines), "bookings": len(per_turn), "leads": len(leads), "problems": int(problems or 0)}


def _kill_many(folder: Path, database_url: str, kills: int, capsys: pytest.CaptureFixture[str]) -> None:
    server = Server(folder, database_url).start()
    crowd = Crowd(server, 4)
    chance = random.Random(kills)
    try:
        crowd.start()
        for _ in range(kills):
            threading.Event().wait(chance.uniform(0.3, 2.0))
            server.kill()
            server.start()
        threading.Event().wait(1)
        crowd.finish()
        for visitor in crowd.visitors:
            visitor.url = server.url
            visitor.answers(0, 60)
    finally:
        server.kill()
    database = Database(database_url or f"sqlite:///{folder / 'admissions.sqlite3'}")
    counts = _check(database, crowd)
    database.close()
    with capsys.disabled():
        print(f"\n{kills} kills on {database.url.get_backend_name()}: {counts}")
    assert counts["messages"] > kills


def test_five_kills_lose_and_double_nothing(
    tmp_path: Path, database_url: str, trained_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _kill_many(tmp_path, database_url, 5, capsys)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_fifty_kills_lose_and_double_nothing(
    tmp_path: Path, database_url: str, trained_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _kill_many(tmp_path, database_url, 50, capsys)


def test_a_message_that_kills_the_process_every_time_is_given_up_after_three_tries(tmp_path: Path, trained_model: Path) -> None:
    server = Server(tmp_path, program="tests.server.deadly_program").start()
    visitor = Visitor(server.url).open()
    seq = visitor.post("deadly")
    deaths = 0
    while deaths < 10 and server.has_ended(10):
        deaths += 1
        try:
            server.start()
        except AssertionError:
            continue  # it died again before it was up
        visitor.url = server.url

    lines = visitor.answers(seq)
    server.stop()

    assert deaths == 3
    assert "went wrong" in lines[0]["text"]
    database = Database(f"sqlite:///{tmp_path / 'admissions.sqlite3'}")
    with database.read() as session:
        assert session.scalars(select(Problem.kind)).all() == ["gave_up"]
    database.close()
