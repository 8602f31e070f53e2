"""From a booking to the e-mail that arrives."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import icalendar
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.assistant import Assistant
from bot.conversations.models import Problem
from bot.outbox.models import OutboxRow
from bot.reminders import round as rounds
from bot.reminders.models import PlannedMessage
from bot.reminders.round import Round
from tests.mail.mail_server import mail_server, part
from tests.reminders.visiting import EMAIL, MONDAY_10, MONDAY_14, Office


def event(content: str) -> tuple[str, int, str, str]:
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.walk("VTIMEZONE")
    [found] = calendar.walk("VEVENT")
    return str(calendar["method"]), int(found["sequence"]), str(found["uid"]), str(found["status"])


@pytest.mark.parametrize(
    ("spanish", "subjects"),
    [(False, ["You are booked", "Your visit has changed", "Cancelled"]), (True, ["Tu reserva", "Tu visita", "Cancelada"])],
)
def test_booking_change_and_cancellation_arrive_with_a_calendar_file_each(tmp_path: Path, spanish: bool, subjects: list[str]) -> None:
    with mail_server() as server:
        office = Office(tmp_path, smtp_port=server.port)
        tours = office.assistant.tours
        booking = office.book(spanish=spanish)
        office.look()
        office.deliver()
        tours.reschedule(booking.id, MONDAY_14, now=office.clock(), actor="staff:a")
        office.look()
        office.deliver()
        tours.cancel(booking.id, now=office.clock(), actor="staff:a")
        office.look()
        office.deliver()
        office.assistant.close()

    assert server.recipients == [EMAIL] * 3
    for message, subject in zip(server.got, subjects, strict=True):
        assert message["Subject"].strip().startswith(subject)
        assert booking.reference in part(message, "text/plain") and booking.reference in part(message, "text/html")
        assert "Ruiz" not in message.as_string()
        assert ("visita" in part(message, "text/plain").lower()) is spanish
    methods, sequences, uids, states = zip(*(event(part(one, "text/calendar")) for one in server.got), strict=True)
    assert methods == ("REQUEST", "REQUEST", "CANCEL")
    assert sequences == (0, 1, 2)
    assert len(set(uids)) == 1
    assert states == ("CONFIRMED", "CONFIRMED", "CANCELLED")
    assert len({one["Message-ID"] for one in server.got}) == 3


def test_without_a_receipt_nothing_leaves(office: Office) -> None:
    office.book(**office.family(agrees=False))

    assert office.look() == []
    assert ("confirmation", "no_consent") in office.kinds("dropped")


def test_without_a_mail_server_nothing_is_planned(tmp_path: Path) -> None:
    office = Office(tmp_path, smtp_host="")
    office.book()

    assert office.planned() == []
    office.assistant.close()


def test_looking_twice_or_from_two_processes_sends_once(office: Office) -> None:
    office.book()

    assert len(office.look()) == 1
    assert office.look() == []


def test_an_answer_leaves_at_night_and_what_staff_do_waits_for_the_morning(office: Office) -> None:
    office.clock.forward(hours=10)  # ten in the evening
    booking = office.book()
    assert len(office.look()) == 1

    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")
    assert office.look() == []
    office.clock.forward(hours=11)
    assert [one["subject"].split(":")[0] for one in office.look()] == ["Cancelled"]


def test_what_is_overtaken_before_it_left_is_not_sent(office: Office) -> None:
    booking = office.book()
    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")

    assert [one["subject"].split(":")[0] for one in office.look()] == ["Cancelled"]
    assert ("confirmation", "overtaken") in office.kinds("dropped")


def test_times_are_said_in_campus_time(office: Office) -> None:
    office.book(MONDAY_10)

    [payload] = office.look()
    assert "Monday, November 30, 2026 at 10:00 AM (EST)" in payload["text"]


def test_a_message_that_cannot_be_written_holds_up_no_other_and_staff_are_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, other = office.book(), office.book(MONDAY_14)
    write = rounds.written

    def failing(assistant: Assistant, session: Session, row: PlannedMessage, now: datetime) -> object:
        if row.booking_id == broken.id:
            raise KeyError("a word that is missing")
        return write(assistant, session, row, now)

    monkeypatch.setattr(rounds, "written", failing)
    for _twice in range(2):
        Round(office.assistant).look()
    with office.assistant.database.read() as session:
        left = session.scalars(select(OutboxRow.key)).all()
        assert [key.split(":")[1:3] for key in left] == [["confirmation", other.id]]
        assert [row.kind for row in session.scalars(select(Problem))] == ["delivery"]
        dropped = session.scalars(select(PlannedMessage).where(PlannedMessage.why == "broken")).all()
        assert [(row.booking_id, row.kind, row.state) for row in dropped] == [(broken.id, "confirmation", "dropped")]
