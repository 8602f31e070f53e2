"""Every version can be gone back from with data in its tables, and forward again; what both versions know is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import func, insert, inspect, select, text

from bot.assistant import Assistant, build
from bot.consent import chain
from bot.db.database import Database
from bot.db.migrate import MIGRATIONS, alembic_config, migrate
from bot.leads.models import Lead
from bot.tours.models import Slot
from tests.conftest import StandingClock, settings_for
from tests.privacy.planted import plant

VERSIONS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
OLDEST = "0003"
"""What went before has been left behind by every school."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[Assistant]:
    more: dict[str, Any] = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("postgres_database")}
    made = build(settings_for(tmp_path, **more), clock=clock)
    migrate(made.database)
    yield made
    made.close()


def go_back(database: Database, version: str) -> None:
    with database.restructure() as session:
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.downgrade(config, version)


def go_forward(database: Database, version: str) -> None:
    with database.restructure() as session:
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, version)


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database itself knows them."""
    found: dict[str, list[dict[str, Any]]] = {}
    with database.read() as session:
        connection = session.connection()
        for name in sorted(set(inspect(connection).get_table_names()) - {"alembic_version"}):
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
            found[name] = [{key: str(value) for key, value in row.items()} for row in rows]
    return found


def structure(database: Database) -> dict[str, Any]:
    """Tables with their columns, constraints and indexes."""
    with database.read() as session:
        looked = inspect(session.connection())
        found = {
            "columns": (looked.get_multi_columns(), lambda one: (one["name"], str(one["type"]), one["nullable"])),
            "unique": (looked.get_multi_unique_constraints(), lambda one: (str(one["name"]), tuple(one["column_names"]))),
            "references": (looked.get_multi_foreign_keys(), lambda one: (str(one["name"]), tuple(one["constrained_columns"]))),
            "indexes": (looked.get_multi_indexes(), lambda one: (str(one["name"]), tuple(map(str, one["column_names"])))),
            "checks": (looked.get_multi_check_constraints(), lambda one: str(one["name"])),
        }
    return {f"{what} of {table}": sorted(map(said, parts)) for what, (of, said) in found.items() for (_schema, table), parts in of.items()}


def second_lead_of_the_conversation(office: Assistant) -> None:
    """The earlier versions knew only one."""
    with office.database.write() as session:
        first = session.scalars(select(Lead)).first()
        assert first is not None
        values = {column.name: getattr(first, column.name) for column in Lead.__table__.columns}
        session.execute(insert(Lead).values(**values | {"id": "second", "created_at": first.created_at + timedelta(minutes=1)}))


def assert_kept(earlier: dict[str, list[dict[str, Any]]], now: dict[str, list[dict[str, Any]]], where: str) -> None:
    """What both versions know is as it was."""
    for name in earlier.keys() & now.keys():
        shared = [column for column in earlier[name][0] if column in now[name][0]] if earlier[name] and now[name] else []
        assert sorted([row[one] for one in shared] for row in earlier[name]) == sorted([row[one] for one in shared] for row in now[name]), (
            where,
            name,
        )


def test_back_to_each_version_and_forward_again_with_data(office: Assistant) -> None:
    database = office.database
    plant(office)
    plant(office, starts_at=office.clock() + timedelta(days=3))
    second_lead_of_the_conversation(office)
    newest = structure(database)
    whole, shape = contents(database), newest
    for newer, version in pairwise(one for one in reversed(VERSIONS) if one >= OLDEST):
        before = contents(database)
        go_back(database, version)

        earlier, shape_here = contents(database), structure(database)
        assert all(len(rows) == len(before[name]) for name, rows in earlier.items()), f"rows were lost on the way back to {version}"
        go_forward(database, newer)
        assert structure(database) == shape, f"going back to {version} and forward again makes other tables"
        assert_kept(earlier, contents(database), f"forward from {version}")
        go_back(database, version)
        assert_kept(earlier, contents(database), f"back to {version} once more")
        shape = shape_here

    assert migrate(database) is True
    assert structure(database) == newest
    oldest_on = {name: rows for name, rows in contents(database).items() if name in earlier}
    assert_kept(earlier, oldest_on, f"forward from {OLDEST} to the newest")
    assert whole.keys() == contents(database).keys()
    with database.read() as session:
        assert chain.verify(session).fault is None
        assert session.scalar(select(func.count()).select_from(Lead)) == 3
        assert {(slot.booked, slot.capacity) for slot in session.scalars(select(Slot))} == {(1, 9)}
