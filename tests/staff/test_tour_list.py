"""The list of tour times, the day sheet, and the list of families to call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.audit.models import AuditRow
from bot.reminders.models import Call
from bot.staff.roles import Member
from bot.tours.models import Slot
from tests.staff.fixtures import both_databases
from tests.staff.planting import PROGRAMS_YML, FakeClock, Plant
from tests.staff.touring import MONDAY_10, NEXT_MONDAY_10, UNTOUCHED, Office

Enter = Callable[[Member], TestClient]

TWO_CAMPUSES = """
name: Harbor Music College
time_zone: {value: America/New_York}
campuses:
  - {id: east, name: East campus, time_zone: America/New_York}
  - {id: west, name: West campus, time_zone: America/Los_Angeles}
tours:
  guides: [{id: kim, name: Kim Reed}]
  kinds:
    - {id: campus_tour, name: Campus tour, campus: east, length_minutes: 60, capacity: 8, notice_hours: 24, horizon_days: 28,
       weekly: {mon: ["10:00"]}}
    - {id: studio_night, name: Studio night, campus: west, guides: [kim], length_minutes: 60, capacity: 4, notice_hours: 24,
       horizon_days: 28, weekly: {mon: ["22:00"]}}
"""


@both_databases
def test_the_list_tells_how_full_each_time_is_and_who_comes(enter: Enter, office: Office, plant: Plant) -> None:
    office.book(office.family("Ana Lopez"), 3)
    office.clock.move(minutes=1)
    office.assistant.tours.hold(MONDAY_10, 2, plant.conversation().id, office.clock())
    office.book(office.family("Ben Cho"), 3)
    office.wait(office.family("Cleo Diaz"), 4)
    plant.slot(NEXT_MONDAY_10, closed_at=office.clock())
    text = enter(plant.staff("viewer")).get("/staff/tours").text
    for shown in (
        "Mon, Nov 30, 2026",
        "10:00 AM – 11:00 AM EST",
        "Campus tour",
        "6 of 8 booked",
        "2 held for somebody who is deciding",
        "full",
        "1 waiting",
        "<bdi>Ana Lopez</bdi>, <bdi>Ben Cho</bdi>",
        f'href="/staff/tours/slots/{office.slot().id}"',
    ):
        assert shown in text, shown
    assert "Cleo Diaz" not in text
    assert "closed" in enter(plant.staff("viewer")).get("/staff/tours?from=2026-12-01").text


def test_times_nobody_has_touched_are_listed_and_reading_them_writes_nothing(enter: Enter, office: Office, plant: Plant) -> None:
    site = enter(plant.staff("viewer"))
    assert f'href="/staff/tours/slots/{UNTOUCHED}"' in site.get("/staff/tours").text
    page = site.get(f"/staff/tours/slots/{UNTOUCHED}")
    assert page.status_code == 200
    assert "0 of 8 places booked" in page.text
    assert "Mon, Nov 30, 2026, 10:00 AM EST" in page.text
    assert office.rows(Slot) == []
    # The times of today that have begun are over unless somebody booked them.
    assert "campus_tour@2026-11-23T15:00Z" not in site.get("/staff/tours").text


def test_past_days_are_reached_and_edges_have_pages(enter: Enter, office: Office, plant: Plant, clock: FakeClock) -> None:
    plant.booking(plant.slot(clock() - timedelta(days=3), booked=2), plant.lead("Long Past"))
    plant.booking(plant.slot(clock() + timedelta(days=30), booked=2), plant.lead("Much Later"))
    site = enter(plant.staff("viewer"))
    assert "Long Past" not in site.get("/staff/tours").text
    assert "Long Past" in site.get("/staff/tours?from=2026-11-20").text
    nothing = site.get("/staff/tours?from=2026-12-01&show=booked").text
    assert "Nobody has booked" in nothing
    assert 'href="/staff/tours?from=2026-12-23&amp;show=booked"' in nothing
    assert UNTOUCHED not in site.get("/staff/tours?show=booked").text
    for edge in ("0001-01-01", "9999-12-31"):
        assert site.get(f"/staff/tours?from={edge}").status_code == 200


def test_a_day_is_a_day_on_its_campus(enter: Enter, plant: Plant, clock: FakeClock) -> None:
    """Eight in the evening in New York is the next day in UTC, and on the day clocks change a day has twenty-five hours."""
    plant.booking(plant.slot(datetime(2026, 11, 25, 1, 0, tzinfo=UTC), booked=2), plant.lead("Ana Lopez"))
    text = enter(plant.staff("viewer")).get("/staff/tours").text
    assert "8:00 PM – 9:00 PM EST" in text
    assert "Tue, Nov 24, 2026" in text
    assert "Wed, Nov 25, 2026" not in text
    clock.now = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    plant.booking(plant.slot(datetime(2026, 11, 1, 3, 30, tzinfo=UTC), booked=2), plant.lead("Before Midnight"))
    plant.booking(plant.slot(datetime(2026, 11, 2, 4, 30, tzinfo=UTC), booked=2), plant.lead("Long Sunday"))
    text = enter(plant.staff("viewer")).get("/staff/tours").text
    assert text.index("Sat, Oct 31, 2026") < text.index("Before Midnight") < text.index("Sun, Nov 1, 2026")
    assert "11:30 PM – 12:30 AM EDT" in text
    assert text.index("Sun, Nov 1, 2026") < text.index("Long Sunday")


@pytest.fixture
def two_campuses(tmp_path: Path) -> Path:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "school.yml").write_text(TWO_CAMPUSES, encoding="utf-8")
    (folder / "programs.yml").write_text(PROGRAMS_YML, encoding="utf-8")
    return folder


def test_kinds_and_campuses_are_filters_each_time_in_its_own_zone(
    open_site: Callable[..., TestClient], open_office: Callable[..., Office], enter: Enter, plant: Plant, two_campuses: Path
) -> None:
    night = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)  # ten on Monday evening in Los Angeles, Tuesday in New York
    office = open_office(content_dir=two_campuses)
    lead = office.family("Ana Lopez")
    kind = office.assistant.school.tour("studio_night")
    office.assistant.tours.book(
        starts_at=night, party=2, submission="s", now=office.clock(), conversation_id=None, lead_id=lead.id, kind=kind
    )
    site = open_site(content_dir=two_campuses)
    site.cookies.set("staff-trial", enter(plant.staff("viewer")).cookies["staff-trial"])

    text = site.get("/staff/tours").text
    monday = text.split('id="day-2026-11-30"')[1]
    for shown in ("10:00 PM – 11:00 PM PST", "Studio night, West campus, with Kim Reed", "10:00 AM – 11:00 AM EST", "East campus"):
        assert shown in monday, shown
    assert "Tue, Dec 1, 2026" not in text
    west = site.get("/staff/tours?campus=west").text
    assert "PST" in west and "10:00 AM – 11:00 AM EST" not in west
    assert 'value="west" selected' in west and "campus=west" in west.split('rel="next"')[1][:120]
    assert "PST" not in site.get("/staff/tours?kind=campus_tour").text
    for unknown in ("kind=x", "campus=x"):
        assert site.get(f"/staff/tours?{unknown}").status_code == 422
    sheet = site.get("/staff/tours/days/2026-11-30?campus=west").text
    assert "10:00 PM – 11:00 PM PST · Studio night, West campus" in sheet and "guide: Kim Reed" in sheet and "Ana Lopez" in sheet


@both_databases
def test_the_day_sheet_has_all_that_the_desk_needs(enter: Enter, office: Office, plant: Plant) -> None:
    ana = office.family("Ana Lopez", phone="+14075550188")
    booking = office.book(
        ana,
        3,
        MONDAY_10,
        ("Ana Lopez", "student"),
        ("Rosa Lopez", "parent"),
        access_needs="A wheelchair",
        guide_question="Is there a choir?",
    )
    gone = office.book(office.family("Ben Gone"))
    office.assistant.tours.cancel(gone.id, now=office.clock(), actor="staff:x")
    text = enter(plant.staff("viewer")).get("/staff/tours/days/2026-11-30").text
    for shown in (
        "Tours on Mon, Nov 30, 2026",
        "10:00 AM – 11:00 AM EST · Campus tour",
        "3 of 8 places booked",
        "Rosa Lopez",
        "parent",
        "A wheelchair",
        "Is there a choir?",
        "+14075550188",
        booking.reference,
    ):
        assert shown in text, shown
    assert "Ben Gone" not in text
    assert "Nobody comes on this day" in enter(plant.staff("viewer")).get("/staff/tours/days/2026-12-02").text
    for bad, status in (("2026-02-30", 422), ("1066-01-01", 422), ("x", 422)):
        assert enter(plant.staff("viewer")).get(f"/staff/tours/days/{bad}").status_code == status


@both_databases
def test_calls_are_listed_most_urgent_first_ticked_off_and_put_back(enter: Enter, office: Office, plant: Plant) -> None:
    manager = plant.staff("manager", name="Kim Okafor")
    ana, ben = office.family("Ana Lopez", phone="+14075550188"), office.family("Ben Cho", email="ben@example.com")
    later, sooner = office.book(ana, 2, NEXT_MONDAY_10), office.book(ben)
    for booking in (later, sooner):
        office.assistant.tours.cancel(booking.id, now=office.clock(), actor=manager.actor)
    site = enter(manager)
    assert '<span class="count alarm">2' in site.get("/staff/account").text
    text = site.get("/staff/tours/calls").text
    assert text.index("Ben Cho") < text.index("Ana Lopez")
    for shown in (
        "+14075550188",
        "Their visit is cancelled",
        "E-mail is not set up here",
        "Mon, Dec 7, 2026, 10:00 AM EST",
        later.reference,
    ):
        assert shown in text, shown

    call = next(one for one in office.rows(Call) if one.booking_id == later.id)
    done = site.post(f"/staff/tours/calls/{call.id}", data={"state": "done"})
    assert done.headers["location"] == "/staff/tours/calls?state=open&done=called"
    assert "Ana Lopez" not in site.get(done.headers["location"]).text
    assert site.post(f"/staff/tours/calls/{call.id}", data={"state": "done"}).headers["location"].endswith("done=same")
    over = site.get("/staff/tours/calls?state=done").text
    assert "Called" in over and "Kim Okafor" in over
    site.post(f"/staff/tours/calls/{call.id}", data={"state": "open"})
    assert "Ana Lopez" in site.get("/staff/tours/calls").text
    assert [row.action for row in office.rows(AuditRow) if row.object_type == "call"] == ["family called", "call reopened"]
    assert site.get("/staff/tours/calls?state=x").status_code == 422
    assert site.post("/staff/tours/calls/4711", data={"state": "done"}).status_code == 404
    assert site.post(f"/staff/tours/calls/{call.id}", data={"state": "gone"}).status_code == 422


def test_what_was_overtaken_is_not_called_any_more(enter: Enter, office: Office, plant: Plant) -> None:
    manager = plant.staff("manager")
    booking = office.book(office.family())
    tours = office.assistant.tours
    tours.reschedule(booking.id, NEXT_MONDAY_10, now=office.clock(), actor=manager.actor)
    first = office.rows(Call)[0]
    tours.cancel(booking.id, now=office.clock(), actor=manager.actor)
    assert office.calls() == [("cancellation", "no_mail")]
    site = enter(manager)
    assert site.post(f"/staff/tours/calls/{first.id}", data={"state": "open"}).headers["location"].endswith("done=same")
    assert "Overtaken by a later change" in site.get("/staff/tours/calls?state=done").text
    assert office.row(Call, first.id).outcome == "overtaken"


def test_a_counselor_calls_only_their_own_and_unassigned_families(enter: Enter, office: Office, plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    for name, owner in (("Own One", sam), ("Free One", None), ("Foreign One", kim)):
        office.assistant.tours.cancel(office.book(office.family(name, owner=owner)).id, now=office.clock(), actor=kim.actor)
    foreign = office.rows(Call)[-1]
    site = enter(sam)
    text = site.get("/staff/tours/calls").text
    assert "Own One" in text and "Free One" in text and "Foreign One" not in text
    assert '<span class="count alarm">2' in text
    assert site.post(f"/staff/tours/calls/{foreign.id}", data={"state": "done"}).status_code == 404
    assert "We called them" not in enter(plant.staff("viewer")).get("/staff/tours/calls").text


def test_long_lists_of_calls_have_pages(enter: Enter, office: Office, plant: Plant) -> None:
    with plant.together():
        slot = plant.slot(MONDAY_10, booked=8)
        for number in range(53):
            lead = plant.lead(f"Family {number:03d}")
            booking = plant.booking(slot, lead)
            about = {"booking_id": booking.id, "lead_id": lead.id, "until": MONDAY_10, "created_at": office.clock()}
            plant.rows(Call(key=f"k{number}", kind="change", why="no_mail", **about))
    site = enter(plant.staff("admin"))
    seen = [number for page in (1, 2) for number in range(53) if f"Family {number:03d}" in site.get(f"/staff/tours/calls?page={page}").text]
    assert sorted(seen) == list(range(53))
