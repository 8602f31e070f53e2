from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.conversations.language import speaking
from bot.conversations.models import Problem
from bot.db.database import Database
from bot.forms import asking
from bot.leads.desk import LeadDesk
from bot.leads.erasing import erase_leads_of
from bot.leads.models import Contact, Lead, Promise
from bot.leads.people import People
from bot.leads.promise_watch import PromiseWatch, Step
from bot.leads.promises import end_promises, promise_reply
from bot.outbox.models import OutboxRow
from bot.school.content import School, load_school
from bot.settings import PROJECT_DIR
from bot.webhooks.events import Events
from bot.webhooks.signing import target
from tests.staff.fixtures import both_databases
from tests.staff.planting import NOON, FakeClock, Plant, school_folder

HOURS = """
hours:
  reply_within_hours: 8
  closures: ["2026-11-26", "2026-11-27"]
  weekly: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"], thu: ["09:00-17:00"], fri: ["09:00-17:00"]}
"""
TUESDAY_NOON = NOON + timedelta(days=1)


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    folder = school_folder(tmp_path_factory.mktemp("with-hours"))
    with (folder / "school.yml").open("a", encoding="utf-8") as file:
        file.write(HOURS)
    return load_school(folder)


def promised(plant: Plant, school: School, lead: Lead) -> datetime | None:
    with plant.database.write() as session:
        return promise_reply(session, school, session.get_one(Lead, lead.id), now=plant.clock())


def promises(plant: Plant) -> list[Promise]:
    with plant.database.read() as session:
        return list(session.scalars(select(Promise).order_by(Promise.id)))


def audited(plant: Plant, lead: Lead) -> list[str]:
    with plant.database.read() as session:
        return list(session.scalars(select(AuditRow.action).where(AuditRow.object_id == lead.id).order_by(AuditRow.id)))


@both_databases
def test_a_promise_is_due_after_the_offices_hours_and_stored_as_told(plant: Plant, school: School, clock: FakeClock) -> None:
    clock.move(seconds=31)
    lead = plant.lead(wants="call_back")
    assert promised(plant, school, lead) == TUESDAY_NOON
    assert [(one.due_at, one.made_at, one.outcome) for one in promises(plant)] == [(TUESDAY_NOON, clock(), None)]
    assert audited(plant, lead) == ["reply promised"]


def test_thanksgiving_and_the_weekend_are_no_working_time(plant: Plant, school: School, clock: FakeClock) -> None:
    clock.now = datetime(2026, 11, 25, 20, tzinfo=UTC)  # Wednesday, 3 PM on campus
    assert promised(plant, school, plant.lead()) == datetime(2026, 11, 30, 20, tzinfo=UTC)


def test_asking_again_leaves_the_promise_that_stands(plant: Plant, school: School, clock: FakeClock) -> None:
    lead = plant.lead()
    first = promised(plant, school, lead)
    clock.move(hours=3)
    assert promised(plant, school, lead) == first
    assert len(promises(plant)) == 1
    clock.move(days=2)  # it is late by now: a time that has passed cannot be told
    again = promised(plant, school, lead)
    assert again is not None and again > clock()
    assert len(promises(plant)) == 2


def test_a_school_that_sets_no_time_promises_none(plant: Plant, tmp_path_factory: pytest.TempPathFactory) -> None:
    silent = load_school(school_folder(tmp_path_factory.mktemp("silent")))
    assert promised(plant, silent, plant.lead()) is None
    assert promises(plant) == []


def test_the_visitor_is_told_the_time_in_their_language(school: School) -> None:
    assert asking.person_asked_text(school, TUESDAY_NOON).endswith(
        "They will get back to you by Tuesday, November 24, 2026 at 12:00 PM (EST)."
    )
    with speaking("es"):
        told = asking.person_asked_text(school, TUESDAY_NOON)
    assert told.endswith("a más tardar el martes 24 de noviembre de 2026, 12:00 p. m., hora del campus (EST).")
    assert "I can't say when" in asking.person_asked_text(school, None)


def test_a_promise_in_example_hours_says_so() -> None:
    assert "example office hours" in asking.person_asked_text(load_school(PROJECT_DIR / "content"), TUESDAY_NOON)


