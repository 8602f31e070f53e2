from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.conversations.models import Conversation
from bot.db.database import Database
from bot.errors import NotAllowed
from bot.leads.desk import LeadDesk
from bot.leads.models import STAGES, Lead
from bot.leads.query import SORTS, LeadQuery
from bot.staff.roles import Member
from tests.staff.fixtures import both_databases
from tests.staff.planting import ZONE, FakeClock, Plant

pytestmark = both_databases


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> LeadDesk:
    return LeadDesk(database, clock, ZoneInfo(ZONE))


def names(desk: LeadDesk, member: Member, **query: str) -> list[str]:
    return [row.name for row in desk.page(member, LeadQuery.parse(query)).rows]


SEARCHES = (
    ("lopez", ["Ana Lopez"]),
    ("LOPEZ ana", ["Ana Lopez"]),
    ("ana nobody", []),
    ("élodie", ["Élodie Ørsted"]),
    ("ÉLODIE", ["Élodie Ørsted"]),
    ("weiß", ["Jonas Weiß"]),
    ("ana.l@", ["Ana Lopez"]),
    ("ANA.L@EXAMPLE.COM", ["Ana Lopez"]),
    ("+1 (407) 555-0188", ["Ana Lopez"]),
    ("407.555.0188", ["Ana Lopez"]),
    ("5550188", ["Ana Lopez"]),
    ("030 901820", ["Jonas Weiß"]),
    ("18", []),
    ("k7mf2q", ["Ana Lopez"]),
    ("K7M F2Q", ["Ana Lopez"]),
    ("K7M-F2Q", ["Ana Lopez"]),
    ("k7m", []),
    ("100%", ["100% Sure"]),
    ("%", ["100% Sure"]),
    ("_", []),
    ("\\", []),
    ("'; DROP TABLE leads; --", []),
    ("an\x00a", ["Ana Lopez"]),
    ("  ", ["Ana Lopez", "Élodie Ørsted", "Jonas Weiß", "100% Sure"]),
)


def test_search_finds_name_address_digits_and_reference(desk: LeadDesk, plant: Plant, clock: FakeClock) -> None:
    ana = plant.lead("Ana Lopez", email="ana.l@example.com", phone="+14075550188")
    plant.lead("Élodie Ørsted", email="elo@example.org", phone="+33142278186")
    plant.lead("Jonas Weiß", phone="+4930901820")
    plant.lead("100% Sure", talks=False)
    plant.booking(plant.slot(clock() + timedelta(days=2)), ana, reference="K7MF2Q")
    viewer = plant.staff("viewer")
    for words, found in SEARCHES:
        assert sorted(names(desk, viewer, search=words)) == sorted(found), words


def test_filters_narrow_and_combine(desk: LeadDesk, plant: Plant, clock: FakeClock) -> None:
    me, other = plant.staff("manager"), plant.staff("counselor")
    plant.lead("A", stage="new", wants="tour", channel="web", program="Recording Arts", owner=me)
    plant.lead("B", stage="new", wants="call_back", channel="telegram", program="Stage Lighting", owner=other)
    plant.lead("C", stage="closed", wants="tour", channel="web", program=None)
    upcoming = plant.lead("D", stage="tour_booked", wants="tour", channel="telegram", program="Recording Arts")
    past = plant.lead("E", stage="toured", channel="web")
    cancelled = plant.lead("F", stage="tour_booked", channel="web")
    later = plant.slot(clock() + timedelta(days=1))
    plant.booking(later, upcoming)
    plant.booking(plant.slot(clock() - timedelta(days=1)), past)
    plant.booking(later, cancelled, state="cancelled")
    for query, found in (
        ({}, "ABCDEF"),
        ({"stage": "new"}, "AB"),
        ({"wants": "call_back"}, "B"),
        ({"channel": "telegram"}, "BD"),
        ({"program": "Recording Arts"}, "AD"),
        ({"owner": "me"}, "A"),
        ({"owner": "none"}, "CDEF"),
        ({"owner": other.id}, "B"),
        ({"upcoming": "yes"}, "D"),
        ({"stage": "new", "channel": "web"}, "A"),
        ({"program": "Recording Arts", "owner": "none", "upcoming": "yes"}, "D"),
        ({"search": "d", "stage": "new"}, ""),
    ):
        assert "".join(sorted(names(desk, me, **query))) == found, query


