from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import DatabaseUnavailable, InvalidInput, NotAllowed, NotFound
from bot.leads.desk import LONGEST_NOTE, LeadDesk, StaleLead
from bot.leads.models import Lead, Note, StageChange
from bot.leads.query import LeadQuery
from tests.staff.fixtures import both_databases
from tests.staff.planting import ZONE, FakeClock, Plant

pytestmark = both_databases


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> LeadDesk:
    return LeadDesk(database, clock, ZoneInfo(ZONE))


def audit(database: Database) -> list[tuple[str, str, dict[str, Any] | None]]:
    with database.read() as session:
        return [(row.actor, row.action, row.detail) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]


def now(database: Database, lead: Lead) -> Lead:
    with database.read() as session:
        return session.get_one(Lead, lead.id)


def test_a_stage_change_leaves_its_step_and_its_audit_row(desk: LeadDesk, plant: Plant, database: Database, clock: FakeClock) -> None:
    sam, lead = plant.staff("counselor"), plant.lead()
    clock.move(hours=1)
    assert desk.change_stage(sam, lead.id, "contacted", 1)
    changed = now(database, lead)
    assert (changed.stage, changed.version, changed.updated_at) == ("contacted", 2, clock())
    with database.read() as session:
        (step,) = session.scalars(select(StageChange))
        assert (step.from_stage, step.to_stage, step.actor, step.at) == ("new", "contacted", sam.actor, clock())
    assert audit(database) == [(sam.actor, "stage changed", {"from": "new", "to": "contacted"})]


def test_the_same_stage_again_changes_nothing(desk: LeadDesk, plant: Plant, database: Database) -> None:
    sam, lead = plant.staff("counselor"), plant.lead()
    assert desk.change_stage(sam, lead.id, "contacted", 1)
    assert not desk.change_stage(sam, lead.id, "contacted", 1)
    assert now(database, lead).version == 2
    assert len(audit(database)) == 1


def test_whoever_is_second_is_told_what_it_is_now_and_changes_nothing(
    desk: LeadDesk, plant: Plant, database: Database, clock: FakeClock
) -> None:
    sam, kim, lead = plant.staff("counselor"), plant.staff("manager", name="Kim Okafor"), plant.lead()
    desk.change_stage(kim, lead.id, "closed", 1)
    before = audit(database)
    clock.move(minutes=1)
    with pytest.raises(StaleLead) as stale:
        desk.change_stage(sam, lead.id, "contacted", 1)
    assert (stale.value.lead.stage, stale.value.lead.version, stale.value.owner_name) == ("closed", 2, None)
    assert (stale.value.changed_by, stale.value.changed_at) == ("Kim Okafor", clock() - timedelta(minutes=1))
    assert now(database, lead).stage == "closed"
    assert audit(database) == before

    desk.assign(kim, lead.id, sam.id, 2)
    with pytest.raises(StaleLead) as stale:
        desk.assign(kim, lead.id, kim.id, 2)
    assert (stale.value.owner_name, stale.value.changed_by) == (sam.name, "Kim Okafor")
    assert desk.change_stage(sam, lead.id, "contacted", 3)


