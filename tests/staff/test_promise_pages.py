from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient

from bot.leads.models import Promise
from bot.staff.roles import Member
from tests.staff.planting import NOON, Plant
from tests.staff.test_lead_pages import version

Enter = Callable[[Member], TestClient]


def test_a_late_promise_is_an_alarm_until_somebody_got_back(enter: Enter, plant: Plant) -> None:
    lead = plant.lead("Ana Lopez")
    plant.rows(Promise(lead_id=lead.id, made_at=NOON - timedelta(hours=9), due_at=NOON - timedelta(hours=1)))
    site = enter(plant.staff("counselor"))

    page = site.get("/staff/promises").text
    assert "Ana Lopez" in page
    assert "Mon, Nov 23, 2026, 11:00 AM EST" in page
    assert '<span class="count alarm">1' in page
    assert "Reply by" in site.get(f"/staff/leads/{lead.id}").text

    sent = site.post(f"/staff/leads/{lead.id}/promise", data={"outcome": "kept", "back": "list"})
    assert sent.headers["location"] == "/staff/promises?done=kept"
    after = site.get(sent.headers["location"]).text
    assert "marked as kept" in after
    assert "count alarm" not in after
    assert "Ana Lopez" in site.get("/staff/promises?state=late").text
    assert "Kept late" in site.get(f"/staff/leads/{lead.id}").text


def test_dropping_needs_a_reason(enter: Enter, plant: Plant) -> None:
    lead = plant.lead()
    plant.rows(Promise(lead_id=lead.id, made_at=NOON, due_at=NOON + timedelta(hours=1)))
    site = enter(plant.staff("counselor"))
    refused = site.post(f"/staff/leads/{lead.id}/promise", data={"outcome": "dropped", "why": " "})
    assert refused.status_code == 422
    assert "Please say why" in refused.text
    site.post(f"/staff/leads/{lead.id}/promise", data={"outcome": "dropped", "why": "Wrong number."})
    assert "Wrong number." in site.get("/staff/promises?state=dropped").text
    assert site.get("/staff/promises?state=nonsense").status_code == 422


def test_a_next_action_is_planned_found_when_due_and_done(enter: Enter, plant: Plant) -> None:
    lead, other = plant.lead("Ana Lopez"), plant.lead("Ben Cho")
    site = enter(plant.staff("counselor"))
    page = f"/staff/leads/{lead.id}"
    data = {"what": "Send the <catalog>", "due": "2026-11-23T15:00", "version": version(site.get(page).text)}
    assert site.post(f"{page}/next", data=data).headers["location"] == f"{page}?done=next"
    shown = site.get(page).text
    assert "Send the &lt;catalog&gt;" in shown
    assert "Mon, Nov 23, 2026, 3:00 PM EST" in shown
    stale = site.post(f"{page}/next", data=data | {"what": "Something else"})
    assert stale.status_code == 409
    assert "Something else" in stale.text

    assert "Ana Lopez" not in site.get("/staff/leads?due=now").text
    plant.clock.move(hours=4)
    due = site.get("/staff/leads?due=now").text
    assert "Ana Lopez" in due
    assert other.id not in due
    assert site.get("/staff/leads?due=set&sort=next").text.count("Ana Lopez") == 1

    site.post(f"{page}/next/done", data={"version": version(shown)})
    assert "No lead matches" in site.get("/staff/leads?due=now").text
    assert "Next action done" in site.get(page).text


def test_a_next_action_without_words_or_with_no_date_is_refused(enter: Enter, plant: Plant) -> None:
    lead = plant.lead()
    site = enter(plant.staff("counselor"))
    for what, due in (
        ("", "2026-11-24T10:30"),
        ("Call", ""),
        ("Call", "tomorrow"),
        ("x" * 301, "2026-11-24T10:30"),
        ("Call", "9999-12-31T23:59"),
    ):
        assert site.post(f"/staff/leads/{lead.id}/next", data={"what": what, "due": due, "version": "1"}).status_code == 422
