"""The calendar file of a booked tour says the right instant to any calendar, and nothing that the school has not given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.school.content import School, load_school
from bot.school.school_file import ContactDetails, TimeZone
from bot.settings import PROJECT_DIR
from bot.tours.calendar_file import calendar_file

SCHOOL = load_school(PROJECT_DIR / "content")
TWO_PM = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 17, 0, 0, 4711, tzinfo=UTC)
ZONES = (
    "America/New_York",
    "America/Phoenix",  # no summer time
    "America/Sao_Paulo",  # none any more
    "Europe/London",
    "Europe/Dublin",  # summer is its standard time
    "Africa/Casablanca",  # changes for Ramadan
    "Australia/Sydney",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",
)


def school(*, zone: str = "America/New_York", example: bool = False, **changes: Any) -> School:
    tours = SCHOOL.file.tours.model_copy(update={"example": example})
    changes |= {"time_zone": TimeZone(value=zone), "tours": tours}
    return replace(SCHOOL, file=SCHOOL.file.model_copy(update=changes))


def made(of: School, *, starts_at: datetime = TWO_PM, minutes: int = 60, party: int = 1, reference: str = "K7M2QP") -> dict[str, str]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return calendar_file(of, starts_at=starts_at, ends_at=ends_at, reference=reference, party=party, host="chat.school.example", now=NOW)


def event(content: str) -> Any:
    calendar = icalendar.Calendar.from_ical(content)
    [found] = calendar.walk("VEVENT")
    return found


def test_it_is_a_published_event_with_a_stable_id() -> None:
    file = made(school(), party=2)
    calendar = icalendar.Calendar.from_ical(file["content"])
    found = event(file["content"])

    assert file["filename"] == "campus-tour-2026-11-30.ics"
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert found["uid"] == "K7M2QP@chat.school.example"
    assert (found["sequence"], found["status"]) == (0, "CONFIRMED")
    assert "DTSTAMP:20261123T170000Z" in file["content"]
    assert "DTSTART;TZID=America/New_York:20261130T140000" in file["content"]
    assert "DTEND;TZID=America/New_York:20261130T150000" in file["content"]
    assert found["summary"] == "Campus tour at F.I.R.S.T. Institute"
    assert found["description"] == "Your reference is K7M2QP. For 2 people."
    assert made(school(), party=2) == file


def test_the_zone_says_when_its_clocks_changed() -> None:
    content = made(school())["content"]
    assert (
        "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZNAME:EDT\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZNAME:EST\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    ) in content


def test_a_place_is_named_only_if_the_school_gave_its_address() -> None:
    assert "LOCATION" not in made(school(contact=ContactDetails()))["content"]
    address = "12 Invented Quay, Suite 3; Harborton\nIL 60000"
    found = event(made(school(contact=ContactDetails(address=address)))["content"])
    assert found["location"] == address


def test_an_example_time_is_called_one() -> None:
    assert "example" in event(made(school(example=True))["content"])["description"]
    assert "example" not in event(made(school())["content"])["description"]


@pytest.mark.parametrize(
    "name",
    [
        "Schule für Ton, Bühne; und \\Bild\\ der Stadt, die einen sehr langen Namen führt und ihn immer ganz ausschreibt",
        "🎧" * 60,
        "A\nB:C,D;E\\n",
    ],
)
def test_lines_are_folded_and_text_is_escaped(name: str) -> None:
    content = made(school(name=name, contact=ContactDetails(address=name)))["content"]

    assert content.endswith("END:VCALENDAR\r\n")
    lines = content.encode().split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()  # no character is torn apart
    found = event(content)
    assert found["location"] == name
    assert found["summary"] == f"Campus tour at {name}"


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """Every quarter of an hour of a year, in UTC, before which the zone's clocks were changed."""
    day, found = datetime(year, 1, 1, tzinfo=UTC), []
    while day.year == year:
        after = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            quarters = [day + timedelta(minutes=15 * n) for n in range(97)]
            found += [late for early, late in pairwise(quarters) if early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset()]
        day = after
    return found


def read_by_its_own_zone(content: str, name: str) -> datetime:
    """A date-time of the event as RFC 5545 reads it from the file alone, for programs that do not know the zone's name."""
    calendar = icalendar.Calendar.from_ical(content)
    stated = event(content)[name]
    if "TZID" not in stated.params:
        return stated.dt  # type: ignore[no-any-return]
    [zone] = calendar.walk("VTIMEZONE")
    assert stated.params["TZID"] == zone["tzid"]
    local = stated.dt.replace(tzinfo=None)
    begun = [part for part in zone.subcomponents if part["dtstart"].dt <= local]
    latest = max(begun, key=lambda part: part["dtstart"].dt)
    return (local - latest["tzoffsetto"].td).replace(tzinfo=UTC)


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.integers(2024, 2037), st.integers(0, 3), st.integers(-16, 16), st.integers(1, 24))
def test_the_instants_are_right_around_every_change_of_the_clocks(zone: str, year: int, which: int, quarters: int, length: int) -> None:
    around = changes(ZoneInfo(zone), year) or [datetime(year, 7, 1, tzinfo=UTC)]
    starts_at = around[which % len(around)] + timedelta(minutes=15 * quarters)
    assume(starts_at.astimezone(ZoneInfo(zone)).fold == 0)  # of a time that comes twice, tours open the first
    content = made(school(zone=zone), starts_at=starts_at, minutes=15 * length)["content"]

    found = event(content)
    assert found.start.astimezone(UTC) == starts_at
    assert found.end.astimezone(UTC) == starts_at + timedelta(minutes=15 * length)
    assert read_by_its_own_zone(content, "dtstart") == starts_at
    assert read_by_its_own_zone(content, "dtend") == starts_at + timedelta(minutes=15 * length)
