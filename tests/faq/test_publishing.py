"""Staff publish an answer by one way, and it refuses what the content folder's check refuses."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.assistant import Assistant
from bot.audit.models import AuditRow
from bot.commands.serve import prepare
from bot.errors import InvalidInput
from bot.faq.content_file import ClaimItem, EntryItem
from bot.faq.models import Claim, FaqEntry
from tests.conftest import Talk
from tests.faq.content_folder import claim, entry, publish

SAYS, TELLS = "88 percent of them found work.", "According to the school's report, 88 percent of them found work."


def _with_claim(assistant: Assistant, **changes: Any) -> None:
    with assistant.database.write() as session:
        session.execute(insert(Claim).values(**ClaimItem(**claim(**changes)).model_dump()))


def test_a_published_answer_is_given_at_once(talk: Talk) -> None:
    item = EntryItem(**entry(topic="location", answer="There is a bus stop at the door.", phrasings=["which bus line stops at your door"]))

    publish(talk.assistant, item)
    talk.assistant.answers.refresh()

    assert talk.say("which bus line stops at your door?")[0]["text"] == "There is a bus stop at the door."
    with talk.assistant.database.read() as session:
        rows = session.execute(select(AuditRow.actor, AuditRow.action, AuditRow.object_id)).all()
    assert [tuple(row) for row in rows] == [("staff:1", "answer published", "planted")]


def test_an_answer_of_the_file_that_staff_replaced_stays_theirs(assistant: Assistant) -> None:
    publish(assistant, EntryItem(**entry(id="tuition", topic="tuition", phrasings=["how much is tuition"])))

    report = prepare(assistant)

    assert report.is_empty
    with assistant.database.read() as session:
        assert session.get_one(FaqEntry, "tuition").answer == "I don't have that."


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"answer": "Nine out of ten graduates find work."}, r">>Nine out of ten<< graduates find work"),
        ({"answer": SAYS, "hedged": TELLS, "claims": ["no-such-claim"]}, r"no-such-claim is not in"),
        ({"answer": SAYS, "hedged": TELLS, "claims": ["planted-claim"]}, r"expired on 2026-11-22"),
        ({"topic": "weather"}, r"not a known topic"),
        ({"needs": ["contact.fax"], "without": "No."}, r"not a field"),
        ({"follow_ups": ["gone"]}, r"the follow-up gone is not an entry"),
        ({"phrasings": ["HOW much  does the school cost?"]}, r"already belongs to tuition"),
        ({"phrasings": ["bus to campus", "Bus, to campus!"]}, r"already belongs to planted"),
    ],
)
def test_a_fault_is_refused_and_nothing_changes(assistant: Assistant, changes: dict[str, Any], complaint: str) -> None:
    publish(assistant, EntryItem(**entry(id="tuition", topic="tuition", phrasings=["how much does the school cost"])))
    _with_claim(assistant, expires="2026-11-22")
    assistant.answers.refresh()

    with pytest.raises(InvalidInput, match=complaint):
        publish(assistant, EntryItem(**entry(**changes)))

    assert assistant.answers.refresh() is False
    assert "planted" not in assistant.answers.snapshot.entries


def test_with_a_good_claim_it_is_published(assistant: Assistant) -> None:
    _with_claim(assistant)

    publish(assistant, EntryItem(**entry(answer=SAYS, hedged=TELLS, claims=["planted-claim"])))
    assistant.answers.refresh()

    assert assistant.answers.text(assistant.answers.snapshot.entries["planted"]) == SAYS
