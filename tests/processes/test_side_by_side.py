"""Work that waits, done by several processes with several threads each at the same moment: nothing twice, nothing lost."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.consent import chain
from bot.conversations.models import Problem
from bot.db.database import Database
from bot.leads.models import Promise
from bot.outbox.models import OutboxRow
from bot.tours.models import Slot, WaitlistEntry
from bot.webhooks.events import Events
from bot.webhooks.signing import is_genuine, target
from tests.processes.at_work import SECRET
from tests.processes.crew import SIZE, Crew
from tests.reminders.visiting import MONDAY_10 as NEXT_MONDAY_10
from tests.reminders.visiting import Office
from tests.staff.fixtures import both_databases
from tests.staff.planting import NOON, FakeClock, Plant
from tests.tours.tours_world import MONDAY_10, World

pytestmark = both_databases


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def outbox(database: Database, channel: str) -> list[OutboxRow]:
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.channel == channel).order_by(OutboxRow.id)))


def test_each_promise_is_told_once_for_each_step(crew: Crew, database: Database, plant: Plant) -> None:
    for name in ("mia", "kim"):
        plant.staff("manager", login=f"{name}@school.example")
    with plant.together():
        leads = [plant.lead(f"Lead {number}") for number in range(40)]
        for number, lead in enumerate(leads):
            due_at = NOON + timedelta(minutes=30 if number % 2 else -30)
            plant.rows(Promise(lead_id=lead.id, made_at=NOON - timedelta(hours=9), due_at=due_at))
    done = crew.work("promises", NOON, database=address(database))
    with database.read() as session:
        promises = session.scalars(select(Promise)).all()
        late = [one.id for one in promises if one.due_at < NOON]
        soon = [one.id for one in promises if one.due_at > NOON]
        assert Counter(map(tuple, done)) == Counter([("late", one) for one in late] + [("reminder", one) for one in soon])
        assert len(session.scalars(select(Problem)).all()) == len(late) == 20
        noted = session.scalars(select(AuditRow.action).where(AuditRow.action.like("promise%"))).all()
        assert Counter(noted) == {"promise late": 20, "promise due soon": 20}
    assert Counter(row.payload["to"] for row in outbox(database, "email")) == {"mia@school.example": 40, "kim@school.example": 40}
    assert Counter(row.payload["type"] for row in outbox(database, "webhook")) == {"promise.late": 20}

    later = crew.work("promises", NOON + timedelta(hours=1), database=address(database))
    assert Counter(map(tuple, later)) == Counter(("late", one) for one in soon)


def test_each_planned_message_leaves_once(crew: Crew, database: Database, tmp_path: Path) -> None:
    office = Office(tmp_path, database_url=address(database))
    try:
        families = 20
        for number in range(families):
            office.book(NEXT_MONDAY_10 + timedelta(days=number // 8), party=1, **office.family(email=f"family{number}@example.com"))
        settings = office.assistant.settings.model_dump(mode="json")
        orders = {"database": address(database), "settings": settings}
        done = crew.work("reminders", office.clock(), **orders)
        assert len(done) == families
        assert Counter(row.payload["to"] for row in office.outbox()) == {f"family{number}@example.com": 1 for number in range(families)}

        office.clock.now = NEXT_MONDAY_10 + timedelta(days=2, hours=-1)  # the first two days are over, or about to begin
        done = crew.work("reminders", office.clock(), **orders)
        reminded = [row for row in office.outbox() if row.key.startswith("tour:reminder")]
        assert len(done) == len(reminded) == len({row.payload["to"] for row in reminded}) == 4, "of the third day; the others are too late"
        assert {row.state for row in office.planned()} == {"queued", "dropped"}
    finally:
        office.assistant.close()


def test_freed_places_are_offered_once_and_offers_end_once(crew: Crew, database: Database) -> None:
    world = World(database)
    days = [MONDAY_10 + timedelta(days=day) for day in range(1, 5)]
    entries = []
    for at in days:
        world.hold(at, party=4)
        entries.append([world.wait(at, party=3).id, world.wait(at, party=1).id, world.wait(at, party=2).id])
    world.forward(minutes=20)

    done = crew.work("waitlist", world.now, database=address(database))
    first = [("offered", entry) for three in entries for entry in three[:2]]
    assert Counter(map(tuple, done)) == Counter(first)

    world.forward(hours=12)
    done = crew.work("waitlist", world.now, database=address(database))
    second = [("offer_expired", entry) for three in entries for entry in three[:2]] + [("offered", three[2]) for three in entries]
    assert Counter(map(tuple, done)) == Counter(second)
    with database.read() as session:
        audited = session.execute(select(AuditRow.action, AuditRow.object_id).where(AuditRow.object_type == "waitlist")).all()
        told = Counter((action.replace(" ", "_"), int(key)) for action, key in audited if action != "waitlisted")
        assert told == Counter(first + second)
        assert {(slot.booked, slot.held) for slot in session.scalars(select(Slot))} == {(0, 2)}
        assert Counter(session.scalars(select(WaitlistEntry.state))) == {"expired": 8, "offered": 4}


@contextmanager
def receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A program that is told of leads, and what it was told."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(
                ({name.lower(): value for name, value in self.headers.items()}, self.rfile.read(int(self.headers["content-length"])))
            )
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_each_event_arrives_once_and_in_order(crew: Crew, database: Database, plant: Plant, clock: FakeClock) -> None:
    with receiver() as (url, got):
        leads = [plant.lead(f"Lead {number}") for number in range(30)]
        with database.write() as session:
            for lead in leads:
                Events([target(url, SECRET)]).tell(session, "lead.created", lead.id, clock())
        crew.work("webhooks", NOON, database=address(database), target=url)
        assert [json.loads(body)["data"]["lead"]["id"] for _headers, body in got] == [lead.id for lead in leads]
        assert len({headers["webhook-id"] for headers, _body in got}) == 30
        now = max(row.sent_at for row in outbox(database, "webhook") if row.sent_at)
        assert all(is_genuine(target(url, SECRET).secret, headers, body, now) for headers, body in got)
    assert {row.state for row in outbox(database, "webhook")} == {"sent"}


def test_the_chain_of_receipts_holds(crew: Crew, database: Database) -> None:
    done = crew.work("receipts", NOON, database=address(database), count=15)
    with database.read() as session:
        found = chain.verify(session)
    assert (found.fault, found.length) == (None, len(done))
    assert len(done) == SIZE * 2 * 24


@pytest.mark.parametrize("what", ["promises", "waitlist"])
def test_with_nothing_to_do_nothing_is_done(crew: Crew, database: Database, what: str) -> None:
    assert crew.work(what, NOON, database=address(database)) == []
