"""Many parties want one tour at the same moment: never too many people, nobody refused who would have fitted, no error."""

from __future__ import annotations

import random
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import yaml
from sqlalchemy import func, select

from bot.conversations.models import Problem
from bot.db.database import Database
from bot.settings import PROJECT_DIR
from bot.tours.models import Booking, Slot
from tests.server.harness import Server, Visitor, running

CAPACITY = 20


@dataclass
class Party:
    """A visitor on the way to a booking."""

    visitor: Visitor
    size: int
    took: float = 0.0
    booked: bool = False


def _content(folder: Path) -> tuple[Path, datetime]:
    """The project's content with one tour time: a week from now at noon, twenty people."""
    shutil.copytree(PROJECT_DIR / "content", folder)
    file = folder / "school.yml"
    school = yaml.safe_load(file.read_text())
    zone = ZoneInfo(school["time_zone"]["value"])
    day = datetime.now(zone).date() + timedelta(days=7)
    kind = school["tours"]["kinds"][0]
    kind |= {"capacity": CAPACITY, "closures": [], "weekly": {"mon": []}, "exceptions": [{"day": str(day), "times": ["12:00"]}]}
    file.write_text(yaml.safe_dump(school, allow_unicode=True))
    return folder, datetime(day.year, day.month, day.day, 12, tzinfo=zone)


def _up_to_the_last_question(url: str, number: int, size: int) -> Party:
    """Fills the form up to "Yes, book it", as anybody would."""
    visitor = Visitor(url, http=httpx.Client(timeout=60)).open()
    lines = _answers(visitor, visitor.post("I want to book a campus tour"))
    for _step in range(12):
        text, titles = str(lines[-1]["text"]), [one["title"] for line in lines[-1:] for one in _buttons(line)]
        if "Yes, book it" in titles:
            return Party(visitor, size)
        if "your name" in text:
            lines = _answers(visitor, visitor.post("Ana Lopez"))
        elif "reach you" in text:
            more = f", {size} people are coming" if size > 1 else ""
            lines = _answers(visitor, visitor.post(f"visitor{number}@example.org{more}"))
        else:
            payload = next(one["payload"] for one in _buttons(lines[-1]) if one["title"] not in ("No, thanks",))
            wanted = next((one["payload"] for one in _buttons(lines[-1]) if one["title"] in ("Not decided yet", "Yes, I agree")), payload)
            lines = _answers(visitor, visitor.post(payload=wanted))
    raise AssertionError(f"the form does not end: {lines}")


def _answers(visitor: Visitor, seq: int, every: float = 0.2) -> list[dict[str, Any]]:
    """The answer, asked for at leisure: hundreds who ask without a pause would measure their own asking."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        page = visitor.http.get(f"{visitor.url}/chat/messages", headers=visitor.headers, params={"after": seq})
        assert page.status_code == 200, page.text
        if not page.json()["state"]["waiting"]:
            return [line for line in page.json()["messages"] if line["role"] == "bot"]
        threading.Event().wait(every)
    raise AssertionError("no answer")


def _buttons(line: dict[str, Any]) -> list[dict[str, Any]]:
    from tests.conftest import buttons

    return buttons(line)


def _rush(urls: list[str], parties: int, database: Database, at: datetime) -> dict[str, Any]:
    chance = random.Random(7)
    sizes = [chance.randint(1, 4) for _ in range(parties)]
    with ThreadPoolExecutor(16) as pool:
        crowd = list(pool.map(lambda number: _up_to_the_last_question(urls[number % len(urls)], number, sizes[number]), range(parties)))
    start = threading.Barrier(parties)

    def book(party: Party) -> None:
        payload = next(
            one["payload"] for line in reversed(party.visitor.lines()) for one in _buttons(line) if one["title"] == "Yes, book it"
        )
        start.wait(120)
        began = time.monotonic()
        lines = _answers(party.visitor, party.visitor.post(payload=payload), every=0.5)
        party.took = time.monotonic() - began
        party.booked = any((line.get("custom") or {}).get("ics") for line in lines)
        assert party.booked or any("taken" in line["text"] for line in lines), lines

    with ThreadPoolExecutor(parties) as pool:
        list(pool.map(book, crowd))

    with database.read() as session:
        slot = session.scalars(select(Slot).where(Slot.starts_at == at)).one()
        booked = session.scalar(select(func.sum(Booking.party_size)).where(Booking.state == "booked")) or 0
        sizes_booked = sorted(session.scalars(select(Booking.party_size)))
        problems = session.scalar(select(func.count()).select_from(Problem))
    assert slot.booked == booked <= CAPACITY == slot.capacity
    assert sizes_booked == sorted(party.size for party in crowd if party.booked), "what visitors were told and what is booked differ"
    refused = [party.size for party in crowd if not party.booked]
    assert all(size > CAPACITY - booked for size in refused), "somebody was refused who would have fitted"
    assert problems == 0
    times = sorted(party.took for party in crowd)
    return {"booked": booked, "parties": len(sizes_booked), "refused": len(refused), "p99": round(times[int(len(times) * 0.99) - 1], 2)}


def _run(tmp_path: Path, database_url: str, processes: int, parties: int) -> dict[str, Any]:
    content, at = _content(tmp_path / "content")
    environment = {"ADMISSIONS_CONTENT_DIR": str(content)}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(running(Server(tmp_path / str(number), database_url, environment=environment)))
            for number in range(processes)
        ]
        database = Database(database_url or f"sqlite:///{tmp_path / '0' / 'admissions.sqlite3'}")
        stack.callback(database.close)
        return _rush([server.url for server in servers], parties, database, at)


def test_a_rush_for_one_tour_on_sqlite(tmp_path: Path, trained_model: Path) -> None:
    print(_run(tmp_path, "", 1, 16))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_two_hundred_parties_at_once_on_sqlite(tmp_path: Path, trained_model: Path) -> None:
    print(_run(tmp_path, "", 1, 200))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1800)
def test_two_hundred_parties_at_once_in_four_processes(tmp_path: Path, postgres_database: str, trained_model: Path) -> None:
    print(_run(tmp_path, postgres_database, 4, 200))
