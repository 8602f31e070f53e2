"""Rasa component that decides which topic a message is about."""

from collections.abc import Mapping, Sequence
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

from bot.nlu.encoder_of import encoder_of
from bot.nlu.language import Language
from bot.nlu.message_language import language_of_message
from bot.nlu.remembered_vectors import encode_remembering
from bot.nlu.topic_model import TopicModel, readings
from bot.settings import Settings

_PLACES: dict[Language, str] = {"en": ".", "es": "es"}
"""Where in the component's storage the model of each language is."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` and ``intent_ranking`` from a message's dense sentence features.

    Configuration: ``C``, the inverse strength of regularisation, ``ranking_length``, and ``faq_phrasings``: true to learn from the
    phrasings of ``content/faq.yml``, too. Each language has a model of its own, learnt from its phrasings and from the examples whose
    intent's metadata name it. Without a model or without features the intent has no name and confidence 0, which the fallback turns
    into its own.
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
                found = {language: TopicModel.load(folder / place) for language, place in _PLACES.items()}
        except ValueError:  # how Rasa's storage says that nothing was stored under this name
            found = {}
        return cls(config, model_storage, resource, {language: model for language, model in found.items() if model is not None})

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        models: Mapping[Language, TopicModel] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._models = dict(models or {})

    def train(self, training_data: TrainingData) -> Resource:
        """Fits a model for each language on its examples that have an intent and features, and stores them.

        Nothing is stored of a language with fewer than two intents.
        """
        examples = training_data.intent_examples
        for language in _PLACES:
            model = self._fitted(language, [one for one in examples if language_of_message(one) == language])
            if model is not None:
                self._models[language] = model
        if self._models:
            with self._model_storage.write_to(self._resource) as folder:
                for language, model in self._models.items():
                    (folder / _PLACES[language]).mkdir(exist_ok=True)
                    model.save(folder / _PLACES[language])
        return self._resource

    def _fitted(self, language: Language, examples: Sequence[Message]) -> TopicModel | None:
        texts, rows, topics = [], [], []
        for example in examples:
            vector = _sentence_vector(example)
            if vector is not None:
                texts.append(example.get(TEXT))
                rows.append(vector)
                topics.append(example.get(INTENT))
        known = set(topics)
        if len(known) < 2:
            return None
        more = [(text, topic) for text, topic in _phrasings(language) if topic in known] if self._config["faq_phrasings"] else []
        rows += list(encode_remembering(encoder_of(language), [text for text, _topic in more], Settings().cache))
        texts += [text for text, _topic in more]
        topics += [topic for _text, topic in more]
        return TopicModel.fit(texts, np.stack(rows), topics, inverse_regularisation=self._config["C"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking of each message, by the model of its language."""
        for message in messages:
            language, vector = language_of_message(message), _sentence_vector(message)
            model = self._models.get(language)
            ranked = [] if model is None or vector is None else self._ranked(model, message.get(TEXT), vector, language)
            ranking = [{INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: confidence} for topic, confidence in ranked]
            intent = dict(ranking[0]) if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranked(self, model: TopicModel, text: str, vector: npt.NDArray[np.float32], language: Language) -> list[tuple[str, float]]:
        encode = encoder_of(language).encode_one
        read = readings(text, lambda part: vector if part == text else encode(part), language)
        return model.rank(read, self._config["ranking_length"])


def _phrasings(language: Language) -> list[tuple[str, str]]:
    """How the school's own answers are asked for in this language, with their topics."""
    folder = Settings().content_dir
    entries = yaml.safe_load((folder / "faq.yml").read_text(encoding="utf-8"))["entries"]
    if language == "en":
        return [(phrasing, entry["topic"]) for entry in entries for phrasing in entry["phrasings"]]
    file = folder / language / "faq.yml"
    translated = yaml.safe_load(file.read_text(encoding="utf-8"))["entries"] if file.exists() else {}
    topics = {entry["id"]: entry["topic"] for entry in entries}
    return [(phrasing, topics[name]) for name, entry in translated.items() if name in topics for phrasing in entry.get("phrasings", ())]


def _sentence_vector(message: Message) -> npt.NDArray[np.float32] | None:
    """The dense sentence features side by side, or ``None`` if a message has none."""
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else np.asarray(sentence.features[0])
