"""Which times the rules open: clock changes, odd days, exceptions, several campuses. And which rules are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tours_world import NEW_YORK, World, kind, school

from bot.db.database import Database
from bot.errors import SlotClosed
from bot.school.school_file import TourKind
from bot.tours.availability import is_in_reach, opening_at, openings, openings_on

DAILY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rules(*times: str, **changes: Any) -> TourKind:
    return TourKind.model_validate(kind(weekly={day: list(times) for day in DAILY}, notice_hours=0) | changes)


def starts(its: TourKind, day: date, zone: ZoneInfo = NEW_YORK) -> list[str]:
    return [f"{one.starts_at:%m-%d %H:%M}" for one in openings_on(its, zone, day)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 7), ["03-07 07:30", "03-07 14:00"]),
        (date(2026, 3, 8), ["03-08 13:00"]),  # 2:30 does not exist
        (date(2026, 10, 31), ["10-31 06:30", "10-31 13:00"]),
        (date(2026, 11, 1), ["11-01 07:30", "11-01 14:00"]),  # 2:30 comes once: the clocks go back at 2:00
        (date(2028, 2, 29), ["02-29 07:30", "02-29 14:00"]),
        (date(2026, 12, 31), ["12-31 07:30", "12-31 14:00"]),
    ],
)
def test_odd_days_in_new_york(day: date, expected: list[str]) -> None:
    assert starts(rules("02:30", "09:00"), day) == expected


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert starts(rules("01:30"), date(2026, 11, 1)) == ["11-01 05:30"]


def test_an_evening_at_the_end_of_the_year_is_next_year_in_utc() -> None:
    assert starts(rules("20:00"), date(2026, 12, 31)) == ["01-01 01:00"]


def test_a_day_can_have_other_times_or_none() -> None:
    its = rules("10:00", exceptions=[{"day": "2026-12-01", "times": ["12:00", "09:00"]}, {"day": "2026-12-02"}], closures=["2026-12-03"])

    found = {day: starts(its, date(2026, 12, day)) for day in (1, 2, 3, 4)}
    assert found == {1: ["12-01 14:00", "12-01 17:00"], 2: [], 3: [], 4: ["12-04 15:00"]}


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001
    zone=st.sampled_from(
        [ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")]
    ),
    notice=st.integers(0, 100),
    horizon=st.integers(1, 30),
)
def test_every_opening_is_in_order_in_reach_and_found_by_its_start(now: datetime, zone: ZoneInfo, notice: int, horizon: int) -> None:
    its = rules("00:00", "02:30", "23:45", notice_hours=notice, horizon_days=horizon)
    found = list(openings(its, zone, now))

    assert [one.starts_at for one in found] == sorted({one.starts_at for one in found})
    for one in found:
        local = one.starts_at.astimezone(zone)
        assert (local.hour, local.minute) in ((0, 0), (2, 30), (23, 45))
        assert now + timedelta(hours=notice) <= one.starts_at and local.date() <= now.astimezone(zone).date() + timedelta(days=horizon)
        assert is_in_reach(its, zone, one.starts_at, now)
        assert opening_at(its, zone, one.starts_at) == one
    later = [one for day in range(horizon + 3) for one in openings_on(its, zone, now.astimezone(zone).date() + timedelta(days=day))]
    assert [one for one in later if is_in_reach(its, zone, one.starts_at, now)] == found


def test_each_campus_keeps_its_own_time(database: Database) -> None:
    campuses = [
        {"id": "east", "name": "East", "time_zone": "America/New_York"},
        {"id": "west", "name": "West", "time_zone": "America/Los_Angeles"},
    ]
    world = World(database, school(kind(), kind(id="west_tour", campus="west"), campuses=campuses))
    west = world.school.tours[1]
    at = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # 10:00 in Los Angeles

    assert world.left(at, kind=west) == 4
    with pytest.raises(SlotClosed):
        world.book(at)
    booking = world.book(at, kind=west)
    moved = world.tours.reschedule(booking.id, at + timedelta(hours=4), now=world.now, actor="staff:a")
    assert moved.slot_id != booking.slot_id or moved.sequence == 1
    assert world.school.campus_of(world.school.tours[0]).id == "east"
    world.check()


def test_one_campus_is_made_of_the_schools_own_zone() -> None:
    (campus,) = school(zone="America/Chicago").campuses

    assert (campus.id, campus.name, str(campus.zone)) == ("main", "A school", "America/Chicago")


@pytest.mark.parametrize(
    ("tours", "fault"),
    [
        ({"kinds": [kind(guides=["ana"])]}, "not in the list of guides"),
        ({"kinds": [kind(campus="west")]}, "not in the list of campuses"),
        ({"kinds": [kind(), kind()]}, "used twice"),
        ({"kinds": [kind()], "guides": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]}, "used twice"),
        ({"kinds": [kind(exceptions=[{"day": "2026-12-01"}, {"day": "2026-12-01"}])]}, "stands twice"),
        ({"kinds": [kind(daily_limit=0)]}, "greater than 0"),
        ({"kinds": [kind()], "hold_minutes": 0}, "greater than 0"),
    ],
)
def test_rules_that_do_not_fit_together_are_refused(tours: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        school(*tours.pop("kinds"), **tours)


def test_the_first_kind_is_in_the_schools_own_time_zone() -> None:
    with pytest.raises(ValidationError, match="whose time zone must be the school's"):
        school(campuses=[{"id": "west", "name": "West", "time_zone": "America/Los_Angeles"}])
