"""Times as they are said, and heard again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.nlu.extraction import Vocabulary, extract
from bot.nlu.language import Language
from bot.tours.saying import clock, day, full, short

ZONE = ZoneInfo("America/New_York")
MOMENT = datetime(2026, 12, 4, 19, 0, tzinfo=UTC)
SCHOOL = Vocabulary()
FROM, UNTIL = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2036-12-31")
moments = st.datetimes(FROM, UNTIL, timezones=st.just(ZONE))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Friday, December 4, 2026 at 2:00 PM (EST)", "Fri, Dec 4, 2:00 PM", "Friday, December 4", "2:00 PM")),
        (
            "es",
            (
                "viernes 4 de diciembre de 2026, 2:00 p. m., hora del campus (EST)",
                "vie 4 dic, 2:00 p. m.",
                "viernes 4 de diciembre",
                "2:00 p. m.",
            ),
        ),
    ],
)
def test_a_time_is_said(language: Language, said: tuple[str, str, str, str]) -> None:
    local = MOMENT.astimezone(ZONE)

    assert (full(MOMENT, ZONE, language), short(MOMENT, ZONE, language), day(local, language), clock(local, language)) == said


@given(
    moments,
    st.integers(0, 270),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([full, short]),
    st.sampled_from(["{}", "el {}", "mejor {}", "puedo ir el {}?", "Ana Torres, {}"]),
)
@settings(max_examples=400, deadline=None)
def test_what_is_said_in_spanish_is_heard_as_itself(now: datetime, ahead: int, hour: int, minute: int, say: object, around: str) -> None:
    wanted = (now + timedelta(days=ahead)).date()
    start = datetime(wanted.year, wanted.month, wanted.day, hour, minute, tzinfo=ZONE)
    assume(start.astimezone(UTC).astimezone(ZONE) == start and start.astimezone(UTC).astimezone(ZONE).hour == hour)

    heard = extract(around.format(say(start, ZONE, "es")), now, SCHOOL, statistical=False, language="es")  # type: ignore[operator]

    assert (heard.date, heard.time) == (wanted, start.time().replace(tzinfo=None))
    assert not heard.flags
