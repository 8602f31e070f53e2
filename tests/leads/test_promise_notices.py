"""Staff hear of promises by e-mail, each once for each step; nothing of the visitor stands in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.db.database import Database
from bot.leads.models import Lead, Promise
from bot.leads.promise_notices import PromiseNotices
from bot.leads.promise_watch import PromiseWatch
from bot.mail.message import built
from bot.outbox.models import OutboxRow
from bot.school.content import load_school
from bot.staff.models import StaffUser
from bot.staff.roles import Member
from tests.staff.fixtures import both_databases
from tests.staff.planting import NOON, FakeClock, Plant, school_folder


@pytest.fixture
def watch(database: Database, clock: FakeClock, tmp_path_factory: pytest.TempPathFactory) -> PromiseWatch:
    zone = load_school(school_folder(tmp_path_factory.mktemp("school"))).zone
    return PromiseWatch(database, clock, [PromiseNotices("https://chat.school.example", zone)])


def promise(plant: Plant, lead: Lead) -> None:
    plant.rows(Promise(lead_id=lead.id, made_at=NOON - timedelta(hours=9), due_at=NOON + timedelta(minutes=30)))


def told(database: Database) -> list[tuple[str, str]]:
    """To whom, and how the subject begins; in the order of the outbox."""
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
    return sorted((row.payload["to"], row.payload["subject"].split(":")[0]) for row in rows)


def team(plant: Plant) -> dict[str, Member]:
    roles = {"sam": "counselor", "kim": "counselor", "mia": "manager", "vic": "viewer", "eve": "editor"}
    return {name: plant.staff(role, login=f"{name}@school.example") for name, role in roles.items()}


@both_databases
def test_the_owner_is_told_before_and_managers_too_once_it_is_late(
    database: Database, plant: Plant, clock: FakeClock, watch: PromiseWatch
) -> None:
    people = team(plant)
    promise(plant, plant.lead(owner=people["sam"]))
    for _twice in range(2):
        watch.look()
    assert told(database) == [("sam@school.example", "Due soon")]
    clock.move(minutes=31)
    for _twice in range(2):
        watch.look()
    assert told(database) == [
        ("mia@school.example", "Late"),
        ("sam@school.example", "Due soon"),
        ("sam@school.example", "Late"),
    ]


def test_without_an_owner_all_who_may_act_are_told(database: Database, plant: Plant, watch: PromiseWatch) -> None:
    team(plant)
    promise(plant, plant.lead())
    watch.look()
    assert [to for to, _subject in told(database)] == ["kim@school.example", "mia@school.example", "sam@school.example"]


@pytest.mark.parametrize("change", [{"disabled_at": NOON}, {"role": "editor"}])
def test_an_owner_who_cannot_act_any_more_leaves_it_to_those_who_can(
    database: Database, plant: Plant, watch: PromiseWatch, change: dict[str, object]
) -> None:
    people = team(plant)
    promise(plant, plant.lead(owner=people["sam"]))
    with database.write() as session:
        session.execute(update(StaffUser).where(StaffUser.id == people["sam"].id).values(**change))
    watch.look()
    assert [to for to, _subject in told(database)] == ["mia@school.example"], "a colleague's lead is hidden from other counselors"


def test_an_address_that_was_given_counts_and_without_any_the_page_has_to_do(database: Database, plant: Plant, watch: PromiseWatch) -> None:
    plant.staff("manager", login="admin")
    plant.staff("manager", login="mia@school.example", email="mia@home.example")
    promise(plant, plant.lead())
    assert [step for step, _id in watch.look()] == ["reminder"]
    assert [to for to, _subject in told(database)] == ["mia@home.example"]


def test_nothing_of_the_visitor_stands_in_it_and_the_link_leads_to_the_lead(database: Database, plant: Plant, watch: PromiseWatch) -> None:
    plant.staff("manager", login="mia@school.example")
    lead = plant.lead(
        "Ana Quagga", email="ana@quagga.example", phone="+14075550188", program="Quagga Arts", page_url="https://quagga.example/"
    )
    promise(plant, lead)
    watch.look()
    with database.read() as session:
        (row,) = session.scalars(select(OutboxRow))
    everything = json.dumps([row.payload, row.key, row.lane])
    assert "quagga" not in everything.lower() and "5550188" not in everything
    assert (row.conversation_id, row.contact_id, row.identity_hash) == (None, None, None)
    message = built(row.payload, "Admissions <visits@school.example>")
    body = message.get_body(("plain",))
    assert body is not None
    assert f"https://chat.school.example/staff/leads/{lead.id}" in body.get_content()
    assert "Monday, November 23, 2026 at 12:30 PM (EST)" in body.get_content()
