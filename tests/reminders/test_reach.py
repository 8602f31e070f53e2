"""The time to answer an offer begins when the family can hear of it: in the morning by e-mail, in office hours on the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consent.quiet_hours import is_quiet
from bot.reminders.reach import heard_at
from bot.school.school_file import SchoolFile
from bot.tours.models import WaitlistEntry
from tests.reminders.visiting import MONDAY_10, Office

NEW_YORK = ZoneInfo("America/New_York")
SUNDAY_EVENING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Half past eight on campus, when it is quiet until nine."""
MONDAY_NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def school(**changes: Any) -> SchoolFile:
    weekly = {day: ["10:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    kind = {"id": "tour", "name": "Tour", "length_minutes": 60, "capacity": 4, "notice_hours": 1, "horizon_days": 14}
    values: dict[str, Any] = {
        "name": "A school",
        "time_zone": {"value": "America/New_York"},
        "hours": {"weekly": weekly},
        "tours": {"kinds": [kind | {"weekly": {"mon": ["10:00"]}}]},
    }
    return SchoolFile.model_validate(values | changes)


@pytest.mark.parametrize(
    ("now", "by_email", "heard"),
    [
        (SUNDAY_EVENING, True, MONDAY_NINE),
        (SUNDAY_EVENING, False, MONDAY_NINE + timedelta(hours=1)),
        (MONDAY_NINE, True, MONDAY_NINE),
        (MONDAY_NINE, False, MONDAY_NINE + timedelta(hours=1)),
        (MONDAY_NINE + timedelta(hours=3), True, MONDAY_NINE + timedelta(hours=3)),
        (MONDAY_NINE + timedelta(hours=3), False, MONDAY_NINE + timedelta(hours=3)),
        (MONDAY_NINE + timedelta(days=4, hours=9), True, MONDAY_NINE + timedelta(days=4, hours=9)),
        (MONDAY_NINE + timedelta(days=4, hours=9), False, MONDAY_NINE + timedelta(days=7, hours=1)),
    ],
)
def test_when_somebody_hears_of_what_happens_now(now: datetime, by_email: bool, heard: datetime) -> None:
    assert heard_at(school(), NEW_YORK, now, by_email=by_email) == heard


def test_an_office_without_hours_calls_in_the_morning() -> None:
    assert heard_at(school(hours={}), NEW_YORK, SUNDAY_EVENING, by_email=False) == MONDAY_NINE


@given(st.integers(0, 14 * 24 * 60), st.booleans())
def test_nobody_hears_of_anything_before_it_happens_or_by_night(minutes: int, by_email: bool) -> None:
    now = SUNDAY_EVENING + timedelta(minutes=minutes)
    heard = heard_at(school(), NEW_YORK, now, by_email=by_email)
    assert heard >= now
    assert not is_quiet(school().quiet_hours, heard, NEW_YORK)


def until(office: Office, entry: WaitlistEntry) -> datetime | None:
    with office.assistant.database.read() as session:
        return session.get_one(WaitlistEntry, entry.id).offered_until


def test_a_place_that_becomes_free_in_the_evening_can_be_taken_the_next_day(office: Office) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    entry = office.wait()
    office.look()
    office.clock.now = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)  # Tuesday, half past eight in the evening
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    morning = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert until(office, entry) == morning + timedelta(hours=office.assistant.school.file.tours.offer_hours)

    assert [one["key"].split(":")[0] for one in office.look()] == ["cancellation"]
    office.clock.now = morning
    office.assistant.tours.offers(office.clock())
    assert [one["subject"].split(":")[0] for one in office.look()] == ["A place is free"]


def test_who_can_only_be_called_has_time_from_when_the_office_opens(office: Office) -> None:
    full = office.book(party=office.assistant.school.tours[0].capacity)
    entry = office.wait(**office.family(email="bob@example.com", agrees=False))
    office.clock.now = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)  # the evening before Thanksgiving, after which the office stays closed
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    assert until(office, entry) == MONDAY_10, "it opens an hour before the tour"
    office.assistant.tours.withdraw(entry.id, now=office.clock(), actor="staff:a")

    full = office.book(MONDAY_10 + timedelta(days=7), office.assistant.school.tours[0].capacity)
    who = office.family(email="bob@example.com", agrees=False)
    later = office.assistant.tours.join_waitlist(
        starts_at=MONDAY_10 + timedelta(days=7), party=2, submission="later", now=office.clock(), **who
    )
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    opens = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    assert until(office, later) == opens + timedelta(hours=office.assistant.school.file.tours.offer_hours)
