from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.leads.models import Lead, Note, StageChange
from bot.staff.roles import Member
from bot.tours.models import WaitlistEntry
from tests.staff.planting import FakeClock, Plant

Enter = Callable[[Member], TestClient]


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def test_a_first_visit_says_what_to_do(enter: Enter, plant: Plant) -> None:
    site = enter(plant.staff("manager"))
    empty = site.get("/staff/leads").text
    assert "No leads yet" in empty
    assert "open the chat" in empty
    plant.lead()
    assert "No lead matches" in site.get("/staff/leads?search=zzz").text


def test_one_lead_matches_and_several_match(enter: Enter, plant: Plant) -> None:
    plant.lead("Ana Lopez", stage="new")
    plant.lead("Ana Reyes", stage="closed")
    site = enter(plant.staff("manager"))
    assert "1–1 of 1 lead that matches<" in site.get("/staff/leads?stage=new").text
    assert "1–2 of 2 leads that match<" in site.get("/staff/leads?search=Ana").text


def test_the_campus_zone_is_written_as_people_write_it(enter: Enter, plant: Plant) -> None:
    assert "in campus time (America/New York)." in enter(plant.staff("manager")).get("/staff/tours").text


def test_the_timeline_shows_a_place_on_the_waitlist(enter: Enter, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead("Ana Lopez")
    slot = plant.slot(clock() + timedelta(days=2), booked=8)
    row = {"slot_id": slot.id, "lead_id": lead.id, "party_size": 3, "passed_over": 0, "created_at": clock(), "updated_at": clock()}
    plant.rows(WaitlistEntry(submission="a", state="waiting", **row), WaitlistEntry(submission="b", state="expired", **row))

    page = enter(plant.staff("manager")).get(f"/staff/leads/{lead.id}").text

    assert page.count("Waitlist of the tour on") == 2
    assert "party of 3" in page
    assert ">Waiting<" in page and ">Offer ran out<" in page


def test_the_list_shows_the_lead_with_all_that_matters(enter: Enter, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead(
        "Ana Lopez",
        email="ana@example.com",
        phone="+14075550188",
        owner=plant.staff("counselor", name="Sam Rivera"),
        program="Recording Arts",
        stage="tour_booked",
        page_url="https://school.edu/programs/recording?utm_source=x",
    )
    plant.consent(lead)
    plant.booking(plant.slot(clock() + timedelta(days=2), example=True), lead)
    clock.move(hours=3)
    text = enter(plant.staff("manager")).get("/staff/leads").text
    for shown in (
        f'href="/staff/leads/{lead.id}"',
        "Recording Arts",
        "Tour booked",
        "Campus tour",
        "Wed, Nov 25, 2026, 12:00 PM EST",
        "example time",
        'href="mailto:ana@example.com"',
        'href="tel:+14075550188"',
        "Tour messages: yes",
        "Website",
        "/programs/recording",
        "Sam Rivera",
        "Nov 23, 2026",
        "3 h ago",
        "1–1 of 1 lead",
    ):
        assert shown in text, shown


def test_pages_and_column_heads_keep_the_filters(enter: Enter, plant: Plant) -> None:
    with plant.together():
        for number in range(120):
            plant.lead(f"Ana {number}", stage="new", talks=False)
    site = enter(plant.staff("viewer"))
    text = site.get("/staff/leads?search=ana&stage=new&sort=name&page=2").text
    assert "51–100 of 120 leads that match" in text
    assert "/staff/leads?search=ana&amp;stage=new&amp;sort=name&amp;page=3" in text
    assert 'rel="prev" href="/staff/leads?search=ana&amp;stage=new&amp;sort=name"' in text
    assert "/staff/leads?search=ana&amp;stage=new&amp;sort=tour" in text
    assert 'aria-sort="ascending"' in text
    assert '<option value="new" selected>' in text
    assert 'value="ana"' in text
    assert "Export" not in text  # a viewer only reads


def test_changing_the_stage_from_the_page(enter: Enter, plant: Plant, database: Database) -> None:
    lead, manager = plant.lead(), plant.staff("manager", name="Mo Haddad")
    site = enter(manager)
    page = site.get(f"/staff/leads/{lead.id}").text
    sent = site.post(f"/staff/leads/{lead.id}/stage", data={"stage": "contacted", "version": version(page)})
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/staff/leads/{lead.id}?done=stage"
    shown = site.get(sent.headers["location"]).text
    assert 'role="status">The stage was changed.' in shown
    assert "Mo Haddad" in shown
    with database.read() as session:
        assert session.get_one(Lead, lead.id).stage == "contacted"
        assert session.scalars(select(AuditRow.action)).all() == ["stage changed"]


def test_a_conflict_shows_both_and_lets_one_choose(enter: Enter, plant: Plant, database: Database) -> None:
    lead, kim, mo = plant.lead(), plant.staff("manager", name="Kim Okafor"), plant.staff("manager", name="Mo Haddad")
    seen = version(enter(mo).get(f"/staff/leads/{lead.id}").text)
    enter(kim).post(f"/staff/leads/{lead.id}/stage", data={"stage": "closed", "version": seen})
    site = enter(mo)
    conflict = site.post(f"/staff/leads/{lead.id}/stage", data={"stage": "contacted", "version": seen})
    assert conflict.status_code == 409
    for shown in ("Somebody was faster", "Kim Okafor", "Closed", "Contacted", "Save my choice all the same"):
        assert shown in conflict.text, shown
    with database.read() as session:
        assert session.get_one(Lead, lead.id).stage == "closed"
    again = site.post(f"/staff/leads/{lead.id}/stage", data={"stage": "contacted", "version": version(conflict.text)})
    assert again.status_code == 303
    with database.read() as session:
        steps = session.scalars(select(StageChange).order_by(StageChange.id)).all()
    assert [(step.from_stage, step.to_stage) for step in steps] == [("new", "closed"), ("closed", "contacted")]

    owner = site.post(f"/staff/leads/{lead.id}/owner", data={"owner": kim.id, "version": seen})
    assert owner.status_code == 409
    assert "Nobody yet" in owner.text
    assert f'name="owner" value="{kim.id}"' in owner.text
    done = site.post(f"/staff/leads/{lead.id}/owner", data={"owner": kim.id, "version": version(owner.text)})
    assert done.headers["location"].endswith("?done=owner")
    assert "Owner is now Kim Okafor" in site.get(f"/staff/leads/{lead.id}").text


def test_nonsense_in_forms_changes_nothing_and_gets_a_page(enter: Enter, plant: Plant, database: Database) -> None:
    lead = plant.lead()
    site = enter(plant.staff("manager"))
    for part, form in (
        ("stage", {"stage": "won", "version": "1"}),
        ("stage", {"stage": "closed"}),
        ("stage", {"stage": "closed", "version": "x"}),
        ("stage", {"stage": "closed", "version": "99999999999999999999"}),
        ("stage", {}),
        ("owner", {"owner": "nobody-i-know", "version": "1"}),
        ("owner", {"owner": "x" * 100, "version": "1"}),
        ("notes", {}),
    ):
        response = site.post(f"/staff/leads/{lead.id}/{part}", data=form)
        assert response.status_code == 422, (part, form)
        assert response.headers["content-type"].startswith("text/html")
    with database.read() as session:
        assert session.get_one(Lead, lead.id).version == 1
        assert not session.scalars(select(AuditRow)).all()


def test_notes_are_added_and_a_refused_one_is_not_lost(enter: Enter, plant: Plant, database: Database) -> None:
    lead = plant.lead()
    site = enter(plant.staff("counselor", name="Sam Rivera"))
    added = site.post(f"/staff/leads/{lead.id}/notes", data={"text": "Called.\r\nComes <Friday>."})
    assert added.headers["location"] == f"/staff/leads/{lead.id}?done=note#timeline"
    shown = site.get(f"/staff/leads/{lead.id}").text
    assert "Comes &lt;Friday&gt;." in shown
    assert "Sam Rivera" in shown
    long = "y" * 5001
    refused = site.post(f"/staff/leads/{lead.id}/notes", data={"text": long})
    assert refused.status_code == 422
    assert long in refused.text
    assert 'role="alert"' in refused.text
    assert "5,001 characters" in refused.text
    assert 'href="#text"' in refused.text
    with database.read() as session:
        assert len(session.scalars(select(Note)).all()) == 1


def test_the_page_of_a_lead_shows_the_receipt_and_the_booking(enter: Enter, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead(email="ana@example.com", verified=True, campaign="utm_source=news")
    plant.consent(lead, wording="Exactly these words.", wording_version="2026-11-22")
    plant.consent(lead, granted=False)
    plant.booking(plant.slot(clock() + timedelta(days=1)), lead, reference="K7MF2Q", party_size=3, state="cancelled")
    text = enter(plant.staff("viewer")).get(f"/staff/leads/{lead.id}").text
    for shown in (
        "Exactly these words.",
        "Wording 2026-11-22",
        "Tour messages: yes",
        "Tour messages: no",
        "verified",
        "utm_source=news",
        "K7MF2Q",
        "party of 3",
        "Cancelled",
        "Tue, Nov 24, 2026, 12:00 PM EST",
    ):
        assert shown in text, shown
    # A viewer has no controls and no way to the transcript.
    assert "<textarea" not in text
    assert "transcript" not in text
    assert "/stage" not in text


def test_reading_the_conversation_is_audited_opening_the_lead_is_not(enter: Enter, plant: Plant, database: Database) -> None:
    lead = plant.lead()
    assert lead.conversation_id
    line = plant.message(lead.conversation_id, 1, "visitor", "what jobs can I get?")
    plant.turn(line, outcome="unknown", topics=[{"topic": "careers", "confidence": 0.914}], faq=["careers-overview"])
    plant.problem(lead.conversation_id, message_id=line.id, kind="tracker_save")
    manager = plant.staff("manager")
    site = enter(manager)
    opened = site.get(f"/staff/leads/{lead.id}").text
    assert "what jobs" not in opened
    assert f'href="/staff/leads/{lead.id}/transcript"' in opened
    with database.read() as session:
        assert not session.scalars(select(AuditRow)).all()
    text = site.get(f"/staff/leads/{lead.id}/transcript").text
    for shown in ("what jobs can I get?", "No answer", "careers", "91 %", "careers-overview", "Problem: Tracker save"):
        assert shown in text, shown
    with database.read() as session:
        (row,) = session.scalars(select(AuditRow))
    assert (row.actor, row.action, row.object_id) == (manager.actor, "transcript viewed", lead.id)


def test_the_export_is_a_file_of_the_current_filter(enter: Enter, plant: Plant, database: Database) -> None:
    plant.lead("=1+1", stage="new")
    plant.lead("Zoë, the second", stage="new")
    plant.lead("Else", stage="closed")
    response = enter(plant.staff("admin")).get("/staff/leads.csv?stage=new&sort=name")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="leads-2026-11-23.csv"'
    text = response.content.decode("utf-8-sig")
    assert [row["Name"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ["'=1+1", "Zoë, the second"]
    with database.read() as session:
        assert session.scalars(select(AuditRow.detail)).all() == [{"count": 2, "filters": {"stage": "new", "sort": "name"}}]
