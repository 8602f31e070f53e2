"""What waits for staff: questions without a good answer, and turns that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.conversations.models import Conversation, Problem, Question
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound
from bot.faq.claims_due import DueClaim, count_expired, due_claims
from bot.leads.models import Contact, Lead
from bot.leads.promise_desk import count_urgent
from bot.leads.query import visible_to
from bot.staff.call_list import count_open
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import Member, Permission

QUESTION_STATES = ("open", "dealt_with")
PROBLEM_STATES = ("open", "resolved")


@dataclass(frozen=True)
class Counts:
    """How much waits. None where the member's role does not show it."""

    questions: int | None
    problems: int | None
    promises: int | None
    """Late or due within the hour."""
    calls: int | None
    """Families that no e-mail tells what changed about their visit."""


@dataclass(frozen=True)
class Waiting:
    """A question or a problem, with the lead it came from if there is one that the member may see."""

    item: Question | Problem
    channel: str | None
    lead_id: str | None
    lead_name: str | None


class Inbox:
    """Lists what waits and marks it as done."""

    def __init__(self, database: Database, clock: Clock, zone: tzinfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    def counts(self, member: Member) -> Counts:
        """The numbers in the top bar."""
        wanted: dict[str, ColumnElement[int]] = {}
        if member.may(Permission.SEE_QUESTIONS):
            wanted["questions"] = select(func.count()).where(Question.state == "open").scalar_subquery()
        if member.may(Permission.SEE_PROBLEMS):
            failed = select(func.count()).where(Problem.resolved_at.is_(None)).scalar_subquery()
            wanted["problems"] = failed + count_expired(self._today()).scalar_subquery()
        if member.may(Permission.SEE_LEADS):
            wanted["promises"] = count_urgent(member, self._clock()).scalar_subquery()
        if member.may(Permission.SEE_TOURS):
            wanted["calls"] = count_open(member).scalar_subquery()
        if not wanted:
            return Counts(None, None, None, None)
        with self._database.read() as session:
            found = dict(zip(wanted, session.execute(select(*wanted.values())).one(), strict=True))
        return Counts(found.get("questions"), found.get("problems"), found.get("promises"), found.get("calls"))

    def questions(self, member: Member, state: str, page: int) -> Page[Waiting]:
        """Questions of one state, newest first. Raises :class:`InvalidInput` for an unknown state."""
        member.require(Permission.SEE_QUESTIONS)
        _check(state, QUESTION_STATES)
        with self._database.read() as session:
            return _page(session, Question, Question.state == state, member, page)

    def problems(self, member: Member, state: str, page: int) -> Page[Waiting]:
        """Failed turns, newest first. Raises :class:`InvalidInput` for an unknown state."""
        member.require(Permission.SEE_PROBLEMS)
        _check(state, PROBLEM_STATES)
        resolved = Problem.resolved_at.is_(None) if state == "open" else Problem.resolved_at.is_not(None)
        with self._database.read() as session:
            return _page(session, Problem, resolved, member, page)

    def claims(self, member: Member) -> list[DueClaim]:
        """Claims that have expired or will within 30 days, the most urgent first."""
        member.require(Permission.SEE_PROBLEMS)
        with self._database.read() as session:
            return due_claims(session, self._today())

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def set_question(self, member: Member, question_id: int, state: str) -> bool:
        """Marks a question as dealt with, or opens it again; false if it is so already."""
        member.require(Permission.DEAL_WITH_QUESTIONS)
        _check(state, QUESTION_STATES)
        with self._database.write() as session:
            question = session.get(Question, question_id, with_for_update=True)
            if question is None:
                raise NotFound("There is no such question.")
            if question.state == state:
                return False
            question.state = state
            question.entry_id = None
            question.closed_at = self._clock() if state == "dealt_with" else None
            action = "question dealt with" if state == "dealt_with" else "question reopened"
            self._record(session, member, action, "question", question_id)
        return True

    def set_problem(self, member: Member, problem_id: int, state: str) -> bool:
        """Marks a problem as resolved, or opens it again; false if it is so already."""
        member.require(Permission.RESOLVE_PROBLEMS)
        _check(state, PROBLEM_STATES)
        with self._database.write() as session:
            problem = session.get(Problem, problem_id, with_for_update=True)
            if problem is None:
                raise NotFound("There is no such problem.")
            if (problem.resolved_at is not None) == (state == "resolved"):
                return False
            problem.resolved_at = self._clock() if state == "resolved" else None
            action = "problem resolved" if state == "resolved" else "problem reopened"
            self._record(session, member, action, "problem", problem_id)
        return True

    def _record(self, session: Session, member: Member, action: str, on: str, object_id: int) -> None:
        audit.record(session, at=self._clock(), actor=member.actor, action=action, on=on, object_id=str(object_id))


def _page(session: Session, table: Any, state: ColumnElement[bool], member: Member, page: int) -> Page[Waiting]:
    total = session.scalar(select(func.count()).select_from(table).where(state)) or 0
    number = within(page, total)
    newest = (
        select(Lead.id)
        .where(Lead.conversation_id == table.conversation_id, visible_to(member))
        .order_by(Lead.created_at.desc(), Lead.id)
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(table, Conversation.channel, Lead.id, Contact.name)
        .outerjoin(Conversation, Conversation.id == table.conversation_id)
        .outerjoin(Lead, Lead.id == newest)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .where(state)
        .order_by(table.created_at.desc(), table.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page([Waiting(*row) for row in rows], number, total)


def _check(state: str, known: tuple[str, ...]) -> None:
    if state not in known:
        raise InvalidInput(f"There is no state called {state!r}.")
