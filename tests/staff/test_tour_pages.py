"""The pages of one tour time and of one booking: what they show, what can be done on them, and what is refused."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from bot.errors import Conflict, Stale
from bot.leads.models import Lead
from bot.reminders.models import Call, PlannedMessage
from bot.staff.roles import Member
from bot.tours.models import Booking, BookingChange, Slot, WaitlistEntry
from bot.tours.people import People, people_of
from tests.staff.fixtures import both_databases
from tests.staff.planting import Plant
from tests.staff.test_pages import statements
from tests.staff.touring import MAIL, MONDAY_10, NEXT_MONDAY_10, UNTOUCHED, Office

Enter = Callable[[Member], TestClient]
TOKEN = "0123456789abcdef" * 2
HOSTILE = "=cmd|'/c calc'!A1\"'><script>alert(1)</script>{{7*7}}"


def value(page: str, name: str, after: str = "") -> str:
    """The value of a hidden field, the first after some words."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page[page.index(after) :])
    assert found, name
    return html.unescape(found[1])


def refused(response: Response, status: int, *shown: str) -> str:
    """The page that refuses says why, in an alert."""
    assert response.status_code == status, response.status_code
    assert 'role="alert"' in response.text
    for words in shown:
        assert words in html.unescape(response.text), words
    return response.text


# --- a time ----------------------------------------------------------------------------------------------------------


@both_databases
def test_a_time_shows_parties_waitlist_and_history(enter: Enter, office: Office, plant: Plant) -> None:
    ana = office.family("Ana Lopez", phone="+14075550188")
    words = {"access_needs": "A wheelchair", "guide_question": "Is there a choir?"}
    booking = office.book(ana, 7, MONDAY_10, ("Ana Lopez", "student"), ("Rosa Lopez", "parent"), **words)
    first, second = office.wait(office.family("Ben Cho"), 4), office.wait(office.family("Cleo Diaz"), 1 + 1)
    gone = office.book(office.family("Dan Gone"), 1)
    office.assistant.tours.cancel(
        gone.id, now=office.clock(), actor=plant.staff("manager", name="Kim Okafor").actor, reason="They moved away"
    )
    text = enter(plant.staff("viewer")).get(f"/staff/tours/slots/{office.slot().id}").text
    for shown in (
        "7 of 8 places booked",
        "Rosa Lopez",
        "A wheelchair",
        "Is there a choir?",
        "+14075550188",
        booking.reference,
        "Party of 7",
        f'href="/staff/leads/{ana.id}"',
        "Waiting",
        "Kim Okafor",
        "They moved away",
        "Cancelled",
    ):
        assert shown in text, shown
    queue = text[text.index('id="waitlist"') :]
    assert queue.index("Ben Cho") < queue.index("Cleo Diaz")
    assert {first.state, second.state} == {"waiting"}
    # A viewer reads and changes nothing.
    assert "<form" not in text[text.index("<main") :]


@both_databases
def test_the_places_are_changed_and_never_below_what_is_taken_by_accident(enter: Enter, office: Office, plant: Plant) -> None:
    office.book(office.family(), 5)
    slot = office.slot()
    address = f"/staff/tours/slots/{slot.id}"
    counselor, manager = plant.staff("counselor"), plant.staff("manager")
    site = enter(counselor)
    more = site.post(f"{address}/capacity", data={"capacity": "10", "seen": value(site.get(address).text, "seen", 'id="places"')})
    assert more.headers["location"] == f"{address}?done=capacity"
    assert "5 of 10 places booked" in site.get(more.headers["location"]).text
    assert site.post(f"{address}/capacity", data={"capacity": "10", "seen": "10"}).headers["location"].endswith("done=same")

    page = refused(
        site.post(f"{address}/capacity", data={"capacity": "3", "seen": "10"}), 409, "5 places of this time are taken", "Only a manager"
    )
    assert 'name="override"' not in page
    assert site.post(f"{address}/capacity", data={"capacity": "3", "seen": "10", "override": "yes", "reason": "x"}).status_code == 403

    site = enter(manager)
    page = refused(site.post(f"{address}/capacity", data={"capacity": "3", "seen": "10"}), 409, "5 places are taken", 'name="override"')
    assert 'value="3"' in page
    refused(site.post(f"{address}/capacity", data={"capacity": "3", "seen": "10", "override": "yes", "reason": " "}), 422, "Please say why")
    done = site.post(f"{address}/capacity", data={"capacity": "3", "seen": "10", "override": "yes", "reason": "A smaller room"})
    text = site.get(done.headers["location"]).text
    assert "5 of 3 places booked" in text and "2 too many" in text and "A smaller room" in text
    assert office.row(Slot, slot.id).booked == 5
    assert office.deeds("slot").count("capacity changed") == 2


