"""The staff pages for tours and the visitor's pages behind links: accessibility rules, keyboard alone, a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from accessibility import check
from browsing import NewContext
from playwright.sync_api import Page, expect
from sqlalchemy import select
from staff_office import StaffOffice, staff_office

from bot.tours.models import Booking, Slot, WaitlistEntry
from tests.staff.touring import MONDAY_10

KINDS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "320px": {"viewport": {"width": 320, "height": 640}},
    "dark": {"color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffOffice]:
    with staff_office(tmp_path_factory.mktemp("staff")) as running:
        yield running


def opened(new_context: NewContext, office: StaffOffice, role: str, path: str, **options: Any) -> Page:
    context = new_context(**options)
    context.add_cookies([{"name": "staff-trial", "value": office.cookies[role], "url": office.url}])
    page = context.new_page()
    page.goto(f"{office.url}/staff/{path}")
    return page


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} pixels too wide"


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_is_broken_on_the_staff_pages(office: StaffOffice, new_context: NewContext, kind: str) -> None:
    page = opened(new_context, office, "manager", "tours", **KINDS[kind])
    for path in (
        "tours",
        f"tours?lead={office.lead}",
        "tours/days/2026-11-30",
        f"tours/slots/{office.slot}",
        f"tours/slots/{office.slot}?find=e",
        f"tours/slots/{office.slot}?lead={office.lead}",
        f"tours/slots/{office.past_slot}",
        f"tours/bookings/{office.booking.id}",
        "tours/calls",
        "tours/calls?state=done",
        f"leads/{office.lead}",
    ):
        page.goto(f"{office.url}/staff/{path}")
        check(page)
        fits(page)


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_is_broken_where_something_was_refused(office: StaffOffice, new_context: NewContext, kind: str) -> None:
    page = opened(new_context, office, "manager", f"tours/slots/{office.slot}", **KINDS[kind])
    page.get_by_label("Places of this time").fill("3")
    page.get_by_role("button", name="Change the places").click()
    expect(page.get_by_role("alert")).to_contain_text("places of this time are taken")
    expect(page.get_by_label("Set it all the same")).to_be_visible()
    check(page)
    fits(page)
    page.goto(f"{office.url}/staff/tours/slots/{office.slot}?lead={office.lead}")
    page.get_by_label("How many people come").fill("5")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_label("Book over the places all the same")).to_be_visible()
    check(page)
    fits(page)


def test_a_party_is_booked_and_cancelled_with_the_keyboard_alone(office: StaffOffice, new_context: NewContext) -> None:
    page = opened(new_context, office, "counselor", "tours")

    def reach(name: str, role: Any = "link") -> None:
        wanted = page.get_by_role(role, name=name)
        for _ in range(120):
            page.keyboard.press("Tab")
            if wanted.evaluate_all("(all) => all.includes(document.activeElement)"):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"nobody sees where {name} is"
                return
        raise AssertionError(f"{name} cannot be reached")

    def follow() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the bar at the top
    reach("2:00 PM – 3:00 PM EST")
    follow()
    reach("Find the lead", "searchbox")
    page.keyboard.type("lopez")
    follow()
    reach("Ana Lopez")
    follow()
    reach("How many people come", "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    reach("Name of person 1", "textbox")
    page.keyboard.type("Ana Lopez")
    follow()
    expect(page.get_by_role("status")).to_have_text("The party is booked.")
    reach("Cancel this booking", "button")
    follow()
    expect(page.get_by_role("status")).to_have_text("The booking is cancelled.")


def test_the_desk_notes_who_came_and_takes_it_back(office: StaffOffice, new_context: NewContext) -> None:
    page = opened(new_context, office, "counselor", f"tours/slots/{office.past_slot}", viewport={"width": 320, "height": 640})
    page.get_by_role("button", name="Came: Gil Early").click()
    expect(page.get_by_role("status")).to_have_text("Noted: they came.")
    page.get_by_role("button", name="Undo: Gil Early").click()
    expect(page.get_by_role("button", name="Did not come: Gil Early")).to_be_visible()


def test_the_day_sheet_prints_without_the_bar(office: StaffOffice, new_context: NewContext) -> None:
    page = opened(new_context, office, "viewer", "tours/days/2026-11-30")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("A place to rest half-way.")).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_is_broken_on_the_pages_behind_links(office: StaffOffice, new_context: NewContext, kind: str) -> None:
    page = new_context(**KINDS[kind]).new_page()
    with office.office.assistant.database.read() as session:
        offered = session.scalars(select(WaitlistEntry).where(WaitlistEntry.state == "offered")).one()
        spanish = session.scalars(select(Booking).join(Slot).order_by(Slot.starts_at.desc())).first()
        gone = session.scalars(select(Booking).where(Booking.state == "cancelled")).first()
    assert offered.offered_until and spanish and gone
    number = int(offered.offered_until.timestamp())
    for address, words in (
        (office.link("cancel", office.booking.id), "Campus tour"),
        (office.link("move", office.booking.id), "Campus tour"),
        (office.link("accept", str(offered.id), number), "Campus tour"),
        (office.link("decline", str(offered.id), number), "Campus tour"),
        (office.link("stop", str(office.booking.conversation_id)), "Harbor"),
        (office.link("cancel", gone.id, gone.sequence), "cancelled already"),
        (office.link("cancel", office.booking.id, 9), "has changed"),
        (office.link("cancel", office.booking.id, days=-1), "Harbor"),
        (f"{office.url}/tours/cancel/AAAA", "not valid"),
        (office.link("move", spanish.id), "Visita al campus"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        check(page)
        fits(page)


def test_a_family_moves_its_visit_with_the_keyboard_alone(office: StaffOffice, new_context: NewContext) -> None:
    who = office.office.family("Nora Page", email="nora@example.com")
    made = office.office.book(who, 1, MONDAY_10.replace(day=2, month=12))
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(office.link("move", made.id))
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("main")).not_to_contain_text("Choose")
    assert office.office.row(Booking, made.id).sequence == 1
    check(page)
