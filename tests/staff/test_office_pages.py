from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.audit import service as audit
from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.staff import sessions
from bot.staff.models import StaffUser
from bot.staff.roles import Member
from tests.staff.planting import PASSWORD, FakeClock, Plant

Enter = Callable[[Member], TestClient]


def test_the_audit_log_filters_by_who_what_and_object(enter: Enter, plant: Plant, database: Database, clock: FakeClock) -> None:
    sam = plant.staff("counselor", name="Sam Rivera")
    lead = plant.lead()
    with database.write() as session:
        for actor, action, on, key, detail in (
            (sam.actor, "stage changed", "lead", lead.id, {"from": "new", "to": "contacted"}),
            ("visitor:abc", "created", "lead", lead.id, None),
            ("system", "sign-in failed", "staff", "unknown", None),
            ("staff:gone", "role changed", "staff", sam.id, None),
        ):
            audit.record(session, at=clock(), actor=actor, action=action, on=on, object_id=key, detail=detail)
    site = enter(plant.staff("manager"))
    everything = site.get("/staff/audit").text.split("<tbody")[1]
    for shown in (
        "Sam Rivera",
        "stage changed",
        "to: contacted",
        "Visitor",
        "Assistant",
        "a former colleague",
        "unknown",
    ):
        assert shown in everything, shown

    def found(query: str) -> list[str]:
        page = site.get(f"/staff/audit?{query}").text
        return re.findall(r'data-label="Did what"><div>([^<]+)<', page)

    assert found("") == ["role changed", "sign-in failed", "created", "stage changed"]
    assert found(f"actor={sam.actor}") == ["stage changed"]
    assert found("on=staff") == ["role changed", "sign-in failed"]
    assert found(f"on=lead&object={lead.id}") == ["created", "stage changed"]
    assert found("action=created") == ["created"]
    assert found("actor=staff:nobody") == []
    assert found("action=%00x") == []


def test_the_audit_log_pages_back_to_its_first_row(enter: Enter, plant: Plant, database: Database, clock: FakeClock) -> None:
    with database.write() as session:
        for number in range(120):
            audit.record(session, at=clock(), actor="system", action="tested", on="lead", object_id=f"n{number:03d}")
    site = enter(plant.staff("admin"))
    seen: list[str] = []
    address = "/staff/audit?action=tested"
    for _ in range(3):
        page = site.get(address).text
        seen += re.findall(r"/staff/leads/(n\d+)", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
        assert not address or "action=tested" in address
    assert seen == [f"n{number:03d}" for number in reversed(range(120))]
    assert address == ""


def test_changing_ones_own_password(enter: Enter, plant: Plant, database: Database, clock: FakeClock) -> None:
    sam = plant.staff("viewer", login="sam")
    with database.write() as session:
        elsewhere = sessions.start(session, clock(), sam.id)
    site = enter(sam)
    new = "three unrelated words"
    for form, why in (
        ({"current": "wrong password", "new": new, "again": new}, "current password is not right"),
        ({"current": PASSWORD, "new": new, "again": new + "x"}, "not the same"),
        ({"current": PASSWORD, "new": "short", "again": "short"}, "at least 12"),
        ({"current": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "is the current one"),
    ):
        refused = site.post("/staff/account/password", data=form)
        assert refused.status_code == 422
        assert why in refused.text
        assert PASSWORD not in refused.text
        assert new not in refused.text
    done = site.post("/staff/account/password", data={"current": PASSWORD, "new": new, "again": new})
    assert done.headers["location"] == "/staff/account?done=password"
    assert site.get("/staff/account").status_code == 200
    with database.read() as session:
        assert sessions.find(session, clock(), elsewhere) is None
        assert session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all() == [
            "sign-in failed",
            "password changed",
        ]
    site.cookies.clear()
    assert site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD}).status_code == 422
    assert site.post("/staff/sign-in", data={"login": "sam", "password": new}).status_code == 303


def test_a_stolen_open_browser_cannot_guess_the_password(enter: Enter, plant: Plant) -> None:
    site = enter(plant.staff("viewer"))
    form = {"current": "wrong password", "new": "three unrelated words", "again": "three unrelated words"}
    for _ in range(5):
        assert site.post("/staff/account/password", data=form).status_code == 422
    blocked = site.post("/staff/account/password", data=form | {"current": PASSWORD})
    assert blocked.status_code == 429
    assert blocked.headers["retry-after"] == "15"


