"""Nothing leaves without a receipt, at night, or after somebody said stop; and there is no other way out."""

from __future__ import annotations

import ast
import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from wishing import CHAT, EMAIL, NOON, PHONE, People

from bot.consent.sending import REPLY, Queued, Refused
from bot.consent.service import ANSWER, MARKETING
from bot.db.database import Database
from bot.outbox.worker import OutboxWorker
from bot.settings import PROJECT_DIR
from bot.webhooks import events

EVENING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Nine in the evening on Monday in New York, six in Los Angeles."""
MORNING = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""Nine on Tuesday in New York, still six in Los Angeles."""


@pytest.fixture
def people(database: Database) -> People:
    made = People(database)
    made.conversation("web", email=False, phone=False)
    made.conversation("chat", chat=CHAT)
    return made


def test_a_purpose_nobody_agreed_to_is_refused(people: People) -> None:
    assert people.send() == Refused("no_consent")
    people.agree("web")
    assert people.send(purpose=MARKETING) == Refused("no_consent")
    assert people.send(purpose=ANSWER) == Refused("no_consent")
    assert people.send(value="bob@example.com") == Refused("no_consent")
    assert people.outbox() == []
    assert people.send(contact_id="web", conversation_id="web") == Queued(NOON)
    (row,) = people.outbox()
    assert (row.purpose, row.contact_id, row.payload["text"], row.due_at) == ("tour_messages", "web", "Dear Ana 5", NOON)


def test_what_is_no_purpose_is_a_mistake_of_the_program(people: People) -> None:
    with pytest.raises(ValueError):
        people.send(purpose="all")


def test_the_same_key_again_changes_nothing(people: People) -> None:
    people.agree("web")
    assert people.send(key="confirmation:1") == Queued(NOON)
    assert people.send(key="confirmation:1") == Queued(NOON, new=False)
    assert len(people.outbox()) == 1


def test_an_answer_in_a_messaging_app_needs_no_more_than_the_line_it_answers(people: People) -> None:
    people.now = EVENING
    say: dict[str, Any] = {"kind": "telegram", "value": CHAT, "purpose": REPLY, "conversation_id": "chat"}
    assert people.send(**say, answers=1, key="reply:1") == Queued(EVENING)
    assert people.send(**say, answers=1, key="reply:1") == Queued(EVENING, new=False)
    assert len(people.outbox()) == 1


def test_an_answer_costs_one_statement(people: People) -> None:
    engine = people.database._writing.engine
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    people.send("telegram", CHAT, REPLY, conversation_id="chat", answers=1)
    assert [one.split()[0] for one in statements if not one.startswith(("BEGIN", "PRAGMA"))] == ["INSERT"]


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": None},
        {"answers": 2},  # a line of our own
        {"answers": 3},
        {"answers": 1, "value": "78"},
        {"answers": 1, "conversation_id": "web"},
        {"answers": 1, "conversation_id": None},
        {"answers": 1, "kind": "email", "value": EMAIL},
        {"answers": "tg:5"},
    ],
)
def test_what_answers_nothing_is_no_answer(people: People, changes: dict[str, Any]) -> None:
    say: dict[str, Any] = {"kind": "telegram", "value": CHAT, "purpose": REPLY, "conversation_id": "chat"} | changes
    assert people.send(**say) == Refused("unheard")
    assert people.outbox() == []


def test_a_courtesy_answers_what_the_app_reports(people: People) -> None:
    call = {"optional": True, "calls": [{"method": "answerCallbackQuery"}]}
    assert people.send("telegram", CHAT, REPLY, payload=call, answers="cb:9") == Queued(NOON)


def test_messages_wait_for_the_morning_on_campus_and_where_the_person_is(people: People) -> None:
    people.agree("web")
    people.agree("web", PHONE)
    people.now = EVENING
    assert people.send() == Queued(MORNING)
    assert people.send("phone", PHONE) == Queued(MORNING + timedelta(hours=3))
    assert people.send(zone=ZoneInfo("America/Chicago")) == Queued(MORNING + timedelta(hours=1))
    assert people.send(due_at=NOON + timedelta(days=3)) == Queued(NOON + timedelta(days=3))


def test_an_answer_does_not_wait_for_the_morning_but_needs_consent_elsewhere(people: People) -> None:
    people.now = EVENING
    assert people.send(conversation_id="web", answers=1) == Refused("no_consent")
    people.agree("web")
    assert people.send(conversation_id="web", answers=1) == Queued(EVENING)
    assert people.send(conversation_id="web", answers=2) == Queued(MORNING)


class Outside:
    """Takes what is delivered."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def steps(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        return [payload]

    async def send(self, step: dict[str, Any]) -> None:
        self.taken.append(step["text"])


def deliver(people: People) -> list[str]:
    """Has one worker look twice at what is due by now."""
    people.assistant.sender = people.sender
    outside = Outside()
    worker = OutboxWorker(people.assistant, {"email": outside}, missed=lambda *what: None)

    async def run() -> None:
        for _ in range(2):
            await worker._look()
            await worker.settle()

    asyncio.run(run())
    return outside.taken


def test_the_worker_asks_again(people: People) -> None:
    people.agree("web")
    people.send()
    assert deliver(people) == ["Dear Ana 1"]
    people.send()
    people.wishes.stop("web", 1)
    assert deliver(people) == []
    row = people.outbox()[1]
    assert (row.state, row.payload, row.last_error) == ("withheld", {}, "opted_out")


def test_what_slipped_by_an_opt_out_is_stopped_by_the_worker(people: People) -> None:
    people.agree("web")
    people.send(due_at=NOON + timedelta(hours=1))
    with people.database.write() as session:
        from bot.consent.models import Suppression

        session.add(Suppression(identity_hash=people.hash(EMAIL), purpose="all", created_at=NOON))
    people.now = NOON + timedelta(hours=1)
    assert deliver(people) == []
    (row,) = people.outbox()
    assert (row.state, row.payload, row.last_error) == ("withheld", {}, "opted_out")


def test_what_was_late_until_night_waits_for_the_morning_and_that_is_no_attempt(people: People) -> None:
    people.agree("web")
    people.send()
    people.now = EVENING
    assert deliver(people) == []
    (row,) = people.outbox()
    assert (row.state, row.due_at, row.attempts) == ("waiting", MORNING, 0)
    people.now = MORNING
    assert deliver(people) == ["Dear Ana 1"]


def test_there_is_no_other_way_out() -> None:
    """Only the sender puts anything for a person into the outbox; only webhooks to programs and notices to staff go past it."""
    calls = []
    for file in [*(PROJECT_DIR / "bot").rglob("*.py"), *(PROJECT_DIR / "actions").rglob("*.py")]:
        name = file.relative_to(PROJECT_DIR).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = {getattr(one, "id", None) for one in node.args}
            if called == "OutboxRow" or (called.endswith("insert") and "OutboxRow" in given):
                calls.append((name, called))
            channel = next((one.value for one in node.keywords if one.arg == "channel"), None)
            of_webhooks = name.startswith("bot/webhooks/") and isinstance(channel, ast.Name) and getattr(events, channel.id) == "webhook"
            to_staff = name == "bot/staff/notices.py"  # tests/leads/test_promise_notices.py: to accounts of staff, and nothing of a visitor
            if called == "enqueue" and not of_webhooks and not to_staff:
                calls.append((name, called))
    assert {name for name, _called in calls} == {"bot/consent/sending.py"}
