"""A turn happens entirely or not at all, and failure is never silent."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from bot.assistant import Assistant
from bot.conversations.lines import line
from bot.conversations.models import Message, Problem, Turn
from bot.engine.models import TrackerRow
from bot.engine.turn import MAX_ATTEMPTS
from bot.errors import DatabaseUnavailable
from bot.tours.models import Booking, Slot
from tests.conftest import StandingClock, Talk

APOLOGY = line("trouble")[0]


def _count(assistant: Assistant, model: Any) -> int:
    with assistant.database.read() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)


def _problems(assistant: Assistant) -> list[str]:
    with assistant.database.read() as session:
        return list(session.scalars(select(Problem.kind)))


def _break_action(talk: Talk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose by a test: marcus.reed@example.com")

    monkeypatch.setitem(talk.runner.agent.processor.action_endpoint._executor.actions, name, broken)


def _break_store(talk: Talk, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose by a test")

    monkeypatch.setattr(talk.runner.agent.processor.tracker_store, method, broken)


def _break_commit(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    original = talk.runner._store

    def broken(*arguments: Any) -> Any:
        original(*arguments)
        raise RuntimeError("broken on purpose by a test")

    monkeypatch.setattr(talk.runner, "_store", broken)


@pytest.mark.parametrize(
    ("break_it", "kind"),
    [
        (lambda talk, patch: _break_action(talk, patch, "action_answer"), "action"),
        (lambda talk, patch: _break_store(talk, patch, "retrieve"), "tracker"),
        (lambda talk, patch: _break_store(talk, patch, "save"), "tracker"),
        (_break_commit, "commit"),
    ],
    ids=["action", "tracker read", "tracker save", "commit"],
)
def test_a_failure_rolls_back_apologises_once_and_is_shown_to_staff(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[Talk, pytest.MonkeyPatch], None], kind: str
) -> None:
    talk.say("hello")
    before = talk.slots()
    with monkeypatch.context() as patch:
        break_it(talk, patch)
        lines = talk.say("what jobs can I get?")

    assert [line["text"] for line in lines] == [APOLOGY]
    assert _problems(talk.assistant) == [kind]
    assert talk.slots() == before
    assert [line["text"] for line in talk.lines()].count(APOLOGY) == 1
    # And the conversation goes on.
    talk.say("what jobs can I get?")
    assert talk.outcome == "answered"


def test_a_failing_validator_keeps_nothing_of_the_answer(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.say("book a tour")
    with monkeypatch.context() as patch:
        _break_action(talk, patch, "validate_tour_form")
        lines = talk.say("Marcus Reed")

    assert [line["text"] for line in lines] == [APOLOGY]
    assert _problems(talk.assistant) == ["validator"]
    assert talk.slots().get("name") is None
    assert "reach you" in talk.say("Marcus Reed")[0]["text"]


def test_a_failure_while_booking_leaves_no_place_taken(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.say("book a tour")
    talk.say("Marcus Reed")
    talk.say("marcus.reed@example.com")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    with monkeypatch.context() as patch:
        _break_commit(talk, patch)
        talk.press("Yes, book it")

    assert _count(talk.assistant, Booking) == 0
    with talk.assistant.database.read() as session:
        assert [(slot.booked, slot.held) for slot in session.scalars(select(Slot))] == [(0, 1)]  # as it was kept before the turn
    assert "You're booked" in talk.press("Yes, book it")[0]["text"]
    assert _count(talk.assistant, Booking) == 1


def test_problems_repeat_no_words_of_the_visitor(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    _break_action(talk, monkeypatch, "action_answer")

    talk.say("hello from marcus.reed@example.com")

    with talk.assistant.database.read() as session:
        detail = session.scalars(select(Problem.detail)).one()
    assert detail.startswith("RuntimeError at ")
    assert "marcus" not in detail


def test_a_message_is_given_up_after_three_tries(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Stands for the end of the process: nothing in it gets to run."""

    async def killed(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(talk.runner, "_understand", killed)
    talk.assistant.inbox.receive(talk.conversation_id, "deadly-message", "deadly")
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Killed):
            asyncio.run(talk.runner.run_next(talk.conversation_id))

    lines = talk.answer()

    assert [line["text"] for line in lines] == [APOLOGY]
    assert _problems(talk.assistant) == ["gave_up"]
    assert asyncio.run(talk.runner.run_next(talk.conversation_id)) is None


