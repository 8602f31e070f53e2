"""The problems page tells of claims that have expired or soon will."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert

from bot.db.database import Database
from bot.faq.claims_due import count_expired, due_claims
from bot.faq.models import Claim, FaqEntry
from bot.staff.roles import Member
from tests.staff.planting import FakeClock, Plant

Enter = Callable[[Member], TestClient]


def _plant(database: Database, clock: FakeClock, claim_id: str, expires: date, answers: list[str]) -> None:
    with database.write() as session:
        session.execute(
            insert(Claim).values(
                id=claim_id,
                statement=f"What {claim_id} says.",
                kind="placement",
                source="A test",
                as_of="2026",
                received=date(2026, 1, 1),
                approver="A test",
                expires=expires,
            )
        )
        for answer in answers:
            session.execute(
                insert(FaqEntry).values(
                    id=answer,
                    topic="alumni",
                    title=answer,
                    answer="…",
                    needs=[],
                    claims=[claim_id],
                    follow_ups=[],
                    source="A test",
                    state="published",
                    edited=False,
                    updated_at=clock(),
                )
            )


@pytest.fixture
def today(clock: FakeClock) -> date:
    return clock().date()


def test_claims_are_listed_with_expiry_and_answers(enter: Enter, plant: Plant, database: Database, clock: FakeClock, today: date) -> None:
    _plant(database, clock, "long-gone", today - timedelta(days=40), ["answer-one", "answer-two"])
    _plant(database, clock, "soon-gone", today + timedelta(days=20), ["answer-three"])
    _plant(database, clock, "far-off", today + timedelta(days=90), ["answer-four"])
    _plant(database, clock, "unused", today - timedelta(days=9), [])

    text = enter(plant.staff("editor")).get("/staff/problems").text

    for shown in ("long-gone", "What long-gone says.", "answer-one, answer-two", "soon-gone", "answer-three"):
        assert shown in text, shown
    assert text.index("long-gone") < text.index("soon-gone")
    for hidden in ("far-off", "unused", "answer-four"):
        assert hidden not in text, hidden
    assert "Claims to check" not in enter(plant.staff("editor")).get("/staff/problems?state=resolved").text


def test_expired_claims_count_as_problems(enter: Enter, plant: Plant, database: Database, clock: FakeClock, today: date) -> None:
    _plant(database, clock, "a_b", today - timedelta(days=1), ["answer-one"])
    _plant(database, clock, "axb", today - timedelta(days=1), [])
    _plant(database, clock, "soon-gone", today + timedelta(days=1), ["answer-two"])

    with database.read() as session:
        assert session.scalar(count_expired(today)) == sum(one.is_expired for one in due_claims(session, today)) == 1
    assert "1" in enter(plant.staff("editor")).get("/staff/questions").text.split("Problems")[1][:80]


def test_who_may_not_see_problems_sees_no_claims(enter: Enter, plant: Plant, database: Database, clock: FakeClock, today: date) -> None:
    _plant(database, clock, "long-gone", today - timedelta(days=40), ["answer-one"])

    assert enter(plant.staff("counselor")).get("/staff/problems").status_code == 403