@pytest.mark.parametrize("capacity", ["", "0", "-1", "1e3", "٣", "10001", "99999999999", "x'; DROP TABLE slots; --"])
def test_places_that_are_no_number_are_refused_and_stay_in_the_field(enter: Enter, office: Office, plant: Plant, capacity: str) -> None:
    page = refused(
        enter(plant.staff("counselor")).post(f"/staff/tours/slots/{UNTOUCHED}/capacity", data={"capacity": capacity, "seen": "8"}),
        422,
        "Please write a number",
    )
    assert f'value="{html.escape(capacity)}"' in page.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
    assert office.rows(Slot) == []


@both_databases
def test_a_form_that_is_out_of_date_changes_nothing(enter: Enter, office: Office, plant: Plant) -> None:
    site = enter(plant.staff("manager"))
    address = f"/staff/tours/slots/{UNTOUCHED}"
    assert site.post(f"{address}/capacity", data={"capacity": "6", "seen": "8"}).status_code == 303
    refused(site.post(f"{address}/capacity", data={"capacity": "9", "seen": "8"}), 409, "Somebody set the places of this time to 6")
    assert office.slot().capacity == 6
    refused(site.post(f"{address}/capacity", data={"capacity": "9"}), 422, "not complete")


@both_databases
def test_a_time_without_parties_is_closed_and_opened_again(enter: Enter, office: Office, plant: Plant) -> None:
    site = enter(plant.staff("counselor"))
    address = f"/staff/tours/slots/{UNTOUCHED}"
    refused(site.post(f"{address}/close", data={"reason": "  "}), 422, "Please say why the time is closed")
    assert site.post(f"{address}/close", data={"reason": "Snow"}).headers["location"] == f"{address}?done=closed"
    assert site.post(f"{address}/close", data={"reason": "Snow"}).headers["location"].endswith("done=same")
    text = site.get(address).text
    assert "Snow" in text and "Open it again" in text
    assert not office.assistant.tours.open_times(office.clock(), wanted=lambda at: at.date() == MONDAY_10.date())
    assert site.post(f"{address}/reopen", data={"reason": "It melted"}).headers["location"].endswith("done=reopened")
    assert office.slot().closed_at is None
    assert "It melted" in site.get(address).text


@both_databases
def test_closing_a_time_with_parties_says_first_whom_it_concerns(
    open_site: Callable[..., TestClient], open_office: Callable[..., Office], enter: Enter, plant: Plant
) -> None:
    office = open_office(**MAIL)
    by_email, by_phone = office.family("Ana Lopez", email="ana@example.com"), office.family("Ben Cho", phone="+14075550188")
    silent = office.family("Cleo Diaz", email="cleo@example.com", agrees=False)
    for lead in (by_email, by_phone, silent):
        office.book(lead)
    office.wait(office.family("Dan Eu", email="dan@example.com"), 3)
    slot = office.slot()
    address = f"/staff/tours/slots/{slot.id}"
    site = open_site(**MAIL)
    counselor, manager = plant.staff("counselor"), plant.staff("manager")

    site.cookies.set("staff-trial", enter(counselor).cookies["staff-trial"])
    text = site.get(address).text
    assert "3 families (6 people) are booked. Only a manager" in text
    assert f'action="{address}/close"' not in text
    refused(site.post(f"{address}/close", data={"reason": "Snow"}), 409, "6 people are booked")
    assert site.post(f"{address}/close", data={"reason": "Snow", "with_parties": "yes"}).status_code == 403

    site.cookies.set("staff-trial", enter(manager).cookies["staff-trial"])
    text = site.get(address).text
    for shown in ("Cancels 3 bookings (6 people)", "1 family queues", "2 families will be told by e-mail", "2 families must be called"):
        assert shown in text, shown
    seen = value(text, "seen", 'id="closing"')
    late = office.book(office.family("Eva Late"), 1)
    refused(
        site.post(f"{address}/close", data={"reason": "Snow", "with_parties": "yes", "seen": seen}), 409, "other parties are booked", "Snow"
    )
    office.assistant.tours.cancel(late.id, now=office.clock(), actor="visitor:x")
    form = {"reason": "Snow", "with_parties": "yes", "seen": value(site.get(address).text, "seen", 'id="closing"')}
    assert site.post(f"{address}/close", data=form).headers["location"].endswith("done=closed")
    assert {row.state for row in office.rows(Booking)} == {"cancelled"}
    assert [row.state for row in office.rows(WaitlistEntry)] == ["ended"]
    assert sorted(office.calls()) == [("cancellation", "no_address"), ("cancellation", "no_consent")]
    assert sorted(row.kind for row in office.rows(PlannedMessage) if row.state == "planned").count("cancellation") == 4
    assert "2 to call" in re.sub(r"<[^>]+>", "", site.get("/staff/account").text)
    assert site.post(f"{address}/close", data=form).headers["location"].endswith("done=same")


