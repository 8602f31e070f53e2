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
    kept: bool = False
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


def _up_to_the_time(url: str, number: int, size: int) -> Party:
    """Fills the form up to the question for a time, as anybody would."""
    visitor = Visitor(url, http=httpx.Client(timeout=60)).open()
    _answers(visitor, visitor.post("I want to book a campus tour"))
    _answers(visitor, visitor.post("Ana Lopez"))
    more = f", {size} people are coming" if size > 1 else ""
    lines = _answers(visitor, visitor.post(f"visitor{number}@example.org{more}"))
    lines = _answers(visitor, visitor.post(payload=_payload(lines, "Not decided yet")))
    assert lines[-1]["custom"]["slots"]["options"], lines
    return Party(visitor, size)


def _payload(lines: list[dict[str, Any]], title: str) -> str:
    return next(str(one["payload"]) for line in reversed(lines) for one in _buttons(line) if one["title"] == title)


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
        crowd = list(pool.map(lambda number: _up_to_the_time(urls[number % len(urls)], number, sizes[number]), range(parties)))
    choosing, booking = threading.Barrier(parties), threading.Barrier(parties)

    def book(party: Party) -> None:
        visitor = party.visitor
        [option] = [one for line in visitor.lines() for one in ((line.get("custom") or {}).get("slots") or {}).get("options", [])]
        choosing.wait(120)
        began = time.monotonic()
        lines = _answers(visitor, visitor.post(payload=option["payload"]), every=0.5)
        chosen = time.monotonic() - began
        party.kept = "consent" in (lines[-1].get("custom") or {})
        assert party.kept or any("taken" in line["text"] for line in lines), lines
        if party.kept:
            lines = _answers(visitor, visitor.post(payload=_payload(lines, "Yes, I agree")), every=0.5)
            assert any("I keep this time for you" in line["text"] for line in lines), lines
        booking.wait(240)
        if not party.kept:
            party.took = chosen
            return
        began = time.monotonic()
        lines = _answers(visitor, visitor.post(payload=_payload(lines, "Yes, book it")), every=0.5)
        party.took = max(chosen, time.monotonic() - began)
        party.booked = any((line.get("custom") or {}).get("ics") for line in lines)

    with ThreadPoolExecutor(parties) as pool:
        list(pool.map(book, crowd))

    with database.read() as session:
        slot = session.scalars(select(Slot).where(Slot.starts_at == at)).one()
        booked = session.scalar(select(func.sum(Booking.party_size)).where(Booking.state == "booked")) or 0
        sizes_booked = sorted(session.scalars(select(Booking.party_size)))
        problems = session.scalar(select(func.count()).select_from(Problem))
    assert slot.booked == booked <= CAPACITY == slot.capacity
    assert slot.held == 0
    assert sizes_booked == sorted(party.size for party in crowd if party.booked), "what visitors were told and what is booked differ"
    assert all(party.booked for party in crowd if party.kept), "somebody whose time was kept could not book it"
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
def test_two_hundred_parties_at_once_in_four_processes(tmp_path: Path, filled_postgres: str, trained_model: Path) -> None:
    print(_run(tmp_path, filled_postgres, 4, 200))
