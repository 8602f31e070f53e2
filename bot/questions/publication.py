"""Answers a group of questions: the answer is checked against all known wordings first, and published only if none would suffer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound
from bot.faq.content_file import EntryItem
from bot.faq.live import LiveAnswers, Snapshot
from bot.faq.loader import make_vectors
from bot.faq.models import ContentVersion, FaqEntry, Phrasing
from bot.faq.publishing import add_phrasings, check_entry, publish_entry, refuse_taken
from bot.faq.wording import served
from bot.nlu.encoder import load_encoder
from bot.questions import listing
from bot.questions.cases import Case, add_cases, all_cases
from bot.questions.desk import QuestionDesk, close
from bot.questions.grouping import plain
from bot.questions.listing import Group
from bot.questions.reading import Reader
from bot.questions.replay import Addition, Change, Known, Replay, reached, replay
from bot.questions.wordings import LONGEST, choose
from bot.school.content import School
from bot.staff.roles import Member, Permission


class PublicationBlocked(Conflict):
    """The new answer would take wordings away from others, so nothing was published."""

    def __init__(self, changes: Sequence[Change]) -> None:
        words = "One wording of another answer" if len(changes) == 1 else f"{len(changes)} wordings of other answers"
        super().__init__(f"Nothing was published. {words} would no longer get the right answer.")
        self.changes = changes


@dataclass(frozen=True)
class Plan:
    """What publishing would do. Made without changing anything."""

    key: int
    questions: tuple[int, ...]
    entry_id: str
    title: str
    new: EntryItem | None
    """The answer to publish; none when the wordings go to one that is there."""
    phrasings: tuple[str, ...]
    """Phrasings that staff gave beside the answer's own."""
    learned: tuple[str, ...]
    """Wordings of visitors that become phrasings."""
    cases: tuple[tuple[str, str], ...]
    """Conversation and wording of each regression case."""
    left_out: int
    """Wordings that hold personal data or are too long, and so become neither."""
    replay: Replay
    unanswered: tuple[str, ...]
    """Wordings of the group, personal data hidden, that would still not get this answer."""
    version: int
    """The version of the answers that this was checked against."""

    @property
    def is_blocked(self) -> bool:
        """True when another answer's wording would suffer."""
        return bool(self.replay.blocking)


