"""Rasa component that lets no message of somebody under 13 pass as anything else."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extraction.age import is_under_13

UNDER_13 = "under_13"
"""The intent. It has no examples: a rule decides it, so that no likeness to other messages ever does."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AgeGate(GraphComponent):
    """Puts the intent ``under_13`` before all others when the speaker states such an age. The last of the classifiers."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "AgeGate":
        """A component without settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent; what the message was about otherwise stays in the ranking."""
        for message in messages:
            if is_under_13(message.get(TEXT) or ""):
                intent = {INTENT_NAME_KEY: UNDER_13, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent, *(message.get(INTENT_RANKING_KEY) or [])], add_to_output=True)
        return messages