def test_every_order(desk: LeadDesk, plant: Plant, clock: FakeClock, database: Database) -> None:
    start = clock()
    ages = {"mia": 3, "Ben": 1, "Zoe": 2, "ada": 4}
    stages = {"mia": "applied", "Ben": "closed", "Zoe": "new", "ada": "contacted"}
    leads = {
        name: plant.lead(name, stage=stages[name], created_at=start - timedelta(days=age), updated_at=start - timedelta(days=age))
        for name, age in ages.items()
    }
    plant.booking(plant.slot(start + timedelta(days=5)), leads["mia"])
    plant.booking(plant.slot(start + timedelta(days=2)), leads["ada"])
    plant.booking(plant.slot(start - timedelta(days=9)), leads["Zoe"])
    with database.write() as session:
        # The visitor of the oldest lead wrote again just now; staff touched another an hour ago.
        session.execute(update(Conversation).where(Conversation.id == leads["ada"].conversation_id).values(last_active_at=start))
        hour_ago = start - timedelta(hours=1)
        session.execute(update(Lead).where(Lead.id == leads["mia"].id).values(updated_at=hour_ago))
    viewer = plant.staff("viewer")
    assert names(desk, viewer) == ["Ben", "Zoe", "mia", "ada"]
    assert names(desk, viewer, sort="newest") == ["Ben", "Zoe", "mia", "ada"]
    assert names(desk, viewer, sort="activity") == ["ada", "mia", "Ben", "Zoe"]
    assert names(desk, viewer, sort="tour") == ["ada", "mia", "Ben", "Zoe"]
    assert names(desk, viewer, sort="name") == ["ada", "Ben", "mia", "Zoe"]
    assert names(desk, viewer, sort="stage") == ["Zoe", "ada", "mia", "Ben"]


def test_hundreds_of_leads_are_each_on_exactly_one_page(desk: LeadDesk, plant: Plant) -> None:
    with plant.together():
        for number in range(230):
            # Many equal values, so that only the tie-breaker keeps the pages apart.
            plant.lead(f"Person {number % 7}", stage=STAGES[number % 7], talks=number % 2 == 0)
    viewer = plant.staff("viewer")
    for sort in SORTS:
        seen: list[str] = []
        for number in range(1, 6):
            page = desk.page(viewer, LeadQuery.parse({"sort": sort, "page": str(number)}))
            assert (page.number, page.pages, page.total) == (number, 5, 230)
            assert (page.first, page.last) == (50 * number - 49, min(50 * number, 230))
            seen += [row.lead.id for row in page.rows]
        assert len(seen) == len(set(seen)) == 230, sort
        beyond = desk.page(viewer, LeadQuery.parse({"sort": sort, "page": "99"}))
        assert (beyond.number, len(beyond.rows)) == (5, 30)


def test_a_row_shows_the_visit_that_matters_and_the_latest_consents(desk: LeadDesk, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead("Ana", email="a@example.com", phone="+14075550188", owner=plant.staff(name="Sam"))
    past, next_, later = (plant.slot(clock() + timedelta(days=days), example=days == 1) for days in (-3, 1, 4))
    plant.booking(later, lead, reference="LATER")
    plant.booking(past, lead, state="attended", reference="PAST")
    plant.booking(next_, lead, reference="NEXT", party_size=3)
    plant.consent(lead, granted=True)
    plant.consent(lead, granted=True, purpose="marketing")
    plant.consent(lead, granted=False, purpose="marketing")
    (row,) = desk.page(plant.staff("viewer"), LeadQuery()).rows
    assert (row.name, row.owner_name, row.emails, row.phones) == ("Ana", "Sam", ["a@example.com"], ["+14075550188"])
    assert row.tour is not None
    assert (row.tour.reference, row.tour.example, row.tour.upcoming, row.tour.party_size) == ("NEXT", True, True, 3)
    assert row.consents == [("marketing", False), ("tour_messages", True)]
    plant.consent(lead, granted=False, purpose="all")
    (row,) = desk.page(plant.staff("viewer"), LeadQuery()).rows
    assert row.consents == [("marketing", False), ("tour_messages", False)]
    clock.move(days=10)
    (row,) = desk.page(plant.staff("viewer"), LeadQuery()).rows
    assert row.tour is not None
    assert (row.tour.reference, row.tour.upcoming) == ("LATER", False)


def test_a_lead_with_nothing_is_still_a_row(desk: LeadDesk, plant: Plant) -> None:
    plant.lead("", talks=False)
    (row,) = desk.page(plant.staff("viewer"), LeadQuery()).rows
    assert (row.name, row.owner_name, row.tour, list(row.emails), list(row.consents)) == ("", None, None, [], [])


def test_who_sees_what(desk: LeadDesk, plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    plant.lead("Own", owner=sam, channel="web", program="P1")
    plant.lead("Free", channel="sms", program="P2")
    plant.lead("Foreign", owner=kim, channel="telegram", program="P3")
    everything = ["Foreign", "Free", "Own"]
    for role in ("viewer", "manager", "admin"):
        assert sorted(names(desk, plant.staff(role))) == everything
    assert sorted(names(desk, sam)) == ["Free", "Own"]
    assert names(desk, sam, owner=kim.id) == []
    choices = desk.choices(sam)
    assert (choices.channels, choices.programs, list(choices.owners)) == (["sms", "web"], ["P1", "P2"], [])
    assert [name for _key, name in desk.choices(plant.staff("manager")).owners] == sorted([sam.name, kim.name])
    with pytest.raises(NotAllowed):
        desk.page(plant.staff("editor"), LeadQuery())
    with pytest.raises(NotAllowed):
        desk.page(Member("x", "x", "X", "made up"), LeadQuery())
