"""Whatever visitors, staff and the clock do, in whatever order: nothing is booked over, nobody is lost or skipped silently."""

from __future__ import annotations

import inspect
import random
import tempfile
import uuid
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from tours_world import MONDAY_10, MONDAY_14, TUESDAY_10, World, create_tables, emptied, kind, school

from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, OfferOver, SlotClosed, SlotFull
from bot.tours.announcing import ChangeKind
from bot.tours.availability import Opening
from bot.tours.models import Booking, Hold, Slot, WaitlistEntry
from bot.tours.places_left import places_left

TIMES = st.sampled_from([MONDAY_10, MONDAY_14, TUESDAY_10])
PARTIES = st.integers(1, 4)
WHICH = st.integers(0, 3)
RULES = {
    "plain": kind(capacity=4),
    "limited": kind(capacity=4, daily_limit=5),
    "guided": kind(capacity=4, guides=["ana"], length_minutes=60, buffer_after_minutes=200, daily_limit=6),
}


T = TypeVar("T")


def pick(some: list[T], number: int) -> T:
    """One of the newest."""
    return some[-1 - number % len(some)]


class Tours(RuleBasedStateMachine):
    """Three tour times of four people in a world of a few visitors."""

    database: Database

    @initialize(rules=st.sampled_from(sorted(RULES)))
    def begin(self, rules: str) -> None:
        emptied(self.database)
        guides: dict[str, Any] = {"guides": [{"id": "ana", "name": "Ana"}]} if rules == "guided" else {}
        self.world = World(self.database, school(RULES[rules], offer_hours=1, **guides), MONDAY_10 - timedelta(hours=6))
        self.visitors = [self.world.visitor() for _ in range(4)]
        self.bookings: list[str] = []
        self.entries: list[int] = []

    # --- visitors ----------------------------------------------------------------------------------------------------

    @rule(visitor=WHICH, at=TIMES, party=PARTIES)
    def hold(self, visitor: int, at: datetime, party: int) -> None:
        try:
            self.world.hold(at, party, visitor=self.visitors[visitor])
        except SlotFull:
            self._was_full(at, party, self.visitors[visitor])
        except SlotClosed:
            pass

    @rule(visitor=WHICH)
    def release(self, visitor: int) -> None:
        self.world.tours.release(self.visitors[visitor], self.world.now)

    @rule(visitor=WHICH, at=TIMES, party=PARTIES)
    def book(self, visitor: int, at: datetime, party: int) -> None:
        submission = uuid.uuid4().hex
        try:
            booking = self.world.book(at, party, conversation_id=self.visitors[visitor], submission=submission)
        except SlotFull:
            self._was_full(at, party, self.visitors[visitor])
            return
        except SlotClosed:
            return
        self.bookings.append(booking.id)
        assert self.world.book(at, party, conversation_id=self.visitors[visitor], submission=submission).id == booking.id, (
            "submitting twice booked twice"
        )

    @precondition(lambda self: self.bookings)
    @rule(number=WHICH)
    def cancel(self, number: int) -> None:
        self.world.tours.cancel(pick(self.bookings, number), now=self.world.now, actor="staff:a")

    @precondition(lambda self: self.bookings)
    @rule(number=WHICH, at=TIMES, party=st.none() | PARTIES)
    def reschedule(self, number: int, at: datetime, party: int | None) -> None:
        booking = pick(self.bookings, number)
        before = self.world.row(Booking, booking)
        try:
            after = self.world.tours.reschedule(booking, at, party=party, now=self.world.now, actor="staff:a")
            assert self.world.row(Slot, after.slot_id).starts_at == at
        except (SlotFull, SlotClosed, Conflict):
            after = self.world.row(Booking, booking)
            assert (after.slot_id, after.party_size, after.state) == (before.slot_id, before.party_size, before.state)

    @precondition(lambda self: self.bookings)
    @rule(number=WHICH, came=st.booleans())
    def visit(self, number: int, came: bool) -> None:
        note = self.world.tours.attended if came else self.world.tours.no_show
        with suppress(Conflict):
            note(pick(self.bookings, number), now=self.world.now, actor="staff:a")

    @precondition(lambda self: self.bookings)
    @rule(number=WHICH)
    def undo_visit(self, number: int) -> None:
        with suppress(Conflict):
            self.world.tours.undo_visit(pick(self.bookings, number), now=self.world.now, actor="staff:a")

    # --- the waitlist ------------------------------------------------------------------------------------------------

    @rule(visitor=WHICH, at=TIMES, party=PARTIES, another_address=st.booleans())
    def queue(self, visitor: int, at: datetime, party: int, another_address: bool) -> None:
        try:
            entry = self.world.wait(at, party, conversation_id=self.visitors[visitor], another_address=another_address).id
            if entry not in self.entries:
                self.entries.append(entry)
        except Conflict:
            # What is over is shown as taken while a queue has the first claim on it; the look-out settles that within seconds.
            self.world.tours.offers(self.world.now)
            left = self.world.left(at)
            assert left is not None and left >= party, "sent away from the waitlist of a full time"
        except (SlotClosed, InvalidInput):
            pass

    @precondition(lambda self: self.entries)
    @rule(number=WHICH)
    def accept(self, number: int) -> None:
        entry = pick(self.entries, number)
        try:
            booking = self.world.tours.accept_offer(entry, now=self.world.now, actor="visitor:x")
        except OfferOver:
            row = self.world.row(WaitlistEntry, entry)
            assert row.state != "offered" or row.offered_until <= self.world.now
            return
        if booking.id not in self.bookings:
            self.bookings.append(booking.id)
        assert self.world.tours.accept_offer(entry, now=self.world.now, actor="visitor:x").id == booking.id

    @precondition(lambda self: self.entries)
    @rule(number=WHICH)
    def withdraw(self, number: int) -> None:
        self.world.tours.withdraw(pick(self.entries, number), now=self.world.now, actor="visitor:x")

    # --- staff and the clock -----------------------------------------------------------------------------------------

    @rule(at=TIMES, capacity=st.integers(1, 6), override=st.booleans())
    def change_capacity(self, at: datetime, capacity: int, override: bool) -> None:
        slot = self._slot(at)
        if slot is None:
            return
        try:
            self.world.tours.change_capacity(
                slot, capacity, override=override, reason="a smaller room", now=self.world.now, actor="staff:a"
            )
        except Conflict:
            assert not override

    @rule(at=TIMES, override=st.booleans())
    def close(self, at: datetime, override: bool) -> None:
        slot = self._slot(at)
        if slot is None:
            return
        try:
            self.world.tours.close_slot(slot, reason="snow", override=override, now=self.world.now, actor="staff:a")
        except Conflict:
            row = self.world.row(Slot, slot)
            assert row.starts_at <= self.world.now or (row.booked > 0 and not override)

    @rule(at=TIMES)
    def reopen(self, at: datetime) -> None:
        slot = self._slot(at)
        if slot is not None:
            self.world.tours.reopen_slot(slot, now=self.world.now, actor="staff:a")

    @rule(at=TIMES, party=PARTIES)
    def override(self, at: datetime, party: int) -> None:
        try:
            booking = self.world.tours.override(
                starts_at=at, party=party, submission=uuid.uuid4().hex, reason="the mayor", now=self.world.now, actor="staff:a"
            )
        except SlotClosed:
            return
        self.bookings.append(booking.id)

    @rule(minutes=st.sampled_from([1, 15, 60, 300]))
    def jump(self, minutes: int) -> None:
        self.world.forward(minutes=minutes)

    @rule()
    def go_on(self) -> None:
        self.world.tours.offers(self.world.now)
        assert not [hold for hold in self.world.rows(Hold) if hold.expires_at <= self.world.now]

    @rule(visitor=WHICH)
    def erase(self, visitor: int) -> None:
        gone, self.visitors[visitor] = self.visitors[visitor], self.world.visitor()
        self.world.tours.forget(gone, now=self.world.now, actor=f"visitor:{gone}")

    # --- what always holds -------------------------------------------------------------------------------------------

    @invariant()
    def holds(self) -> None:
        self.world.check()
        self._order_is_kept()
        bookings = self.world.rows(Booking)
        assert {row.id for row in bookings} == set(self.bookings), "a booking is lost, or nobody asked for it"

    @invariant()
    def nobody_waits_beside_free_places(self) -> None:
        overdue = any(hold.expires_at <= self.world.now for hold in self.world.rows(Hold))
        if overdue:
            return  # the look-out ends them within seconds
        for entry in self.world.rows(WaitlistEntry):
            slot = self.world.row(Slot, entry.slot_id)
            if entry.state == "waiting" and slot.starts_at > self.world.now:
                left = self._room(slot)
                assert left is None or left < entry.party_size, "a party waits that would fit"

    def teardown(self) -> None:
        """Once everything is over, nobody queues and nothing is held."""
        if not hasattr(self, "world"):
            return
        self.world.forward(days=3)
        self.world.tours.offers(self.world.now)
        assert self.world.rows(Hold) == []
        assert not [entry for entry in self.world.rows(WaitlistEntry) if entry.state in ("waiting", "offered")]
        self.world.check()

    def _was_full(self, at: datetime, party: int, visitor: str) -> None:
        """Somebody was refused: even with all that is over put away, the party would not have fitted."""
        self.world.tours.offers(self.world.now)
        left = self.world.left(at, conversation_id=visitor)
        assert left is None or left < party, "refused, but there is room"

    def _room(self, slot: Slot) -> int | None:
        """None where no party can be taken, whatever its size."""
        its = self.world.school
        opening = Opening("tour", slot.starts_at, slot.ends_at, slot.capacity)
        with self.world.database.read() as session:
            found = places_left(session, its, its.tours[0], [opening], self.world.now, None)
        return found[0][1] if found else None

    def _slot(self, at: datetime) -> int | None:
        try:
            return self.world.tours.slot_id(at, now=self.world.now)
        except SlotClosed:
            return None

    def _order_is_kept(self) -> None:
        """Replays what was announced: who gets an offer stands first, or all ahead were passed over in writing for it."""
        waiting: dict[int, set[int]] = {}
        passed: set[int] = set()
        for change in self.world.announced:
            if isinstance(change.subject, Booking):
                continue
            queue, entry = waiting.setdefault(change.after.slot_id, set()), change.subject.id
            if change.kind == "waitlisted":
                assert not queue or entry > max(queue)
                queue.add(entry)
            elif change.kind == "rejoined":
                assert entry in queue or change.after.state == "offered", "asked again, and lost its place"
            elif change.kind == "passed_over":
                assert entry in queue
                passed.add(entry)
            elif change.kind == "offered":
                assert passed == {one for one in queue if one < entry}, "somebody ahead was skipped silently"
                passed = set()
                queue.discard(entry)
            else:
                queue.discard(entry)
        assert not passed


