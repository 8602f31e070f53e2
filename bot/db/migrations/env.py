"""Alembic's entry: runs on the connection it is given, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from bot.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
