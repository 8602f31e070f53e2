"""The night's work is done once a night, by one process, on campus time."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.assistant import Assistant
from bot.privacy.nights import Nights
from tests.conftest import StandingClock


def test_once_a_night_by_one_process(office: Assistant, clock: StandingClock) -> None:
    one, other = Nights(office), Nights(office)
    clock.now = datetime(2026, 11, 24, 7, 59, tzinfo=UTC)  # a minute to three in New York
    assert [one.look(), one.look(), other.look()] == [True, False, False]  # the night before was slept through
    clock.forward(minutes=1)
    assert [other.look(), one.look()] == [True, False]
    clock.forward(hours=20)
    assert not one.look()
    clock.forward(days=3)
    assert [one.look(), other.look()] == [True, False]
