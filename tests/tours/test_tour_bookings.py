"""Holding, booking, moving and ending bookings; the database itself refuses more places than there are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from tours_world import MONDAY_10, MONDAY_14, TUESDAY_10, World, kind, school, violate

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound, SlotClosed, SlotFull
from bot.faq.statements import statements
from bot.tours.bookings import new_reference
from bot.tours.models import Attendee, Booking, BookingChange, Hold, Slot, WaitlistEntry
from bot.tours.people import People, Person


def test_a_party_gets_its_places_once(world: World) -> None:
    first = world.book(party=3, submission="form 1")
    again = world.book(party=3, submission="form 1")

    assert again.id == first.id
    assert world.left() == 1
    assert world.told() == ["booked"]
    with pytest.raises(SlotFull):
        world.book(party=2)
    world.check()


@pytest.mark.parametrize(
    "statement", ["booked = capacity + 1", "held = capacity + 1", "booked = 2, held = 3", "held = -1", "booked = -1", "capacity = 0"]
)
def test_the_database_refuses_more_places_than_there_are(world: World, statement: str) -> None:
    world.book(party=1)

    with pytest.raises(IntegrityError):
        violate(world.database, f"UPDATE slots SET {statement}")  # capacity is 4

    world.check()


def test_held_places_are_kept_for_their_visitor(world: World) -> None:
    ana, ben = world.visitor(), world.visitor()
    hold = world.hold(party=3, visitor=ana)

    assert hold.expires_at == world.now + timedelta(minutes=15)
    assert (world.left(), world.left(conversation_id=ana)) == (1, 4)
    with pytest.raises(SlotFull):
        world.book(party=2, conversation_id=ben)
    booked = world.book(party=3, conversation_id=ana)

    assert booked.party_size == 3
    assert world.rows(Hold) == []
    world.check()


def test_a_hold_ends_by_itself(world: World) -> None:
    world.hold(party=4)
    world.forward(minutes=15)

    assert world.left() == 4
    world.book(party=4)

    assert world.rows(Hold) == []
    world.check()


def test_a_conversation_holds_one_time(world: World) -> None:
    ana = world.visitor()
    first = world.hold(party=4, visitor=ana)
    world.forward(minutes=5)

    assert world.hold(party=4, visitor=ana).id == first.id, "choosing again does not prolong it"
    smaller = world.hold(party=2, visitor=ana)
    assert world.left() == 2
    other = world.hold(MONDAY_14, 4, visitor=ana)

    assert (world.left(), world.left(MONDAY_14)) == (4, 0)
    assert [hold.id for hold in world.rows(Hold)] == [other.id] != [smaller.id]
    assert world.tours.release(ana, world.now) is True
    assert world.tours.release(ana, world.now) is False
    assert world.left(MONDAY_14) == 4
    world.check()


def test_a_hold_that_finds_no_room_keeps_what_was_held(world: World) -> None:
    ana = world.visitor()
    world.book(MONDAY_14, 4)
    kept = world.hold(party=2, visitor=ana)

    with world.database.write() as session, world.database.sharing(session):  # a turn goes on after a refusal
        with pytest.raises(SlotFull):
            world.hold(MONDAY_14, 2, visitor=ana)
        with pytest.raises(SlotFull):
            world.hold(MONDAY_10, 5, visitor=ana)

    assert [(hold.id, hold.party_size) for hold in world.rows(Hold)] == [(kept.id, 2)]
    world.check()


def test_another_time_than_the_one_held_can_be_booked(world: World) -> None:
    ana = world.visitor()
    hold = world.hold(party=2, visitor=ana)
    world.book(MONDAY_14, 3, hold=hold.id)

    assert (world.left(), world.left(MONDAY_14)) == (4, 1)
    world.check()


def test_what_was_held_in_time_can_be_booked_after_the_notice_began(world: World) -> None:
    ana = world.visitor()
    world.now = MONDAY_10 - timedelta(minutes=61)
    world.hold(visitor=ana)
    world.forward(minutes=5)

    with pytest.raises(SlotClosed):
        world.book()
    assert world.book(conversation_id=ana).state == "booked"


def test_a_cancelled_booking_stays_and_frees_its_places(world: World) -> None:
    booking = world.book(party=4)

    assert world.cancel(booking) is True
    assert world.cancel(booking) is False
    assert world.left() == 4
    row = world.row(Booking, booking.id)
    assert (row.state, row.sequence) == ("cancelled", 1)
    assert world.told() == ["booked", "cancelled"]
    world.check()


def test_a_booking_moves_with_its_history(world: World) -> None:
    booking = world.book(party=2)
    moved = world.tours.reschedule(booking.id, TUESDAY_10, now=world.now, actor="staff:a", reason="asked by phone")
    again = world.tours.reschedule(booking.id, TUESDAY_10, now=world.now, actor="staff:a")

    assert (again.reference, again.sequence, moved.id) == (booking.reference, 1, booking.id)
    assert (world.left(), world.left(TUESDAY_10)) == (4, 2)
    step = world.rows(BookingChange)[-1]
    assert (step.what, step.actor, step.reason, step.at) == ("rescheduled", "staff:a", "asked by phone", world.now)
    assert step.from_slot_id != step.to_slot_id
    change = world.announced[-1]
    assert change.before is not None and (change.before.starts_at, change.after.starts_at) == (MONDAY_10, TUESDAY_10)
    world.check()


def test_a_booking_that_cannot_move_stays(world: World) -> None:
    booking = world.book(party=2)
    world.book(MONDAY_14, 3)

    with world.database.write() as session, world.database.sharing(session):
        with pytest.raises(SlotFull):
            world.tours.reschedule(booking.id, MONDAY_14, now=world.now, actor="staff:a")
        with pytest.raises(SlotClosed):
            world.tours.reschedule(booking.id, MONDAY_14 + timedelta(minutes=1), now=world.now, actor="staff:a")

    assert world.left() == 2
    world.check()


def test_a_party_grows_and_shrinks_in_place(world: World) -> None:
    booking = world.book(party=2)
    world.tours.reschedule(booking.id, MONDAY_10, party=4, now=world.now, actor="staff:a")

    with pytest.raises(SlotFull):
        world.tours.reschedule(booking.id, MONDAY_10, party=5, now=world.now, actor="staff:a")
    world.tours.reschedule(booking.id, MONDAY_10, party=1, now=world.now, actor="staff:a")
    assert world.left() == 3
    world.check()


def test_who_came_is_written_down_after_the_tour_and_can_be_corrected(world: World) -> None:
    booking, gone = world.book(), world.book()
    world.cancel(gone)
    with pytest.raises(Conflict):
        world.tours.attended(booking.id, now=world.now, actor="staff:a")
    world.now = MONDAY_10 + timedelta(hours=1)

    world.tours.no_show(booking.id, now=world.now, actor="staff:a")
    world.tours.no_show(booking.id, now=world.now, actor="staff:a")
    world.tours.attended(booking.id, now=world.now, actor="staff:b")

    assert world.told() == ["booked", "booked", "cancelled", "no_show", "attended"]
    for impossible in (gone.id, "unknown"):
        with pytest.raises((Conflict, NotFound)):
            world.tours.attended(impossible, now=world.now, actor="staff:a")
    with pytest.raises(Conflict):
        world.tours.reschedule(booking.id, TUESDAY_10, now=world.now, actor="staff:a")
    world.check()


def test_parent_and_student_are_two_people_on_one_booking(world: World) -> None:
    people = People(
        (Person("Ana\r\nBcc: x@y.example", "student"), Person(" Eva  Lopez ", "parent")), "a ramp,\x00 please", "Is there\nwelding?"
    )
    booking = world.book(party=2, people=people)

    assert [(one.name, one.role) for one in world.rows(Attendee)] == [("Ana Bcc: x@y.example", "student"), ("Eva Lopez", "parent")]
    assert (booking.access_needs, booking.guide_question) == ("a ramp, please", "Is there\nwelding?")
    world.tours.change_people(booking.id, People((Person("Eva Lopez", "parent"),)), now=world.now, actor="staff:a")
    assert [one.name for one in world.rows(Attendee)] == ["Eva Lopez"]
    assert world.row(Booking, booking.id).access_needs is None
    world.check()


@pytest.mark.parametrize(
    "people",
    [
        People((Person("A", "student"), Person("B", "parent"), Person("C", "guest"))),
        People((Person("A", "student"), Person("B", "student"))),
        People((Person("\n\t", "student"),)),
        People((Person("x" * 121, "guest"),)),
        People((Person("A", "principal"),)),  # type: ignore[arg-type]
        People(access_needs="x" * 1001),
    ],
)
def test_people_that_cannot_be_are_refused(world: World, people: People) -> None:
    with pytest.raises(InvalidInput):
        world.book(party=2, people=people)

    assert world.rows(Booking) == []
    world.check()


@pytest.mark.parametrize("party", [0, -3])
def test_a_party_has_people(world: World, party: int) -> None:
    with pytest.raises(InvalidInput):
        world.book(party=party)
    world.check()


def test_erasing_leaves_bare_numbers(world: World) -> None:
    ana = world.visitor()
    past = world.book(party=1, conversation_id=ana, people=People((Person("Ana", "student"),), "a ramp", "welding?"))
    full = world.book(TUESDAY_10, 4)
    world.now = MONDAY_10 + timedelta(hours=2)
    coming = world.book(MONDAY_14 + timedelta(days=1), 2, conversation_id=ana)
    world.hold(MONDAY_14, 2, visitor=ana)
    queued = world.wait(TUESDAY_10, 2, conversation_id=ana, people=People((Person("Ana", "student"),)))
    world.tours.forget(ana, now=world.now, actor=f"visitor:{ana}")

    assert world.rows(Attendee) == [] == world.rows(Hold)
    assert world.row(WaitlistEntry, queued.id).attendees is None
    assert {row.id: row.state for row in world.rows(Booking)} == {past.id: "booked", full.id: "booked", coming.id: "cancelled"}
    assert world.row(Booking, past.id).access_needs is None and world.row(Booking, past.id).guide_question is None
    assert world.told()[-2:] == ["withdrawn", "cancelled"]
    world.check()


def test_the_audit_log_holds_no_names(world: World) -> None:
    world.book(party=2, people=People((Person("Ana Lopez", "student"),), "a ramp", "welding?"))

    assert not any("Ana" in str(row.detail) or "ramp" in str(row.detail) for row in world.rows(AuditRow))


def test_a_daily_limit_counts_people_over_all_times_of_a_day(database: Database) -> None:
    world = World(database, school(kind(daily_limit=5)))
    booking = world.book(MONDAY_10, 4)

    assert (world.left(MONDAY_14), world.left(TUESDAY_10)) == (1, 4)
    with pytest.raises(SlotFull):
        world.book(MONDAY_14, 2)
    waiting = world.wait(MONDAY_14, 2)
    world.book(TUESDAY_10, 4)
    world.tours.reschedule(booking.id, MONDAY_14, now=world.now, actor="staff:a")  # its own places do not stand in its way
    assert world.told()[-1] == "rescheduled"
    world.cancel(booking)

    assert world.told()[-2:] == ["cancelled", "offered"]
    assert world.announced[-1].subject.id == waiting.id
    world.check()


def test_a_guide_is_not_in_two_places(database: Database) -> None:
    mornings = {day: ["10:00"] for day in ("mon", "tue")}
    labs = kind(id="labs", name="Labs", weekly={"mon": ["11:00", "11:15"], "tue": ["10:30"]}, guides=["ana"])
    its = school(
        kind(weekly=mornings, guides=["ana", "ben"], buffer_after_minutes=15),
        labs,
        guides=[{"id": "ana", "name": "Ana"}, {"id": "ben", "name": "Ben", "away": ["2026-11-24"]}],
    )
    world = World(database, its)
    lab = its.tours[1]
    first = world.book(MONDAY_10)
    eleven, quarter_past = MONDAY_10 + timedelta(hours=1), MONDAY_10 + timedelta(minutes=75)

    assert world.rows(Slot)[0].guide == "ana"
    assert world.left(eleven, kind=lab) is None, "still on her way back"
    assert world.left(quarter_past, kind=lab) == 4
    with pytest.raises(SlotClosed):
        world.book(eleven, kind=lab)
    world.book(TUESDAY_10 + timedelta(minutes=30), kind=lab)
    assert world.left(TUESDAY_10) is None, "Ana leads the labs, and Ben is away"
    with pytest.raises(SlotClosed):
        world.book(TUESDAY_10)

    world.cancel(first)
    world.book(eleven, kind=lab)
    world.book(MONDAY_10)
    assert [slot.guide for slot in world.rows(Slot) if slot.starts_at == MONDAY_10] == ["ben"]
    world.check()


def test_buffers_without_guides_keep_the_times_of_a_kind_apart(database: Database) -> None:
    world = World(database, school(kind(weekly={"mon": ["10:00", "11:00", "11:30"]}, buffer_before_minutes=30)))
    world.book(MONDAY_10)

    assert world.left(MONDAY_10) == 3
    assert world.left(MONDAY_10 + timedelta(hours=1)) is None
    assert world.left(MONDAY_10 + timedelta(minutes=90)) == 4


def test_a_conversation_is_told_until_when_its_time_is_kept(world: World) -> None:
    ana = world.visitor()

    def kept(party: int = 2, starts_at: datetime = MONDAY_10) -> datetime | None:
        return world.tours.kept_until(starts_at, party, ana, world.now)

    assert kept() is None
    hold = world.hold(party=2, visitor=ana)
    assert (kept(), kept(party=1), kept(party=3), kept(starts_at=MONDAY_14)) == (hold.expires_at, hold.expires_at, None, None)
    world.forward(minutes=15)
    assert kept() is None  # whether or not anybody has looked since


def test_a_reference_never_reads_as_an_amount() -> None:
    for reference in {new_reference() for _ in range(500)} | {"AB72H7", "23DAY2"}:
        assert not statements(f"Your reference is {reference}. Please note it down.")
        assert reference[-1].isdigit() and len(reference) == 6
