"""Writes the next migration from the difference between models and migrations: ``python -m bot.db.new_migration WHAT``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.db.database import Database
from bot.db.migrate import MIGRATIONS, alembic_config, latest_version, migrate


def main(what: str) -> None:
    """Creates ``versions/NNNN_WHAT.py`` against a throw-away SQLite database."""
    existing = list((MIGRATIONS / "versions").glob("[0-9]*.py"))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'new.sqlite3'}")
        if existing:
            migrate(database)
        config = alembic_config()
        number = f"{int(latest_version()) + 1:04d}" if existing else "0001"
        with database.write() as session:
            config.attributes["connection"] = session.connection()
            command.revision(config, message=what, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    main(sys.argv[1])
