"""Rasa component that decides which topic a message is about."""

from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import load_encoder
from bot.nlu.remembered_vectors import encode_remembering
from bot.nlu.topic_model import TopicModel, readings
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` and ``intent_ranking`` from a message's dense sentence features.

    Configuration: ``C``, the inverse strength of regularisation, ``ranking_length``, and ``faq_phrasings``: true to learn from the
    phrasings of ``content/faq.yml``, too. Without a model or without features the
    intent has no name and confidence 0, which the fallback turns into its own.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Values that suit about ten or more examples per topic on normalised sentence vectors."""
        return {"C": 20.0, "ranking_length": 10, "faq_phrasings": False}

    @staticmethod
    def required_packages() -> list[str]:
        """The distribution that fits the model."""
        return ["scipy"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "TopicClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> "TopicClassifier":
        """The trained classifier; an untrained one if training had nothing to learn from."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, TopicModel.load(folder))
        except ValueError:  # how Rasa's storage says that nothing was stored under this name
            return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: TopicModel | None = None) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model on the examples that have an intent and features, and stores it. Stores nothing with fewer than two intents."""
        texts, rows, topics = [], [], []
        for example in training_data.intent_examples:
            vector = _sentence_vector(example)
            if vector is not None:
                texts.append(example.get(TEXT))
                rows.append(vector)
                topics.append(example.get(INTENT))
        if len(set(topics)) >= 2:
            known = set(topics)
            more = [(text, topic) for text, topic in _phrasings() if topic in known] if self._config["faq_phrasings"] else []
            rows += list(encode_remembering(load_encoder(), [text for text, _topic in more], Settings().cache))
            texts += [text for text, _topic in more]
            topics += [topic for _text, topic in more]
            self._model = TopicModel.fit(texts, np.stack(rows), topics, inverse_regularisation=self._config["C"])
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking of each message."""
        for message in messages:
            vector = _sentence_vector(message)
            ranked = [] if self._model is None or vector is None else self._ranked(self._model, message.get(TEXT), vector)
            ranking = [{INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: confidence} for topic, confidence in ranked]
            intent = dict(ranking[0]) if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranked(self, model: TopicModel, text: str, vector: npt.NDArray[np.float32]) -> list[tuple[str, float]]:
        read = readings(text, lambda part: vector if part == text else load_encoder().encode_one(part))
        return model.rank(read, self._config["ranking_length"])


def _phrasings() -> list[tuple[str, str]]:
    """How the school's own answers are asked for, with their topics."""
    content = yaml.safe_load((Settings().content_dir / "faq.yml").read_text(encoding="utf-8"))
    return [(phrasing, entry["topic"]) for entry in content["entries"] for phrasing in entry["phrasings"]]


def _sentence_vector(message: Message) -> npt.NDArray[np.float32] | None:
    """The dense sentence features side by side, or ``None`` if a message has none."""
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else np.asarray(sentence.features[0])
