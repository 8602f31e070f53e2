"""``./admissions extract``: details found in free text."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from bot.errors import InvalidInput
from bot.nlu.extraction import Fields
from bot.nlu.extraction import extract as find
from bot.nlu.language import language_of
from bot.school.content import School, load_school
from bot.settings import Settings


def extract(settings: Settings, text: str | None, *, jsonl: bool) -> None:
    """One message from the command line, or JSON lines ``{"id", "text", "now"}`` in and ``{"id", "fields"}`` out."""
    school = load_school(settings.content_dir)
    if not jsonl:
        fields = _read(school, text or sys.stdin.read(), datetime.now(UTC).astimezone(school.zone))
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
        print(json.dumps({"id": identity, "fields": _read(school, text, now).as_json()}, ensure_ascii=False), flush=True)


def _read(school: School, text: str, now: datetime) -> Fields:
    language = language_of(text) or "en"
    return find(text, now, school.vocabulary_in(language), language=language)
