from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot.db.database import Database
from bot.errors import NotAllowed
from bot.staff import csrf
from bot.staff.models import StaffSession
from bot.staff.roles import Member
from tests.staff.planting import PASSWORD, Plant

OWN = "https://chat.school.edu"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": ""}, False),
        ({"sec-fetch-site": "cross-site", "origin": OWN}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ({"origin": OWN}, True),
        ({"origin": "http://chat.school.edu"}, False),
        ({"origin": "https://chat.school.edu:8443"}, False),
        ({"origin": "https://chat.school.edu.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"referer": OWN + "/staff"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_changing_requests_need_our_own_origin(method: str, headers: dict[str, str], allowed: bool) -> None:
    if allowed:
        csrf.check(method, headers, OWN)
    else:
        with pytest.raises(NotAllowed):
            csrf.check(method, headers, OWN)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_requests_may_come_from_anywhere(method: str) -> None:
    csrf.check(method, {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, OWN)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Chat.School.edu/", "https://chat.school.edu"),
        ("https://chat.school.edu:443", "https://chat.school.edu"),
        ("https://chat.school.edu:8443/x", "https://chat.school.edu:8443"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_origins_are_written_as_browsers_write_them(address: str, origin: str) -> None:
    assert csrf.origin_of(address) == origin


@pytest.mark.parametrize(
    ("address", "origin", "status"),
    [
        ("https://chat.school.edu", "https://chat.school.edu", 303),
        ("https://chat.school.edu", "https://other.school.edu", 403),
        ("http://localhost:8000", "http://localhost:8000", 303),
        ("http://localhost:8000", "http://localhost:9000", 403),
    ],
)
def test_even_signing_in_is_guarded_and_older_browsers_work(
    open_site: Callable[..., TestClient], plant: Plant, database: Database, address: str, origin: str, status: int
) -> None:
    plant.staff(login="sam")
    site = open_site(address)
    del site.headers["sec-fetch-site"]
    response = site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD}, headers={"origin": origin})
    assert response.status_code == status
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == (1 if status == 303 else 0)


def test_a_foreign_form_changes_nothing(enter: Callable[[Member], TestClient], plant: Plant, database: Database) -> None:
    lead = plant.lead()
    site = enter(plant.staff("manager"))
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "", "origin": "https://evil.example"}):
        response = site.post(f"/staff/leads/{lead.id}/stage", data={"stage": "closed", "version": "1"}, headers=headers)
        assert response.status_code == 403
        assert "did not come from the staff pages" in response.text
    with database.read() as session:
        assert session.get_one(type(lead), lead.id).stage == "new"
