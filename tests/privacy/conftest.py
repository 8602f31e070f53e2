from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build
from bot.db.migrate import migrate
from tests.conftest import StandingClock, settings_for


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[Assistant]:
    """A school's program on an empty database of each kind."""
    more: dict[str, Any] = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("postgres_database")}
    made = build(settings_for(tmp_path, **more), clock=clock)
    migrate(made.database)
    yield made
    made.close()
