"""Every route with every role and with nobody. A route that is not listed here fails the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from bot.assistant import Assistant
from bot.db.database import Database
from bot.leads.models import ContactMerge, Lead
from bot.outbox.models import OutboxRow
from bot.reminders.models import Call
from bot.school.content import load_school
from bot.settings import Settings
from bot.staff.roles import ROLES, Member, Permission
from bot.staff.routes import routes
from bot.tours.models import Booking, WaitlistEntry
from tests.staff.fixtures import both_databases
from tests.staff.planting import NOON, FakeClock, Plant
from tests.staff.touring import MONDAY_10, NEXT_MONDAY_10

ALL = frozenset(ROLES)
LEADS = ALL - {"editor"}
WORKING = frozenset({"counselor", "manager", "admin"})
MANAGING = frozenset({"manager", "admin"})
ADMIN = frozenset({"admin"})

ALLOWED: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/staff"): ALL,
    ("GET", "/staff/"): ALL,
    ("POST", "/staff/sign-out"): ALL,
    ("GET", "/staff/leads"): LEADS,
    ("GET", "/staff/leads.csv"): WORKING,
    ("GET", "/staff/promises"): LEADS,
    ("GET", "/staff/promises.csv"): WORKING,
    ("POST", "/staff/leads/{lead_id}/promise"): WORKING,
    ("POST", "/staff/leads/{lead_id}/next"): WORKING,
    ("POST", "/staff/leads/{lead_id}/next/done"): WORKING,
    ("POST", "/staff/leads/{lead_id}/merge"): WORKING,
    ("POST", "/staff/leads/{lead_id}/unmerge"): WORKING,
    ("GET", "/staff/webhooks"): MANAGING,
    ("POST", "/staff/webhooks/{row_id}/again"): MANAGING,
    ("GET", "/staff/leads/{lead_id}"): LEADS,
    ("POST", "/staff/leads/{lead_id}/stage"): WORKING,
    ("POST", "/staff/leads/{lead_id}/owner"): WORKING,
    ("POST", "/staff/leads/{lead_id}/notes"): WORKING,
    ("GET", "/staff/leads/{lead_id}/transcript"): WORKING,
    ("GET", "/staff/questions"): ALL,
    ("POST", "/staff/questions/groups/{row_id}"): ALL - {"viewer"},
    ("POST", "/staff/questions/{row_id}"): ALL - {"viewer"},
    ("GET", "/staff/problems"): ALL - {"counselor"},
    ("POST", "/staff/problems/{row_id}"): MANAGING,
    ("GET", "/staff/tours"): LEADS,
    ("GET", "/staff/tours/days/{day}"): LEADS,
    ("GET", "/staff/tours/slots/{slot}"): LEADS,
    ("POST", "/staff/tours/slots/{slot}/capacity"): WORKING,
    ("POST", "/staff/tours/slots/{slot}/close"): WORKING,
    ("POST", "/staff/tours/slots/{slot}/reopen"): WORKING,
    ("POST", "/staff/tours/slots/{slot}/bookings"): WORKING,
    ("GET", "/staff/tours/bookings/{booking}"): LEADS,
    ("POST", "/staff/tours/bookings/{booking}/move"): WORKING,
    ("POST", "/staff/tours/bookings/{booking}/party"): WORKING,
    ("POST", "/staff/tours/bookings/{booking}/visit"): WORKING,
    ("POST", "/staff/tours/bookings/{booking}/cancel"): WORKING,
    ("POST", "/staff/tours/waitlist/{entry}/withdraw"): WORKING,
    ("POST", "/staff/tours/waitlist/{entry}/accept"): WORKING,
    ("GET", "/staff/tours/calls"): LEADS,
    ("POST", "/staff/tours/calls/{call}"): WORKING,
    ("GET", "/staff/audit"): MANAGING,
    ("GET", "/staff/account"): ALL,
    ("POST", "/staff/account/email"): ALL,
    ("POST", "/staff/account/password"): ALL,
    ("GET", "/staff/team"): ADMIN,
    ("POST", "/staff/team"): ADMIN,
    ("POST", "/staff/team/{user_id}/role"): ADMIN,
    ("POST", "/staff/team/{user_id}/access"): ADMIN,
    ("POST", "/staff/team/{user_id}/password"): ADMIN,
}
OPEN = {
    ("GET", "/staff/sign-in"),
    ("POST", "/staff/sign-in"),
    ("GET", "/staff/static/{name}"),
    ("GET", "/staff/{rest:path}"),
    ("POST", "/staff/{rest:path}"),
}
FORMS = {
    "/staff/leads/{lead_id}/stage": {"stage": "contacted", "version": "1"},
    "/staff/leads/{lead_id}/owner": {"owner": "", "version": "1"},
    "/staff/leads/{lead_id}/notes": {"text": "Called."},
    "/staff/leads/{lead_id}/merge": {"other": "{lead_id}"},
    "/staff/leads/{lead_id}/unmerge": {"merge": "1"},
    "/staff/leads/{lead_id}/promise": {"outcome": "kept"},
    "/staff/leads/{lead_id}/next": {"what": "Call again.", "due": "2026-12-01T10:00", "version": "1"},
    "/staff/leads/{lead_id}/next/done": {"version": "1"},
    "/staff/questions/groups/{row_id}": {"why": "Spam.", "last": str(2**60)},
    "/staff/questions/{row_id}": {"state": "dealt_with"},
    "/staff/problems/{row_id}": {"state": "resolved"},
    "/staff/tours/slots/{slot}/capacity": {"capacity": "9", "seen": "8"},
    "/staff/tours/slots/{slot}/close": {"reason": "Snow."},
    "/staff/tours/slots/{slot}/reopen": {"reason": "It melted."},
    "/staff/tours/slots/{slot}/bookings": {"lead": "{lead_id}", "party": "1", "token": "0" * 32},
    "/staff/tours/bookings/{booking}/cancel": {"seen": "{seen}"},
    "/staff/tours/bookings/{booking}/move": {"seen": "{seen}", "time": "2026-11-30T15:00:00+00:00"},
    "/staff/tours/bookings/{booking}/party": {"seen": "{seen}", "party": "2"},
    "/staff/tours/bookings/{booking}/visit": {"seen": "{seen}", "visit": "undo"},
    "/staff/tours/waitlist/{entry}/withdraw": {"seen": "{seen}", "reason": "They said so."},
    "/staff/tours/calls/{call}": {"state": "done"},
    "/staff/account/email": {"email": "office@example.com"},
    "/staff/team/{user_id}/role": {"role": "viewer"},
    "/staff/team/{user_id}/access": {"access": "disabled"},
}


@pytest.fixture
def router(database: Database, clock: FakeClock, content: object) -> APIRouter:
    settings = Settings(content_dir=content)  # type: ignore[arg-type]
    return routes(Assistant(settings, database, load_school(settings.content_dir), clock))


def test_every_route_is_listed(router: APIRouter) -> None:
    found = {(method, route.path) for route in router.routes if isinstance(route, APIRoute) for method in route.methods or ()}
    assert len(found) == len(router.routes) + 1  # the last one answers to two methods
    assert found == set(ALLOWED) | OPEN


@pytest.mark.parametrize("role", [None, *ROLES])
def test_routes_are_open_to_the_listed_roles_only(
    site: TestClient, enter: Callable[[Member], TestClient], plant: Plant, role: str | None
) -> None:
    lead = plant.lead()
    assert lead.conversation_id
    other = plant.staff("viewer")
    question, problem = plant.question(lead.conversation_id), plant.problem(lead.conversation_id)
    done = {"merged_id": lead.contact_id, "kept_id": lead.contact_id, "evidence": [], "actor": "system", "at": NOON, "undone_at": NOON}
    delivery = {"target": "x", "event": "e", "type": "lead.created", "lead": lead.id, "at": ""}
    sent = {
        "key": "webhook:x:e",
        "channel": "webhook",
        "lane": "x",
        "payload": delivery,
        "state": "sent",
        "due_at": NOON,
        "created_at": NOON,
    }
    plant.rows(ContactMerge(id=1, **done), OutboxRow(id=problem.id, **sent))
    slot, later = plant.slot(MONDAY_10), plant.slot(NEXT_MONDAY_10, booked=2)
    booking, party = plant.booking(later, lead), {"lead_id": lead.id, "party_size": 2, "created_at": NOON, "updated_at": NOON}
    entry = WaitlistEntry(slot_id=slot.id, submission="w", state="waiting", **party)
    plant.rows(entry)
    call = Call(key="k", kind="change", why="no_mail", lead_id=lead.id, booking_id=booking.id, created_at=NOON)
    plant.rows(call)
    tour = {"slot": slot.id, "booking": booking.id, "entry": entry.id, "call": call.id, "day": "2026-11-30"}
    member = plant.staff(role) if role else None
    for (method, path), allowed in ALLOWED.items():
        row = question.id if "questions" in path else problem.id
        address = path.format(lead_id=lead.id, row_id=row, user_id=other.id, **tour)
        if member:
            enter(member)
        version = {"version": str(lead_version(plant, lead.id))} if "version" in FORMS.get(path, {}) else {}
        seen = last_change(plant, entry if "waitlist" in path else booking)
        form = {name: value.format(lead_id=lead.id, seen=seen) for name, value in FORMS.get(path, {}).items()}
        response = site.request(method, address, data=form | version)
        what = f"{method} {path} as {role}: {response.status_code}"
        if role is None:
            assert response.status_code == (303 if method == "GET" else 401), what
            assert method == "POST" or response.headers["location"].startswith("/staff/sign-in?"), what
        elif role in allowed:
            # Only the two forms that are sent empty are refused, for their content, and an offer that nobody made.
            expected = {422} if path in ("/staff/account/password", "/staff/team") and method == "POST" else {200, 303}
            expected = {409} if path.endswith("/accept") else expected
            assert response.status_code in expected, what
            assert "next=" not in response.headers.get("location", ""), what
        else:
            assert response.status_code == 403, what
            assert f"({role})" in response.text, what


def last_change(plant: Plant, row: Booking | WaitlistEntry) -> str:
    with plant.database.read() as session:
        return session.get_one(type(row), row.id).updated_at.isoformat()


def lead_version(plant: Plant, lead_id: str) -> int:
    with plant.database.read() as session:
        return session.get_one(Lead, lead_id).version


def test_the_table_of_roles_says_what_the_documents_say() -> None:
    assert ROLES["admin"] == frozenset(Permission)
    assert ROLES["manager"] == frozenset(Permission) - {Permission.MANAGE_TEAM}
    reading = {permission for permission in Permission if permission.name.startswith("SEE_")}
    assert ROLES["viewer"] <= reading
    assert Permission.SEE_TRANSCRIPTS not in ROLES["viewer"]
    assert not ROLES["editor"] & {Permission.SEE_LEADS, Permission.SEE_ALL_LEADS, Permission.SEE_TOURS}
    assert not Member("1", "x", "X", "unknown").may(Permission.SEE_LEADS)


@both_databases
def test_a_counselor_reaches_only_own_and_unassigned_leads(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    own, free, foreign = plant.lead("Own One", owner=sam), plant.lead("Free One"), plant.lead("Foreign One", owner=kim)
    slot = plant.slot(plant.clock().replace(hour=20))
    for lead in (own, free, foreign):
        assert lead.conversation_id
        plant.question(lead.conversation_id, f"Question of {lead.id}")
        plant.booking(slot, lead)
    site = enter(sam)
    listed = site.get("/staff/leads").text
    assert "Own One" in listed
    assert "Free One" in listed
    assert "Foreign One" not in listed
    assert "Foreign One" not in site.get("/staff/leads?search=Foreign").text
    for page in ("/staff/questions", "/staff/tours"):
        shown = site.get(page).text
        assert "Own One" in shown
        assert "Foreign One" not in shown
        assert foreign.id not in shown.replace(f"Question of {foreign.id}", "")
    for lead, status in ((own, 200), (free, 200), (foreign, 404)):
        assert site.get(f"/staff/leads/{lead.id}").status_code == status
        assert site.get(f"/staff/leads/{lead.id}/transcript").status_code == status
    for part, form in (("stage", {"stage": "closed"}), ("owner", {"owner": sam.id}), ("notes", {"text": "x"})):
        sent = site.post(f"/staff/leads/{foreign.id}/{part}", data={"version": "1"} | form)
        assert sent.status_code == 404
    exported = site.get("/staff/leads.csv").text
    assert "Own One" in exported
    assert "Free One" not in exported
    assert "Foreign One" not in exported
    assert "Foreign One" not in site.get(f"/staff/leads.csv?owner={kim.id}").text


def test_the_documented_table_is_the_one_in_force() -> None:
    page = (Path(__file__).parents[2] / "docs" / "staff.md").read_text(encoding="utf-8")
    table = page.split("| May |")[1].split("\n\n")[0].splitlines()
    roles = [cell.strip() for cell in table[0].strip(" |").split("|")]
    documented: dict[str, set[str]] = {role: set() for role in roles}
    for line in table[2:]:
        what, *marks = (cell.strip() for cell in line.strip("|").split("|"))
        for role, mark in zip(roles, marks, strict=True):
            assert mark in ("", "yes")
            documented[role] |= {what} if mark else set()
    assert documented == {role: {permission.value for permission in allowed} for role, allowed in ROLES.items()}
