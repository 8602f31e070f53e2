from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import NotAllowed, NotFound
from bot.leads.transcript import LINES_A_PAGE, Transcripts
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant

pytestmark = both_databases


@pytest.fixture
def transcripts(database: Database, clock: FakeClock) -> Transcripts:
    return Transcripts(database, clock)


def test_each_line_comes_with_what_became_of_it(transcripts: Transcripts, plant: Plant) -> None:
    lead, other = plant.lead(), plant.lead("Other")
    assert lead.conversation_id
    assert other.conversation_id
    asked = plant.message(lead.conversation_id, 1, "visitor", "what jobs?")
    turn = plant.turn(asked)
    replies = {"version": 1, "quick_replies": [{"title": "Book a tour", "payload": "p1"}]}
    plant.message(lead.conversation_id, 2, "bot", "These.", custom=replies)
    plant.thumb(lead.conversation_id, 2, "down", "too short")
    failed = plant.message(lead.conversation_id, 3, "visitor", "and now?")
    plant.problem(lead.conversation_id, message_id=failed.id, kind="commit")
    plant.message(lead.conversation_id, 4, "visitor", "hello?", processed_at=None)
    plant.message(other.conversation_id, 1, "visitor", "somebody else's words")
    found = transcripts.open(plant.staff("manager"), lead.id)
    first, second, third, fourth = found.lines.rows
    assert [line.message.text for line in found.lines.rows] == ["what jobs?", "These.", "and now?", "hello?"]
    assert first.turn is not None
    assert (first.turn.outcome, first.turn.topics, first.turn.faq) == (turn.outcome, turn.topics, turn.faq)
    assert (list(second.buttons), second.feedback and second.feedback.reason) == (["Book a tour"], "too short")
    assert [problem.kind for problem in third.problems] == ["commit"]
    assert [line.is_waiting for line in found.lines.rows] == [False, False, False, True]
    assert not first.problems
    assert fourth.turn is None


def test_every_reading_is_audited_each_page_too(transcripts: Transcripts, plant: Plant, database: Database) -> None:
    lead, manager = plant.lead(), plant.staff("manager")
    conversation = lead.conversation_id
    assert conversation
    with plant.together():
        for seq in range(1, LINES_A_PAGE + 6):
            plant.message(conversation, seq, "bot", f"line {seq}")
    first, second = transcripts.open(manager, lead.id), transcripts.open(manager, lead.id, 2)
    assert (first.lines.pages, first.lines.rows[0].message.seq, len(first.lines.rows)) == (2, 1, LINES_A_PAGE)
    assert [line.message.seq for line in second.lines.rows] == list(range(LINES_A_PAGE + 1, LINES_A_PAGE + 6))
    with database.read() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.actor, row.action, row.object_type, row.object_id) for row in rows] == [
        (manager.actor, "transcript viewed", "lead", lead.id)
    ] * 2
    assert [row.detail for row in rows] == [{"conversation": conversation, "page": page} for page in (1, 2)]


def test_without_permission_or_lead_nothing_is_shown_and_nothing_audited(
    transcripts: Transcripts, plant: Plant, database: Database
) -> None:
    sam, kim = plant.staff("counselor"), plant.staff("counselor")
    lead, silent = plant.lead(owner=kim), plant.lead(talks=False)
    for role in ("viewer", "editor"):
        with pytest.raises(NotAllowed):
            transcripts.open(plant.staff(role), lead.id)
    for lead_id in (lead.id, silent.id, "unknown"):
        with pytest.raises(NotFound):
            transcripts.open(sam, lead_id)
    with database.read() as session:
        assert not session.scalars(select(AuditRow)).all()
