"""What staff do with questions nobody could answer. Each method checks the member's role; each change leaves its audit row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.conversations.models import Question
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound
from bot.faq.topics import TOPICS
from bot.leads.query import printable
from bot.questions import listing
from bot.questions.listing import Group, Summary, Wording
from bot.questions.privacy import masked
from bot.school.content import School
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import Member, Permission

GROUPS_ON_A_PAGE = 20
LONGEST_REASON = 500


@dataclass(frozen=True)
class GroupDetail:
    """A group with a page of its wordings, newest first."""

    summary: Summary
    wordings: Page[Wording]


class QuestionDesk:
    """Lists open questions in groups, and closes those that need no answer."""

    def __init__(self, database: Database, clock: Clock, school: School) -> None:
        self._database = database
        self._clock = clock
        self._school = school

    def page(self, member: Member, *, topic: str | None = None, page: int = 1) -> Page[Summary]:
        """One page of the groups (of one topic), those that most people asked first."""
        member.require(Permission.SEE_QUESTIONS)
        if topic is not None and topic not in TOPICS:
            raise InvalidInput(f"There is no topic {topic}. The topics are {', '.join(TOPICS)}.")
        groups = [group for group in listing.open_groups(self._database) if topic is None or group.topic == topic]
        number = within(page, len(groups), GROUPS_ON_A_PAGE)
        here = groups[(number - 1) * GROUPS_ON_A_PAGE : number * GROUPS_ON_A_PAGE]
        now = self._clock()
        return Page([listing.summary(group, self._school, now) for group in here], number, len(groups), GROUPS_ON_A_PAGE)

    def group(self, member: Member, key: int, *, page: int = 1) -> GroupDetail:
        """One group, named by the number of any of its questions. Raises :class:`NotFound`, and :class:`Conflict` once it is dealt with."""
        member.require(Permission.SEE_QUESTIONS)
        group = self.find(key)
        now = self._clock()
        number = within(page, group.count)
        newest_first = sorted(group.rows, key=lambda row: (row.created_at, row.id), reverse=True)
        here = newest_first[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        wordings = Page([listing.wording(row, self._school, now) for row in here], number, group.count)
        return GroupDetail(listing.summary(group, self._school, now), wordings)

    def words(self, ids: Sequence[int]) -> dict[int, str]:
        """What was asked in these questions, open or not, without what tells who asked."""
        with self._database.read() as session:
            return listing.words(session, ids, self._school, self._clock())

    def dismiss(self, member: Member, key: int, why: str, *, last: int | None = None) -> int:
        """Closes a group to which no answer is due, and returns how many questions that were.

        ``last`` is the highest question number that the member saw: what came later stays open. Raises :class:`InvalidInput`,
        :class:`NotFound`, and :class:`Conflict` if somebody else dealt with it meanwhile.
        """
        member.require(Permission.DEAL_WITH_QUESTIONS)
        now = self._clock()
        why = masked(" ".join(printable(why).split()), now.astimezone(self._school.zone), self._school.vocabulary)
        if not why:
            raise InvalidInput("Please say why no answer is due.")
        if len(why) > LONGEST_REASON:
            raise InvalidInput(f"The reason has {len(why)} characters; at most {LONGEST_REASON} fit.")
        ids = [number for number in self.find(key).ids if last is None or number <= last]
        with self._database.write() as session:
            close(session, ids, None, now)
            audit.record(
                session,
                at=now,
                actor=member.actor,
                action="questions dismissed",
                on="question",
                object_id=str(ids[0]),
                detail={"why": why, "questions": ids},
            )
        return len(ids)

    def find(self, key: int) -> Group:
        """The group that a question belongs to. Raises :class:`NotFound`, and :class:`Conflict` once it is dealt with."""
        for group in listing.open_groups(self._database):
            if key in group.ids:
                return group
        with self._database.read() as session:
            state = listing.state_of(session, key)
        if state is None:
            raise NotFound(f"There is no group {key}. The list shows the groups there are.")
        raise Conflict(f"The questions of group {key} have been dealt with already.")


def close(session: Session, ids: Sequence[int], entry_id: str | None, now: datetime) -> None:
    """Closes questions, all or none. Raises :class:`Conflict` when one of them is not open any more."""
    still_open = session.scalars(
        select(Question.id).where(Question.id.in_(ids), Question.state == "open").order_by(Question.id).with_for_update()
    ).all()
    if not ids or len(still_open) != len(ids):
        raise Conflict("Somebody else dealt with these questions meanwhile, or a visitor deleted theirs. Nothing was changed; look again.")
    session.execute(update(Question).where(Question.id.in_(ids)).values(state="dealt_with", entry_id=entry_id, closed_at=now))
