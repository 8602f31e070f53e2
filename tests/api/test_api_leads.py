from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from bot import web_errors
from bot.api.models import ApiToken
from bot.api.routes import routes
from bot.api.tokens import ApiTokens
from bot.assistant import Assistant
from bot.consent.models import Suppression
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound, NotSignedIn
from bot.leads.models import Lead, Promise
from bot.school.content import load_school
from bot.settings import Settings
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant


@pytest.fixture
def site(tmp_path: Path, database: Database, clock: FakeClock, content: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path, content_dir=content)
    app = FastAPI()
    web_errors.install(app)
    app.include_router(routes(Assistant(settings, database, load_school(content), clock)))
    with TestClient(app) as client:
        yield client


@pytest.fixture
def token(database: Database, clock: FakeClock, site: TestClient) -> str:
    made = ApiTokens(database, clock).add("our CRM")
    site.headers["authorization"] = f"Bearer {made.secret}"
    return made.id


def pages(site: TestClient, **asked: Any) -> list[dict[str, Any]]:
    """All leads from here on, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        page = site.get("/api/leads", params=asked).json()
        found += page["leads"]
        if not page["more"]:
            return found
        asked["cursor"] = page["cursor"]


@both_databases
def test_a_crm_that_keeps_its_cursor_hears_of_every_change_once(site: TestClient, token: str, plant: Plant, clock: FakeClock) -> None:
    leads = [plant.lead(f"Lead {n}") for n in range(5)]  # all at the same moment: the id decides
    clock.move(seconds=30)
    first = site.get("/api/leads", params={"limit": 2}).json()
    assert (len(first["leads"]), first["more"]) == (2, True)
    rest = pages(site, limit=2, cursor=first["cursor"])
    assert sorted(one["id"] for one in [*first["leads"], *rest]) == sorted(lead.id for lead in leads)

    end = site.get("/api/leads", params={"cursor": first["cursor"], "limit": 200}).json()["cursor"]
    nothing = site.get("/api/leads", params={"cursor": end}).json()
    assert (nothing["leads"], nothing["more"], nothing["cursor"]) == ([], False, end)
    with plant.database.write() as session:
        session.execute(update(Lead).where(Lead.id == leads[3].id).values(updated_at=clock(), stage="contacted"))
    assert site.get("/api/leads", params={"cursor": end}).json()["leads"] == [], "a slower transaction may still bring an earlier change"
    clock.move(seconds=10)
    assert [(one["id"], one["stage"]) for one in pages(site, cursor=end)] == [(leads[3].id, "contacted")]


def test_a_lead_comes_with_all_that_a_crm_needs(site: TestClient, token: str, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead("Ana Lopez", email="ana@example.com", phone="+14075550188", program="Recording Arts", campaign="utm_source=news")
    plant.consent(lead)
    plant.booking(plant.slot(clock() + timedelta(days=2)), lead)
    plant.rows(Promise(lead_id=lead.id, made_at=clock(), due_at=clock() + timedelta(hours=8)))
    found = site.get(f"/api/leads/{lead.id}").json()
    assert (found["name"], found["program"], found["stage"], found["owner"], found["erased"]) == (
        "Ana Lopez",
        "Recording Arts",
        "new",
        None,
        False,
    )
    assert [one["kind"] for one in found["identities"]] == ["email", "phone"]
    assert found["consents"] == [{"purpose": "tour_messages", "granted": True}]
    assert (found["tour"]["time_zone"], found["tour"]["party_size"]) == ("America/New_York", 2)
    assert found["promise"]["outcome"] is None
    assert found["source"]["campaign"] == "utm_source=news"
    assert site.get("/api/leads/nobody").status_code == 404


@both_databases
def test_consents_are_what_may_be_sent_now(site: TestClient, token: str, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead("Ana Lopez", email="ana@example.com")
    given = plant.consent(lead)
    plant.consent(lead, purpose="answer")

    def shown() -> dict[str, bool]:
        found = site.get(f"/api/leads/{lead.id}").json()["consents"]
        return {one["purpose"]: one["granted"] for one in found}

    assert shown() == {"answer": True, "tour_messages": True}
    until = clock() + timedelta(days=14)
    plant.rows(Suppression(identity_hash=given.identity_hash, purpose="all", until=until, created_at=clock()))
    assert shown() == {"answer": False, "tour_messages": False}, "paused"
    clock.move(days=14)
    assert shown() == {"answer": True, "tour_messages": True}
    plant.rows(Suppression(identity_hash=given.identity_hash, purpose="answer", until=None, created_at=clock()))
    assert shown() == {"answer": False, "tour_messages": True}
    plant.consent(lead, granted=False, purpose="all")
    assert shown() == {"answer": False, "tour_messages": False}


def test_only_what_changed_since_is_given(site: TestClient, token: str, plant: Plant, clock: FakeClock) -> None:
    plant.lead("Old")
    clock.move(hours=1)
    since = clock().isoformat()
    plant.lead("New")
    clock.move(minutes=1)
    assert [one["name"] for one in pages(site, updated_since=since)] == ["New"]


@pytest.mark.parametrize(
    "asked",
    [
        {"updated_since": "yesterday"},
        {"updated_since": "2026-11-26T09:00:00"},
        {"updated_since": "0001-01-01T00:00:00+14:00"},  # no such moment in UTC
        {"updated_since": "9999-12-31T23:59:59-12:00"},
        {"updated_since": "2026-11-26T09:00:00 01:00"},  # a + that was not written as %2B
        {"updated_since": "2026-11-26T09:00:00+99:00"},
        {"updated_since": "2026-02-30T00:00:00Z"},
        {"updated_since": "1e999"},
        {"cursor": "nonsense"},
        {"cursor": base64.urlsafe_b64encode(b"0001-01-01T00:00:00+14:00|abc").decode().rstrip("=")},
        {"cursor": base64.urlsafe_b64encode(b"2026-11-26T09:00:00+00:00|a\0c").decode().rstrip("=")},
        {"cursor": "%00"},
        {"cursor": "x" * 201},
        {"cursor": "MjAyNi0xMS0yNlQwOTowMDowMHxhYmM"},  # without an offset
        {"limit": "0"},
        {"limit": "201"},
    ],
)
def test_what_makes_no_sense_is_refused(site: TestClient, token: str, asked: dict[str, str]) -> None:
    assert site.get("/api/leads", params=asked).status_code == 422


@both_databases
def test_any_offset_means_the_same_moment(site: TestClient, token: str, plant: Plant, clock: FakeClock) -> None:
    plant.lead("Old")
    clock.move(hours=1)
    plant.lead("New")
    since = clock()
    clock.move(minutes=1)
    for offset in ("+00:00", "-05:00", "+05:45", "+14:00", "-12:00", "+23:59", "-00:01"):
        sign = -1 if offset[0] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:])))
        assert [one["name"] for one in pages(site, updated_since=since.astimezone(zone).isoformat())] == ["New"], offset
    for whole in ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00-23:59"):
        assert [one["name"] for one in pages(site, updated_since=whole)] == ["Old", "New"]
    assert pages(site, updated_since="9999-12-31T23:59:59Z") == []


@both_databases
def test_leads_that_change_while_pages_are_read_are_neither_lost_nor_mixed_up(
    site: TestClient, token: str, plant: Plant, clock: FakeClock
) -> None:
    leads = [plant.lead(f"Lead {number}") for number in range(9)]
    chance = random.Random(4)
    seen: dict[str, int] = {}
    cursor: str | None = None
    for _round in range(40):
        clock.move(seconds=5)
        if _round < 25:  # somebody works on them meanwhile, also at the very same moment
            changed = chance.sample(leads, 2)
            with plant.database.write() as session:
                session.execute(
                    update(Lead).where(Lead.id.in_([lead.id for lead in changed])).values(updated_at=clock(), version=Lead.version + 1)
                )
        page = site.get("/api/leads", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        cursor = page["cursor"] or cursor
        for one in page["leads"]:
            assert one["version"] >= seen.get(one["id"], 0), "an older state after a newer one"
            seen[one["id"]] = one["version"]
    with plant.database.read() as session:
        assert seen == dict(session.execute(select(Lead.id, Lead.version)).tuples().all())


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "bearer adm_",
        "Bearer adm_" + "0" * 12 + "_" + "é" * 43,
        "Bearer " + "x" * 60_000,
        "Bearer adm_ _ ",
        "Basic YTpi",
    ],
)
def test_what_is_no_token_is_refused_whatever_it_is(site: TestClient, token: str, given: str) -> None:
    answer = site.get("/api/leads", headers={"authorization": given.encode("latin-1", "replace")})
    assert answer.status_code == 401
    assert answer.json()["title"] and "adm_0" not in answer.text


def test_without_a_good_token_nothing_is_told(site: TestClient, token: str, database: Database, clock: FakeClock, plant: Plant) -> None:
    lead = plant.lead()
    good = site.headers.pop("authorization")
    forged = good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    for given in (
        {},
        {"authorization": forged},
        {"authorization": good.replace("Bearer", "Basic")},
        {"authorization": "Bearer adm_000000000000_" + "A" * 43},
    ):
        for path in ("/api/leads", f"/api/leads/{lead.id}", "/api/leads/nobody"):
            assert site.get(path, headers=given).status_code == 401, given
    ApiTokens(database, clock).revoke(token)
    assert site.get("/api/leads", headers={"authorization": good}).status_code == 401


def test_guessing_tokens_and_asking_all_the_time_are_slowed_down(site: TestClient, token: str) -> None:
    answers = [site.get("/api/leads").status_code for _ in range(121)]
    assert answers == [200] * 120 + [429]
    guesses = [site.get("/api/leads", headers={"authorization": "Bearer guess"}) for _ in range(21)]
    assert [one.status_code for one in guesses] == [401] * 20 + [429]
    assert int(guesses[-1].headers["retry-after"]) > 0


@both_databases
def test_a_token_is_shown_once_and_kept_as_a_hash(database: Database, clock: FakeClock) -> None:
    tokens = ApiTokens(database, clock)
    made = tokens.add(" our CRM ")
    assert tokens.check(made.secret) == made.id
    (row,) = tokens.all()
    assert (row.name, row.last_used_at) == ("our CRM", clock())
    assert made.secret.encode() not in row.secret_hash and len(row.secret_hash) == 32
    assert tokens.revoke(made.id) is True
    assert tokens.revoke(made.id) is False
    with pytest.raises(NotSignedIn):
        tokens.check(made.secret)
    with pytest.raises(NotFound):
        tokens.revoke("nobody")
    for name in ("", "x" * 81, "a\nb"):
        with pytest.raises(InvalidInput):
            tokens.add(name)
    assert isinstance(row, ApiToken)


def test_it_is_described_for_programs(site: TestClient) -> None:
    described = site.get("/openapi.json").json()
    assert described["paths"]["/api/leads"]["get"]["security"] == [{"HTTPBearer": []}]
    assert {one["name"] for one in described["paths"]["/api/leads"]["get"]["parameters"]} == {"updated_since", "cursor", "limit"}
    assert "LeadOut" in described["components"]["schemas"]
