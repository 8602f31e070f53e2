"""Keeps places for a visitor who has chosen a time and is still deciding."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.school.school_file import TourKind
from bot.tours.ledger import Ledger, Places, new_id
from bot.tours.models import Hold

TOUR_FORM = "tour_form"
"""The form that books a tour in chat."""


def hold(ledger: Ledger, kind: TourKind, starts_at: datetime, party: int, *, conversation_id: str, form: str) -> Hold:
    """Keeps places for a while; what the conversation held before in this form is given back.

    Choosing the same again does not prolong it: who keeps choosing would keep others out.
    """
    slot_id = ledger.slot_id_at(kind, starts_at)
    known = ledger.hold(conversation_id=conversation_id, form=form)
    slot, *others = ledger.slots(slot_id, *([known.slot_id] if known and known.slot_id != slot_id else []))
    ledger.settle(slot, *others)
    known = ledger.hold(conversation_id=conversation_id, form=form)
    if known is not None and known.slot_id == slot.id and known.party_size == party:
        return known
    if known is None:
        ledger.claim(slot, Places(held=party))
    else:
        (old,) = ledger.slots(known.slot_id)
        ledger.claim(slot, Places(held=party), instead=(old, Places(held=known.party_size)))
        ledger.drop(known, "hold released")
    made = Hold(
        id=new_id(),
        slot_id=slot.id,
        conversation_id=conversation_id,
        form=form,
        party_size=party,
        created_at=ledger.now,
        expires_at=min(ledger.now + timedelta(minutes=ledger.school.file.tours.hold_minutes), slot.starts_at),
    )
    ledger.session.add(made)
    ledger.session.flush()
    ledger.audit("held", "slot", slot.id, party=party, hold=made.id)
    if known is not None:
        ledger.offer_freed(old)
    return made


def release(ledger: Ledger, *, conversation_id: str, form: str) -> bool:
    """Gives back what a conversation holds; false when it holds nothing."""
    known = ledger.hold(conversation_id=conversation_id, form=form)
    if known is None:
        return False
    (slot,) = ledger.slots(known.slot_id)
    ledger.settle(slot)
    known = ledger.hold(conversation_id=conversation_id, form=form)
    if known is None:
        return False
    ledger.end_hold(known, slot, "hold released")
    ledger.offer_freed(slot)
    return True