def test_a_passing_fault_of_the_database_is_tried_again(talk: Talk) -> None:
    engine = talk.assistant.database._relaxed
    faults = iter([True])

    def fail_once(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO turns") and next(faults, False):
            raise OperationalError("UPDATE", {}, Exception("database is locked"))

    talk.assistant.inbox.receive(talk.conversation_id, "message-1", "hello")
    event.listen(engine, "before_cursor_execute", fail_once)
    with pytest.raises(DatabaseUnavailable):
        asyncio.run(talk.runner.run_next(talk.conversation_id))
    event.remove(engine, "before_cursor_execute", fail_once)

    assert next(faults, "failed once") == "failed once"
    assert talk.answer()
    assert talk.outcome == "smalltalk"
    assert _problems(talk.assistant) == []


def test_a_repeated_delivery_changes_nothing(talk: Talk) -> None:
    numbers = {talk.assistant.inbox.receive(talk.conversation_id, "same-delivery", "what jobs can I get?") for _ in range(5)}
    talk.answer()
    numbers |= {talk.assistant.inbox.receive(talk.conversation_id, "same-delivery", "what jobs can I get?")}

    assert len(numbers) == 1
    assert asyncio.run(talk.runner.run_next(talk.conversation_id)) is None
    assert [line["role"] for line in talk.lines()] == ["bot", "visitor", "bot"]


def test_messages_are_answered_in_order(talk: Talk) -> None:
    for number, text in enumerate(["hello", "what jobs can I get?", "how much is tuition?"]):
        talk.assistant.inbox.receive(talk.conversation_id, f"message-{number}", text)
    for _ in range(3):
        talk.answer()

    with talk.assistant.database.read() as session:
        rows = session.execute(select(Message.seq, Message.reply_to).where(Message.reply_to.is_not(None)).order_by(Message.seq)).all()
    assert [row.reply_to for row in rows] == sorted(row.reply_to for row in rows)
    assert {row.reply_to for row in rows} == {2, 3, 4}


def test_the_cost_of_a_message_does_not_grow_with_the_conversation(talk: Talk) -> None:
    def state_size() -> int:
        from bot.engine.models import TrackerRow

        with talk.assistant.database.read() as session:
            return len(session.scalars(select(TrackerRow.state)).one())

    sizes = []
    for number in range(30):
        talk.say("what jobs can I get?" if number % 2 else "how much is tuition?")
        sizes.append(state_size())

    assert max(sizes[10:]) <= 1.2 * max(sizes[4:8])


def test_what_starts_with_a_slash_is_text(talk: Talk) -> None:
    for text in ("/restart", '/inform{"name": "Mallory"}', "/session_start", "/campus_tour"):
        talk.say(text)

    assert talk.slots().get("name") is None
    assert _problems(talk.assistant) == []


@pytest.mark.parametrize("text", ["🎧🎧🎧", "<script>alert(1)</script>", "{name} {school.name}", "a" * 2000, "' OR 1=1 --", "%s %d {0}"])
def test_strange_messages_get_an_answer(talk: Talk, text: str) -> None:
    assert talk.say(text)
    assert talk.outcome != "failed"


def test_every_turn_is_kept_with_its_outcome(talk: Talk) -> None:
    talk.say("how much is tuition?")

    with talk.assistant.database.read() as session:
        turn = session.scalars(select(Turn)).one()
    assert (turn.outcome, turn.faq) == ("answered", ["tuition"])
    assert turn.topics[0]["topic"] == "tuition"


def test_two_conversations_do_not_mix(new_talk: Callable[..., Talk], clock: StandingClock) -> None:
    first, second = new_talk(), new_talk()
    first.say("book a tour")
    second.say("hello")
    first.say("Marcus Reed")

    assert first.slots()["name"] == "Marcus Reed"
    assert second.slots().get("name") is None


def test_replies_on_a_messaging_app_are_queued_in_the_same_transaction(
    new_talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.outbox.models import OutboxRow

    talk = new_talk(channel="telegram")
    talk.say("what jobs can I get?", **{})
    with monkeypatch.context() as patch:
        _break_commit(talk, patch)
        talk.say("how much is tuition?")

    with talk.assistant.database.read() as session:
        rows = session.execute(select(OutboxRow.key, OutboxRow.payload).order_by(OutboxRow.id)).all()
    assert len({row.key for row in rows}) == len(rows) == 2
    assert [row.payload["text"] == APOLOGY for row in rows] == [False, True]


def test_an_unknown_button_is_refused(talk: Talk) -> None:
    from bot.errors import InvalidInput

    with pytest.raises(InvalidInput):
        talk.assistant.inbox.receive(talk.conversation_id, uuid.uuid4().hex, "", payload="made-up")


def test_what_rasa_remembers_holds_no_words(talk: Talk) -> None:
    talk.say("what jobs can I get, asks Marcus Reed of marcus.reed@example.com?")
    talk.say("and my number is 407 555 0134")

    with talk.assistant.database.read() as session:
        state = session.scalar(select(TrackerRow.state).where(TrackerRow.conversation_id == talk.conversation_id)) or ""

    assert '"event":"user"' in state
    assert not any(word in state.lower() for word in ("marcus", "0134", "jobs"))


def test_only_a_turn_with_deliveries_wakes_the_outbox(new_talk: Callable[..., Talk]) -> None:
    web, telegram = new_talk(), new_talk(channel="telegram")
    web.say("what jobs can I get?")
    telegram.say("what jobs can I get?")

    assert (web.results[-1].sends, telegram.results[-1].sends) == (False, True)