@both_databases
def test_an_erasure_drops_what_was_promised_and_planned_and_tells_other_programs(plant: Plant, school: School, clock: FakeClock) -> None:
    lead, again = plant.lead(email="ana@example.com"), plant.lead(email="ana@example.com")
    manager = plant.staff("manager")
    People(plant.database, clock).merge(manager, again.id, lead.id)
    promised(plant, school, lead)
    LeadDesk(plant.database, clock, school.zone).set_next_action(manager, lead.id, "Call Ana's mother", "2026-12-01T10:00", 1)
    with plant.database.write() as session:
        events = Events([target("https://crm.example/", "x" * 32)])
        erase_leads_of(session, lead.contact_id, now=clock(), actor="visitor:1", events=events)
    with plant.database.read() as session:
        gone = session.get_one(Lead, lead.id)
        assert (gone.next_action, gone.next_action_at) == (None, None)
        assert session.get_one(Contact, lead.contact_id).merged_into is None
        assert [row.payload["lead"] for row in session.scalars(select(OutboxRow))] == [lead.id]
    assert promises(plant)[0].outcome == "dropped"


@both_databases
def test_staff_are_reminded_an_hour_before_and_told_once_when_it_is_late(
    database: Database, plant: Plant, school: School, clock: FakeClock
) -> None:
    told: list[tuple[Step, int, str]] = []
    watch = PromiseWatch(database, clock, [lambda session, step, promise, lead, now: told.append((step, promise.id, lead.id))])
    lead = plant.lead()
    promised(plant, school, lead)
    (promise,) = promises(plant)

    assert watch.look() == []
    clock.now = TUESDAY_NOON - timedelta(minutes=59)
    assert watch.look() == [("reminder", promise.id)]
    assert watch.look() == []
    clock.now = TUESDAY_NOON
    assert watch.look() == [("late", promise.id)]
    assert watch.look() == []

    assert told == [("reminder", promise.id, lead.id), ("late", promise.id, lead.id)]
    assert audited(plant, lead) == ["reply promised", "promise due soon", "promise late"]
    with database.read() as session:
        (problem,) = session.scalars(select(Problem))
        assert (problem.kind, problem.conversation_id, problem.resolved_at) == ("promise_late", lead.conversation_id, None)


def test_after_a_night_without_a_server_only_the_lateness_is_told(
    database: Database, plant: Plant, school: School, clock: FakeClock
) -> None:
    promised(plant, school, plant.lead())
    clock.move(days=3)
    assert [step for step, _id in PromiseWatch(database, clock).look()] == ["late"]


def test_when_telling_fails_it_is_told_the_next_time(database: Database, plant: Plant, school: School, clock: FakeClock) -> None:
    def broken(*_given: object) -> None:
        raise OSError("no post today")

    promised(plant, school, plant.lead())
    clock.now = TUESDAY_NOON
    with pytest.raises(OSError):
        PromiseWatch(database, clock, [broken]).look()
    assert [step for step, _id in PromiseWatch(database, clock).look()] == ["late"]


@both_databases
def test_moving_the_lead_on_keeps_the_promise_and_ends_the_alarm(
    database: Database, plant: Plant, school: School, clock: FakeClock
) -> None:
    lead, sam = plant.lead(), plant.staff("counselor")
    promised(plant, school, lead)
    clock.now = TUESDAY_NOON
    PromiseWatch(database, clock).look()
    clock.move(minutes=5)
    LeadDesk(database, clock, school.zone).change_stage(sam, lead.id, "contacted", 1)

    (promise,) = promises(plant)
    assert (promise.outcome, promise.ended_at, promise.ended_by) == ("kept", clock(), sam.actor)
    assert PromiseWatch(database, clock).look() == []
    with database.read() as session:
        assert session.scalars(select(Problem.resolved_at)).all() == [clock()]
        kept = session.scalars(select(AuditRow).where(AuditRow.action == "promise kept")).one()
        assert kept.detail == {"promise": promise.id, "late": True}


def test_closing_the_lead_drops_the_promise_and_says_why(database: Database, plant: Plant, school: School, clock: FakeClock) -> None:
    lead = plant.lead()
    promised(plant, school, lead)
    LeadDesk(database, clock, school.zone).change_stage(plant.staff("manager"), lead.id, "closed", 1)
    (promise,) = promises(plant)
    assert (promise.outcome, promise.why) == ("dropped", "the lead was closed")


def test_what_has_ended_is_not_ended_again(plant: Plant, school: School, clock: FakeClock) -> None:
    lead = plant.lead()
    promised(plant, school, lead)
    with plant.database.write() as session:
        assert end_promises(session, lead.id, "kept", now=clock(), actor="system") == 1
        assert end_promises(session, lead.id, "dropped", now=clock(), actor="system") == 0
    assert promises(plant)[0].outcome == "kept"
