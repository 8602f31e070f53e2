"""``./admissions api-token`` and ``./admissions webhooks``: what other programs need to read leads and to be told of them."""

from __future__ import annotations

from bot.api.tokens import ApiTokens
from bot.assistant import build
from bot.db.migrate import migrate
from bot.settings import Settings


def add(settings: Settings, name: str) -> None:
    """Makes a token and prints it once."""
    assistant = build(settings)
    migrate(assistant.database)
    made = ApiTokens(assistant.database, assistant.clock).add(name)
    print(f"Token {made.id} for {name}, shown only now:\n{made.secret}")
    assistant.close()


def list_all(settings: Settings) -> None:
    """Prints every token without its secret."""
    assistant = build(settings)
    migrate(assistant.database)
    tokens = ApiTokens(assistant.database, assistant.clock).all()
    for one in tokens:
        used = f"last used {one.last_used_at:%Y-%m-%d %H:%M} UTC" if one.last_used_at else "never used"
        ended = f", revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else ""
        print(f"{one.id}  {one.name}  made {one.created_at:%Y-%m-%d}, {used}{ended}")
    if not tokens:
        print("There is no token yet.")
    assistant.close()


def revoke(settings: Settings, token_id: str) -> None:
    """Ends a token at once."""
    assistant = build(settings)
    migrate(assistant.database)
    ended = ApiTokens(assistant.database, assistant.clock).revoke(token_id)
    print(f"Token {token_id} is revoked." if ended else f"Token {token_id} was revoked before.")
    assistant.close()


def targets(settings: Settings) -> None:
    """Prints each address that is told of leads, with the secret that the receiver checks signatures with."""
    for one in settings.webhooks:
        print(f"{one.url}\n  secret {one.secret}")
    if not settings.webhooks:
        print("No address is set up: name some in ADMISSIONS_WEBHOOK_URLS.")
