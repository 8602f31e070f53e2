"""What holds for any text, any day and any spelling."""

from __future__ import annotations

import time as stopwatch
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.extraction import FIELDS, Vocabulary, extract
from bot.nlu.extraction.text import fold

from .conftest import NOW, school_vocabulary

SCHOOL = school_vocabulary()
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
CAMPUS = ZoneInfo("America/New_York")
FROM, UNTIL = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2040-12-31")
moments = st.datetimes(FROM, UNTIL, timezones=st.just(CAMPUS))
days_ahead = st.integers(0, 270)
#: Pieces of messages thrown together: nearer to the rules' edges than letters at random.
pieces = st.lists(
    st.sampled_from(
        [
            "my name is",
            "im",
            "it's",
            "maria",
            "Lopez",
            "o'malley",
            "friday",
            "next",
            "this",
            "the",
            "5th",
            "dec",
            "3",
            "/",
            "12",
            "13/45",
            "at",
            "noon",
            "half past",
            "pm",
            "with",
            "my mom",
            "and",
            "i",
            "two",
            "kids",
            "407",
            "555",
            "0134",
            "(",
            ")",
            "-",
            ".",
            ",",
            "@",
            "gmail",
            "dot com",
            "recording",
            "arts",
            "&",
            "not",
            "actually",
            "last",
            "feb 30",
            "29",
            "2027",
            "born",
            "for",
            "of us",
            "just me",
            "ext",
            "+44",
            "\n",
            "é",
            "١٢",
            "—",
            "'s",
            "?",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(st.text(max_size=200), pieces), st.sampled_from([None, *FIELDS]), moments)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text: str, asked: str | None, now: datetime) -> None:
    fields = extract(text, now, SCHOOL, expecting=asked, statistical=False)  # type: ignore[arg-type]
    assert fields.as_json().keys() <= set(FIELDS)
    assert all(0 <= start < end <= len(text) for start, end in fields.spans.values())
    assert fields.date is None or fields.date >= now.date()
    assert fields.party_size is None or 1 <= fields.party_size <= 60
    assert fields.name is None or fields.name.strip() == fields.name != ""


@given(st.text(max_size=300))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"]), min_size=1, max_size=5))
def test_halves_of_surrogate_pairs_do_no_harm(text: str) -> None:
    assert extract(f"im Wojtek{text}Nowicki", NOW, SCHOOL).name in ("Wojtek Nowicki", "Wojtek")


@given(st.integers(2, 9), st.integers(0, 9), st.integers(0, 9), st.integers(2, 9), st.integers(0, 99), st.integers(0, 9999), st.data())
def test_any_grouping_of_a_number_is_the_same_number(a: int, b: int, c: int, d: int, ef: int, line: int, data: st.DataObject) -> None:
    area, exchange = f"{a}{b}{c}", f"{d}{ef:02}"
    if area.endswith("11") or exchange.endswith("11") or b == 9 or area == "555":
        return
    last = f"{line:04}"
    spelled = data.draw(
        st.sampled_from(
            ["{} {} {}", "{}-{}-{}", "{}.{}.{}", "({}) {}-{}", "({}){}-{}", "{}{}{}", "+1 {} {} {}", "1-{}-{}-{}", "+1{}{}{}", "{} {}{}"]
        )
    ).format(area, exchange, last)
    around = data.draw(st.sampled_from(["{}", "call me at {}", "im jay, {}, friday at 3", "{} ext 2", "{}."]))
    assert extract(around.format(spelled), NOW, SCHOOL, statistical=False).phone == f"+1{area}{exchange}{last}"


@given(moments, st.integers(0, 6))
def test_weekdays(now: datetime, weekday: int) -> None:
    def wished(text: str) -> date | None:
        return extract(text, now, SCHOOL, statistical=False).date

    today, word = now.date(), WEEKDAYS[weekday]
    bare, following, this = wished(f"can i come {word}"), wished(f"can i come next {word}"), wished(f"can i come this {word}")
    assert bare and following and this
    assert {bare.weekday(), following.weekday(), this.weekday()} == {weekday}
    assert timedelta(0) < bare - today <= timedelta(7)
    assert timedelta(0) <= this - today < timedelta(7)
    monday = today - timedelta(days=today.weekday())
    assert monday + timedelta(7) <= following <= monday + timedelta(13)
    assert wished(f"a week from {word}") == bare + timedelta(7)


@given(moments, days_ahead, st.data())
def test_a_day_of_the_coming_months_is_found_however_it_is_written(now: datetime, ahead: int, data: st.DataObject) -> None:
    day = now.date() + timedelta(days=ahead)
    month = MONTHS[day.month - 1]
    spelled = data.draw(
        st.sampled_from(
            [
                f"{day.month}/{day.day}",
                f"{day.month}/{day.day}/{day.year}",
                f"{day.month:02}-{day.day:02}-{day.year}",
                day.isoformat(),
                f"{month} {day.day}",
                f"{month[:3]} {day.day}",
                f"{month} {day.day}, {day.year}",
                f"{day.day} {month}",
                f"the {day.day}. of {month}",
                f"{WEEKDAYS[day.weekday()]}, {month} {day.day}",
            ]
        )
    )
    if (day.month, day.day) in ((9, 11), (24, 7)):
        return
    fields = extract(f"could we visit on {spelled}?", now, SCHOOL, statistical=False)
    assert fields.date == day
    assert not fields.flags


@given(moments, st.integers(1, 365))
def test_days_gone_by_are_no_wish(now: datetime, ago: int) -> None:
    day = now.date() - timedelta(days=ago)
    for text in (
        f"can i come {day.month}/{day.day}/{day.year}",
        f"i was there on {MONTHS[day.month - 1]} {day.day}, {day.year}",
        day.isoformat(),
    ):
        assert extract(text, now, SCHOOL, statistical=False).date is None


@given(moments)
def test_tomorrow_is_a_calendar_day_away_when_clocks_change_too(now: datetime) -> None:
    assert extract("tomorrow", now, SCHOOL, statistical=False).date == now.date() + timedelta(days=1)
    assert extract("day after tomorrow", now, SCHOOL, statistical=False).date == now.date() + timedelta(days=2)
    assert extract("in two weeks", now, SCHOOL, statistical=False).date == now.date() + timedelta(days=14)


@given(st.integers(1, 12), st.sampled_from(range(0, 60, 5)), st.booleans())
def test_clock_times_come_back(hour: int, minute: int, afternoon: bool) -> None:
    half = "pm" if afternoon else "am"
    expected = f"{hour % 12 + (12 if afternoon else 0):02}:{minute:02}"
    for spelled in (f"{hour}:{minute:02}{half}", f"{hour}:{minute:02} {half}", f"{hour}.{minute:02} {half[0]}.m."):
        assert extract(f"friday at {spelled} please", NOW, SCHOOL, statistical=False).as_json()["time"] == expected


@pytest.mark.parametrize(
    "unit",
    [
        "a", "1", " ", "1 ", "12/", "1-", "(", "@", "a@", "a.", "at ", "and my mom ", "my ", "one ", "next ", "friday or ", "maria ", "Maria Lopez, ",
        "dot ", "a at b dot com ", "me and my mom and ", "im ", "not ", "3-", "+1 ", "x ", "the 5th ", "'s ", "of us ", "recording arts ", "é", "\n", "name ",
        "- ", "407 555 ", "double five ", "i called and ", "...", "1:1", "J. ", "de ", "recoding ",
    ],
)  # fmt: skip
def test_long_texts_are_read_in_no_time(unit: str) -> None:
    text = (unit * (10_000 // len(unit) + 1))[:10_000]

    def seconds() -> float:
        started = stopwatch.process_time()
        extract(text, NOW, SCHOOL, statistical=False)
        return stopwatch.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.2


def test_now_may_have_any_offset() -> None:
    for zone, day in (("Pacific/Kiritimati", date(2026, 11, 25)), ("Pacific/Pago_Pago", date(2026, 11, 24))):
        assert extract("tomorrow", NOW.astimezone(ZoneInfo(zone)), Vocabulary()).date == day