_OFTEN = {"hold": 4, "book": 8, "cancel": 5, "reschedule": 4, "queue": 8, "accept": 4, "withdraw": 2, "release": 1, "change_capacity": 2}
_SELDOM = {"close": 1, "reopen": 1, "override": 1, "jump": 4, "go_on": 1, "erase": 1, "visit": 3, "undo_visit": 1}
_MINUTES = (1, 5, 15, 60, 60, 300)


def walk(database: Database, chance: random.Random, steps: int) -> World:
    """The same rules, drawn at random by weight: hypothesis finds the smallest way to break them, this goes far."""
    machine = type("Machine", (Tours,), {"database": database})()
    machine.begin(chance.choice(sorted(RULES)))
    weights = _OFTEN | _SELDOM
    for _step in range(steps):
        (name,) = chance.choices(list(weights), list(weights.values()))
        drawn: dict[str, Any] = {
            "visitor": chance.randrange(4),
            "number": chance.randrange(4),
            "at": chance.choice((MONDAY_10, MONDAY_14, TUESDAY_10)),
            "party": chance.choice((1, 1, 2, 2, 3, 4)),
            "capacity": chance.randint(1, 6),
            "override": (unlikely := chance.random() < 0.3),
            "another_address": unlikely,
            "came": chance.random() < 0.5,
            "minutes": chance.choice(_MINUTES),
        }
        if (name in ("cancel", "reschedule", "visit", "undo_visit") and not machine.bookings) or (
            name in ("accept", "withdraw") and not machine.entries
        ):
            continue
        act = getattr(machine, name)
        act(**{key: drawn[key] for key in inspect.signature(act).parameters})
        machine.holds()
        machine.nobody_waits_beside_free_places()
    machine.world.forward(days=2)
    for number in range(len(machine.bookings)):
        machine.visit(number, chance.random() < 0.5)
        if chance.random() < 0.3:
            machine.undo_visit(number)
    machine.teardown()
    return machine.world