class AnswerDesk:
    """Publishes answers to questions that had none."""

    def __init__(self, database: Database, clock: Clock, school: School, read: Reader) -> None:
        self._database = database
        self._clock = clock
        self._school = school
        self.read = read

        self._questions = QuestionDesk(database, clock, school)

    def prepare(
        self,
        member: Member,
        key: int,
        *,
        entry: EntryItem | None = None,
        existing: str | None = None,
        phrasings: Sequence[str] = (),
        without: Collection[int] = (),
    ) -> Plan:
        """Checks an answer to a group: a new ``entry``, or one that is ``existing``. Changes nothing; takes seconds.

        ``phrasings`` are further ways to ask for it, ``without`` the numbers of questions that do not belong to the group. Raises
        :class:`NotFound`, :class:`InvalidInput`, and :class:`Conflict` when the questions have been dealt with.
        """
        member.require(Permission.PUBLISH_ANSWERS)
        member.require(Permission.DEAL_WITH_QUESTIONS)
        if (entry is None) == (existing is None):
            raise InvalidInput("Give either a new answer or the id of one that is there.")
        group = self._members(key, without)
        before = LiveAnswers(self._database, self._school, self._clock).snapshot
        with self._database.read() as session:
            if entry is not None:
                if session.get(FaqEntry, entry.id) is not None:
                    raise Conflict(f"There is already an answer with the id {entry.id}. Choose another id, or add to that answer.")
                check_entry(session, self._school, entry, self._clock())
            stored = _phrasings(session, before)
            cases = [case for case in all_cases(session) if case.entry_id in before.entries]
        target = served(entry) if entry is not None else before.entries.get(existing or "")
        if target is None:
            raise NotFound(f"There is no published answer {existing}.")
        own = entry.phrasings if entry is not None else stored.get(target.id, [])
        given = [text for text in dict.fromkeys(" ".join(text.split()) for text in phrasings) if text and text not in own]
        usable, left_out = self._usable(group)
        learned = _learned([text for _conversation, text in usable], [*own, *given])
        with self._database.read() as session:
            refuse_taken(session, target.id, (*given, *learned))
        added = (*(own if entry is not None else ()), *given, *learned)
        addition = Addition(target, added, load_encoder().encode(added))
        return Plan(
            key=group.key,
            questions=tuple(group.ids),
            entry_id=target.id,
            title=target.title,
            new=entry,
            phrasings=tuple(given),
            learned=learned,
            cases=tuple(usable),
            left_out=left_out,
            replay=replay(self._known(stored, cases), before, addition),
            unanswered=self._unanswered(group, addition.after(before), target.id),
            version=before.version,
        )

    def publish(self, member: Member, plan: Plan) -> None:
        """Does what was planned, all or nothing; it is live within a second.

        Raises :class:`PublicationBlocked`, and :class:`Conflict` when the questions or the answers changed since it was planned.
        """
        member.require(Permission.PUBLISH_ANSWERS)
        member.require(Permission.DEAL_WITH_QUESTIONS)
        if plan.is_blocked:
            raise PublicationBlocked(plan.replay.blocking)
        now = self._clock()
        # Made before the transaction opens; nobody should wait for a lock meanwhile.
        vectors = make_vectors((*(plan.new.phrasings if plan.new is not None else ()), *plan.phrasings, *plan.learned))
        with self._database.write() as session:
            close(session, plan.questions, plan.entry_id, now)
            # Held until the commit: a change of the answers that this plan does not know waits, or makes this one start anew.
            version = session.scalar(select(ContentVersion.version).where(ContentVersion.name == "faq").with_for_update()) or 0
            if version != plan.version:
                raise Conflict("The answers were changed while this one was checked. Nothing was published; please try again.")
            if plan.new is not None:
                publish_entry(session, self._school, plan.new, vectors, now=now, actor=member.actor)
            add_phrasings(session, plan.entry_id, {text: vectors[text] for text in plan.phrasings}, origin="staff")
            add_phrasings(session, plan.entry_id, {text: vectors[text] for text in plan.learned}, origin="visitors")
            add_cases(session, plan.entry_id, plan.cases, now)
            self._record(session, member, plan)

    def _members(self, key: int, without: Collection[int]) -> Group:
        group = self._questions.find(key)
        for number in without:
            if number not in group.ids:
                raise InvalidInput(f"Question {number} is not in group {key}.")
        kept = [position for position, number in enumerate(group.ids) if number not in without]
        if not kept:
            raise InvalidInput("No question would be left in the group.")
        return Group([group.rows[position] for position in kept], group.vectors[kept])

    def _known(self, stored: Mapping[str, Sequence[str]], cases: Sequence[Case]) -> list[Known]:
        """Every phrasing, and every case that is none, as the message path reads it."""
        wordings = [Case(entry_id, text) for entry_id, texts in stored.items() for text in texts]
        others = [case for case in cases if case.text not in stored.get(case.entry_id, ())]
        readings = self.read([one.text for one in (*wordings, *others)])
        return [
            Known(one.entry_id, reading, is_phrasing=number < len(wordings))
            for number, (one, reading) in enumerate(zip((*wordings, *others), readings, strict=True))
        ]

    def _usable(self, group: Group) -> tuple[list[tuple[str, str]], int]:
        """Conversation and wording of the questions that tell nothing of who asked; and how many do or are too long.

        Wordings that differ only in capitals and punctuation are written as the first of them.
        """
        now = self._clock()
        spelling: dict[str, str] = {}
        usable: list[tuple[str, str]] = []
        for row in group.rows:
            text = " ".join(row.text.split())
            if len(text) <= LONGEST and listing.shown(row, self._school, now) == text:
                usable.append((row.conversation_id, spelling.setdefault(plain(text), text)))
        return list(dict.fromkeys(usable)), group.count - len(usable)

    def _unanswered(self, group: Group, after: Snapshot, entry_id: str) -> tuple[str, ...]:
        first = {plain(row.text): row for row in reversed(group.rows)}
        rows = list(first.values())[::-1]
        readings = self.read([row.text for row in rows])
        now = self._clock()
        return tuple(
            listing.shown(row, self._school, now)
            for row, reading in zip(rows, readings, strict=True)
            if entry_id not in reached(reading, after)
        )

    def _record(self, session: Session, member: Member, plan: Plan) -> None:
        now = self._clock()
        if plan.new is None:  # a new answer's publication is noted where it is published
            audit.record(session, at=now, actor=member.actor, action="phrasings added", on="faq", object_id=plan.entry_id[:40])
        audit.record(
            session,
            at=now,
            actor=member.actor,
            action="questions answered",
            on="question",
            object_id=str(plan.key),
            detail={
                "answer": plan.entry_id,
                "questions": list(plan.questions),
                "phrasings": len(plan.phrasings),
                "from visitors": len(plan.learned),
            },
        )


def failing(database: Database, clock: Clock, school: School, read: Reader) -> tuple[int, list[tuple[str, str, str]]]:
    """How many regression cases there are, and those that do not reach their answer: wording, answer, and what it reaches."""
    answers = LiveAnswers(database, school, clock).snapshot
    with database.read() as session:
        cases = all_cases(session)
    found = []
    for case, reading in zip(cases, read([case.text for case in cases]), strict=True):
        got = reached(reading, answers)
        if case.entry_id not in got:
            found.append((case.text, case.entry_id, ", ".join(got) or "no answer"))
    return len(cases), found


def _learned(texts: Sequence[str], had: Sequence[str]) -> tuple[str, ...]:
    """The visitors' wordings that add something to the phrasings that an answer has."""
    distinct = list(dict.fromkeys(texts))
    encode = load_encoder().encode
    return tuple(distinct[position] for position in choose(distinct, encode(distinct), had, encode(had)))


def _phrasings(session: Session, answers: Snapshot) -> dict[str, list[str]]:
    """The phrasings of each answer that is served."""
    found: dict[str, list[str]] = {}
    for row in session.execute(select(Phrasing.entry_id, Phrasing.text).where(Phrasing.language == "en").order_by(Phrasing.id)):
        if row.entry_id in answers.entries:
            found.setdefault(row.entry_id, []).append(row.text)
    return found