def test_two_at_the_same_moment_one_wins(desk: LeadDesk, plant: Plant, database: Database) -> None:
    manager, lead = plant.staff("manager"), plant.lead()
    start = threading.Barrier(6)
    results: list[str] = []

    def change(stage: str) -> None:
        start.wait()
        try:
            desk.change_stage(manager, lead.id, stage, 1)
            results.append("changed")
        except StaleLead:
            results.append("stale")

    stages = ["contacted", "toured", "applied", "enrolled", "closed", "tour_booked"]
    threads = [threading.Thread(target=change, args=(stage,)) for stage in stages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["changed"] + ["stale"] * 5
    assert now(database, lead).version == 2
    assert len(audit(database)) == 1


def test_stages_that_are_none_are_refused(desk: LeadDesk, plant: Plant, database: Database) -> None:
    lead = plant.lead()
    for stage in ("", "New", "won"):
        with pytest.raises(InvalidInput):
            desk.change_stage(plant.staff("manager"), lead.id, stage, 1)
    assert now(database, lead).stage == "new"


def test_counselors_take_and_give_back_but_do_not_hand_out(desk: LeadDesk, plant: Plant, database: Database) -> None:
    sam, kim, lead = plant.staff("counselor"), plant.staff("counselor"), plant.lead()
    with pytest.raises(NotAllowed, match="give leads to others"):
        desk.assign(sam, lead.id, kim.id, 1)
    assert desk.assign(sam, lead.id, sam.id, 1)
    assert not desk.assign(sam, lead.id, sam.id, 1)
    with pytest.raises(NotFound):
        desk.assign(kim, lead.id, kim.id, 2)
    assert desk.assign(sam, lead.id, None, 2)
    assert now(database, lead).owner_id is None
    assert audit(database) == [
        (sam.actor, "owner changed", {"from": None, "to": sam.id}),
        (sam.actor, "owner changed", {"from": sam.id, "to": None}),
    ]


def test_leads_go_only_to_people_who_work_on_leads(desk: LeadDesk, plant: Plant, clock: FakeClock) -> None:
    manager, lead = plant.staff("manager"), plant.lead()
    gone = plant.staff("counselor", disabled_at=clock())
    for nobody in (plant.staff("viewer").id, plant.staff("editor").id, gone.id, "unknown"):
        with pytest.raises(InvalidInput):
            desk.assign(manager, lead.id, nobody, 1)
    counselor = plant.staff("counselor")
    assert desk.assign(manager, lead.id, counselor.id, 1)
    assert set(dict(desk.detail(manager, lead.id).owners)) == {manager.id, counselor.id}


def test_a_note_is_kept_as_written_without_its_words_in_the_audit_log(
    desk: LeadDesk, plant: Plant, database: Database, clock: FakeClock
) -> None:
    sam, lead = plant.staff("counselor"), plant.lead()
    clock.move(hours=2)
    assert desk.add_note(sam, lead.id, "  Called.\r\nWill come \x00with her brother. 😀\n")
    with database.read() as session:
        (note,) = session.scalars(select(Note))
    assert note.text == "Called.\nWill come with her brother. 😀"
    assert audit(database) == [(sam.actor, "note added", {"note": note.id})]
    changed = now(database, lead)
    assert (changed.updated_at, changed.version) == (clock(), 1)


def test_a_note_sent_twice_is_one_note(desk: LeadDesk, plant: Plant, database: Database, clock: FakeClock) -> None:
    sam, lead = plant.staff("counselor"), plant.lead()
    assert desk.add_note(sam, lead.id, "Called.")
    assert not desk.add_note(sam, lead.id, "Called.")
    assert desk.add_note(plant.staff("manager"), lead.id, "Called.")
    clock.move(minutes=2)
    assert desk.add_note(sam, lead.id, "Called.")
    assert len(audit(database)) == 3


def test_empty_and_endless_notes_are_refused(desk: LeadDesk, plant: Plant, database: Database) -> None:
    lead = plant.lead()
    for text in ("", "  \n ", "x" * (LONGEST_NOTE + 1)):
        with pytest.raises(InvalidInput):
            desk.add_note(plant.staff("manager"), lead.id, text)
    assert audit(database) == []


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_those_who_only_read_change_nothing_at_the_service_either(desk: LeadDesk, plant: Plant, database: Database, role: str) -> None:
    member, lead = plant.staff(role), plant.lead()
    with pytest.raises(NotAllowed):
        desk.change_stage(member, lead.id, "closed", 1)
    with pytest.raises(NotAllowed):
        desk.assign(member, lead.id, member.id, 1)
    with pytest.raises(NotAllowed):
        desk.add_note(member, lead.id, "x")
    with pytest.raises(NotAllowed):
        desk.export(member, LeadQuery())
    assert audit(database) == []


def test_an_error_on_the_way_undoes_the_change_and_its_audit_row(desk: LeadDesk, plant: Plant, database: Database) -> None:
    """The audit row cannot be written, so the change is not either."""
    manager, lead = plant.staff("manager"), plant.lead()
    with database.write() as session:
        AuditRow.__table__.drop(session.connection())  # type: ignore[attr-defined]
    try:
        with pytest.raises((DatabaseUnavailable, ProgrammingError)):
            desk.change_stage(manager, lead.id, "closed", 1)
        with pytest.raises((DatabaseUnavailable, ProgrammingError)):
            desk.add_note(manager, lead.id, "Called.")
    finally:
        with database.write() as session:
            AuditRow.__table__.create(session.connection())  # type: ignore[attr-defined]
    assert now(database, lead).stage == "new"
    with database.read() as session:
        assert not session.scalars(select(Note)).all()
        assert not session.scalars(select(StageChange)).all()


def test_the_timeline_tells_everything_newest_first(desk: LeadDesk, plant: Plant, database: Database, clock: FakeClock) -> None:
    sam, manager = plant.staff("counselor", name="Sam"), plant.staff("manager", name="Mo")
    lead = plant.lead()
    assert lead.conversation_id
    visitor = f"visitor:{lead.conversation_id}"
    plant.rows(StageChange(lead_id=lead.id, from_stage=None, to_stage="new", actor=visitor, at=clock()))
    clock.move(minutes=1)
    plant.consent(lead)
    clock.move(minutes=1)
    plant.booking(plant.slot(clock() + timedelta(days=1)), lead)
    clock.move(minutes=1)
    plant.handoff(lead.conversation_id)
    clock.move(minutes=1)
    desk.assign(manager, lead.id, sam.id, 1)
    clock.move(minutes=1)
    desk.add_note(sam, lead.id, "Called.")
    clock.move(minutes=1)
    desk.change_stage(sam, lead.id, "contacted", 2)
    clock.move(minutes=1)
    desk.assign(sam, lead.id, None, 3)
    found = desk.detail(manager, lead.id)
    assert [(event.kind, event.who) for event in found.timeline] == [
        ("owner", "Sam"),
        ("stage", "Sam"),
        ("note", "Sam"),
        ("owner", "Mo"),
        ("handoff", "Visitor"),
        ("booking", "Visitor"),
        ("consent", "Visitor"),
    ]
    assert [event.owner for event in found.timeline if event.kind == "owner"] == ["nobody", "Sam"]
    assert found.owner_name is None
    assert found.active_at == clock()
