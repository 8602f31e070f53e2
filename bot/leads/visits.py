"""What a booking or a place on a waitlist changes about its lead: the stage, and that other programs hear of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.leads.models import Lead, StageChange
from bot.tours.announcing import Change
from bot.tours.models import Booking, BookingChange
from bot.webhooks.events import Events

_UNSEEN = ("passed_over", "people_changed", "accepted")
"""Changes that show nowhere on a lead; ``accepted`` comes with the ``booked`` of its booking."""
_BEFORE_A_TOUR = ("new", "contacted")


class LeadVisits:
    """Takes note of changes in the tours' books, in their transaction."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def __call__(self, session: Session, change: Change) -> None:
        """Moves the lead on, marks it as changed and tells other programs: once for each change that shows."""
        # A booking in the chat has no lead yet: it is made next, and is news by itself.
        lead = session.get(Lead, change.subject.lead_id, with_for_update=True) if change.subject.lead_id else None
        if lead is None or change.kind in _UNSEEN:
            return
        if change.kind == "booked" and lead.stage in _BEFORE_A_TOUR:
            _move(session, lead, "tour_booked", change.actor, change.at)
        elif change.kind == "attended" and lead.stage in (*_BEFORE_A_TOUR, "tour_booked"):
            _move(session, lead, "toured", change.actor, change.at)
        elif change.kind in ("no_show", "visit_undone") and lead.stage == "toured" and isinstance(change.subject, Booking):
            before = _stage_before_visit(session, lead, change.subject)
            if before is not None:
                _move(session, lead, before, change.actor, change.at)
        lead.updated_at = max(lead.updated_at, change.at)
        session.flush()
        self._events.tell(session, "lead.changed", lead.id, change.at)


def _move(session: Session, lead: Lead, stage: str, actor: str, at: datetime) -> None:
    before, lead.stage = lead.stage, stage
    lead.version += 1
    session.add(StageChange(lead_id=lead.id, from_stage=before, to_stage=stage, actor=actor, at=at))
    record(session, at=at, actor=actor, action="stage changed", on="lead", object_id=lead.id, detail={"from": before, "to": stage})


def _stage_before_visit(session: Session, lead: Lead, booking: Booking) -> str | None:
    """Of a visit that was noted by mistake: the stage from which it moved the lead, if nothing has moved it since."""
    newest = session.scalars(select(StageChange).where(StageChange.lead_id == lead.id).order_by(StageChange.id.desc()).limit(1)).first()
    if newest is None or newest.to_stage != "toured":
        return None
    of_visit = select(BookingChange.id).where(
        BookingChange.booking_id == booking.id, BookingChange.what == "attended", BookingChange.at == newest.at
    )
    return newest.from_stage if session.scalar(of_visit.limit(1)) is not None else None
