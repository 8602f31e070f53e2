"""``./admissions privacy``: what a person has a right to, from the command line."""

from __future__ import annotations

import json
import sys

import typer

from bot.assistant import build
from bot.db.migrate import migrate
from bot.privacy.people import Person
from bot.privacy.service import Privacy
from bot.settings import Settings


def erase(settings: Settings, contact: str, *, yes: bool) -> int:
    """Erases whoever is known by ``contact``, after asking; 1 when nobody is."""
    assistant = build(settings)
    try:
        migrate(assistant.database)
        privacy = Privacy(assistant)
        person = privacy.find(contact)
        if not person:
            print("Nobody is known by that.", file=sys.stderr)
            return 1
        print(f"Found {_counted(person)}.")
        others = privacy.merged_with(person)
        if others:
            print("Staff found these contacts to be the same person. They are not erased with this one, only each by itself:")
            for other in others:
                print(f"  {', '.join(other.addresses) or 'no address'}: ./admissions privacy erase {other.id}")
        if not yes and not typer.confirm("Erase everything of this person? It cannot be undone."):
            return 1
        print(f"Erased {_counted(privacy.erase_person(contact, actor='command'))}. Consent receipts and opt-outs stay, without the person.")
        return 0
    finally:
        assistant.close()


def export(settings: Settings, contact: str) -> int:
    """Prints everything of whoever is known by ``contact``; 1 when nobody is."""
    assistant = build(settings)
    try:
        migrate(assistant.database)
        document = Privacy(assistant).export(contact, actor="command")
        if document is None:
            print("Nobody is known by that.", file=sys.stderr)
            return 1
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    finally:
        assistant.close()


def _counted(person: Person) -> str:
    numbers = (
        (len(person.contacts), "contact"),
        (len(person.conversations), "conversation"),
        (len(person.leads), "lead"),
        (len(person.bookings), "booking"),
    )
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in numbers)
