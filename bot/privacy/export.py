"""Everything of a person, as one JSON document for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.privacy.holdings import HOLDINGS, rows_of
from bot.privacy.people import Person


def export(session: Session, person: Person, now: datetime) -> dict[str, Any]:
    """Every row of theirs by table, without what opens something or means nothing to them."""
    ids = person.by_kind()
    tables = {}
    for holding in HOLDINGS:
        rows = session.execute(rows_of(holding, ids)).mappings()
        tables[holding.table.name] = [
            {name: _plain(value) for name, value in row.items() if name not in holding.secret and value is not None} for row in rows
        ]
    return {"version": 1, "exported_at": now.isoformat(), "tables": {name: rows for name, rows in tables.items() if rows}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