def test_a_time_that_is_not_there_has_a_page_that_says_so(enter: Enter, plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    for key in (
        "4711",
        "99999999999999999999",
        "campus_tour@2026-11-30T15:01Z",  # not opened
        "campus_tour@2026-11-23T15:00Z",  # has begun
        "campus_tour@2026-13-45T15:00Z",
        "nothing@2026-11-30T15:00Z",
        "campus_tour",
        "-1",
        "%00",
        "x" * 300,
    ):
        assert site.get(f"/staff/tours/slots/{key}").status_code in (404, 422), key
        form = {"capacity": "9", "seen": "8"}
        assert site.post(f"/staff/tours/slots/{key}/capacity", data=form).status_code in (404, 422), key


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


# --- the waitlist ----------------------------------------------------------------------------------------------------


@both_databases
def test_a_party_is_taken_off_the_waitlist(enter: Enter, office: Office, plant: Plant) -> None:
    office.book(office.family(), 8)
    first, second = office.wait(office.family("Ben Cho")), office.wait(office.family("Cleo Diaz"))
    site = enter(plant.staff("counselor"))
    slot = f"/staff/tours/slots/{office.slot().id}"
    form = {"seen": office.seen(first), "told": "yes"}
    page = refused(site.post(f"/staff/tours/waitlist/{first.id}/withdraw", data=form), 422, "Please say why")
    assert "<details open>" in page
    form |= {"reason": "They found another day"}
    assert site.post(f"/staff/tours/waitlist/{first.id}/withdraw", data=form).headers["location"] == f"{slot}?done=withdrawn#waitlist"
    assert site.post(f"/staff/tours/waitlist/{first.id}/withdraw", data=form).headers["location"] == f"{slot}?done=same#waitlist"
    assert office.row(WaitlistEntry, first.id).state == "withdrawn"
    assert office.calls() == []
    site.post(f"/staff/tours/waitlist/{second.id}/withdraw", data={"seen": office.seen(second), "reason": "Too many"})
    assert office.calls() == [("withdrawn", "no_mail")]
    assert office.deeds("waitlist") == ["waitlisted", "waitlisted", "withdrawn", "told in person", "withdrawn"]


@both_databases
def test_an_offer_is_taken_on_the_phone(enter: Enter, office: Office, plant: Plant) -> None:
    full = office.book(office.family(), 8)
    entry = office.wait(office.family("Ben Cho", phone="+14075550188"))
    old = office.seen(entry)
    site = enter(plant.staff("counselor"))
    refused(site.post(f"/staff/tours/waitlist/{entry.id}/accept"), 409, "This offer is over")
    office.clock.move(minutes=1)
    site.post(f"/staff/tours/bookings/{full.id}/cancel", data={"seen": office.seen(full), "told": "yes"})
    assert office.calls() == [("offer", "no_mail")]
    assert "Offer until" in site.get("/staff/tours/calls").text
    stale = {"seen": old, "reason": "They gave up"}
    refused(site.post(f"/staff/tours/waitlist/{entry.id}/withdraw", data=stale), 409, "changed after", "They gave up")
    text = site.get(f"/staff/tours/slots/{office.slot().id}").text
    assert "They take the place: Ben Cho" in text and "offer until" in text and "Has to be called" in text
    done = site.post(f"/staff/tours/waitlist/{entry.id}/accept").headers["location"]
    assert site.post(f"/staff/tours/waitlist/{entry.id}/accept").headers["location"] == done
    assert "They are booked" in site.get(done).text
    assert office.slot().booked == 2
    assert office.calls() == []


# --- hostile words, long lists, two at once --------------------------------------------------------------------------


def test_what_families_and_staff_write_is_shown_as_text(enter: Enter, office: Office, plant: Plant) -> None:
    lead = office.family(HOSTILE, email="x@example.com")
    booking = office.book(lead, 8, MONDAY_10, (HOSTILE[:100], "student"), access_needs=HOSTILE, guide_question=HOSTILE)
    entry = office.wait(office.family(HOSTILE), 2)
    site = enter(plant.staff("admin", name=HOSTILE))
    slot = office.slot().id
    site.post(f"/staff/tours/slots/{slot}/capacity", data={"capacity": "5", "seen": "8", "override": "yes", "reason": HOSTILE})
    site.post(
        f"/staff/tours/bookings/{booking.id}/move",
        data={"seen": office.seen(booking), "time": NEXT_MONDAY_10.isoformat(), "reason": HOSTILE + "\x00\x07"},
    )
    site.post(f"/staff/tours/waitlist/{entry.id}/withdraw", data={"seen": office.seen(entry), "reason": HOSTILE})
    pages = (
        "",
        "/calls",
        f"/slots/{slot}",
        f"/slots/{slot}?find={HOSTILE}",
        f"/bookings/{booking.id}",
        "/days/2026-12-07",
        f"?lead={lead.id}",
    )
    for page in (*pages, f"/slots/{UNTOUCHED.replace('11-30', '12-14')}?lead={lead.id}"):
        text = site.get(f"/staff/tours{page}").text
        assert "&lt;script&gt;" in text, page
        assert "<script" not in text, page
        assert ">49" not in text, page
    long = {"seen": office.seen(booking), "reason": "y" * 501}
    refused(site.post(f"/staff/tours/bookings/{booking.id}/cancel", data=long), 422, "501 characters", "y" * 501)


def test_long_lists_on_a_time_have_pages(enter: Enter, office: Office, plant: Plant) -> None:
    office.assistant.tours.change_capacity(
        office.assistant.tours.slot_id(MONDAY_10, now=office.clock()), 60, now=office.clock(), actor="staff:x"
    )
    with plant.together():
        for number in range(60):
            office.book(office.family(f"Family {number:03d}"), 1)
        for number in range(55):
            office.wait(office.family(f"Waiting {number:03d}"), 1)
    site = enter(plant.staff("admin"))
    address = f"/staff/tours/slots/{office.slot().id}"
    for name, mark, words, count in (
        ("parties", 'id="parties"', "Family", 60),
        ("queue", 'id="waitlist"', "Waiting", 55),
        ("history", 'id="history"', "Family", 60),
    ):
        seen = []
        for page in (1, 2):
            text = site.get(f"{address}?{name}={page}").text
            part = text[text.index(mark) :].split("</section>")[0]
            seen += [number for number in range(count) if f"{words} {number:03d}" in part]
        assert sorted(seen) == list(range(count)), name
    for odd in ("0", "-1", "x", "9999999999"):
        assert site.get(f"{address}?parties={odd}").status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_rows(enter: Enter, office: Office, plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    office.book(office.family("First One"), 2, MONDAY_10, ("First One", "student"))
    [first] = office.rows(Booking)
    pages = {
        f"slots/{office.slot().id}": 24,
        f"slots/{office.slot().id}?find=one": 29,
        f"bookings/{first.id}": 18,
        "days/2026-11-30": 7,
        "calls": 8,
        "?from=2026-11-24": 9,
    }
    counts: dict[str, list[int]] = {page: [] for page in pages}
    for more in (1, 3):
        for number in range(more):
            booking = office.book(office.family(f"One {more} {number}", email=f"{more}{number}@example.com"), 1, MONDAY_10, ("A", "guest"))
            gone = office.book(office.family(f"Gone One {more} {number}", phone="+14075550188"), 1)
            office.assistant.tours.cancel(gone.id, now=office.clock(), actor="staff:x")
        with plant.together():
            for _ in range(more):
                lead = plant.lead("Waiting One")
                who = {"lead_id": lead.id, "submission": lead.id, "created_at": office.clock(), "updated_at": office.clock()}
                plant.rows(WaitlistEntry(slot_id=booking.slot_id, party_size=8, state="waiting", **who))
        for page in pages:
            with statements() as sent:
                assert site.get(f"/staff/tours{'' if page[0] == '?' else '/'}{page}").status_code == 200
            counts[page].append(len(sent))
    for page, (few, many) in counts.items():
        assert few == many <= pages[page], (page, few, many)


@both_databases
def test_of_two_at_the_same_moment_one_is_told_that_the_other_was_first(office: Office, plant: Plant) -> None:
    made, seen_at = office.book(office.family()), office.clock()
    office.clock.move(minutes=1)
    desk = office.desk()
    told: list[str] = []
    start = threading.Barrier(2)

    def act(member: Member, deed: str) -> None:
        start.wait()
        try:
            if deed == "cancel":
                desk.cancel(member, made.id, "", seen=seen_at, told=False)
            else:
                desk.move(member, made.id, NEXT_MONDAY_10, "", seen=seen_at, told=False)
            told.append("done")
        except (Stale, Conflict) as error:
            told.append(type(error).__name__)

    threads = [threading.Thread(target=act, args=(plant.staff("manager"), deed)) for deed in ("cancel", "move")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("done") == 1, told
    assert len(office.rows(BookingChange)) == 2
    assert office.row(Lead, made.lead_id)
