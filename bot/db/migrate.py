"""Brings the database's tables to the version this program expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from bot.db.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_POSTGRES_LOCK = 7_215_311  # any fixed number: one process migrates, the others wait


def latest_version() -> str:
    """The newest migration, read from the file names (``0001_what.py``), without importing alembic."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current_version(session: Session) -> str | None:
    """The version of the database's tables; None for an empty database."""
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(database: Database) -> bool:
    """Applies missing migrations in one transaction; true when there were any."""
    with database.read() as session:
        if current_version(session) == latest_version():
            return False
    from alembic import command

    with database.restructure() as session:
        if not database.is_sqlite:
            session.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})"))
        if current_version(session) == latest_version():
            return False
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
    return True


def alembic_config() -> Config:
    """Alembic's configuration, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
