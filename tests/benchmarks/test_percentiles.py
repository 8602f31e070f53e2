from __future__ import annotations

import pytest

from benchmarks.speed.percentiles import median, percentile


def test_percentile_is_the_nearest_rank() -> None:
    values = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert [percentile(values, percent) for percent in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]


def test_p99_of_a_hundred_leaves_one_value_above() -> None:
    assert percentile(list(range(1, 101)), 99) == 99
    assert percentile(list(range(1, 102)), 99) == 100


def test_order_does_not_matter_and_the_input_stays_as_it_was() -> None:
    values = [3.0, 1.0, 2.0]
    assert median(values) == 2
    assert values == [3.0, 1.0, 2.0]


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_what_has_no_percentile_is_refused(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError):
        percentile(values, percent)
