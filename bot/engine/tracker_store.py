"""Rasa's memory of a conversation in one bounded row, inside the turn's transaction.

The row holds the events of the last few turns. What happened before is carried as a few opening events (slots, active
form), so that the cost of a message does not grow with the conversation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy import bindparam, select, update

from bot.db.base import as_table
from bot.db.database import Database
from bot.engine.models import TrackerRow

KEPT_TURNS = 1
"""How many of the visitor's messages are kept as events. Rules and forms look at the last one only."""

_trackers = as_table(TrackerRow)
_load = select(_trackers.c.state).where(_trackers.c.conversation_id == bindparam("conversation"))
_save = update(_trackers).where(_trackers.c.conversation_id == bindparam("conversation")).values(state=bindparam("new_state"))


class BoundedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Keeps trackers in the table ``trackers``. Errors propagate: the turn rolls back."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        *,
        database: Database,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._database = database

    @classmethod
    async def create(
        cls, obj: TrackerStore | EndpointConfig | None, domain: Domain | None = None, event_broker: EventBroker | None = None
    ) -> TrackerStore:
        """Made by this program only, never from endpoints.yml."""
        raise NotImplementedError("This store is made by the program, not from endpoints.yml.")

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the tracker, shortened to its last turns. Raises when the row is gone."""
        kept = without_overwritten(shorten(list(tracker.events)))
        state = json.dumps([_stored(event) for event in kept if not isinstance(event, BotUttered)], separators=(",", ":"))
        with self._database.write() as session:
            changed = session.connection().execute(_save, {"conversation": tracker.sender_id, "new_state": state})
            if changed.rowcount != 1:
                raise LookupError("the conversation's memory is gone")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a conversation; None before its first turn."""
        with self._database.read() as session:
            state = session.connection().scalar(_load, {"conversation": sender_id})
        if not state:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(state), self.domain.slots)

    async def delete(self, sender_id: str) -> None:
        """Forgets a conversation."""
        with self._database.write() as session:
            session.execute(update(TrackerRow).where(TrackerRow.conversation_id == sender_id).values(state=""))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations that have a tracker."""
        with self._database.read() as session:
            return list(session.scalars(select(TrackerRow.conversation_id).where(TrackerRow.state != "")))


def _stored(event: Event) -> dict[str, Any]:
    """The event as Rasa writes it. Of a message only what it was about stays: its words stand in the conversation, once."""
    document: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        document |= {"text": None, "parse_data": {"intent": document["parse_data"]["intent"], "entities": []}}
    return document


def without_overwritten(events: list[Event]) -> list[Event]:
    """The events without those that set a slot which is set again later: what was cleared is gone at once, not a turn later."""
    last = {event.key: index for index, event in enumerate(events) if isinstance(event, SlotSet)}
    return [event for index, event in enumerate(events) if not isinstance(event, SlotSet) or last[event.key] == index]


def shorten(events: list[Event], kept_turns: int = KEPT_TURNS) -> list[Event]:
    """The last turns of ``events``, led by events that set the slots and the form as they stood before them."""
    spoken = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(spoken) <= kept_turns:
        return events
    cut = spoken[-kept_turns]
    before, recent = events[:cut], events[cut:]
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in before:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        elif isinstance(event, ActiveLoop):
            loop = event.name
        elif isinstance(event, AllSlotsReset | Restarted):
            slots, loop = {}, None
    opening: list[Event] = [ActionExecuted("action_session_start", timestamp=before[0].timestamp), SessionStarted()]
    opening += [SlotSet(key, value) for key, value in slots.items() if value is not None]
    if loop is not None:
        opening.append(ActiveLoop(loop))
    # What Rasa did last before a message is always to listen.
    return [*opening, ActionExecuted("action_listen"), *recent]


def remembered_slots(state: str | None) -> dict[str, Any]:
    """The slots in a stored memory, by name; what was never set is missing."""
    events = json.loads(state) if state else []
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}
