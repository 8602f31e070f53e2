"""One inbound message with all its effects: everything happens in one transaction, or nothing does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from bot.consent.sending import REPLY, Address
from bot.conversations import choices
from bot.conversations.feed import News
from bot.conversations.language import speaking
from bot.conversations.lines import line, person_button
from bot.conversations.models import Handoff, Problem, Turn
from bot.conversations.thread import Line, add_lines, conversations, is_waiting, messages, public_line
from bot.db.base import as_table
from bot.engine import record as records
from bot.engine.hearing import Before, Hearing, language_heard
from bot.engine.models import TrackerRow
from bot.engine.output import TurnOutput
from bot.engine.tracker_store import remembered_slots
from bot.errors import DatabaseUnavailable
from bot.faq.guard import Guard, Reply
from bot.nlu.language import language_of_locale
from bot.outbox.service import has_queued
from bot.questions.noting import note

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
_trackers = as_table(TrackerRow)
_first_unanswered = (
    select(messages.c.id)
    .where(messages.c.conversation_id == bindparam("conversation"), messages.c.role == "visitor", messages.c.processed_at.is_(None))
    .order_by(messages.c.seq)
    .limit(1)
)
_begin_attempt = (
    update(messages)
    .where(messages.c.id == _first_unanswered.scalar_subquery(), messages.c.processed_at.is_(None))
    .values(attempts=messages.c.attempts + 1)
    .returning(
        *(messages.c.id, messages.c.seq, messages.c.text, messages.c.input, messages.c.attempts),
        *(
            select(column).where(conversations.c.id == bindparam("conversation")).scalar_subquery().label(column.name)
            for column in (conversations.c.channel, conversations.c.external_id, conversations.c.locale)
        ),
        select(_trackers.c.state).where(_trackers.c.conversation_id == bindparam("conversation")).scalar_subquery().label("memory"),
    )
)
_lock = select(_trackers.c.conversation_id).where(_trackers.c.conversation_id == bindparam("conversation")).with_for_update()
_still_next = _first_unanswered.with_for_update()  # so that another process's sweep passes over it
_mark_processed = (
    update(messages).where(messages.c.id == bindparam("message"), messages.c.processed_at.is_(None)).values(processed_at=bindparam("now"))
)
_insert_turn = insert(as_table(Turn))


class TurnFailed(Exception):
    """A turn was rolled back because of an error inside it."""

    def __init__(self, kind: str, cause: BaseException) -> None:
        super().__init__(kind)
        self.kind = kind
        self.cause = cause


@dataclass(frozen=True)
class TurnResult:
    """What became of one message, after the commit."""

    conversation_id: str
    seq: int
    outcome: str
    replies: tuple[Reply, ...]
    record: records.TurnRecord | None = None
    took: float = 0.0
    """Seconds from the start to the commit."""
    news: News | None = None
    """The committed lines, for open streams; None when another process did the work."""
    sends: bool = False
    """True when deliveries were put into the outbox."""


class TurnRunner:
    """Works unanswered messages, lowest number first. Used by one thread at a time."""

    def __init__(self, assistant: Assistant, agent: Agent) -> None:
        self._assistant = assistant
        self._database = assistant.database
        self.agent = agent
        self._hearing = Hearing(agent, assistant.answers)
        self._guard = Guard(assistant.answers, assistant.school)

    async def run_next(self, conversation_id: str) -> TurnResult | None:
        """Answers the conversation's first unanswered message; None when there is none.

        Nobody may be told of the result before the database has settled.
        Raises :class:`DatabaseUnavailable` when it should be tried again later. Any other failure ends in an apology.
        """
        # Counted in a commit of its own, so that a message that kills the process is not tried for ever.
        with self._database.write(durable=False) as session:
            message = session.connection().execute(_begin_attempt, {"conversation": conversation_id}).one_or_none()
        if message is None:
            return None
        try:
            before = Before.from_slots(remembered_slots(message.memory), language_of_locale(message.locale))
            before = replace(before, language=language_heard(message.text, message.input or {}, before.language))
        except Exception as error:
            return self._apologise(conversation_id, message, "understanding", _describe(error))
        with speaking(before.language):
            return await self._work(conversation_id, message, before)

    async def _work(self, conversation_id: str, message: Any, before: Before) -> TurnResult:
        if message.attempts > MAX_ATTEMPTS:
            return self._apologise(conversation_id, message, "gave_up", f"given up after {MAX_ATTEMPTS} attempts")
        try:
            return await self._answer(conversation_id, message, before)
        except DatabaseUnavailable:
            if message.attempts >= MAX_ATTEMPTS:
                return self._apologise(conversation_id, message, "database", "the database failed in every attempt")
            raise
        except TurnFailed as failure:
            log.error("turn.failed", kind=failure.kind, message_id=message.id, exc_info=failure.cause)
            return self._apologise(conversation_id, message, failure.kind, _describe(failure.cause))

    async def _answer(self, conversation_id: str, message: Any, before: Before) -> TurnResult:
        started = time.perf_counter()
        parse_data = await self._understand(message, before)
        record = records.TurnRecord(conversation_id, message.id, message.seq, message.channel)
        own_words = [message.text, *(part["text"] for part in parse_data.get("parts") or ())]

        def may_note() -> bool:
            # Of somebody under 13 nothing is kept, so no line may say that something was.
            return record.outcome != "refused" and not remembered_slots(message.memory).get("under_13")

        output = TurnOutput(message.channel, lambda reply: self._guard.look(reply, own_words, may_note))
        kind = "commit"
        try:
            with self._database.write_unsettled() as session:
                if not self._database.is_sqlite:
                    session.connection().execute(_lock, {"conversation": conversation_id})
                if session.connection().scalar(_still_next, {"conversation": conversation_id}) != message.id:
                    return TurnResult(conversation_id, message.seq, "elsewhere", ())
                kind = "turn"
                await self._converse(session, conversation_id, message, parse_data, output, record)
                if output.held:
                    self._note_held(session, message, output, record, noted=may_note())
                kind = "commit"
                news = self._store(session, conversation_id, message, output.replies, record, started)
                sends = has_queued(session)
        except DatabaseUnavailable:
            raise
        except TurnFailed:
            raise
        except Exception as error:
            raise TurnFailed(kind, error) from error
        took = time.perf_counter() - started
        return TurnResult(conversation_id, message.seq, record.outcome, output.replies, record, took, news, sends)

    async def _understand(self, message: Any, before: Before) -> dict[str, Any]:
        try:
            return await self._hearing.hear(message.text, message.input or {}, before)
        except Exception as error:
            raise TurnFailed("understanding", error) from error

    async def _converse(
        self,
        session: Session,
        conversation_id: str,
        message: Any,
        parse_data: dict[str, Any],
        output: TurnOutput,
        record: records.TurnRecord,
    ) -> None:
        processor = self.agent.processor
        assert processor is not None
        token = records.begin(record)
        try:
            with self._database.sharing(session):
                await processor.handle_message(
                    UserMessage(
                        message.text,
                        output,
                        conversation_id,
                        parse_data=parse_data,
                        input_channel=message.channel,
                        message_id=str(message.id),
                    )
                )
        except DatabaseUnavailable:
            raise
        except Exception as error:
            raise TurnFailed(record.failed_in or "tracker", error) from error
        finally:
            records.end(token)
        if record.failure is not None:
            # Rasa caught the error of an action and went on as if nothing had happened.
            if isinstance(record.failure, DatabaseUnavailable):
                raise record.failure
            raise TurnFailed(record.failed_in, record.failure)
        if not output.replies:
            raise TurnFailed("silence", RuntimeError("the turn ended without a reply"))

    def _note_held(self, session: Session, message: Any, output: TurnOutput, record: records.TurnRecord, *, noted: bool) -> None:
        """Tells staff that something was not said because nothing backs it, and keeps the question that was left open."""
        kinds, entries = sorted(set(output.held)), list(dict.fromkeys(record.faq))
        log.error("guard.held_back", kinds=kinds, faq=entries, message_id=message.id)
        where = f"Answers of this turn: {', '.join(entries)}." if entries else "It came from no published answer."
        session.execute(
            insert(Problem).values(
                conversation_id=record.conversation_id,
                message_id=message.id,
                kind="held_back",
                detail=f"Not said, because no claim backs it: a statement of the kind {', '.join(kinds)}. {where}",
                created_at=self._assistant.clock(),
            )
        )
        if noted and not record.unanswered:
            topic = record.topics[0]["topic"] if record.topics else None
            record.unanswered.append((message.text, None if topic == "out_of_scope" else topic))
        unknown = line("unknown")[0], line("unknown_unnoted")[0]
        if record.outcome != "refused" and all(reply.text in unknown for reply in output.replies):
            record.outcome, record.faq = "unknown", []

    def _store(
        self,
        session: Session,
        conversation_id: str,
        message: Any,
        replies: Sequence[Reply],
        record: records.TurnRecord,
        started: float,
    ) -> News:
        now = self._assistant.clock()
        session.connection().execute(
            _insert_turn,
            {
                "message_id": message.id,
                "conversation_id": conversation_id,
                "outcome": record.outcome,
                "topics": record.topics,
                "faq": record.faq,
                "took_ms": round((time.perf_counter() - started) * 1000),
                "created_at": now,
            },
        )
        if record.unanswered:
            note(session, conversation_id, message.id, record.unanswered, now)
        if record.handoff:
            session.execute(insert(Handoff).values(conversation_id=conversation_id, reason=record.handoff, created_at=now))
        return self._reply(session, conversation_id, message, replies)

    def _reply(self, session: Session, conversation_id: str, message: Any, replies: Sequence[Reply]) -> News:
        """Adds the bot's lines, marks the message as answered and, on a messaging app, queues the delivery."""
        now = self._assistant.clock()
        session.connection().execute(_mark_processed, {"message": message.id, "now": now})
        lines = []
        for reply in replies:
            public, meanings = choices.publish(reply.custom)
            lines.append(Line("bot", reply.text, public, meanings, reply_to=message.seq))
        numbers = add_lines(session, conversation_id, lines, now)
        if message.channel != "web":
            for one, seq in zip(lines, numbers, strict=True):
                self._assistant.sender.send(
                    session,
                    to=Address(message.channel, message.external_id),
                    purpose=REPLY,
                    channel=message.channel,
                    payload={"chat_id": message.external_id, "text": one.text, "custom": one.custom},
                    key=f"reply:{conversation_id}:{seq}",
                    lane=f"{message.channel}:{message.external_id}",
                    now=now,
                    conversation_id=conversation_id,
                    answers=message.seq,
                )
        # Numbers are taken in order: nothing between the message and its answer means that nobody else is waiting.
        waiting = numbers[0] != message.seq + 1 and is_waiting(session, conversation_id)
        shown = (public_line(seq, one, now) for seq, one in zip(numbers, lines, strict=True))
        return News(tuple(shown), waiting)

    def _apologise(self, conversation_id: str, message: Any, kind: str, detail: str) -> TurnResult:
        """Ends a message that could not be answered: an apology with a way on, and a problem for staff to see."""
        reply = Reply(
            line("trouble")[0],
            {"notice": "trouble", "quick_replies": [person_button()]},
        )
        with self._database.write() as session:
            if not self._database.is_sqlite:
                session.connection().execute(_lock, {"conversation": conversation_id})
            if session.connection().scalar(_still_next, {"conversation": conversation_id}) != message.id:
                return TurnResult(conversation_id, message.seq, "elsewhere", ())
            now = self._assistant.clock()
            session.execute(
                insert(Problem).values(conversation_id=conversation_id, message_id=message.id, kind=kind, detail=detail, created_at=now)
            )
            session.execute(
                insert(Turn).values(
                    message_id=message.id,
                    conversation_id=conversation_id,
                    outcome="failed",
                    topics=[],
                    faq=[],
                    took_ms=0,
                    created_at=now,
                )
            )
            news = self._reply(session, conversation_id, message, [reply])
            sends = has_queued(session)
        return TurnResult(conversation_id, message.seq, "failed", (reply,), news=news, sends=sends)


def _describe(error: BaseException) -> str:
    """The error's kind and place, without its words: those may repeat what the visitor wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {place.tb_frame.f_globals.get('__name__', '?')}:{place.tb_lineno}" if place is not None else ""
    return f"{type(error).__name__}{where}"
