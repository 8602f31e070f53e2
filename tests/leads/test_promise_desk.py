from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.leads.models import Lead, Promise
from bot.leads.promise_desk import Figures, PromiseDesk
from tests.staff.fixtures import both_databases
from tests.staff.planting import NOON, ZONE, FakeClock, Plant


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> PromiseDesk:
    return PromiseDesk(database, clock, ZoneInfo(ZONE))


def promise(plant: Plant, lead: Lead, due_in_hours: float, **values: object) -> None:
    plant.rows(Promise(lead_id=lead.id, made_at=NOON - timedelta(hours=9), due_at=NOON + timedelta(hours=due_in_hours), **values))


def kept(hours: float) -> dict[str, object]:
    return {"outcome": "kept", "ended_at": NOON + timedelta(hours=hours), "ended_by": "staff:1"}


@both_databases
def test_each_state_has_its_list_and_the_figures_count_them(plant: Plant, desk: PromiseDesk) -> None:
    member = plant.staff("manager")
    for name, due, ended in (
        ("In Time", -2, kept(-3)),
        ("Kept Late", -2, kept(-1)),
        ("Overdue", -1, {}),
        ("Soon", 0.5, {}),
        ("Open", 5, {}),
        ("Dropped", -1, {"outcome": "dropped", "ended_at": NOON, "ended_by": "staff:1", "why": "Wrong number."}),
    ):
        promise(plant, plant.lead(name), due, **ended)

    lists = {state: [(row.name, row.state) for row in desk.page(member, state, 1).rows] for state in ("open", "kept", "late", "dropped")}
    assert lists["open"] == [("Overdue", "overdue"), ("Soon", "soon"), ("Open", "open")]
    assert lists["kept"] == [("In Time", "kept")]
    assert sorted(lists["late"]) == [("Kept Late", "late"), ("Overdue", "overdue")]
    assert lists["dropped"] == [("Dropped", "dropped")]
    figures = desk.figures(member)
    assert figures == Figures(kept=1, late=2, open=2, dropped=1)
    assert figures.share == 33
    with pytest.raises(InvalidInput):
        desk.page(member, "broken", 1)


def test_a_counselor_sees_no_promise_to_a_colleagues_lead(plant: Plant, desk: PromiseDesk) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    theirs = plant.lead("Theirs", owner=kim)
    promise(plant, theirs, -1)
    assert desk.page(sam, "open", 1).total == 0
    assert desk.figures(sam).late == 0
    assert desk.of_lead(sam, theirs.id) == []
    with pytest.raises(NotFound):
        desk.keep(sam, theirs.id)
    assert "Theirs" not in "".join(desk.export(sam))


def test_keeping_and_dropping_ends_it_once(plant: Plant, desk: PromiseDesk) -> None:
    sam, lead = plant.staff("counselor"), plant.lead()
    promise(plant, lead, 3)
    with pytest.raises(NotAllowed):
        desk.keep(plant.staff("viewer"), lead.id)
    with pytest.raises(InvalidInput):
        desk.drop(sam, lead.id, "  ")
    assert desk.keep(sam, lead.id) is True
    assert desk.drop(sam, lead.id, "Spam.") is False
    assert [row.state for row in desk.of_lead(sam, lead.id)] == ["kept"]


def test_the_export_says_how_each_went_and_runs_no_formula(plant: Plant, desk: PromiseDesk) -> None:
    promise(plant, plant.lead("=1+1"), -2, **kept(-1))
    lines = "".join(desk.export(plant.staff("manager"))).splitlines()
    assert lines[0].startswith("\ufeffLead,Name,")
    assert ",'=1+1," in lines[1]
    assert ",2026-11-23T10:00-05:00,America/New_York,late,2026-11-23T11:00-05:00," in lines[1]
    with plant.database.read() as session:
        assert session.scalars(select(AuditRow.action)).all() == ["promises exported"]
