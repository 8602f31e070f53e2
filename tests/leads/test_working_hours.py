"""The promise clock: working hours, weekends, holidays and the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.leads.working_hours import due, is_open, spans
from bot.school.school_file import WEEKDAYS, Hours, OfficeHours

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Hours.model_validate(
    {"weekly": {day: ["09:00-12:00", "13:00-17:00"] for day in WEEKDAYS[:5]}, "closures": ["2026-11-26", "2026-11-27"]}
)


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("asked", "hours", "answered"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-23 11:00", 2, "2026-11-23 14:00"),  # over lunch
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),  # at the stroke of closing
        ("2026-11-23 22:00", 2, "2026-11-24 11:00"),  # at night
        ("2026-11-25 16:00", 2, "2026-11-30 10:00"),  # Thanksgiving, the day after, a weekend
        ("2026-11-28 12:00", 7, "2026-11-30 17:00"),  # on a Saturday
        ("2026-12-31 16:30", 1, "2027-01-01 09:30"),  # year end
        ("2028-02-28 16:30", 1, "2028-02-29 09:30"),  # leap day
        ("2026-03-06 16:30", 1, "2026-03-09 09:30"),  # the weekend on which clocks go forward
        ("2026-10-30 16:30", 1, "2026-11-02 09:30"),  # and back
    ],
)
def test_examples_from_an_office_calendar(asked: str, hours: int, answered: str) -> None:
    assert due(at(asked), OFFICE, NEW_YORK, timedelta(hours=hours)) == at(answered)


def test_a_night_on_which_clocks_change_has_the_hours_that_it_has() -> None:
    night = Hours.model_validate({"weekly": {"sun": ["00:00-06:00"]}})
    lengths = {
        day: sum((closes - opens for opens, closes in [next(spans(night, NEW_YORK, at(f"{day} 00:00")))]), timedelta())
        for day in ("2026-03-01", "2026-03-08", "2026-11-01")
    }
    assert [length / timedelta(hours=1) for length in lengths.values()] == [6, 5, 7]


def test_an_office_that_never_opens_promises_nothing() -> None:
    assert due(at("2026-11-23 09:00"), Hours(), NEW_YORK, timedelta(hours=1)) is None
    only_closed = Hours.model_validate(
        {"weekly": {"mon": ["09:00-10:00"]}, "closures": [date(2026, 11, 23) + timedelta(days=n) for n in range(800)]}
    )
    assert due(at("2026-11-23 09:00"), only_closed, NEW_YORK, timedelta(hours=1)) is None


def test_open_is_from_opening_to_before_closing() -> None:
    answers = [is_open(at(f"2026-11-23 {clock}"), OFFICE, NEW_YORK) for clock in ("08:59", "09:00", "11:59", "12:00", "13:00", "17:00")]
    assert answers == [False, True, True, False, True, False]
    assert not is_open(at("2026-11-26 10:00"), OFFICE, NEW_YORK)


@pytest.mark.parametrize(
    ("weekly", "reason"),
    [
        ({"mon": ["9-17"]}, "not a span of time"),
        ({"mon": ["17:00-09:00"]}, "ends before it begins"),
        ({"mon": ["09:00-25:00"]}, "not a span of time"),
        ({"mon": ["13:00-17:00", "09:00-13:30"]}, "overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(weekly: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Hours.model_validate({"weekly": weekly})


# --- properties ---------------------------------------------------------------------------------------------------

ZONES = [NEW_YORK, ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Santiago")]
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


@st.composite
def a_day(draw: st.DrawFn) -> list[OfficeHours]:
    ends = sorted(draw(st.sets(st.sampled_from(QUARTERS), max_size=4)))
    return [OfficeHours(opens=opens, closes=closes) for opens, closes in zip(ends[::2], ends[1::2], strict=False)]


@st.composite
def an_office(draw: st.DrawFn) -> Hours:
    weekly = {day: draw(a_day()) for day in WEEKDAYS}
    if not any(weekly.values()):
        weekly["mon"] = [OfficeHours(opens=time(9), closes=time(17))]
    closures = draw(st.lists(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=20))
    return Hours(weekly=weekly, closures=closures)


# Near the days on which clocks change, a leap day and a year's end as often as anywhere else.
TURNS = [
    datetime.fromisoformat(f"{text}Z")
    for text in ("2026-03-08T07:00", "2026-11-01T06:00", "2026-10-25T01:00", "2027-04-03T15:00", "2028-02-29T00:00", "2027-01-01T00:00")
]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.one_of(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    st.builds(lambda turn, minutes: turn + timedelta(minutes=minutes), st.sampled_from(TURNS), st.integers(-4000, 4000)),
)
WITHIN = st.integers(1, 60 * 30).map(lambda minutes: timedelta(minutes=minutes))


def open_minutes(hours: Hours, zone: ZoneInfo, start: datetime, end: datetime) -> int:
    """Counted minute by minute on the wall clock, by another way than the code's."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(zone)
        day_spans = [] if local.date() in hours.closures else hours.weekly.get(WEEKDAYS[local.weekday()], [])
        # By the first of two equal wall times a span begins and ends; in between all that is shown counts.
        count += any(_moment_in(local, span, zone, moment) for span in day_spans)
        moment += timedelta(minutes=1)
    return count


