from __future__ import annotations

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.leads.csv_file import COLUMNS, harmless
from bot.leads.desk import LeadDesk
from bot.leads.models import Lead
from bot.leads.query import LeadQuery
from bot.staff.roles import Member
from tests.staff.planting import ZONE, FakeClock, Plant


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> LeadDesk:
    return LeadDesk(database, clock, ZoneInfo(ZONE))


def exported(desk: LeadDesk, member: Member, **query: str) -> list[dict[str, str]]:
    text = "".join(desk.export(member, LeadQuery.parse(query)))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", " ="])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["", "Ana", "a=b", "1-2", "'=1", "Ana <ana@example.com>", "\u2212 5"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_lead_comes_out_whole(desk: LeadDesk, plant: Plant, clock: FakeClock) -> None:
    sam = plant.staff("counselor", name="Sam Rivera")
    lead = plant.lead(
        'Zoë "Zo", O\u2019Neil 李',
        email="zoe@example.com",
        phone="+14075550188",
        owner=sam,
        program='=HYPERLINK("https://evil.example")',
        page_url="https://school.edu/a,b",
        campaign="line one\nline two",
        stage="tour_booked",
    )
    plant.consent(lead)
    plant.booking(plant.slot(clock() + timedelta(days=2), example=True), lead, reference="K7MF2Q")
    (row,) = exported(desk, plant.staff("manager"))
    assert list(row) == list(COLUMNS)
    assert row["Name"] == 'Zoë "Zo", O\u2019Neil 李'
    assert row["Phone"] == "'+14075550188"
    assert row["Program"] == '\'=HYPERLINK("https://evil.example")'
    assert row["Campaign"] == "line one\nline two"
    assert (row["Tour time"], row["Tour time zone"], row["Example time"]) == ("2026-11-25T12:00-05:00", ZONE, "yes")
    assert (row["Reference"], row["Tour state"], row["Owner"]) == ("K7MF2Q", "Booked", "Sam Rivera")
    assert (row["Stage"], row["Wants"], row["Channel"]) == ("Tour booked", "Campus tour", "Website")
    assert row["Consents"] == "Tour messages: yes"
    assert row["Created"] == "2026-11-23T12:00:00-05:00"
    assert row["Lead id"] == lead.id


def test_it_exports_what_the_list_shows_in_its_order_however_long(desk: LeadDesk, plant: Plant, database: Database) -> None:
    with plant.together():
        for number in range(1203):
            plant.lead(f"Person {number:04d}", stage="new" if number % 2 else "closed", talks=False)
    manager = plant.staff("manager")
    rows = exported(desk, manager, stage="new", sort="name")
    assert [row["Name"] for row in rows] == [f"Person {number:04d}" for number in range(1, 1203, 2)]
    with database.read() as session:
        (audited,) = session.scalars(select(AuditRow))
    assert (audited.actor, audited.action) == (manager.actor, "leads exported")
    assert audited.detail == {"count": 601, "filters": {"stage": "new", "sort": "name"}}


def test_the_words_searched_for_are_not_kept_in_the_audit_log(desk: LeadDesk, plant: Plant, database: Database) -> None:
    plant.lead("Ana", email="ana@example.com")
    assert len(exported(desk, plant.staff("manager"), search="ana@example.com")) == 1
    with database.read() as session:
        assert "ana@" not in str(session.scalars(select(AuditRow.detail)).one())


def test_a_counselor_exports_only_own_leads(desk: LeadDesk, plant: Plant) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    plant.lead("Own", owner=sam)
    plant.lead("Free")
    plant.lead("Foreign", owner=kim)
    for query in ({}, {"owner": "none"}, {"owner": kim.id}):
        assert [row["Name"] for row in exported(desk, sam, **query)] == ["Own"]


def test_it_is_audited_before_the_first_piece_leaves(desk: LeadDesk, plant: Plant, database: Database) -> None:
    plant.lead()
    pieces = desk.export(plant.staff("manager"), LeadQuery())
    with database.read() as session:
        assert session.scalars(select(AuditRow.action)).all() == ["leads exported"]
    next(iter(pieces))


def test_a_lead_that_is_gone_meanwhile_is_left_out(desk: LeadDesk, plant: Plant, database: Database) -> None:
    plant.lead("Stays", talks=False)
    gone = plant.lead("Goes", talks=False)
    pieces = desk.export(plant.staff("manager"), LeadQuery())
    with database.write() as session:
        session.execute(delete(Lead).where(Lead.id == gone.id))
    text = "".join(pieces)
    assert "Stays" in text
    assert "Goes" not in text
