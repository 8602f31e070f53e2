"""What the form that changes a booked tour asks, in the language spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations.language import spoken
from bot.conversations.lines import line, person_button
from bot.forms.asking import Shown, field_question
from bot.forms.wording import people
from bot.nlu.change_wish import CHANGE_TOUR
from bot.proofs.codes import masked
from bot.tours.changing.own_bookings import OwnBooking
from bot.tours.saying import full, short

SHOWN = 5
"""How many bookings are shown at once."""
Faults = Mapping[str, Mapping[str, str]]


def offered_address(slots: Mapping[str, Any]) -> str | None:
    """The address that a code can be offered for: one that was typed in this very conversation."""
    return None if (slots.get("change_wish") or {}).get("other") else slots.get("email")


def email_question(slots: Mapping[str, Any], faults: Faults) -> Shown:
    """Which address the tour was booked with, or whether it is the one that was given before."""
    offered = offered_address(slots)
    if offered is not None and not faults:
        text, custom = line("change_offer", email=masked(offered))
        return text, custom | {"quick_replies": [_button("change_send", "send"), _button("change_other_email", "other"), _stop()]}
    text, custom = field_question("ask_change_email", faults)
    return text, custom | {"quick_replies": [person_button(), _stop()]}


def code_question(faults: Faults) -> Shown:
    """The code, with ways on where none comes."""
    text, custom = field_question("ask_change_code", faults)
    ways = [_button("change_new_code", "again"), _button("change_other_email", "other"), person_button(), _stop()]
    return text, custom | {"quick_replies": ways}


def what_question(bookings: Sequence[OwnBooking], wants: str | None) -> Shown:
    """What is to be done with the bookings."""
    if len(bookings) == 1:
        text, custom = line(
            "change_one_cancel" if wants == "cancel" else "change_one", **told(bookings[0]), reference=bookings[0].reference
        )
        deeds = [_deed("change_move", "move", bookings[0]), _deed("change_cancel", "cancel", bookings[0])]
        return text, custom | {"quick_replies": [*deeds, _button("change_leave", "leave", intent="cancel")]}
    rows = [
        line("change_several_row", number=number, **told(one), reference=one.reference)[0] for number, one in enumerate(bookings[:SHOWN], 1)
    ]
    more = [line("change_several_more")[0]] if len(bookings) > SHOWN else []
    deeds = []
    for one in bookings[:SHOWN]:
        when = short(one.starts_at, one.zone, spoken())
        deeds += [_deed("change_move_one", "move", one, when=when), _deed("change_cancel_one", "cancel", one, when=when)]
    text = "\n".join([line("change_several")[0], *rows, *more])
    return text, {"quick_replies": [*deeds, _button("change_leave", "leave", intent="cancel"), *([person_button()] if more else [])]}


def told(booking: OwnBooking) -> dict[str, str]:
    """A booking in words: what, when with the campus time zone, and how many people."""
    return {
        "tour": booking.kind.called(spoken()),
        "when": full(booking.starts_at, booking.zone, spoken()),
        "people": people(booking.party),
    }


def _deed(name: str, do: str, booking: OwnBooking, **values: str) -> dict[str, Any]:
    return {"title": line(name, **values)[0], "meaning": {"intent": CHANGE_TOUR, "change": do, "booking": booking.id}}


def _button(name: str, do: str, *, intent: str = CHANGE_TOUR) -> dict[str, Any]:
    """A button of the form; pressed when the form is not open, it means its intent."""
    return {"title": line(name)[0], "meaning": {"intent": intent, "change": do}}


def _stop() -> dict[str, Any]:
    return _button("change_stop", "stop", intent="cancel")