def _moment_in(local: datetime, span: OfficeHours, zone: ZoneInfo, moment: datetime) -> bool:
    opens = datetime.combine(local.date(), span.opens, zone).timestamp()
    closes = datetime.combine(local.date(), span.closes, zone).timestamp()
    return opens <= moment.timestamp() < closes


@settings(max_examples=80, deadline=None)
@given(hours=an_office(), zone=st.sampled_from(ZONES), start=MOMENTS, within=st.integers(1, 600))
def test_the_office_was_open_exactly_as_long_as_promised(hours: Hours, zone: ZoneInfo, start: datetime, within: int) -> None:
    moment = due(start, hours, zone, timedelta(minutes=within))
    assert moment is not None and moment > start
    if moment - start < timedelta(days=3):
        assert open_minutes(hours, zone, start, moment) == within
    assert is_open(moment - timedelta(minutes=1), hours, zone), "the last minute is one in which somebody is there"


@settings(max_examples=100, deadline=None)
@given(hours=an_office(), zone=st.sampled_from(ZONES), start=MOMENTS, within=WITHIN, later=WITHIN)
def test_asking_later_or_longer_never_makes_it_earlier(
    hours: Hours, zone: ZoneInfo, start: datetime, within: timedelta, later: timedelta
) -> None:
    moment = due(start, hours, zone, within)
    asked_later, longer = due(start + later, hours, zone, within), due(start, hours, zone, within + later)
    assert moment is not None and asked_later is not None and longer is not None
    assert moment <= asked_later
    assert moment < longer


@settings(max_examples=100, deadline=None)
@given(hours=an_office(), zone=st.sampled_from(ZONES), start=MOMENTS, within=WITHIN, off=st.integers(0, 14))
def test_a_holiday_more_never_makes_it_earlier_and_is_never_the_day(
    hours: Hours, zone: ZoneInfo, start: datetime, within: timedelta, off: int
) -> None:
    holiday = start.astimezone(zone).date() + timedelta(days=off)
    moment = due(start, hours, zone, within)
    with_holiday = due(start, hours.model_copy(update={"closures": [*hours.closures, holiday]}), zone, within)
    assert moment is not None and with_holiday is not None
    assert with_holiday >= moment
    assert (with_holiday - timedelta(minutes=1)).astimezone(zone).date() != holiday


@settings(max_examples=100, deadline=None)
@given(hours=an_office(), zone=st.sampled_from(ZONES), start=MOMENTS, within=WITHIN, elsewhere=st.sampled_from(ZONES))
def test_the_visitors_own_zone_makes_no_difference(
    hours: Hours, zone: ZoneInfo, start: datetime, within: timedelta, elsewhere: ZoneInfo
) -> None:
    assert due(start.astimezone(elsewhere), hours, zone, within) == due(start, hours, zone, within)
