"""A booking's and a waitlist's changes show on their lead: once each for other programs, in the order of changes, and as its stage."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import SlotFull
from bot.leads.handing_over import Place, changed_leads, one_lead
from bot.leads.models import Lead, StageChange
from bot.outbox.models import OutboxRow
from bot.school.content import load_school
from bot.settings import Settings
from bot.tours.service import Tours
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant, school_folder

MONDAY_10 = datetime(2026, 11, 30, 15, tzinfo=UTC)
NEXT_MONDAY_10 = MONDAY_10 + timedelta(days=7)


@pytest.fixture
def tours(database: Database, clock: FakeClock, tmp_path: Path) -> Tours:
    content = school_folder(tmp_path / "content")
    settings = Settings(data_dir=tmp_path, content_dir=content, webhook_urls=["https://crm.example/"], webhook_secret="x" * 32)
    return Assistant(settings, database, load_school(content), clock).tours


def events(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.channel == "webhook").order_by(OutboxRow.id))
        return [(row.payload["type"], row.payload["lead"]) for row in rows]


def book(tours: Tours, plant: Plant, lead: Lead, **more: Any) -> str:
    values = {"starts_at": MONDAY_10, "party": 2, "submission": uuid.uuid4().hex, "now": plant.clock()} | more
    return tours.book(conversation_id=lead.conversation_id, lead_id=lead.id, actor="staff:a", **values).id


def stages(database: Database, lead: Lead) -> list[str]:
    with database.read() as session:
        found = session.scalars(select(StageChange).where(StageChange.lead_id == lead.id).order_by(StageChange.id))
        return [change.to_stage for change in found]


@both_databases
def test_each_change_is_told_once_and_the_api_hands_it_over(database: Database, plant: Plant, clock: FakeClock, tours: Tours) -> None:
    lead = plant.lead("Ana")
    seen: list[tuple[str, str]] = []
    place = Place(clock(), lead.id)

    def handed_over() -> Any:
        """What a CRM that keeps its cursor gets next."""
        nonlocal place
        clock.move(seconds=11)
        page = changed_leads(database, clock(), since=None, after=place, limit=50)
        (found,) = page.leads
        assert page.cursor is not None
        place = Place.from_cursor(page.cursor)
        assert events(database) == [*seen, ("lead.changed", lead.id)]
        seen.append(("lead.changed", lead.id))
        return found

    clock.move(minutes=1)
    booking = book(tours, plant, lead)
    found = handed_over()
    assert (found.stage, found.tour.state, found.tour.party_size) == ("tour_booked", "booked", 2)

    tours.reschedule(booking, NEXT_MONDAY_10, now=clock(), actor="staff:a")
    assert handed_over().tour.starts_at == NEXT_MONDAY_10
    tours.reschedule(booking, NEXT_MONDAY_10, now=clock(), actor="staff:a")
    assert events(database) == seen, "nothing changed, so nothing is told"

    clock.now = NEXT_MONDAY_10 + timedelta(hours=2)
    tours.attended(booking, now=clock(), actor="staff:a")
    found = handed_over()
    assert (found.stage, found.tour.state) == ("toured", "attended")

    tours.no_show(booking, now=clock(), actor="staff:a")
    found = handed_over()
    assert (found.stage, found.tour.state) == ("tour_booked", "no_show"), "staff corrected themselves"
    assert stages(database, lead) == ["tour_booked", "toured", "tour_booked"]
    with database.read() as session:
        audited = session.scalars(select(AuditRow).where(AuditRow.object_id == lead.id, AuditRow.action == "stage changed")).all()
        assert len(audited) == 3 and session.get_one(Lead, lead.id).version == 4


@both_databases
def test_a_cancellation_and_what_it_frees_for_the_waitlist_are_told_of_both_leads(
    database: Database, plant: Plant, clock: FakeClock, tours: Tours
) -> None:
    first, second = plant.lead("First"), plant.lead("Second")
    booking = book(tours, plant, first, party=8)
    waits: dict[str, Any] = {"starts_at": MONDAY_10, "party": 3, "submission": "w", "conversation_id": None, "lead_id": second.id}
    entry = tours.join_waitlist(**waits, now=clock())
    tours.join_waitlist(**waits, now=clock())
    assert events(database) == [("lead.changed", first.id), ("lead.changed", second.id)]
    assert one_lead(database, second.id, clock()).model_dump()["waitlist"]["state"] == "waiting"

    tours.cancel(booking, now=clock(), actor="staff:a")
    assert events(database)[2:] == [("lead.changed", first.id), ("lead.changed", second.id)]
    assert one_lead(database, second.id, clock()).model_dump()["waitlist"]["state"] == "offered"

    tours.accept_offer(entry.id, now=clock(), actor="link")
    assert events(database)[4:] == [("lead.changed", second.id)], "taking an offer is one change"
    taken = one_lead(database, second.id, clock())
    assert (taken.stage, taken.tour.state if taken.tour else None) == ("tour_booked", "booked")


def test_a_lead_that_is_further_on_keeps_its_stage(database: Database, plant: Plant, clock: FakeClock, tours: Tours) -> None:
    lead = plant.lead("Ana", stage="applied")
    booking = book(tours, plant, lead)
    clock.now = MONDAY_10 + timedelta(hours=2)
    tours.attended(booking, now=clock(), actor="staff:a")
    tours.no_show(booking, now=clock(), actor="staff:a")
    assert one_lead(database, lead.id, clock()).stage == "applied"
    assert stages(database, lead) == []


def test_a_stage_that_staff_chose_after_the_visit_is_not_taken_back(
    database: Database, plant: Plant, clock: FakeClock, tours: Tours
) -> None:
    lead = plant.lead("Ana", stage="toured")
    plant.rows(StageChange(lead_id=lead.id, from_stage="contacted", to_stage="toured", actor="staff:a", at=clock()))
    booking = book(tours, plant, lead)
    clock.now = MONDAY_10 + timedelta(hours=2)
    tours.attended(booking, now=clock(), actor="staff:a")
    tours.no_show(booking, now=clock(), actor="staff:a")
    assert one_lead(database, lead.id, clock()).stage == "toured"


def test_a_mark_that_staff_take_back_takes_the_stage_back(database: Database, plant: Plant, clock: FakeClock, tours: Tours) -> None:
    lead = plant.lead("Ana")
    booking = book(tours, plant, lead)
    clock.now = MONDAY_10 + timedelta(hours=2)
    tours.attended(booking, now=clock(), actor="staff:a")
    tours.undo_visit(booking, now=clock(), actor="staff:a")
    assert stages(database, lead) == ["tour_booked", "toured", "tour_booked"]


def test_what_is_refused_changes_and_tells_nothing(database: Database, plant: Plant, clock: FakeClock, tours: Tours) -> None:
    lead = plant.lead("Ana")
    book(tours, plant, plant.lead("Other"), party=8)
    before = events(database)
    clock.move(minutes=1)
    with pytest.raises(SlotFull):
        book(tours, plant, lead)
    found = one_lead(database, lead.id, clock())
    assert (found.stage, found.updated_at, events(database)) == ("new", found.created_at, before)
