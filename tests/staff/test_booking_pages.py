"""Bookings in the hands of staff: made, changed, moved, cancelled, and whether the family came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.reminders.models import Call, PlannedMessage
from bot.staff.roles import Member
from bot.tours.models import Booking, BookingChange, Slot
from bot.tours.people import People, people_of
from tests.staff.fixtures import both_databases
from tests.staff.page_reading import refused, value
from tests.staff.planting import Plant
from tests.staff.touring import MAIL, MONDAY_10, NEXT_MONDAY_10, UNTOUCHED, Office

Enter = Callable[[Member], TestClient]
TOKEN = "0123456789abcdef" * 2


# --- booking by hand -------------------------------------------------------------------------------------------------


@both_databases
def test_a_party_is_booked_by_hand_for_a_lead(enter: Enter, office: Office, plant: Plant) -> None:
    lead = office.family("Ana Lopez", phone="+14075550188")
    office.clock.move(days=6, hours=20)  # too late for a visitor
    site = enter(plant.staff("counselor"))
    assert site.get(f"/staff/tours?lead={lead.id}").text.count(f'href="/staff/tours/slots/{UNTOUCHED}?lead={lead.id}"') == 1
    address = f"/staff/tours/slots/{UNTOUCHED}"
    found = site.get(f"{address}?find=lopez").text
    assert f'href="{address}?lead={lead.id}#book"' in found
    page = site.get(f"{address}?lead={lead.id}").text
    form = {"lead": lead.id, "token": value(page, "token"), "party": "2", "told": "yes", "needs": "A lift", "question": ""}
    people = {"name": ["Ana Lopez", "", "Rosa Lopez"], "role": ["student", "guest", "parent"]}
    done = site.post(f"{address}/bookings", data=form | people)
    [booking] = office.rows(Booking)
    assert done.headers["location"] == f"/staff/tours/bookings/{booking.id}?done=booked"
    again = site.post(f"{address}/bookings", data=form | people)
    assert again.headers["location"] == f"/staff/tours/bookings/{booking.id}?done=booked_already"
    assert len(office.rows(Booking)) == 1 and office.slot().booked == 2
    text = site.get(done.headers["location"]).text
    for shown in ("Rosa Lopez", "A lift", booking.reference, "The party is booked"):
        assert shown in text, shown
    assert office.calls() == []  # they know
    assert office.deeds("booking") == ["booked", "told in person"]


@pytest.mark.parametrize(
    ("answers", "language"),
    [
        (["How can I help?", "La visita dura una hora y es gratis.", "OK"], "es"),
        (["La visita dura una hora y es gratis.", "The tour takes an hour and is free."], "en"),
        ([], "en"),
    ],
)
def test_a_family_is_written_to_in_the_language_of_its_conversation(
    enter: Enter, open_office: Callable[..., Office], plant: Plant, answers: list[str], language: str
) -> None:
    office = open_office(**MAIL)
    member, lead = plant.staff("counselor"), office.family("Ana Lopez", email="ana@example.com")
    for seq, text in enumerate(answers, start=2):
        plant.message(lead.conversation_id, seq, "bot", text)
    office.desk().book(member, UNTOUCHED, lead_id=lead.id, party=2, people=People(), token=TOKEN, told=False)
    assert {row.language for row in office.rows(PlannedMessage)} == {language}


@both_databases
def test_over_the_places_only_by_a_manager_who_says_why(enter: Enter, office: Office, plant: Plant) -> None:
    office.book(office.family("Ben Cho"), 7)
    lead = office.family("Ana Lopez")
    address = f"/staff/tours/slots/{office.slot().id}/bookings"
    form: dict[str, Any] = {"lead": lead.id, "token": TOKEN, "party": "3", "name": ["Ana"], "role": ["student"], "needs": "A lift"}
    site = enter(plant.staff("counselor"))
    page = refused(site.post(address, data=form), 409, "too few places", "Only a manager can book over the places", "A lift")
    assert 'name="override"' not in page
    assert site.post(address, data=form | {"override": "yes", "reason": "x"}).status_code == 403
    site = enter(plant.staff("manager"))
    page = refused(site.post(address, data=form), 409, 'name="override"', 'value="Ana"', "A lift")
    assert value(page, "token") == TOKEN
    refused(site.post(address, data=form | {"override": "yes", "reason": ""}), 422, "Please say why", 'name="override"')
    done = site.post(address, data=form | {"override": "yes", "reason": "The mayor’s children"})
    assert done.status_code == 303
    assert office.slot().booked == 10
    assert "The mayor’s children" in site.get(f"/staff/tours/slots/{office.slot().id}").text
    assert "override" in office.deeds("slot")


def test_forms_that_cannot_be_book_nothing_and_keep_what_was_typed(enter: Enter, office: Office, plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    lead, foreign = office.family("Ana Lopez"), office.family("Ben Cho", owner=kim)
    site = enter(sam)
    address = f"/staff/tours/slots/{UNTOUCHED}/bookings"
    good: dict[str, Any] = {"lead": lead.id, "token": TOKEN, "party": "2", "needs": "My <words>"}
    for bad, words in (
        ({"party": "0"}, "how many people"),
        ({"party": "two"}, "how many people"),
        ({"party": ""}, "how many people"),
        ({"party": "1", "name": ["A", "B"], "role": ["student", "parent"]}, "More people are named"),
        ({"name": ["A", "B"], "role": ["student", "student"]}, "for one student"),
        ({"name": ["A"], "role": ["boss"]}, "student, parent or guest"),
        ({"name": ["A" * 121], "role": ["guest"]}, "1 to 120"),
        ({"name": ["A", "B"], "role": ["guest"]}, "not complete"),
        ({"needs": "My <words>" + "y" * 1000}, "too long"),
    ):
        refused(site.post(address, data=good | bad), 422, words, "My <words>")
    for broken in ({"token": "x"}, {"lead": ""}, {"lead": "../x"}, {"told": "maybe"}):
        assert site.post(address, data=good | broken).status_code == 422, broken
    for lead_id in (foreign.id, "nobody"):
        assert site.post(address, data=good | {"lead": lead_id}).status_code == 404
        assert site.get(f"/staff/tours/slots/{UNTOUCHED}?lead={lead_id}").status_code == 404
        assert site.get(f"/staff/tours?lead={lead_id}").status_code == 404
    assert "Ben Cho" not in site.get(f"/staff/tours/slots/{UNTOUCHED}?find=Ben").text
    assert office.rows(Booking) == []
    assert office.rows(Slot) == []


def test_a_token_of_somebody_else_opens_no_booking_of_theirs(enter: Enter, office: Office, plant: Plant) -> None:
    lead, kim = office.family("Ana Lopez"), plant.staff("counselor")
    form = {"lead": lead.id, "token": TOKEN, "party": "1"}
    address = f"/staff/tours/slots/{UNTOUCHED}/bookings"
    first = enter(kim).post(address, data=form).headers["location"]
    second = enter(plant.staff("counselor")).post(address, data=form).headers["location"]
    assert second.endswith("done=booked") and second != first


# --- one booking -----------------------------------------------------------------------------------------------------


@both_databases
def test_a_booking_is_cancelled_once_and_the_family_is_called(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family("Ana Lopez", phone="+14075550188"))
    site = enter(plant.staff("counselor"))
    address = f"/staff/tours/bookings/{booking.id}"
    form = {"seen": value(site.get(address).text, "seen", 'id="cancelling"'), "reason": "The guide is ill"}
    assert site.post(f"{address}/cancel", data=form).headers["location"] == f"{address}?done=cancelled"
    assert site.post(f"{address}/cancel", data=form).headers["location"] == f"{address}?done=same"
    text = site.get(address).text
    for shown in ("The guide is ill", "This family must be called", "Their visit is cancelled", "Choose a time for them"):
        assert shown in text, shown
    assert office.slot().booked == 0
    assert office.calls() == [("cancellation", "no_mail")]
    [call] = office.rows(Call)
    back = site.post(f"/staff/tours/calls/{call.id}", data={"state": "done", "back": booking.id})
    assert back.headers["location"] == f"{address}?done=called"
    assert "must be called" not in site.get(address).text
    assert office.deeds("booking", "call") == ["booked", "cancelled", "family called"]


@both_databases
def test_whoever_knows_already_is_not_called(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family())
    site = enter(plant.staff("counselor"))
    site.post(f"/staff/tours/bookings/{booking.id}/cancel", data={"seen": office.seen(booking), "told": "yes"})
    assert office.calls() == []
    assert [one.outcome for one in office.rows(Call)] == ["told"]
    assert "told in person" in office.deeds("booking")


@both_databases
def test_two_people_at_once_do_not_write_over_each_other(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family("Ana Lopez"))
    old = office.seen(booking)
    address = f"/staff/tours/bookings/{booking.id}"
    office.clock.move(minutes=5)
    kim = enter(plant.staff("manager", name="Kim Okafor"))
    people = {"name": ["Ana Lopez", "Rosa Lopez"], "role": ["student", "parent"]}
    assert kim.post(f"{address}/party", data={"seen": old, "party": "3", **people}).headers["location"].endswith("done=party")

    mo = enter(plant.staff("manager", name="Mo Haddad"))
    page = refused(
        mo.post(f"{address}/party", data={"seen": old, "party": "4", "needs": "A lift", "name": ["Ana"], "role": ["guest"]}),
        409,
        "changed after you opened the page",
        "A lift",
        "Kim Okafor",
        "2 people before, 3 now",
    )
    assert 'name="party" inputmode="numeric" value="4"' in page
    stale = {"seen": old}
    refused(mo.post(f"{address}/cancel", data=stale | {"reason": "My words"}), 409, "changed after", "My words")
    refused(mo.post(f"{address}/move", data=stale | {"time": NEXT_MONDAY_10.isoformat()}), 409, "changed after")
    row = office.row(Booking, booking.id)
    assert (row.state, row.party_size) == ("booked", 3)
    fresh = value(page, "seen", 'id="change"')
    office.clock.move(minutes=1)
    assert mo.post(f"{address}/party", data={"seen": fresh, "party": "4"}).headers["location"].endswith("done=party")
    for nonsense in ("", "yesterday", "2026-11-23T17:00:00", "9" * 50):
        assert mo.post(f"{address}/cancel", data={"seen": nonsense}).status_code == 422


@both_databases
def test_a_booking_is_moved_to_a_time_with_room(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family("Ana Lopez"), 3)
    office.book(office.family("Ben Cho"), 6, NEXT_MONDAY_10)
    site = enter(plant.staff("counselor"))
    address = f"/staff/tours/bookings/{booking.id}"
    text = site.get(address).text
    assert "Mon, Dec 14, 2026, 10:00 AM EST (8 free)" in text
    assert NEXT_MONDAY_10.isoformat() not in text  # too few
    refused(
        site.post(f"{address}/move", data={"seen": office.seen(booking), "time": NEXT_MONDAY_10.isoformat(), "reason": "As they asked"}),
        409,
        "too few places",
        "As they asked",
    )
    for nonsense, status in (
        ("", 422),
        ("x", 422),
        ("2026-12-14T15:00:00", 422),
        ("2026-12-14T16:00:00+00:00", 409),
        ("0001-01-01T00:00:00+23:00", 422),
    ):
        refused(site.post(f"{address}/move", data={"seen": office.seen(booking), "time": nonsense}), status)
    form = {"seen": office.seen(booking), "time": "2026-12-14T15:00:00+00:00", "reason": "As they asked"}
    assert site.post(f"{address}/move", data=form).headers["location"].endswith("done=moved")
    assert site.post(f"{address}/move", data=form).headers["location"].endswith("done=same")
    text = site.get(address).text
    assert "Mon, Dec 14, 2026, 10:00 AM EST" in text and "As they asked" in text
    assert "from <time" in text
    assert [row.what for row in office.rows(BookingChange) if row.booking_id == booking.id] == ["booked", "rescheduled"]
    assert office.calls() == [("change", "no_mail")]


@both_databases
def test_size_and_people_are_changed_together_or_not_at_all(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family("Ana Lopez"), 2, MONDAY_10, ("Ana Lopez", "student"), ("Rosa Lopez", "parent"))
    site = enter(plant.staff("counselor"))
    address = f"/staff/tours/bookings/{booking.id}/party"
    named = {"name": ["Ana Lopez", "Rosa Lopez"], "role": ["student", "parent"]}
    assert site.post(address, data={"seen": office.seen(booking), "party": "2", **named}).headers["location"].endswith("done=same")
    refused(site.post(address, data={"seen": office.seen(booking), "party": "1", **named}), 422, "More people are named")
    assert office.row(Booking, booking.id).party_size == 2
    refused(site.post(address, data={"seen": office.seen(booking), "party": "9", **named}), 409, "too few places", 'value="Rosa Lopez"')
    office.clock.move(minutes=1)
    one = {"name": ["Ana Lopez"], "role": ["student"], "needs": "A lift", "question": "Is there a choir?"}
    assert site.post(address, data={"seen": office.seen(booking), "party": "1", **one}).headers["location"].endswith("done=party")
    with office.assistant.database.read() as session:
        people = people_of(session, session.get_one(Booking, booking.id))
    assert ([person.name for person in people.attendees], people.access_needs, people.guide_question) == (
        ["Ana Lopez"],
        "A lift",
        "Is there a choir?",
    )
    assert office.slot().booked == 1
    assert office.deeds("booking") == ["booked", "rescheduled", "people changed"]


@both_databases
def test_who_came_is_noted_from_the_start_on_and_can_be_taken_back(enter: Enter, office: Office, plant: Plant) -> None:
    lead = office.family("Ana Lopez")
    booking = office.book(lead)
    site = enter(plant.staff("counselor"))
    address, slot = f"/staff/tours/bookings/{booking.id}/visit", office.slot().id
    early = site.get(f"/staff/tours/slots/{slot}").text
    assert "Did not come" not in early and "can be noted from 10:00 AM EST" in early
    refused(site.post(address, data={"seen": office.seen(booking), "visit": "attended", "back": "slot"}), 409, "has not begun yet")

    office.clock.now = MONDAY_10
    site = enter(plant.staff("counselor"))
    form = {"seen": office.seen(booking), "back": "slot"}
    assert "Did not come: Ana Lopez" in site.get(f"/staff/tours/slots/{slot}").text
    done = site.post(address, data=form | {"visit": "attended"})
    assert done.headers["location"] == f"/staff/tours/slots/{slot}?done=attended#party-{booking.id}"
    assert site.post(address, data=form | {"visit": "attended"}).status_code == 303  # sent twice
    refused(site.post(address, data=form | {"visit": "no_show"}), 409, "changed after")  # somebody at another desk, who saw it unmarked
    office.clock.move(minutes=1)
    back = site.post(address, data={"seen": office.seen(booking), "visit": "undo", "back": "lead"})
    assert back.headers["location"] == f"/staff/leads/{lead.id}?done=undo#tours"
    text = site.get(back.headers["location"]).text
    assert "The mark was taken back" in text and "Did not come: tour" in text
    office.clock.move(minutes=1)
    site.post(address, data={"seen": office.seen(booking), "visit": "no_show"})
    assert office.row(Booking, booking.id).state == "no_show"
    assert [row.what for row in office.rows(BookingChange)] == ["booked", "attended", "visit_undone", "no_show"]
    assert office.deeds("booking") == ["booked", "attended", "visit undone", "no show"]
    # Once it has begun nothing is cancelled, moved, closed or booked any more.
    refused(
        site.post(f"/staff/tours/bookings/{booking.id}/move", data={"seen": office.seen(booking), "time": NEXT_MONDAY_10.isoformat()}), 409
    )
    other = office.book(lead, 1, NEXT_MONDAY_10)
    office.clock.now = NEXT_MONDAY_10
    site = enter(plant.staff("counselor"))
    refused(site.post(f"/staff/tours/bookings/{other.id}/cancel", data={"seen": office.seen(other)}), 409, "has begun")
    assert site.post(address, data={"seen": office.seen(booking), "visit": "x"}).status_code == 422


@both_databases
def test_a_colleagues_party_has_no_name_and_is_only_marked(enter: Enter, office: Office, plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    foreign = office.family("Foreign One", email="foreign@example.com", owner=kim)
    words = {"access_needs": "A wheelchair", "guide_question": "Foreign question"}
    booking = office.book(foreign, 7, MONDAY_10, ("Foreign One", "student"), **words)
    entry = office.wait(office.family("Foreign Two", phone="+14075550188", owner=kim), 5)
    site = enter(sam)
    for page in (f"slots/{office.slot().id}", "days/2026-11-30", "", "calls"):
        text = site.get(f"/staff/tours/{page}".rstrip("/")).text
        for hidden in ("Foreign", "foreign@example.com", "+14075550188"):
            assert hidden not in text, (page, hidden)
    assert "A wheelchair" in site.get(f"/staff/tours/slots/{office.slot().id}").text  # whoever gives the tour has to know
    assert site.get(f"/staff/tours/bookings/{booking.id}").status_code == 404
    seen = {"seen": office.seen(booking)}
    for deed, more in (("cancel", {}), ("move", {"time": NEXT_MONDAY_10.isoformat()}), ("party", {"party": "1"})):
        assert site.post(f"/staff/tours/bookings/{booking.id}/{deed}", data=seen | more).status_code == 404
    assert site.post(f"/staff/tours/waitlist/{entry.id}/withdraw", data={"seen": office.seen(entry), "reason": "x"}).status_code == 404
    assert site.post(f"/staff/tours/waitlist/{entry.id}/accept").status_code == 404
    office.clock.now = MONDAY_10
    site = enter(sam)
    assert site.post(f"/staff/tours/bookings/{booking.id}/visit", data=seen | {"visit": "attended", "back": "slot"}).status_code == 303
    assert office.row(Booking, booking.id).state == "attended"


def test_ids_that_nobody_gave_out_open_nothing(enter: Enter, office: Office, plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    seen = {"seen": office.clock().isoformat(), "reason": "x", "party": "1", "time": MONDAY_10.isoformat(), "visit": "attended"}
    for booking in ("nobody", "x" * 33, "../leads", "%00", "1 OR 1=1"):
        assert site.get(f"/staff/tours/bookings/{booking}").status_code == 404
        for deed in ("cancel", "move", "party", "visit"):
            assert site.post(f"/staff/tours/bookings/{booking}/{deed}", data=seen).status_code == 404, (booking, deed)
    for entry in ("0", "-1", "4711", "x", "99999999999999999999"):
        for deed in ("withdraw", "accept"):
            assert site.post(f"/staff/tours/waitlist/{entry}/{deed}", data=seen).status_code == 404, (entry, deed)


def test_other_websites_change_nothing(enter: Enter, office: Office, plant: Plant) -> None:
    booking = office.book(office.family())
    site = enter(plant.staff("admin"))
    foreign = {"sec-fetch-site": "cross-site"}
    sent = site.post(f"/staff/tours/bookings/{booking.id}/cancel", data={"seen": office.seen(booking)}, headers=foreign)
    assert sent.status_code == 403
    assert office.row(Booking, booking.id).state == "booked"
