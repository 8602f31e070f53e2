"""Tells the people concerned by e-mail that a promise is due soon, or late."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.leads.models import Lead, Promise
from bot.leads.promise_watch import Step
from bot.staff.models import StaffUser
from bot.staff.notices import Notice, tell, who_may
from bot.staff.roles import Permission
from bot.tours.saying import full


class PromiseNotices:
    """One of those whom the look-out tells. ``address`` is the program's own, for the link to the lead."""

    def __init__(self, address: str, zone: ZoneInfo) -> None:
        self._address = address
        self._zone = zone

    def __call__(self, session: Session, step: Step, promise: Promise, lead: Lead, now: datetime) -> None:
        """Writes to those concerned, each once for each step. Who has no address sees it on the pages only."""
        due = full(promise.due_at, self._zone)
        if step == "late":
            subject = "Late: somebody waits for an answer"
            says = f"A person was promised an answer by {due}. Nobody has said yet that they got back to them."
        else:
            subject = "Due soon: somebody waits for an answer"
            says = f"A person was promised an answer by {due}. Please get back to them, and say so on the page."
        notice = Notice(subject, says, f"{self._address}/staff/leads/{lead.id}")
        for user in concerned(session, lead, step):
            tell(session, user, notice, key=f"promise:{promise.id}:{step}", now=now)


def concerned(session: Session, lead: Lead, step: Step) -> list[StaffUser]:
    """The lead's owner, else all who may act on it. Once it is late also those who can give it to somebody else."""
    acting = who_may(session, {Permission.CHANGE_LEADS} if lead.owner_id is None else {Permission.CHANGE_LEADS, Permission.SEE_ALL_LEADS})
    if lead.owner_id is None:
        return acting
    owners = [user for user in who_may(session, {Permission.CHANGE_LEADS}) if user.id == lead.owner_id]
    if not owners:  # has left, or has another job by now
        return acting
    if step != "late":
        return owners
    return owners + [user for user in who_may(session, {Permission.ASSIGN_LEADS}) if user.id != lead.owner_id]
