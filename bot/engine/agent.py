"""Rasa inside this process: the model, its policies and the custom actions, without any server of Rasa's."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata

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
                metadata, runner = loader.load_predict_graph_runner(
                    Path(folder), Path(model_path), LocalModelStorage, DirectGraphRunner
                )
        except (tarfile.ReadError, FileNotFoundError) as error:
            raise ModelUnavailable(f"The model {Path(model_path).name} cannot be loaded.") from error
        return os.path.basename(model_path), metadata, runner


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
