"""The night's work is done once a night, by one process, on campus time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.assistant import Assistant
from bot.errors import DatabaseUnavailable
from bot.privacy.nights import AGAIN_AFTER, LONGEST, TRIES, Nights
from bot.privacy.service import Privacy
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


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[type[Exception]]:
    """What the next tries of the work end with; after these they succeed."""
    faults: list[type[Exception]] = []

    def forget_the_old(_privacy: Privacy) -> int:
        if faults:
            raise faults.pop(0)
        return 0

    monkeypatch.setattr(Privacy, "forget_the_old", forget_the_old)
    return faults


def test_a_night_whose_work_failed_is_tried_again_a_little_later_by_whoever_looks(
    office: Assistant, clock: StandingClock, work: list[type[Exception]]
) -> None:
    one, other = Nights(office), Nights(office)
    work += [DatabaseUnavailable, RuntimeError]
    with pytest.raises(DatabaseUnavailable):
        one.look()
    assert not other.look()  # not at once
    clock.now += AGAIN_AFTER
    with pytest.raises(RuntimeError):
        other.look()
    clock.now += AGAIN_AFTER
    assert [one.look(), other.look()] == [True, False]
    clock.forward(hours=1)
    assert not one.look()


def test_work_that_always_fails_is_given_up_until_the_next_night(
    office: Assistant, clock: StandingClock, work: list[type[Exception]]
) -> None:
    night = Nights(office)
    work += [RuntimeError] * TRIES
    for _ in range(TRIES):
        with pytest.raises(RuntimeError):
            night.look()
        clock.now += AGAIN_AFTER
    assert not night.look()
    clock.forward(days=1)
    assert night.look()


def test_while_one_is_at_it_no_other_begins_and_one_that_died_of_it_is_not_waited_for_for_ever(
    office: Assistant, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Nights(office), Nights(office)
    seen: list[bool] = []

    class Killed(BaseException):
        pass

    def forget_the_old(_privacy: Privacy) -> int:
        seen.append(True)
        assert not other.look()
        if len(seen) == 1:
            raise Killed
        return 0

    monkeypatch.setattr(Privacy, "forget_the_old", forget_the_old)
    with pytest.raises(Killed):
        one.look()
    assert not other.look()
    clock.now += LONGEST
    assert other.look()
    assert len(seen) == 2


def test_one_that_took_too_long_leaves_the_work_to_whoever_has_it_now(
    office: Assistant, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Nights(office), Nights(office)
    done: list[bool] = []

    def forget_the_old(_privacy: Privacy) -> int:
        if not done:
            done.append(True)
            clock.now += LONGEST
            assert other.look()
            raise RuntimeError
        return 0

    monkeypatch.setattr(Privacy, "forget_the_old", forget_the_old)
    with pytest.raises(RuntimeError):
        one.look()
    clock.now += AGAIN_AFTER
    assert not one.look()  # the other did it
