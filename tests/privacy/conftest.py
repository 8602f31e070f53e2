from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build
from tests.conftest import StandingClock, settings_for


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[Assistant]:
    """A school's program on an empty database of each kind."""
    more: dict[str, Any] = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("migrated_postgres")}
    if not more:
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "admissions.sqlite3")
    made = build(settings_for(tmp_path, **more), clock=clock)
    yield made
    made.close()
