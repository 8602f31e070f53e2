"""``./admissions extract``: details found in free text."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from bot.errors import InvalidInput
from bot.nlu.extraction import extract as find
from bot.school.content import load_school
from bot.settings import Settings


def extract(settings: Settings, text: str | None, *, jsonl: bool) -> None:
    """One message from the command line, or JSON lines ``{"id", "text", "now"}`` in and ``{"id", "fields"}`` out."""
    school = load_school(settings.content_dir)
    vocabulary = school.vocabulary
    if not jsonl:
        fields = find(text or sys.stdin.read(), datetime.now(UTC).astimezone(school.zone), vocabulary)
        print(json.dumps(fields.as_json(), ensure_ascii=False, indent=2))
        return
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
            now = datetime.fromisoformat(message["now"])
            text, identity = str(message["text"]), message["id"]
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(f"line {number}: expected an object with id, text and now ({error}).") from error
        if now.tzinfo is None:
            raise InvalidInput(f"line {number}: now has no offset from UTC.")
        print(json.dumps({"id": identity, "fields": find(text, now, vocabulary).as_json()}, ensure_ascii=False), flush=True)
