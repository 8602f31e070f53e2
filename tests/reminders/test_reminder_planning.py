"""Reminders follow the tour's time and the school's rules; offers and follow-ups are sent once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState

from bot.conversations.language import speaking
from bot.reminders.planning import Planner, reminders
from bot.tours.models import WaitlistEntry
from tests.reminders.visiting import MONDAY_10, MONDAY_14, Office, link


@given(st.lists(st.integers(1, 300), max_size=6), st.integers(-400, 400))
def test_reminders_lie_between_now_and_the_tour(hours: list[int], ahead: int) -> None:
    now = MONDAY_10 - timedelta(hours=ahead)

    found = reminders(MONDAY_10, hours, now)

    assert all(now < due_at < MONDAY_10 for _before, due_at in found)
    assert {before for before, _due_at in found} == {one for one in hours if one < ahead}
    assert [due_at for _before, due_at in found] == sorted({due_at for _before, due_at in found})


def test_a_reminder_moves_with_the_tour_and_goes_with_it(office: Office) -> None:
    booking = office.book()
    office.look()
    office.assistant.tours.reschedule(booking.id, MONDAY_14, now=office.clock(), actor="staff:a")
    office.look()

    waiting = [row for row in office.planned() if row.kind == "reminder" and row.state == "planned"]
    assert [row.due_at for row in waiting] == [MONDAY_14 - timedelta(hours=24)]
    assert ("reminder", "overtaken") in office.kinds("dropped")

    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")
    office.clock.now = MONDAY_14 - timedelta(hours=23)
    assert not [one for one in office.look() if one["subject"].startswith("Reminder")]


def test_a_reminder_leaves_when_it_is_due_and_never_after_the_start(office: Office) -> None:
    office.book()
    office.look()
    office.clock.now = MONDAY_14 - timedelta(days=1)  # Sunday afternoon, out of the quiet hours
    assert [one["subject"].split(":")[0] for one in office.look()] == ["Reminder"]

    office.book(MONDAY_10 + timedelta(days=2))
    office.look()
    office.clock.now = MONDAY_10 + timedelta(days=2, minutes=5)
    assert office.look() == []
    assert ("reminder", "too_late") in office.kinds("dropped")


def test_reminders_follow_a_changed_rule_there_and_back(office: Office) -> None:
    office.book()
    office.look()
    for hours in ([48, 2], [24], [24]):
        with office.assistant.database.write() as session:
            Planner(hours, offer_after_no_show=False).follow_rules(session, office.clock())
        waiting = [row.due_at for row in office.planned() if row.kind == "reminder" and row.state == "planned"]
        assert waiting == [MONDAY_10 - timedelta(hours=one) for one in hours]


def follow_rules(office: Office, *hours: int) -> None:
    with office.assistant.database.write() as session:
        Planner(hours, offer_after_no_show=False).follow_rules(session, office.clock())


def test_a_start_of_the_server_drops_no_reminder_that_is_due(office: Office) -> None:
    office.book(MONDAY_14)
    office.look()
    office.clock.now = MONDAY_14 - timedelta(hours=24) + timedelta(minutes=5)  # the server was down when it was due
    follow_rules(office, 24)
    assert [one["subject"].split(":")[0] for one in office.look()] == ["Reminder"]


def test_a_start_of_the_server_drops_no_reminder_that_waits_for_the_morning(office: Office) -> None:
    office.book(MONDAY_10)  # its reminder is due on Sunday at ten, when it is quiet until noon
    office.look()
    office.clock.now = MONDAY_10 - timedelta(hours=24)
    assert office.look() == []
    office.clock.forward(minutes=30)
    follow_rules(office, 24)
    office.clock.forward(hours=2)
    assert [one["subject"].split(":")[0] for one in office.look()] == ["Reminder"]


def test_a_rule_that_asks_for_a_reminder_too_late_plans_none(office: Office) -> None:
    office.book(MONDAY_14)
    office.look()
    follow_rules(office, 2)
    office.clock.now = MONDAY_14 - timedelta(hours=20)
    follow_rules(office, 24, 2)
    assert [row.due_at for row in office.planned() if row.kind == "reminder" and row.state == "planned"] == [MONDAY_14 - timedelta(hours=2)]


def test_a_move_that_is_committed_while_the_rules_are_looked_at_keeps_its_reminders(office: Office) -> None:
    if office.assistant.database.is_sqlite:
        pytest.skip("SQLite lets one write at a time")
    booking = office.book(MONDAY_14)
    office.look()

    def moved_meanwhile(state: ORMExecuteState) -> Any:
        event.remove(session, "do_orm_execute", moved_meanwhile)
        found = state.invoke_statement().freeze()
        office.assistant.tours.reschedule(booking.id, MONDAY_10, now=office.clock(), actor="staff:a")
        return found()

    with office.assistant.database.write() as session:
        event.listen(session, "do_orm_execute", moved_meanwhile)
        office.assistant.planner.follow_rules(session, office.clock())
    waiting = [row for row in office.planned() if row.kind == "reminder" and row.number == 1]
    assert [(row.due_at, row.state) for row in waiting] == [(MONDAY_10 - timedelta(hours=24), "planned")]


def test_a_freed_place_is_offered_by_email_to_the_next_who_fits_and_then_to_the_one_after(office: Office) -> None:
    capacity = office.assistant.school.tours[0].capacity
    booking = office.book(party=capacity)
    first, second = office.wait(party=2), office.wait(party=capacity)
    assert len(office.look()) == 3
    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")

    offered = [one for one in office.look() if one["subject"].startswith("A place is free")]
    assert len(offered) == 1 and "/tours/accept/" in offered[0]["text"] and "/tours/decline/" in offered[0]["text"]

    office.assistant.tours.withdraw(first.id, now=office.clock(), actor="staff:a")
    again = [one for one in office.look() if one["subject"].startswith("A place is free")]
    assert len(again) == 1 and again[0]["key"].startswith(f"offer:w{second.id}:")


@pytest.mark.parametrize(("spanish", "subject"), [(False, "The offer is over"), (True, "La oferta terminó")])
def test_who_lets_an_offer_run_out_is_told_so_once_and_what_now(office: Office, spanish: bool, subject: str) -> None:
    capacity = office.assistant.school.tours[0].capacity
    booking = office.book(party=capacity)
    with speaking("es" if spanish else "en"):
        entry = office.wait(party=2)
    office.look()
    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")
    office.look()
    with office.assistant.database.read() as session:
        until = session.get_one(WaitlistEntry, entry.id).offered_until
    assert until is not None
    office.clock.now = until
    office.assistant.tours.offers(office.clock())
    office.assistant.tours.offers(office.clock())
    office.clock.now = until + timedelta(hours=16)  # out of the quiet hours, whenever it ran out
    told = [*office.look(), *office.look()]

    (letter,) = [one for one in told if one["key"].startswith("offer_expired:")]
    assert letter["subject"].startswith(subject)
    assert "chat" in letter["text"] and "/tours/accept/" not in letter["text"]
    office.book(party=capacity)
    again = office.wait(party=1, conversation_id=entry.conversation_id, lead_id=entry.lead_id)
    assert again.id > entry.id, "what the letter says: they can join again, at the end"


def test_an_offer_that_ran_out_before_its_message_left_is_not_sent(office: Office) -> None:
    capacity = office.assistant.school.tours[0].capacity
    booking = office.book(party=capacity)
    office.wait(party=2)
    office.look()
    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")  # nobody looks: the server is away
    office.clock.now = MONDAY_10 - timedelta(minutes=1)
    office.assistant.tours.offers(office.clock())
    subjects = [one["subject"].split(":")[0] for one in office.look()]
    assert "A place is free" not in subjects
    assert ("offer", "overtaken") in office.kinds("dropped")


def test_who_did_not_come_is_offered_another_time_once_if_the_school_wants_it(office: Office) -> None:
    tours, rules = office.assistant.tours, office.assistant.planner
    booking = office.book()
    office.look()
    office.clock.now = MONDAY_14
    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    assert not [row for row in office.planned() if row.kind == "no_show"]

    rules._offer_after_no_show = True
    for _twice in range(2):
        tours.attended(booking.id, now=office.clock(), actor="staff:a")
        tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    assert not [one for one in office.look() if one["subject"].startswith("We missed you")]
    office.clock.forward(hours=1)
    [missed] = [one for one in office.look() if one["subject"].startswith("We missed you")]
    assert link(missed, "rebook")


def test_a_missed_visit_that_is_noted_again_after_a_correction_is_followed_up_once(office: Office) -> None:
    tours, rules = office.assistant.tours, office.assistant.planner
    rules._offer_after_no_show = True
    booking = office.book()
    office.look()
    office.clock.now = MONDAY_14

    def follow_ups() -> list[str]:
        return [one["subject"].split(":")[0] for one in office.look() if one["key"].startswith("no_show")]

    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    tours.attended(booking.id, now=office.clock(), actor="staff:a")
    office.clock.forward(hours=1)
    assert follow_ups() == []
    assert ("no_show", "overtaken") in office.kinds("dropped")
    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    office.clock.forward(minutes=59)
    assert follow_ups() == []
    office.clock.forward(minutes=1)
    assert follow_ups() == ["We missed you"]

    tours.undo_visit(booking.id, now=office.clock(), actor="staff:a")
    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    office.clock.forward(hours=2)
    assert follow_ups() == []


def test_staff_have_an_hour_after_each_note_that_a_visit_was_missed(office: Office) -> None:
    tours, rules = office.assistant.tours, office.assistant.planner
    rules._offer_after_no_show = True
    booking = office.book()
    office.look()
    office.clock.now = MONDAY_14
    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    tours.undo_visit(booking.id, now=office.clock(), actor="staff:a")
    office.clock.forward(minutes=50)
    tours.no_show(booking.id, now=office.clock(), actor="staff:a")
    office.clock.forward(minutes=20)
    assert office.look() == []