def test_adding_a_colleague_shows_the_password_once(enter: Enter, plant: Plant, database: Database) -> None:
    admin = plant.staff("admin")
    site = enter(admin)
    added = site.post("/staff/team", data={"login": "Kim@School.edu", "name": "Kim Okafor", "role": "counselor"})
    assert added.status_code == 201
    shown = re.search(r'class="secret">([^<]+)<', added.text)
    assert shown
    assert shown[1] not in site.get("/staff/team").text
    site.cookies.clear()
    assert site.post("/staff/sign-in", data={"login": "kim@school.edu", "password": shown[1]}).status_code == 303
    with database.read() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.action == "account added")).one()
    assert (row.actor, row.detail) == (admin.actor, {"role": "counselor"})
    assert shown[1] not in str(row.detail)


def test_what_cannot_be_added_keeps_what_was_typed(enter: Enter, plant: Plant) -> None:
    plant.staff("viewer", login="kim")
    site = enter(plant.staff("admin"))
    for form, status, why in (
        ({"login": "kim", "name": "Kim Two", "role": "viewer"}, 409, "already an account"),
        ({"login": "k k", "name": "Kim Two", "role": "viewer"}, 422, "A login has"),
        ({"login": "kim2", "name": "Kim Two", "role": "king"}, 422, "no role"),
    ):
        refused = site.post("/staff/team", data=form)
        assert refused.status_code == status
        assert why in refused.text
        assert 'value="Kim Two"' in refused.text


def test_roles_access_and_passwords_of_others(enter: Enter, plant: Plant, database: Database, clock: FakeClock) -> None:
    admin, sam = plant.staff("admin"), plant.staff("viewer", login="sam")
    with database.write() as session:
        open_browser = sessions.start(session, clock(), sam.id)
    site = enter(admin)
    assert site.post(f"/staff/team/{sam.id}/role", data={"role": "manager"}).headers["location"].endswith("done=role")
    assert site.post(f"/staff/team/{sam.id}/role", data={"role": "king"}).status_code == 422
    reset = site.post(f"/staff/team/{sam.id}/password")
    secret = re.search(r'class="secret">([^<]+)<', reset.text)
    assert secret
    with database.read() as session:
        assert sessions.find(session, clock(), open_browser) is None
        assert session.get_one(StaffUser, sam.id).role == "manager"
    site.post(f"/staff/team/{sam.id}/access", data={"access": "disabled"})
    assert 'class="gone"' in site.get("/staff/team").text
    token = site.cookies["staff-trial"]
    site.cookies.clear()
    assert site.post("/staff/sign-in", data={"login": "sam", "password": secret[1]}).status_code == 422
    site.cookies.set("staff-trial", token)
    site.post(f"/staff/team/{sam.id}/access", data={"access": "enabled"})
    site.cookies.clear()
    assert site.post("/staff/sign-in", data={"login": "sam", "password": secret[1]}).status_code == 303


def test_an_administrator_cannot_lock_out_themselves(enter: Enter, plant: Plant, database: Database) -> None:
    admin = plant.staff("admin")
    site = enter(admin)
    for part, form in (("role", {"role": "viewer"}), ("access", {"access": "disabled"}), ("password", {})):
        assert site.post(f"/staff/team/{admin.id}/{part}", data=form).status_code == 409
        assert site.post(f"/staff/team/unknown/{part}", data=form).status_code == 404
    with database.read() as session:
        user = session.get_one(StaffUser, admin.id)
    assert (user.role, user.disabled_at) == ("admin", None)


def test_an_address_for_notices_is_given_on_ones_own_account_and_can_be_taken_away(enter: Enter, plant: Plant, database: Database) -> None:
    sam = plant.staff("counselor", login="sam")
    site = enter(sam)

    def kept() -> str | None:
        with database.read() as session:
            return session.get_one(StaffUser, sam.id).email

    for wrong in ("sam", "sam@", "sam@school.example\nBcc: all@school.example", "<b>@school.example"):
        refused = site.post("/staff/account/email", data={"email": wrong})
        assert refused.status_code == 422 and "That is no e-mail address." in refused.text
        assert kept() is None
    assert site.post("/staff/account/email", data={"email": " sam@School.example "}).headers["location"] == "/staff/account?done=email"
    assert kept() == "sam@school.example"
    page = site.get("/staff/account?done=email").text
    assert 'value="sam@school.example"' in page and "Your e-mail address was saved." in page
    site.post("/staff/account/email", data={"email": ""})
    assert kept() is None
    with database.read() as session:
        changed = session.scalars(select(AuditRow).where(AuditRow.action == "e-mail address changed")).all()
    assert [(row.actor, row.object_id, row.detail) for row in changed] == [(sam.actor, sam.id, None)] * 2
