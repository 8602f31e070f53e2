"""What staff pages ask of the database does not grow with what has been done and dealt with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, insert, text

from bot.audit.models import AuditRow
from bot.conversations.models import Problem, Question
from bot.db.database import Database
from bot.outbox.models import OutboxRow
from bot.staff.audit_log import AuditLog, AuditQuery
from bot.staff.inbox import Inbox
from bot.webhooks.desk import WebhookDesk
from tests.staff.fixtures import both_databases
from tests.staff.planting import ZONE, FakeClock, Plant

MANY = 3000


@contextmanager
def plans(database: Database) -> Iterator[Callable[[str], list[str]]]:
    """How the database goes about each statement of the block that holds some words."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    def of(words: str) -> list[str]:
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        with database._reading.connect() as connection:
            cursor = connection.connection.cursor()
            return ["\n".join(map(str, cursor.execute(explain + one, given).fetchall())) for one, given in asked if words in one]

    event.listen(database._reading, "before_cursor_execute", note)
    try:
        yield of
    finally:
        event.remove(database._reading, "before_cursor_execute", note)


def _fill(database: Database, table: Any, row: dict[str, Any]) -> None:
    with database.write() as session:
        session.execute(insert(table), [row | ({"key": f"k{number}"} if "key" in row else {}) for number in range(MANY)])
        if not database.is_sqlite:
            session.execute(text(f"ANALYZE {table.__tablename__}"))


@both_databases
def test_the_audit_logs_lists_are_complete_and_jump_from_value_to_value(database: Database, plant: Plant, clock: FakeClock) -> None:
    admin = plant.staff("admin")
    _fill(database, AuditRow, {"at": clock(), "actor": "system", "action": "lead viewed", "object_type": "lead", "object_id": "a"})
    more = [("answer published", "faq"), ("Über", "x"), ("lead viewed", "booking")]
    with database.write() as session:
        session.execute(
            insert(AuditRow), [{"at": clock(), "actor": "system", "action": one, "object_type": on, "object_id": "b"} for one, on in more]
        )

    with plans(database) as of:
        page = AuditLog(database).page(admin, AuditQuery())

    assert {"answer published", "lead viewed", "Über"} <= set(page.actions)
    assert {"faq", "lead", "x", "booking"} <= set(page.kinds)
    for found in (page.actions, page.kinds):
        assert len(set(found)) == len(found)
    jumps = of("RECURSIVE")
    assert len(jumps) == 2
    for plan, index in zip(jumps, ("ix_audit_log_action", "ix_audit_log_object"), strict=True):
        assert index in plan
        assert "SCAN audit_log" not in plan
        assert "Seq Scan on audit_log" not in plan


def test_an_empty_log_has_no_values(database: Database, plant: Plant) -> None:
    admin = plant.staff("admin")
    with database.write() as session:
        session.execute(text("DELETE FROM audit_log"))

    page = AuditLog(database).page(admin, AuditQuery())

    assert (list(page.actions), list(page.kinds), list(page.rows)) == ([], [], [])


@both_databases
def test_deliveries_to_other_programs_are_found_among_everything_sent(database: Database, plant: Plant, clock: FakeClock) -> None:
    manager = plant.staff("manager")
    sent = {"channel": "email", "lane": "a", "payload": {}, "state": "sent", "attempts": 1, "due_at": clock(), "created_at": clock()}
    _fill(database, OutboxRow, sent | {"key": ""})

    with plans(database) as of:
        for state in ("waiting", "dead", "sent"):
            assert WebhookDesk(database, clock, ()).page(manager, state, 1).total == 0

    asked = of("FROM outbox")
    assert len(asked) == 6
    for plan in asked:
        assert "ix_outbox_webhooks" in plan, plan


@both_databases
def test_what_waits_is_counted_without_what_was_dealt_with(database: Database, plant: Plant, clock: FakeClock) -> None:
    member, conversation = plant.staff("manager"), plant.conversation().id
    asked = {"conversation_id": conversation, "message_id": 1, "text": "x", "state": "dealt_with", "created_at": clock()}
    _fill(database, Question, asked)
    _fill(
        database,
        Problem,
        {"conversation_id": None, "message_id": None, "kind": "x", "detail": "x", "created_at": clock(), "resolved_at": clock()},
    )
    inbox = Inbox(database, clock, ZoneInfo(ZONE))

    with plans(database) as of:
        counts = inbox.counts(member)
        inbox.questions(member, "open", 1)
        inbox.problems(member, "open", 1)

    assert (counts.questions, counts.problems) == (0, 0)
    for table, index in (("FROM questions", "ix_questions_state"), ("FROM problems", "ix_problems_resolved_at")):
        for plan in of(table):
            assert index in plan, plan
