"""``./admissions ask``: whole conversations on a temporary copy, for content editors and for evaluation."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bot.assistant import Assistant, build, use
from bot.commands.serve import prepare
from bot.db.base import as_table
from bot.db.database import Database
from bot.db.migrate import current_version, latest_version, migrate
from bot.engine.models import TrackerRow
from bot.errors import DatabaseUnavailable, InvalidInput, Refused
from bot.faq.models import Claim, ContentVersion, FaqEntry, FaqTranslation, Phrasing
from bot.forms.reading import UNDECIDED
from bot.forms.times import time_from_slot
from bot.school.content import School
from bot.settings import Settings

_DETAILS = ("name", "email", "phone", "program", "party_size")


def ask(settings: Settings, questions: Sequence[str], *, jsonl: bool) -> None:
    """One conversation from the command line, or JSON lines in and out as DESIGN describes them."""
    with tempfile.TemporaryDirectory(prefix="admissions-ask-") as folder:
        with Rehearsal(settings, Path(folder)) as rehearsal:
            if jsonl:
                for identity, turns in _conversations(sys.stdin):
                    answer = {"id": identity, "turns": rehearsal.converse(turns)}
                    print(json.dumps(answer, ensure_ascii=False), flush=True)
                return
            for turn in rehearsal.converse(questions or [sys.stdin.read()]):
                print(f"> {turn['text']}")
                for reply in turn["replies"]:
                    print(f"  {reply['text']}")
                    for button in reply["buttons"]:
                        print(f"    [{button['title']}]")
                topics = ", ".join(f"{one['topic']} {one['confidence']:.2f}" for one in turn["topics"])
                print(f"  ({turn['outcome']}; {topics or 'no question'}; {', '.join(turn['faq']) or 'no entry'})")


class Rehearsal:
    """The assistant on a temporary database that holds the published answers and nothing else."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        changes = {"data_dir": folder, "cache_dir": settings.cache, "database_url": "", "rate_limits": "off", "public_url": ""}
        self._source = settings
        self.assistant: Assistant = build(settings.model_copy(update=changes))

    def __enter__(self) -> Rehearsal:
        from bot.engine.agent import load_agent
        from bot.engine.model import ensure_model
        from bot.engine.turn import TurnRunner
        from bot.logs import configure_logs

        configure_logs("error")
        migrate(self.assistant.database)
        if not _copy_answers(self._source, self.assistant.database):
            prepare(self.assistant)
        use(self.assistant)
        model = ensure_model(self._source, lambda line: print(line, file=sys.stderr))
        self._runner = TurnRunner(self.assistant, load_agent(self.assistant, model))
        return self

    def __exit__(self, *_: object) -> None:
        self.assistant.close()

    def converse(self, turns: Sequence[str]) -> list[dict[str, Any]]:
        """The turns of one fresh conversation."""
        conversation_id, _token = self.assistant.inbox.open_web(page_url=None, referrer=None, locale=None)
        return [asyncio.run(self._turn(conversation_id, text)) for text in turns]

    async def _turn(self, conversation_id: str, text: str) -> dict[str, Any]:
        answer: dict[str, Any] = {"text": text, "outcome": "refused", "topics": [], "faq": [], "replies": [], "slots": {}}
        try:
            self.assistant.inbox.receive(conversation_id, uuid.uuid4().hex, text)
        except Refused as refusal:
            answer["replies"] = [{"text": str(refusal), "buttons": []}]
            return answer
        result = await self._runner.run_next(conversation_id)
        assert result is not None and result.news is not None
        answer["outcome"] = result.outcome
        if result.record is not None:
            answer["topics"] = sorted(result.record.topics, key=lambda one: -one["confidence"])
            answer["faq"] = result.record.faq
        answer["replies"] = [{"text": line["text"], "buttons": list(_buttons(line.get("custom") or {}))} for line in result.news.lines]
        answer["slots"] = _details(self._slots(conversation_id), self.assistant.school)
        return answer

    def _slots(self, conversation_id: str) -> dict[str, Any]:
        with self.assistant.database.read() as session:
            state = session.scalar(select(TrackerRow.state).where(TrackerRow.conversation_id == conversation_id))
        return {event["name"]: event["value"] for event in json.loads(state or "[]") if event["event"] == "slot"}


def _buttons(custom: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    slots, consent = custom.get("slots") or {}, custom.get("consent") or {}
    offered = [
        *custom.get("quick_replies", []),
        *slots.get("options", []),
        *([slots["more"]] if "more" in slots else []),
        *(consent[answer] for answer in ("accept", "decline") if answer in consent),
    ]
    for one in offered:
        yield {"title": one["title"], "payload": one["payload"]}


def _details(slots: Mapping[str, Any], school: School) -> dict[str, Any]:
    """The slots under the names that ``extract`` uses."""
    found = {key: slots[key] for key in _DETAILS if slots.get(key) not in (None, UNDECIDED)}
    student = (slots.get("family") or {}).get("student")
    if student:
        found.setdefault("name", student)
    wish = slots.get("wish") or {}
    local: datetime | None = time_from_slot(slots["tour_time"]).astimezone(school.zone) if slots.get("tour_time") else None
    day = local.date().isoformat() if local else wish.get("day")
    at = f"{local:%H:%M}" if local else wish.get("at")
    return found | ({"date": day} if day else {}) | ({"time": at} if at else {})


def _copy_answers(source: Settings, target: Database) -> bool:
    """Copies the configured database's published answers; false when there are none."""
    origin = Database(source.database)
    try:
        if origin.is_sqlite and not Path(str(origin.url.database)).exists():
            return False
        with origin.read() as reading:
            if current_version(reading) != latest_version():
                return False
            models = (FaqEntry, FaqTranslation, Phrasing, Claim, ContentVersion)
            tables = {model: reading.execute(select(as_table(model))).mappings().all() for model in models}
        if not tables[FaqEntry]:
            return False
        with target.write() as writing:
            for model, rows in tables.items():
                if rows:
                    writing.execute(insert(model), [dict(row) for row in rows])
        return True
    except DatabaseUnavailable:
        return False
    finally:
        origin.close()


def _conversations(lines: Iterator[str] | Any) -> Iterator[tuple[Any, list[str]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
            turns = one["turns"]
            if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
                raise TypeError("turns is not a list of texts")
            yield one["id"], turns
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(f"line {number}: expected an object with id and turns ({error}).") from error
