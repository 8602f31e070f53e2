"""Rasa inside this process: the model, its policies and the custom actions, without any server of Rasa's."""

from __future__ import annotations

import os
import tarfile
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.core.actions.action import Action, ActionListen
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.graph_runner import DirectGraphRunner
from bot.engine.in_process_actions import InProcessActions
from bot.engine.rasa_adjustments import adjust_rasa
from bot.engine.tracker_store import BoundedTrackerStore
from bot.errors import ModelUnavailable

if TYPE_CHECKING:
    from bot.assistant import Assistant


class TurnProcessor(MessageProcessor):
    """Rasa's processor with a graph runner that plans once. It gets the raw tracker store, so that errors propagate."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        try:
            with tempfile.TemporaryDirectory() as folder:
                metadata, runner = loader.load_predict_graph_runner(Path(folder), Path(model_path), LocalModelStorage, DirectGraphRunner)
        except (tarfile.ReadError, FileNotFoundError) as error:
            raise ModelUnavailable(f"The model {Path(model_path).name} cannot be loaded.") from error
        return os.path.basename(model_path), metadata, runner

    async def run_action_extract_slots(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """Rasa's filling of slots by their mappings; nothing to do when every slot is filled by a form of ours.

        The language in which the message was heard is remembered here.
        """
        heard = tracker.latest_message.parse_data.get("language") if tracker.latest_message else None
        if heard and heard != tracker.get_slot("language"):
            tracker.update(SlotSet("language", heard), self.domain)
        if self._maps_slots:
            return await super().run_action_extract_slots(output_channel, tracker)
        return tracker

    @cached_property
    def _maps_slots(self) -> bool:
        if self.domain is None:
            return True
        mappings = [mapping for slot in self.domain.slots for mapping in slot.mappings if slot.name not in DEFAULT_SLOT_NAMES]
        mapped = any(mapping["type"] != "custom" or mapping.get("action") for mapping in mappings)
        return mapped or ACTION_VALIDATE_SLOT_MAPPINGS in self.domain.user_actions

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """Rasa's run of an action. Listening does nothing, so no copy of the conversation is made to do it on."""
        if isinstance(action, ActionListen):
            self._log_action_on_tracker(tracker, action, [], prediction)
            return False
        again: bool = await super()._run_action(action, tracker, output_channel, nlg, prediction)
        return again

    def _log_action_on_tracker(
        self, tracker: DialogueStateTracker, action: Action, events: list[Event] | None, prediction: PolicyPrediction
    ) -> None:
        """Notes an action and its events, as Rasa does, which first copies them all for a log that is off."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing: model and domain come out of one training. Rasa builds an empty domain for each message here."""

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: slots hold names and addresses, which belong in no log."""


def load_agent(assistant: Assistant, model: Path) -> Agent:
    """The agent of a trained model, answering from this assistant's services."""
    adjust_rasa()
    endpoint = InProcessActions("actions")
    agent = Agent(action_endpoint=endpoint)
    store = BoundedTrackerStore(None, database=assistant.database)
    processor = TurnProcessor(
        model_path=model,
        tracker_store=store,
        lock_store=InMemoryLockStore(),
        generator=NaturalLanguageGenerator.create(None, None),
        action_endpoint=endpoint,
    )
    domain = processor.domain
    processor.nlg = NaturalLanguageGenerator.create(None, domain)
    agent.processor, agent.domain, agent.nlg = processor, domain, processor.nlg
    store.domain = domain
    return agent
