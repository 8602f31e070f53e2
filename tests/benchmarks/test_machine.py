from __future__ import annotations

import platform

import pytest

from benchmarks.speed.machine import is_busy, machine_facts


def test_facts_describe_the_machine_and_do_not_name_it() -> None:
    facts = machine_facts()
    assert facts["processor"]
    assert facts["cores"] >= 1
    assert facts["memory_gib"] > 0
    assert platform.node() not in map(str, facts.values())


@pytest.mark.parametrize(("load", "cores", "busy"), [(0.1, 2, False), (0.5, 2, False), (0.6, 2, True), (0.6, 8, False)])
def test_a_quarter_of_the_cores_in_use_is_busy(load: float, cores: int, busy: bool) -> None:
    assert is_busy({**machine_facts(), "load_before": load, "cores": cores}) is busy
