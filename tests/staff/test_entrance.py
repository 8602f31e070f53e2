from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot.db.database import Database
from bot.staff.models import StaffSession, StaffUser
from bot.staff.roles import Member
from tests.staff.planting import PASSWORD, FakeClock, Plant


@pytest.mark.parametrize(
    ("address", "cookie"),
    [
        ("https://chat.school.edu", ["__Host-staff=", "httponly", "path=/", "samesite=lax", "secure"]),
        ("http://localhost:8000", ["staff-trial=", "httponly", "path=/", "samesite=lax"]),
    ],
)
def test_the_cookie_carries_exactly_these_flags(
    open_site: Callable[..., TestClient], plant: Plant, address: str, cookie: list[str]
) -> None:
    plant.staff(login="sam")
    response = open_site(address).post("/staff/sign-in", data={"login": "sam", "password": PASSWORD})
    assert response.status_code == 303
    assert response.headers["location"] == "/staff"
    (header,) = response.headers.get_list("set-cookie")
    name, _, value = header.split("; ")[0].partition("=")
    assert [f"{name}=", *sorted(part.lower() for part in header.split("; ")[1:])] == cookie
    assert len(value) >= 43


@pytest.mark.parametrize(
    ("public_url", "asked"),
    [("http://chat.school.edu", "http://chat.school.edu"), ("", "http://192.168.1.20:8000")],
)
def test_over_plain_http_elsewhere_nobody_signs_in_and_the_page_says_why(
    open_site: Callable[..., TestClient], plant: Plant, database: Database, public_url: str, asked: str
) -> None:
    plant.staff(login="sam")
    site = open_site(asked, public_url=public_url)
    shown = site.get("/staff/sign-in")
    assert shown.status_code == 403
    assert "ADMISSIONS_PUBLIC_URL" in shown.text
    assert "<form" not in shown.text
    sent = site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD})
    assert sent.status_code == 403
    assert "set-cookie" not in sent.headers
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 0


def test_a_session_does_not_open_pages_over_plain_http_elsewhere(
    open_site: Callable[..., TestClient], enter: Callable[[Member], TestClient], plant: Plant
) -> None:
    token = enter(plant.staff("admin")).cookies["staff-trial"]
    elsewhere = open_site("http://192.168.1.20:8000", public_url="")
    elsewhere.cookies.set("staff-trial", token)
    assert elsewhere.get("/staff/leads").status_code == 303


def test_a_trial_cookie_is_worth_nothing_over_https(
    open_site: Callable[..., TestClient], enter: Callable[[Member], TestClient], plant: Plant
) -> None:
    token = enter(plant.staff("admin")).cookies["staff-trial"]
    secure = open_site("https://chat.school.edu")
    secure.cookies.set("staff-trial", token)
    assert secure.get("/staff/leads").status_code == 303


def test_in_through_the_page_and_out_again(site: TestClient, plant: Plant, database: Database) -> None:
    plant.staff("manager", login="mo", name="Mo Haddad")
    asked = site.get("/staff/leads?stage=new")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/staff/sign-in?next=%2Fstaff%2Fleads%3Fstage%3Dnew"
    form = site.get(asked.headers["location"])
    assert 'value="/staff/leads?stage=new"' in form.text
    arrived = site.post("/staff/sign-in", data={"login": "mo", "password": PASSWORD, "next": "/staff/leads?stage=new"})
    assert arrived.headers["location"] == "/staff/leads?stage=new"
    assert "Mo Haddad" in site.get("/staff/leads?stage=new").text
    assert site.get("/staff/sign-in").headers["location"] == "/staff"

    token = site.cookies["staff-trial"]
    left = site.post("/staff/sign-out")
    assert left.headers["location"] == "/staff/sign-in"
    assert "staff-trial" not in site.cookies
    site.cookies.set("staff-trial", token)
    assert site.get("/staff/leads").status_code == 303
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 0


def test_a_wrong_password_shows_the_form_again_without_the_password(site: TestClient, plant: Plant) -> None:
    plant.staff(login="sam")
    for login in ("sam", "nobody", '"><script>alert(1)</script>'):
        response = site.post("/staff/sign-in", data={"login": login, "password": "hunter2 hunter2"})
        assert response.status_code == 422
        assert "do not match an account" in response.text
        assert "hunter2" not in response.text
        assert "<script" not in response.text
        assert "set-cookie" not in response.headers


def test_too_many_attempts_get_the_wait_in_the_page_and_the_header(site: TestClient, plant: Plant, clock: FakeClock) -> None:
    plant.staff(login="sam")
    for _ in range(5):
        assert site.post("/staff/sign-in", data={"login": "sam", "password": "wrong password"}).status_code == 422
    blocked = site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD})
    assert blocked.status_code == 429
    assert blocked.headers["retry-after"] == "15"
    assert "15 seconds" in blocked.text
    clock.move(seconds=15)
    assert site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD}).status_code == 303


def test_signing_in_twice_changes_the_cookie_and_ends_the_old_one(site: TestClient, plant: Plant, database: Database) -> None:
    plant.staff(login="sam")
    tokens = []
    for _ in range(2):
        site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD})
        tokens.append(site.cookies["staff-trial"])
    assert tokens[0] != tokens[1]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/staff",
        "//evil.example/staff",
        "/staff//evil.example\\@x",
        "/staff\r\nset-cookie: x=1",
        "/\\evil.example",
        "/chat",
        "javascript:alert(1)",
        "/staffx",
        "",
    ],
)
def test_the_way_back_never_leads_off_the_staff_pages(site: TestClient, plant: Plant, wanted: str) -> None:
    plant.staff(login="sam")
    response = site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD, "next": wanted})
    assert response.headers["location"] == "/staff"


@pytest.mark.parametrize(("role", "home"), [("viewer", "/staff/leads"), ("editor", "/staff/questions"), ("admin", "/staff/leads")])
def test_the_way_in_leads_to_a_page_that_the_role_may_see(
    enter: Callable[[Member], TestClient], plant: Plant, role: str, home: str
) -> None:
    site = enter(plant.staff(role))
    for address in ("/staff", "/staff/"):
        assert site.get(address).headers["location"] == home
    assert site.get(home).status_code == 200


def test_use_is_noticed_so_that_an_open_page_stays_signed_in(enter: Callable[[Member], TestClient], plant: Plant, clock: FakeClock) -> None:
    site = enter(plant.staff("viewer"))
    for _ in range(4):
        clock.move(hours=11)
        assert site.get("/staff/leads").status_code == 200
    clock.move(hours=12)
    assert site.get("/staff/leads").status_code == 303


def test_a_role_taken_away_is_gone_with_the_next_request(enter: Callable[[Member], TestClient], plant: Plant, database: Database) -> None:
    sam = plant.staff("manager")
    site = enter(sam)
    assert site.get("/staff/audit").status_code == 200
    with database.write() as session:
        session.get_one(StaffUser, sam.id).role = "viewer"
    assert site.get("/staff/audit").status_code == 403
    with database.write() as session:
        session.get_one(StaffUser, sam.id).role = "no longer a role"
    assert site.get("/staff/leads").status_code == 403
    with database.write() as session:
        session.get_one(StaffUser, sam.id).disabled_at = plant.clock()
    assert site.get("/staff/leads").status_code == 303
