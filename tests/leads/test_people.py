from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.leads.models import Contact, Identity, Lead
from bot.leads.people import People, contacts_of, people_of
from bot.staff.roles import Member
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant


@pytest.fixture
def people(database: Database, clock: FakeClock) -> People:
    return People(database, clock)


@pytest.fixture
def manager(plant: Plant) -> Member:
    return plant.staff("manager")


def person(plant: Plant, lead: Lead) -> str:
    with plant.database.read() as session:
        return people_of(session, [lead.contact_id])[lead.contact_id]


def matches(people: People, member: Member, lead: Lead) -> list[tuple[str, list[str]]]:
    return [(match.other.name, list(match.evidence)) for match in people.of_lead(member, lead.id).matches]


@both_databases
def test_who_may_be_the_same_is_shown_with_what_speaks_for_it(plant: Plant, people: People, manager: Member) -> None:
    ana = plant.lead("Ana Lopez", email="ana@example.com", phone="+14075550188", verified=True)
    plant.lead("ana  lopez", email="ana@example.com", phone="+14075550188")
    plant.lead("Ben Cho", email="ana@example.com", verified=True)
    plant.lead("Ana Lopez", email="other@example.com")  # a name alone says nothing
    assert matches(people, manager, ana) == [("ana  lopez", ["email", "phone", "name"]), ("Ben Cho", ["email (proven by both)"])]


@both_databases
def test_a_merge_moves_nothing_and_is_undone_without_a_trace(plant: Plant, people: People, manager: Member) -> None:
    ana = plant.lead("Ana Lopez", email="ana@example.com", program="Recording Arts")
    again = plant.lead("Ana L.", email="ana@example.com", phone="+14075550188", program="Stage Lighting")

    def everything() -> list[object]:
        with plant.database.read() as session:
            contacts = session.execute(select(Contact.id, Contact.name, Contact.merged_into).order_by(Contact.id)).all()
            return [*contacts, *session.execute(select(Identity.contact_id, Identity.kind, Identity.value).order_by(Identity.id)).all()]

    before = everything()
    assert people.merge(manager, ana.id, again.id) is True
    assert people.merge(manager, again.id, ana.id) is False
    assert person(plant, ana) == person(plant, again) == ana.contact_id
    shown = people.of_lead(manager, ana.id)
    assert [one.lead.program for one in shown.leads] == ["Stage Lighting"]
    assert shown.matches == []
    (merge,) = shown.merges
    assert list(merge.evidence) == ["email"]

    assert people.undo(manager, again.id, merge.id) is True
    assert people.undo(manager, again.id, merge.id) is False
    assert everything() == before
    assert len(people.of_lead(manager, ana.id).matches) == 1
    with plant.database.read() as session:
        deeds = session.execute(select(AuditRow.action, AuditRow.object_id).order_by(AuditRow.id)).all()
    assert sorted(tuple(deed) for deed in deeds) == sorted(
        (deed, lead.id) for deed in ("contacts merged", "merge undone") for lead in (ana, again)
    )


def test_merges_can_be_undone_in_any_order(plant: Plant, people: People, manager: Member) -> None:
    first, second, third = (plant.lead(name, email="ana@example.com") for name in ("A", "B", "C"))
    people.merge(manager, first.id, second.id)
    people.merge(manager, third.id, first.id)
    assert len({person(plant, lead) for lead in (first, second, third)}) == 1
    merges = {one.name: one.id for one in people.of_lead(manager, third.id).merges}
    people.undo(manager, third.id, merges["B"])
    assert person(plant, second) == second.contact_id
    people.merge(manager, third.id, second.id)
    people.undo(manager, third.id, merges["A"])
    assert person(plant, first) == first.contact_id
    assert person(plant, second) == person(plant, third) == third.contact_id
    with plant.database.read() as session:
        assert contacts_of(session, third.contact_id) == [third.contact_id, second.contact_id]


def test_what_has_nothing_in_common_is_not_merged(plant: Plant, people: People, manager: Member) -> None:
    ana, ben = plant.lead("Ana", email="ana@example.com"), plant.lead("Ana", email="ben@example.com")
    with pytest.raises(InvalidInput):
        people.merge(manager, ana.id, ben.id)


def test_a_counselor_neither_sees_nor_merges_a_colleagues_lead(plant: Plant, people: People) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    mine, theirs = plant.lead("Mine", email="ana@example.com", owner=sam), plant.lead("Theirs", email="ana@example.com", owner=kim)
    assert people.of_lead(sam, mine.id).matches == []
    with pytest.raises(NotFound):
        people.merge(sam, mine.id, theirs.id)
    with pytest.raises(NotAllowed):
        people.merge(plant.staff("viewer"), mine.id, theirs.id)


def test_a_merge_of_others_is_not_undone_from_here(plant: Plant, people: People, manager: Member) -> None:
    ana, again, stranger = plant.lead("A", email="a@example.com"), plant.lead("B", email="a@example.com"), plant.lead("C")
    people.merge(manager, ana.id, again.id)
    (merge,) = people.of_lead(manager, ana.id).merges
    with pytest.raises(Conflict):
        people.undo(manager, stranger.id, merge.id)
    with pytest.raises(NotFound):
        people.undo(manager, ana.id, merge.id + 1)
