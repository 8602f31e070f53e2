from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes.crew import Crew
from tests.staff.fixtures import clock, database, plant  # noqa: F401


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.end()
