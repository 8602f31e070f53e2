"""How many people still fit into the times that the rules open, as far as can be told without a lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.school.content import School
from bot.school.school_file import TourKind
from bot.tours.availability import Opening
from bot.tours.guides import free_guide
from bot.tours.ledger import engagements
from bot.tours.models import Hold, Slot, WaitlistEntry

_AROUND = timedelta(days=2)


def places_left(
    session: Session, school: School, kind: TourKind, possible: Sequence[Opening], now: datetime, conversation_id: str | None
) -> list[tuple[Opening, int]]:
    """Each of some openings (in order, at least one) that is not closed, with the places left; zero and less: full.

    What a conversation holds itself, and what was held until its time was over and nobody queues for, counts as free.
    """
    first, last = possible[0].starts_at - _AROUND, possible[-1].starts_at + _AROUND
    slots = {
        row.starts_at: row
        for row in session.execute(
            select(Slot.id, Slot.starts_at, Slot.capacity, Slot.booked, Slot.held, Slot.closed_at, Slot.guide).where(
                Slot.tour == kind.id, Slot.starts_at.between(first, last)
            )
        )
    }
    given_back = _given_back(session, [row.id for row in slots.values() if row.held], now, conversation_id)
    taken = {start: row.booked + row.held - given_back.get(row.id, 0) for start, row in slots.items()}
    zone = school.campus_of(kind).zone
    of_day: dict[date, int] = defaultdict(int)
    for start, places in taken.items():
        of_day[start.astimezone(zone).date()] += places
    busy = engagements(session, school, first, last) if kind.keeps_times_apart else []
    found = []
    for opening in possible:
        start, row = opening.starts_at, slots.get(opening.starts_at)
        if row is not None and row.closed_at is not None:
            continue
        led = row is not None and row.guide is not None
        if kind.keeps_times_apart and not led and free_guide(school, kind, start, opening.ends_at, busy) is None:
            continue
        if row is not None and row.capacity != opening.capacity:
            opening = replace(opening, capacity=row.capacity)  # staff changed it
        left = opening.capacity - taken.get(start, 0)
        if kind.daily_limit is not None:
            left = min(left, kind.daily_limit - of_day[start.astimezone(zone).date()])
        found.append((opening, left))
    return found


def _given_back(session: Session, slot_ids: Sequence[int], now: datetime, conversation_id: str | None) -> dict[int, int]:
    if not slot_ids:
        return {}
    queued = select(WaitlistEntry.slot_id).where(WaitlistEntry.state == "waiting")
    over = (Hold.expires_at <= now) & Hold.slot_id.not_in(queued)
    own = Hold.conversation_id == conversation_id if conversation_id is not None else None
    rows = session.execute(
        select(Hold.slot_id, func.sum(Hold.party_size))
        .where(Hold.slot_id.in_(slot_ids), over if own is None else or_(over, own))
        .group_by(Hold.slot_id)
    )
    return {slot_id: int(places) for slot_id, places in rows}
