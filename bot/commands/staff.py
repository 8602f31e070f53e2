"""``./admissions staff``: accounts from the command line."""

from __future__ import annotations

from bot.assistant import build
from bot.db.migrate import migrate
from bot.settings import Settings
from bot.staff import accounts


def add(settings: Settings, login: str, name: str, role: str) -> None:
    """Adds an account and prints its password once."""
    assistant = build(settings)
    migrate(assistant.database)
    with assistant.database.write() as session:
        user, password = accounts.create(session, assistant.clock, login, name, role)
    print(f"Added {user.login} ({user.role}). Password, shown only now: {password}")
    assistant.close()


def new_password(settings: Settings, login: str) -> None:
    """Sets a new password and prints it once."""
    assistant = build(settings)
    with assistant.database.write() as session:
        user = accounts.by_login(session, login)
        password = accounts.set_password(session, assistant.clock, user.id)
    print(f"New password of {login}, shown only now: {password}")
    assistant.close()
