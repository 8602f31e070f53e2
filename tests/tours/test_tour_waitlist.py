"""Who waits is offered a freed place, in order, with a deadline, and nobody is passed over without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tours_world import MONDAY_10, MONDAY_14, World, kind, school

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, OfferOver, SlotClosed, SlotFull
from bot.tours.models import Booking, Hold, WaitlistEntry
from bot.tours.people import People, Person, people_of


def _state(world: World, entry: WaitlistEntry) -> str:
    return str(world.row(WaitlistEntry, entry.id).state)


def test_only_a_full_time_has_a_waitlist(world: World) -> None:
    world.book(party=3)
    with pytest.raises(Conflict):
        world.wait(party=1)
    with pytest.raises(InvalidInput):
        world.wait(party=5)  # more than the time could ever take
    with pytest.raises(SlotClosed):
        world.wait(MONDAY_10 + timedelta(minutes=1))

    assert world.wait(party=2).state == "waiting"
    assert [one.starts_at for one in world.tours.full_times(world.now, party=2)] == [MONDAY_10]
    assert world.tours.full_times(world.now, party=5) == []


def test_a_conversation_queues_once(world: World) -> None:
    ana = world.visitor()
    world.book(party=4)

    first = world.wait(party=1, conversation_id=ana, submission="form 1")
    assert world.wait(party=1, conversation_id=ana).id == first.id
    assert world.wait(party=1, submission="form 1").id == first.id
    assert world.told() == ["booked", "waitlisted"]


def test_who_asks_again_with_another_address_or_fewer_people_keeps_the_place(world: World) -> None:
    ana = world.visitor()
    booking = world.book(party=4)
    family = People((Person("Ana", "student"), Person("Rosa", "parent")))
    first = world.wait(party=2, conversation_id=ana, people=family)
    behind = world.wait(party=2)
    world.forward(minutes=5)

    again = world.wait(party=2, conversation_id=ana, another_address=True)
    assert (again.id, again.created_at) == (first.id, world.now)
    assert [one["name"] for one in again.attendees or ()] == ["Ana", "Rosa"]
    fewer = world.wait(party=1, conversation_id=ana)
    assert (fewer.id, fewer.party_size, fewer.attendees) == (first.id, 1, None)
    assert world.told() == ["booked", "waitlisted", "waitlisted", "rejoined", "rejoined"]
    world.cancel(booking)
    offers = [change.subject.id for change in world.announced if change.kind == "offered"]
    assert offers == [first.id, behind.id]
    assert world.left() == 1
    world.check()


def test_who_asks_again_for_more_people_queues_anew_at_the_end(world: World) -> None:
    ana = world.visitor()
    world.book(party=4)
    first, behind = world.wait(party=1, conversation_id=ana), world.wait(party=1)

    with pytest.raises(InvalidInput):
        world.wait(party=5, conversation_id=ana)
    assert _state(world, first) == "waiting"
    more = world.wait(party=3, conversation_id=ana)
    assert (_state(world, first), more.state, more.party_size) == ("withdrawn", "waiting", 3)
    assert more.id > behind.id
    world.check()


def test_an_offer_stays_with_who_asks_again(world: World) -> None:
    ana = world.visitor()
    booking = world.book(party=4)
    first, behind = world.wait(party=2, conversation_id=ana), world.wait(party=3)
    world.cancel(booking)
    until = world.row(WaitlistEntry, first.id).offered_until

    more = world.wait(party=4, conversation_id=ana, another_address=True)
    assert (more.id, more.state, more.party_size) == (first.id, "offered", 2)
    assert more.offered_until == until - timedelta(seconds=1), "the links of the first letter have to end"
    assert world.wait(party=4, conversation_id=ana).offered_until == more.offered_until
    world.wait(party=1, conversation_id=ana)
    assert _state(world, behind) == "offered", "the place that is not needed fits the next"
    taken = world.tours.accept_offer(first.id, now=world.now, actor="link")
    assert taken.party_size == 1
    world.check()


def test_a_freed_place_is_offered_and_kept_until_it_is_taken(world: World) -> None:
    booking = world.book(party=4)
    entry = world.wait(party=3)
    world.cancel(booking)

    offered = world.row(WaitlistEntry, entry.id)
    assert (offered.state, offered.offered_until) == ("offered", world.now + timedelta(hours=12))
    assert world.left() == 1
    with pytest.raises(SlotFull):
        world.book(party=2)
    taken = world.tours.accept_offer(entry.id, now=world.now, actor="visitor:x")
    again = world.tours.accept_offer(entry.id, now=world.now, actor="visitor:x")

    assert taken.id == again.id and taken.party_size == 3
    assert world.told()[2:] == ["cancelled", "offered", "booked", "accepted"]
    assert world.row(WaitlistEntry, entry.id).booking_id == taken.id
    world.check()


def test_who_was_named_on_joining_comes_unless_others_are_named(world: World) -> None:
    family = People((Person("Ana", "student"), Person("Rosa", "parent")))
    booking = world.book(party=4)
    first, second = (world.wait(party=2, people=family) for _ in range(2))
    world.cancel(booking)

    taken = world.tours.accept_offer(first.id, now=world.now, actor="link")
    others = People((Person("Luis", "guest"),))
    anew = world.tours.accept_offer(second.id, now=world.now, actor="staff:a", people=others)
    with world.database.read() as session:
        assert people_of(session, session.get_one(Booking, taken.id)) == family
        assert people_of(session, session.get_one(Booking, anew.id)) == others
    world.check()


def test_more_people_than_places_are_not_named(world: World) -> None:
    world.book(party=4)
    with pytest.raises(InvalidInput):
        world.wait(party=1, people=People((Person("Ana", "student"), Person("Rosa", "parent"))))


def test_an_offer_nobody_takes_goes_to_the_next(world: World) -> None:
    booking = world.book(party=4)
    first, second = world.wait(party=4), world.wait(party=2)
    world.cancel(booking)
    world.forward(hours=12)

    with pytest.raises(OfferOver):
        world.tours.accept_offer(first.id, now=world.now, actor="visitor:x")
    assert world.tours.offers(world.now) == 1
    assert world.tours.offers(world.now) == 0
    assert (_state(world, first), _state(world, second)) == ("expired", "offered")
    with pytest.raises(OfferOver):
        world.tours.accept_offer(first.id, now=world.now, actor="visitor:x")
    assert world.tours.withdraw(second.id, now=world.now, actor="visitor:x") is True
    assert world.tours.withdraw(second.id, now=world.now, actor="visitor:x") is False
    assert world.left() == 4
    world.check()


def test_a_party_that_does_not_fit_keeps_its_place_and_it_is_written_down(world: World) -> None:
    small, large = world.book(party=1), world.book(party=3)
    big, little = world.wait(party=3), world.wait(party=1)
    world.cancel(small)

    assert (_state(world, big), _state(world, little)) == ("waiting", "offered")
    assert world.told()[-3:] == ["cancelled", "passed_over", "offered"]
    assert world.row(WaitlistEntry, big.id).passed_over == 1
    assert [row.object_id for row in world.rows(AuditRow) if row.action == "passed over"] == [str(big.id)]
    world.cancel(large)
    assert _state(world, big) == "offered"
    world.check()


def test_a_hold_that_ends_is_offered_to_those_who_wait_before_anybody_else(world: World) -> None:
    world.hold(party=4)
    entry = world.wait(party=2)
    world.forward(minutes=15)

    assert world.left() == 0, "it will be offered: nobody else is shown it"
    with pytest.raises(SlotFull):
        world.book(party=3)
    world.book(party=2)
    assert _state(world, entry) == "offered"
    world.check()


def test_a_place_in_a_tour_that_is_no_longer_given_is_offered_to_nobody(database: Database) -> None:
    world = World(database)
    booking = world.book(party=4)
    entry = world.wait(party=2)
    after = World(database, school(kind(id="other")))
    after.cancel(booking)
    after.tours.offers(after.now)

    assert _state(world, entry) == "waiting"
    after.now = MONDAY_10
    after.tours.offers(after.now)
    assert _state(world, entry) == "ended"


def test_an_offer_ends_with_the_start_and_the_queue_with_it(world: World) -> None:
    booking = world.book(party=4)
    first, second = world.wait(party=4), world.wait(party=4)
    world.now = MONDAY_10 - timedelta(minutes=30)
    world.cancel(booking)
    assert world.row(WaitlistEntry, first.id).offered_until == MONDAY_10
    world.now = MONDAY_10

    with pytest.raises(OfferOver):
        world.tours.accept_offer(first.id, now=world.now, actor="visitor:x")
    assert world.tours.offers(world.now) == 0
    assert (_state(world, first), _state(world, second)) == ("expired", "ended")
    assert world.rows(Hold) == []
    world.check()


def test_moving_away_frees_places_for_those_who_wait(world: World) -> None:
    booking = world.book(party=4)
    entry = world.wait(party=2)
    world.tours.reschedule(booking.id, MONDAY_14, now=world.now, actor="staff:a")

    assert world.told()[-2:] == ["rescheduled", "offered"]
    assert _state(world, entry) == "offered"
    world.check()


# --- staff ------------------------------------------------------------------------------------------------------------


def test_capacity_does_not_fall_below_what_is_taken_without_an_override(world: World) -> None:
    booking = world.book(party=2)
    world.book(party=1)
    with pytest.raises(Conflict):
        world.tours.change_capacity(booking.slot_id, 2, now=world.now, actor="staff:a")
    with pytest.raises(InvalidInput):
        world.tours.change_capacity(booking.slot_id, 2, override=True, reason=" ", now=world.now, actor="staff:a")
    world.tours.change_capacity(booking.slot_id, 2, override=True, reason="a smaller room", now=world.now, actor="staff:a")

    assert world.left() == 0
    world.cancel(booking)
    assert world.left() == 1, "two are meant, one is taken"
    (row,) = [row for row in world.rows(AuditRow) if row.action == "capacity changed"]
    assert (row.actor, row.detail["reason"], row.detail["override"], row.detail["taken"]) == ("staff:a", "a smaller room", True, 3)
    world.check()


def test_more_places_are_offered_to_those_who_wait(world: World) -> None:
    booking = world.book(party=4)
    entry = world.wait(party=2)
    world.tours.change_capacity(booking.slot_id, 6, now=world.now, actor="staff:a")

    assert _state(world, entry) == "offered"
    world.check()


def test_an_override_books_over_and_says_why(world: World) -> None:
    world.book(party=3)
    with pytest.raises(InvalidInput):
        world.tours.override(starts_at=MONDAY_10, party=3, submission="o", reason="", now=world.now, actor="staff:a")
    over = world.tours.override(starts_at=MONDAY_10, party=3, submission="o", reason="the mayor", now=world.now, actor="staff:a")
    assert world.tours.override(starts_at=MONDAY_10, party=3, submission="o", reason="x", now=world.now, actor="staff:a").id == over.id

    assert world.left() == 0
    (row,) = [row for row in world.rows(AuditRow) if row.action == "override"]
    assert (row.actor, row.detail["reason"], row.detail["over"], row.detail["capacity"]) == ("staff:a", "the mayor", 2, 4)
    world.cancel(over)
    assert world.left() == 1, "the places that were meant"
    world.check()


def test_a_time_that_is_closed_while_it_is_held_cannot_be_booked(world: World) -> None:
    ana = world.visitor()
    hold = world.hold(party=2, visitor=ana)
    world.tours.close_slot(hold.slot_id, reason="snow", now=world.now, actor="staff:a")

    assert world.left() is None
    with pytest.raises(SlotClosed):
        world.book(party=2, conversation_id=ana)
    with pytest.raises(SlotClosed):
        world.wait(party=2, conversation_id=ana)
    assert world.rows(Hold) == [] == world.rows(Booking)
    world.tours.reopen_slot(hold.slot_id, now=world.now, actor="staff:a")
    assert world.book(party=2, conversation_id=ana).state == "booked"
    world.check()


def test_a_time_with_bookings_is_closed_only_by_an_override_that_cancels_them(world: World) -> None:
    booking = world.book(party=4)
    entry = world.wait(party=1)
    with pytest.raises(Conflict):
        world.tours.close_slot(booking.slot_id, reason="snow", now=world.now, actor="staff:a")
    world.tours.close_slot(booking.slot_id, reason="snow", override=True, now=world.now, actor="staff:a")

    assert world.row(Booking, booking.id).state == "cancelled"
    assert _state(world, entry) == "ended"
    assert [(change.kind, change.reason) for change in world.announced[-2:]] == [("waitlist_ended", "snow"), ("cancelled", "snow")]
    world.check()


def test_what_could_never_take_a_party_is_not_offered_to_wait_for(world: World) -> None:
    booking = world.book(party=2)
    world.tours.change_capacity(booking.slot_id, 2, now=world.now, actor="staff:a")

    assert [one.starts_at for one in world.tours.full_times(world.now, party=2)] == [MONDAY_10]
    assert world.tours.full_times(world.now, party=3) == []
    world.tours.change_capacity(booking.slot_id, 6, now=world.now, actor="staff:a")
    world.book(party=4)
    assert [one.starts_at for one in world.tours.full_times(world.now, party=6)] == [MONDAY_10]


def test_a_party_larger_than_the_daily_limit_waits_for_nothing(database: Database) -> None:
    world = World(database, school(kind(daily_limit=3)))
    world.book(party=3)

    assert MONDAY_10 in [one.starts_at for one in world.tours.full_times(world.now, party=3)]
    assert world.tours.full_times(world.now, party=4) == []
