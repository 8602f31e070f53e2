"""Nights are quiet on campus and where the person is, through every change of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.consent.quiet_hours import is_quiet, leaves_at, zones_of_phone
from bot.school.school_file import QuietHours

NEW_YORK, LOS_ANGELES, TOKYO = (ZoneInfo(name) for name in ("America/New_York", "America/Los_Angeles", "Asia/Tokyo"))
RULES = QuietHours()


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 19:59", "2026-11-23 19:59"),
        ("2026-11-23 20:00", "2026-11-24 09:00"),
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-28 21:00", "2026-11-29 12:00"),  # Saturday night to Sunday noon
        ("2026-11-29 11:59", "2026-11-29 12:00"),
        ("2026-11-29 20:30", "2026-11-30 09:00"),
        ("2026-10-31 22:00", "2026-11-01 12:00"),  # the clock goes back in that night
        ("2026-03-08 01:30", "2026-03-08 12:00"),  # and forward
        ("2027-12-31 23:00", "2028-01-01 09:00"),
        ("2028-02-28 21:00", "2028-02-29 09:00"),
    ],
)
def test_in_campus_time(at: str, leaves: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK).astimezone(UTC)
    assert leaves_at(RULES, moment, [NEW_YORK]).astimezone(NEW_YORK).strftime("%Y-%m-%d %H:%M") == leaves


def test_two_zones_must_both_be_awake_and_the_persons_counts_where_they_never_are() -> None:
    moment = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert leaves_at(RULES, moment, [NEW_YORK, LOS_ANGELES]) == moment + timedelta(hours=3)
    assert leaves_at(RULES, moment, [NEW_YORK, TOKYO]) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


def test_no_quiet_hours() -> None:
    never = QuietHours(starts=time(0), ends=time(0), sunday_ends=time(0))
    moment = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
    assert leaves_at(never, moment, [NEW_YORK]) == moment


ZONES = st.sampled_from(["America/New_York", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"])
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@settings(max_examples=150, deadline=None)
@given(
    moment=st.integers(0, 3 * 366 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    zone=ZONES.map(ZoneInfo),
    starts=HOURS,
    ends=HOURS,
)
def test_it_is_never_quiet_when_a_message_leaves(moment: datetime, zone: ZoneInfo, starts: time, ends: time) -> None:
    rules = QuietHours(starts=starts, ends=ends, sunday_ends=time(0))
    leaves = leaves_at(rules, moment, [zone])
    assert leaves >= moment
    assert leaves - moment <= timedelta(hours=26)
    assert not is_quiet(rules, leaves, zone)
    if leaves > moment:
        assert is_quiet(rules, moment, zone)


def test_where_a_phone_is() -> None:
    assert zones_of_phone("+14075550123") == [NEW_YORK]
    assert zones_of_phone("+13105550123") == [LOS_ANGELES]
    assert zones_of_phone("+18005550123") == []
    assert zones_of_phone("nothing") == []
