"""The pages behind the links: looking changes nothing, pressing the button does, and what does not work is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.leads.models import Identity
from bot.reminders.writing import link_address
from bot.tours.links import Link
from bot.tours.models import Booking, WaitlistEntry
from bot.tours.pages.routes import routes
from bot.tours.people import People, Person, people_of
from tests.reminders.visiting import MONDAY_10, MONDAY_14, Office, link


@pytest.fixture
def browser(office: Office) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(routes(office.assistant))
    with TestClient(app) as client:
        yield client


def booking(office: Office, booking_id: str) -> Booking:
    with office.assistant.database.read() as session:
        return session.get_one(Booking, booking_id)


def state(office: Office, entry_id: int) -> str:
    with office.assistant.database.read() as session:
        return session.get_one(WaitlistEntry, entry_id).state


def starts_at(office: Office, booking_id: str) -> object:
    from bot.tours.models import Slot

    with office.assistant.database.read() as session:
        return session.get_one(Slot, session.get_one(Booking, booking_id).slot_id).starts_at


def test_looking_cancels_nothing_and_pressing_does(office: Office, browser: TestClient) -> None:
    made = office.book()
    [mail] = office.look()
    path = link(mail, "cancel")

    for method in ("GET", "HEAD", "GET"):
        browser.request(method, path)
    assert booking(office, made.id).state == "booked"
    page = browser.get(path)
    assert page.status_code == 200 and made.reference in page.text and "Ruiz" not in page.text
    assert "script" not in page.headers["content-security-policy"] and "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"

    assert "is cancelled" in browser.post(path).text
    assert booking(office, made.id).state == "cancelled"
    again = browser.post(path)
    assert again.status_code == 409 and "cancelled already" in again.text


def test_another_time_is_chosen_by_link_and_the_old_links_end(office: Office, browser: TestClient) -> None:
    made = office.book()
    [mail] = office.look()
    path = link(mail, "move")
    assert f'value="{MONDAY_14.isoformat()}"' in browser.get(path).text

    done = browser.post(path, data={"time": MONDAY_14.isoformat()})
    assert done.status_code == 200 and "2:00 PM" in done.text
    assert starts_at(office, made.id) == MONDAY_14
    for old in (path, link(mail, "cancel")):
        page = browser.post(old)
        assert page.status_code == 409 and "has changed" in page.text
    assert booking(office, made.id).state == "booked"


@pytest.mark.parametrize(
    "chosen", ["", "x", "2026-11-30T19:00:00", "0001-01-01T00:00:00+23:00", (MONDAY_10 + timedelta(minutes=1)).isoformat()]
)
def test_a_time_that_nobody_opened_moves_nothing(office: Office, browser: TestClient, chosen: str) -> None:
    made = office.book()
    [mail] = office.look()

    page = browser.post(link(mail, "move"), data={"time": chosen})

    assert page.status_code == 409 and "choose another" in page.text
    assert starts_at(office, made.id) == MONDAY_10


def test_a_form_of_countless_fields_moves_nothing(office: Office, browser: TestClient) -> None:
    made = office.book()
    [mail] = office.look()

    answer = browser.post(link(mail, "move"), data={f"field{number}": "x" for number in range(30)} | {"time": MONDAY_14.isoformat()})
    assert answer.status_code < 500
    assert starts_at(office, made.id) == MONDAY_10


def test_a_full_time_moves_nothing(office: Office, browser: TestClient) -> None:
    made = office.book()
    [mail] = office.look()
    office.book(MONDAY_14, office.assistant.school.tours[0].capacity)

    assert browser.post(link(mail, "move"), data={"time": MONDAY_14.isoformat()}).status_code == 409
    assert starts_at(office, made.id) == MONDAY_10


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_offer_is_taken_or_declined(office: Office, browser: TestClient, answer: str) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    entry = office.wait()
    office.look()
    office.assistant.tours.cancel(full.id, now=office.clock(), actor="staff:a")
    [offer] = [one for one in office.look() if one["key"].startswith("offer:")]
    path = link(offer, answer)
    browser.get(path)
    assert state(office, entry.id) == "offered"

    assert browser.post(path).status_code == 200
    assert state(office, entry.id) == {"accept": "accepted", "decline": "withdrawn"}[answer]
    assert browser.post(link(offer, "accept")).status_code == 409


def test_an_offer_ends(office: Office, browser: TestClient) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    entry = office.wait()
    office.look()
    office.assistant.tours.cancel(full.id, now=office.clock(), actor="staff:a")
    [offer] = [one for one in office.look() if one["key"].startswith("offer:")]
    office.clock.forward(hours=office.assistant.school.file.tours.offer_hours)

    assert browser.post(link(offer, "accept")).status_code == 410
    assert state(office, entry.id) != "accepted"


def test_who_missed_a_visit_books_another_once(office: Office, browser: TestClient) -> None:
    told = People((Person("Ana", "student"),), access_needs="A lift", guide_question="The studios")
    made = office.book(people=told, **office.family())
    office.clock.now = MONDAY_14
    office.assistant.tours.no_show(made.id, now=office.clock(), actor="staff:a")
    path = link_address(office.assistant, Link("rebook", made.id, made.sequence, office.clock() + timedelta(days=3))).split("8000", 1)[1]
    chosen = (MONDAY_10 + timedelta(days=7)).isoformat()

    assert browser.post(path, data={"time": chosen}).status_code == 200
    with office.assistant.database.read() as session:
        booked = session.scalars(select(Booking).where(Booking.state == "booked")).one()
        assert people_of(session, booked) == told  # nobody is asked twice for a lift
    again = browser.post(path, data={"time": chosen})
    assert again.status_code == 409 and "used already" in again.text


def agrees_with_another_address(office: Office, who: dict[str, str], email: str) -> None:
    """As a later booking in the same conversation does."""
    office.clock.forward(minutes=5)
    with office.assistant.database.write() as session:
        session.add(Identity(contact_id=who["lead_id"], kind="email", value=email, created_at=office.clock()))
    office.agree(who, email)


def test_what_becomes_of_an_offer_or_a_missed_visit_goes_to_the_address_that_was_given_with_it(office: Office, browser: TestClient) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    who = office.family(email="first@example.com")
    entry = office.wait(**who)
    office.look()
    agrees_with_another_address(office, who, "later@example.com")
    office.book(MONDAY_14, **who)
    assert [one["to"] for one in office.look()] == ["later@example.com"]

    office.assistant.tours.cancel(full.id, now=office.clock(), actor="staff:a")
    [offer] = [one for one in office.look() if one["key"].startswith("offer:")]
    browser.post(link(offer, "accept"))
    assert [(one["to"], one["subject"].split(":")[0]) for one in office.look()] == [("first@example.com", "You are booked")]

    with office.assistant.database.read() as session:
        taken = session.get_one(WaitlistEntry, entry.id).booking_id
    assert taken is not None
    office.clock.now = MONDAY_14
    office.assistant.tours.no_show(taken, now=office.clock(), actor="staff:a")
    path = link_address(office.assistant, Link("rebook", taken, 0, office.clock() + timedelta(days=3))).split("8000", 1)[1]
    assert browser.post(path, data={"time": (MONDAY_10 + timedelta(days=7)).isoformat()}).status_code == 200
    assert [one["to"] for one in office.look() if one["key"].startswith("confirmation")] == ["first@example.com"]


def test_booking_another_time_by_link_leaves_what_the_chat_holds(office: Office, browser: TestClient) -> None:
    who = office.family()
    made = office.book(**who)
    office.clock.now = MONDAY_14
    office.assistant.tours.no_show(made.id, now=office.clock(), actor="staff:a")
    held = MONDAY_14 + timedelta(days=7)
    office.assistant.tours.hold(held, 2, who["conversation_id"], office.clock())
    path = link_address(office.assistant, Link("rebook", made.id, made.sequence, office.clock() + timedelta(days=3))).split("8000", 1)[1]

    assert browser.post(path, data={"time": (MONDAY_10 + timedelta(days=7)).isoformat()}).status_code == 200
    assert office.assistant.tours.kept_until(held, 2, who["conversation_id"], office.clock()) is not None


@pytest.mark.parametrize("purpose", ["accept", "decline"])
def test_an_accepted_offer_shows_the_booking_as_it_stands(office: Office, browser: TestClient, purpose: str) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    entry = office.wait()
    office.look()
    tours, now = office.assistant.tours, office.clock()
    tours.cancel(full.id, now=now, actor="staff:a")
    [offer] = [one for one in office.look() if one["key"].startswith("offer:")]
    made = tours.accept_offer(entry.id, now=now, actor="link")
    path = link(offer, purpose)
    assert "This is your booking now" in browser.get(path).text and made.reference in browser.get(path).text

    tours.reschedule(made.id, MONDAY_14, now=now, actor="staff:a")
    moved = browser.post(path)
    assert moved.status_code == 409 and "This is your booking now" in moved.text
    assert "2:00 PM" in moved.text and "10:00 AM" not in moved.text

    tours.cancel(made.id, now=now, actor="staff:a")
    gone = browser.get(path)
    assert gone.status_code == 409 and "cancelled already" in gone.text and "your booking now" not in gone.text


def test_a_rebooked_visit_is_shown_as_it_stands(office: Office, browser: TestClient) -> None:
    missed = office.book()
    tours = office.assistant.tours
    office.clock.now = MONDAY_14
    tours.no_show(missed.id, now=office.clock(), actor="staff:a")
    rebook = Link("rebook", missed.id, missed.sequence, office.clock() + timedelta(days=20))
    path = link_address(office.assistant, rebook).split("8000", 1)[1]
    assert browser.post(path, data={"time": (MONDAY_10 + timedelta(days=7)).isoformat()}).status_code == 200
    with office.assistant.database.read() as session:
        again = session.scalars(select(Booking).where(Booking.state == "booked")).one()

    tours.reschedule(again.id, MONDAY_14 + timedelta(days=8), now=office.clock(), actor="staff:a")
    page = browser.get(path).text
    assert "used already" in page and "December 8, 2026 at 2:00 PM" in page and again.reference in page
    tours.cancel(again.id, now=office.clock(), actor="staff:a")
    page = browser.get(path).text
    assert "cancelled already" in page and "your booking now" not in page
    office.clock.now = MONDAY_14 + timedelta(days=9)
    assert "your booking now" not in browser.get(path).text


def test_stop_stops_all_messages(office: Office, browser: TestClient) -> None:
    made = office.book()
    [mail] = office.look()
    browser.get(link(mail, "stop"))

    done = browser.post(
        link(mail, "stop"), content="List-Unsubscribe=One-Click", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert done.status_code == 200
    office.assistant.tours.cancel(made.id, now=office.clock(), actor="staff:a")
    assert office.look() == []
    assert ("cancellation", "opted_out") in office.kinds("dropped")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_forged_and_expired_links_get_a_clear_page(office: Office, browser: TestClient, method: str) -> None:
    one, other = office.book(), office.book()
    mails = office.look()
    path = link(mails[0], "cancel")
    for forged in (path[:-3], path.replace("/cancel/", "/move/"), "/tours/cancel/" + "A" * 500, "/tours/nothing/x"):
        page = browser.request(method, forged)
        assert page.status_code == 404 and "not valid" in page.text
    office.clock.now = MONDAY_10
    assert browser.request(method, path).status_code == 410
    assert {booking(office, one.id).state, booking(office, other.id).state} == {"booked"}


def test_the_page_speaks_the_language_of_the_email(office: Office, browser: TestClient) -> None:
    office.book(spanish=True)
    [mail] = office.look()

    page = browser.get(link(mail, "cancel")).text
    assert 'lang="es"' in page and "Cancelar la visita" in page