def _walked(database: Database, walks: int, steps: int) -> Counter[str]:
    told: Counter[str] = Counter()
    for seed in range(walks):
        try:
            told.update(walk(database, random.Random(seed), steps).told())
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
    return told


SETTINGS: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def _run(database: Database, **how: Any) -> None:
    machine = type("Machine", (Tours,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(**SETTINGS, **how))


@pytest.fixture
def sqlite() -> Any:
    # On a disk of memory where there is one: what is tested survives no power cut.
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        url = f"sqlite:///{folder}/tours.sqlite3"
        create_tables(url)
        opened = Database(url)
        yield opened
        opened.close()


def test_nothing_breaks_on_sqlite(sqlite: Database) -> None:
    _run(sqlite, max_examples=15, stateful_step_count=25)


def test_nothing_breaks_on_long_walks_on_sqlite(sqlite: Database) -> None:
    told = _walked(sqlite, walks=12, steps=60)

    assert told.keys() >= set(get_args(ChangeKind)) - {"people_changed"}, "the walks are too short to meet everything"


@pytest.mark.slow
@pytest.mark.timeout(5400)
def test_nothing_breaks_on_sqlite_for_long(sqlite: Database) -> None:
    _run(sqlite, max_examples=300, stateful_step_count=50)
    _walked(sqlite, walks=300, steps=80)


@pytest.mark.postgres
def test_nothing_breaks_on_postgresql(postgres_url: str) -> None:
    opened = Database(postgres_url)
    _run(opened, max_examples=5, stateful_step_count=20)
    _walked(opened, walks=4, steps=60)
    opened.close()
