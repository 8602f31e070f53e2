from __future__ import annotations

from datetime import date, datetime

import pytest

from .conftest import Find

DAYS = [
    # weekdays, standing on Monday, 23 November 2026
    ("friday at 3", "2026-11-27"),
    ("can i come tue", "2026-11-24"),
    ("wensday works", "2026-11-25"),
    ("monday", "2026-11-30"),
    ("this monday", "2026-11-23"),
    ("this saturday", "2026-11-28"),
    ("this coming thursday", "2026-11-26"),
    ("next friday", "2026-12-04"),
    ("next monday", "2026-11-30"),
    ("nxt thurs", "2026-12-03"),
    ("friday next week", "2026-12-04"),
    ("friday of next week", "2026-12-04"),
    ("next week, maybe tuesday?", "2026-12-01"),
    ("tuesday or thursday next week", "2026-12-01"),
    ("friday after next", "2026-12-04"),
    ("thursday this week", "2026-11-26"),
    ("friday's good", "2026-11-27"),
    ("fridays good for me", "2026-11-27"),
    ("i sat in on a class, now sunday pls", "2026-11-29"),
    ("see you sat", "2026-11-28"),
    ("el martes", "2026-11-24"),
    ("miércoles a las 4", "2026-11-25"),
    # names and distances
    ("today", "2026-11-23"),
    ("tonight", "2026-11-23"),
    ("this afternoon", "2026-11-23"),
    ("tomorrow", "2026-11-24"),
    ("tmrw", "2026-11-24"),
    ("2moro", "2026-11-24"),
    ("tommorow", "2026-11-24"),
    ("tomorrow's fine", "2026-11-24"),
    ("day after tomorrow", "2026-11-25"),
    ("mañana a las 4", "2026-11-24"),
    ("pasado mañana", "2026-11-25"),
    ("in two weeks", "2026-12-07"),
    ("in 3 days", "2026-11-26"),
    ("a week from tuesday", "2026-12-01"),
    ("two weeks from today", "2026-12-07"),
    ("a week from tomorrow", "2026-12-01"),
    ("in two weeks on friday", "2026-12-11"),
    ("in a month", "2026-12-23"),
    # month and day
    ("dec 3", "2026-12-03"),
    ("Dec. 3rd", "2026-12-03"),
    ("december the 3rd", "2026-12-03"),
    ("december third", "2026-12-03"),
    ("3rd of december", "2026-12-03"),
    ("3 december", "2026-12-03"),
    ("the third of december", "2026-12-03"),
    ("5 de diciembre", "2026-12-05"),
    ("dec 3-5", "2026-12-03"),
    ("the 3rd to the 5th of december", "2026-12-03"),
    ("dec 3 2026", "2026-12-03"),
    ("December 3, 2027", "2027-12-03"),
    ("jan 5", "2027-01-05"),
    ("november 23", "2026-11-23"),
    ("12/3", "2026-12-03"),
    ("12/03/2026", "2026-12-03"),
    ("12-3-2026", "2026-12-03"),
    ("12.3.26", "2026-12-03"),
    ("2026-12-03", "2026-12-03"),
    ("1/8 at 1 PM", "2027-01-08"),
    ("the 5th", "2026-12-05"),
    ("on the 28th", "2026-11-28"),
    ("30th at 1:15?", "2026-11-30"),
    ("the 31st", "2026-12-31"),
    ("the fifth", "2026-12-05"),
    ("el 5", "2026-12-05"),
    ("the 5th of next month", "2026-12-05"),
    ("the first monday in january", "2027-01-04"),
    ("last day of november", "2026-11-30"),
    # weekday and date together
    ("Saturday, April 3rd", "2027-04-03"),
    ("Mon 11/30", "2026-11-30"),
    ("11/30 (Mon)", "2026-11-30"),
    ("tuesday the 15th", "2026-12-15"),
    ("friday the 8th", "2027-01-08"),
    # which of several
    ("not friday, saturday", "2026-11-28"),
    ("i can't do friday but saturday at 1 works", "2026-11-28"),
    ("friday doesn't work, sunday?", "2026-11-29"),
    ("wait actually make it sunday", "2026-11-29"),
    ("friday... no wait, saturday", "2026-11-28"),
    ("move it from friday to saturday", "2026-11-28"),
    ("saturday instead of friday", "2026-11-28"),
    ("any day but friday, so saturday", "2026-11-28"),
    ("we called last friday, can we come wednesday?", "2026-11-25"),
    ("arriving on dec 14, could we visit on the 15th", "2026-12-15"),
    ("my birthday is dec 9, can i come that day", "2026-12-09"),
    ("i was wondering if friday works", "2026-11-27"),
    ("i signed up for friday", "2026-11-27"),
    ("come by friday", "2026-11-27"),
]
NO_DAYS = [
    "I graduated June 2024",
    "I was born 3/4/2006",
    "dob 11/30/2008",
    "we called last friday",
    "we were there on may 20 and loved it",
    "i applied two weeks ago",
    "I took the tour on 11/14",
    "i turn 18 on december 12",
    "my birthday is dec 9",
    "the concert is on friday",
    "i work on saturday",
    "are you open on saturdays",
    "every friday",
    "2026-10-03",
    "last day of october 2020",
    "post 9/11 gi bill",
    "open 24/7?",
    "4/4 time at 120",
    "10th grade",
    "my 1st choice",
    "82nd airborne",
    "class of 2028",
    "in 2027",
    "so im guaranteed a job if i graduate in 2028?",
    "anytime next week",
    "next weekend maybe",
    "sometime in april",
    "by friday",
    "after friday",
    "not friday",
    "the sun is out and i sat down",
    "i may come",
    "how are you today",
    "3 weeks long?",
    "march to the beat",
    "may 5 people come",
    "feb 30",
    "13/45",
    "june 31st",
    "february 29",
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_wished_day(find: Find, text: str, day: str) -> None:
    assert find(text).date == date.fromisoformat(day)


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_wish_for_a_day(find: Find, text: str) -> None:
    assert find(text).date is None


@pytest.mark.parametrize("text", ["feb 30", "13/45", "june 31st", "february 29", "2/30/2027", "feb 30 at 2pm?"])
def test_day_that_no_calendar_has_is_flagged(find: Find, text: str) -> None:
    assert find(text).flags == {"no_such_date"}


@pytest.mark.parametrize("text", ["can i come november 15", "let's do 10/30", "11/20/2026 please"])
def test_day_gone_by_is_flagged(find: Find, text: str) -> None:
    fields = find(text)
    assert fields.date is None
    assert fields.flags == {"past_date"}


def test_flag_goes_when_a_good_day_follows(find: Find) -> None:
    fields = find("u got any tours on 2/30? lol jk, 12/2 at 2:30")
    assert (fields.date, fields.flags) == (date(2026, 12, 2), frozenset())


def test_weekday_that_does_not_fit_the_date_is_flagged(find: Find) -> None:
    fields = find("friday dec 5")
    assert (fields.date, fields.flags) == (date(2026, 12, 5), frozenset({"weekday_mismatch"}))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("anytime next week", "2026-11-30", "2026-12-06"),
        ("this weekend", "2026-11-28", "2026-11-29"),
        ("next weekend", "2026-12-05", "2026-12-06"),
        ("sometime in april", "2027-04-01", "2027-04-30"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("first week of january", "2027-01-01", "2027-01-07"),
        ("end of december", "2026-12-21", "2026-12-31"),
        ("after friday", "2026-11-28", None),
        ("starting friday", "2026-11-27", None),
        ("by friday", None, "2026-11-27"),
        ("before dec 3", None, "2026-12-02"),
    ],
)
def test_window_of_days(find: Find, text: str, earliest: str | None, latest: str | None) -> None:
    fields = find(text)
    assert (fields.earliest_date and str(fields.earliest_date), fields.latest_date and str(fields.latest_date)) == (earliest, latest)
    assert fields.date is None


def test_today_is_the_visitors_today(find: Find) -> None:
    late = datetime.fromisoformat("2026-11-23T23:50:00-08:00")
    assert find("tomorrow", now=late).date == date(2026, 11, 24)


def test_now_without_an_offset_is_refused(find: Find) -> None:
    with pytest.raises(ValueError, match="offset"):
        find("tomorrow", now=datetime(2026, 11, 23, 9))  # noqa: DTZ001


def test_day_of_month_with_weekday_looks_further_ahead(find: Find) -> None:
    assert find("friday the 13th", now=datetime.fromisoformat("2026-09-01T09:00:00-04:00")).date == date(2026, 11, 13)
