"""The page of one tour time and its waitlist: what it shows, what can be done on it, and what is refused."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bot.errors import Conflict, Stale
from bot.leads.models import Lead
from bot.reminders.models import PlannedMessage
from bot.staff.roles import Member
from bot.tours.models import Booking, BookingChange, Slot, WaitlistEntry
from tests.staff.fixtures import both_databases
from tests.staff.page_reading import refused, value
from tests.staff.planting import Plant
from tests.staff.test_pages import statements
from tests.staff.touring import MAIL, MONDAY_10, NEXT_MONDAY_10, UNTOUCHED, Office

Enter = Callable[[Member], TestClient]
HOSTILE = "=cmd|'/c calc'!A1\"'><script>alert(1)</script>{{7*7}}"


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
