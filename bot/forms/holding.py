"""Keeps the chosen time for a visitor while they fill the rest of the form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.errors import SlotClosed, SlotFull
from bot.forms.state import Step
from bot.forms.times import time_from_slot
from bot.forms.wish import Wish
from bot.forms.wording import people

if TYPE_CHECKING:
    from bot.assistant import Assistant

_CHOOSES = {"tour_time", "party_size", "waits"}


def keep_chosen_time(assistant: Assistant, step: Step, slots: Mapping[str, Any], conversation_id: str) -> None:
    """Holds the time that stands after a step. Where that cannot be done, the step goes back to choosing.

    ``slots`` are those before the step. Nothing is asked of the database by a step that chooses nothing.
    """
    after = {**slots, **step.slots}
    if not _CHOOSES & step.slots.keys() or not after.get("tour_time") or after.get("under_13"):
        return
    if after.get("waits"):
        if slots.get("held_until"):
            step.slots["held_until"] = None
            assistant.tours.release(conversation_id, assistant.clock())
        return
    starts_at, party = time_from_slot(after["tour_time"]), int(after.get("party_size") or 1)
    try:
        hold = assistant.tours.hold(starts_at, party, conversation_id, assistant.clock())
    except (SlotFull, SlotClosed) as error:
        step.says = [say for say in step.says if say.line != "time_understood"]
        grew = isinstance(error, SlotFull) and slots.get("tour_time") == after["tour_time"]
        step.say("no_room_for", people=people(party)) if grew else step.say("just_taken")
        step.slots |= choosing_again(assistant, starts_at)
    else:
        step.slots["held_until"] = hold.expires_at.isoformat()


def choosing_again(assistant: Assistant, starts_at: datetime) -> dict[str, Any]:
    """The slots of a form whose time could not be had: its question is asked again, with that time's waitlist."""
    local = starts_at.astimezone(assistant.school.zone)
    return {"tour_time": None, "waits": None, "review": None, "wish": Wish(day=local.date(), at=local.time()).to_slot()}


def kept_until(assistant: Assistant, slots: Mapping[str, Any], conversation_id: str) -> datetime | None:
    """Until when the chosen time really is kept; None when it is not."""
    if not slots.get("held_until"):
        return None
    party = int(slots.get("party_size") or 1)
    return assistant.tours.kept_until(time_from_slot(slots["tour_time"]), party, conversation_id, assistant.clock())
