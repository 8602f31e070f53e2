"""From a booking to the e-mail that arrives."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest

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
        tours.reschedule(booking.id, MONDAY_14, now=office.clock(), actor="staff:a")
        office.look()
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
