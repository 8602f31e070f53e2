"""Rasa component that decides which topic a message is about."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
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
from bot.nlu.encoder_weights import Floats
from bot.nlu.language import Language
from bot.nlu.message_language import language_of_message
from bot.nlu.remembered_vectors import encode_remembering
from bot.nlu.topic_model import TopicModel, readings
from bot.settings import Settings

_PLACES: dict[Language, str] = {"en": ".", "es": "es"}
"""Where in the component's storage the model of each language is."""
_CENTRE_FILE = "centre.npy"
_BORROWED = 150
"""So many English examples of each intent teach the other languages' models, too. More are better still, but each has to be encoded."""
_Model = tuple[TopicModel, Floats | None]
"""A model and the centre from which it sees vectors, if it does."""
_Files = Mapping[str, bytes]
"""A stored model, by file name: a third of the memory that it takes when it is in use."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` and ``intent_ranking`` from a message's dense sentence features.

    Configuration: ``C``, the inverse strength of regularisation, ``ranking_length``, and ``faq_phrasings``: true to learn from the
    phrasings of ``content/faq.yml``, too. Each language has a model of its own, learnt from its phrasings and from the examples whose
    intent's metadata name it; the Spanish one also from some English examples, which its encoder reads as well. Without a model or
    without features the intent has no name and confidence 0, which the fallback turns into its own.
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
                english = _read(folder / _PLACES["en"])
                unread: dict[Language, _Files] = {
                    language: _files(folder / place) for language, place in _PLACES.items() if language != "en"
                }
        except ValueError:  # how Rasa's storage says that nothing was stored under this name
            return cls(config, model_storage, resource)
        return cls(config, model_storage, resource, {} if english is None else {"en": english}, unread)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        models: Mapping[Language, _Model] | None = None,
        unread: Mapping[Language, _Files] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._models = dict(models or {})
        self._unread = dict(unread or {})
        self._reading = threading.Lock()

    def train(self, training_data: TrainingData) -> Resource:
        """Fits a model for each language on its examples that have an intent and features, and stores them.

        Nothing is stored of a language with fewer than two intents.
        """
        examples = training_data.intent_examples
        english = [one for one in examples if language_of_message(one) == "en"]
        for language in _PLACES:
            own = english if language == "en" else [one for one in examples if language_of_message(one) == language]
            fitted = self._fitted(language, own, [] if language == "en" else _some_of_each(english))
            if fitted is not None:
                self._models[language] = fitted
        if self._models:
            with self._model_storage.write_to(self._resource) as folder:
                for language, (model, centre) in self._models.items():
                    (folder / _PLACES[language]).mkdir(exist_ok=True)
                    model.save(folder / _PLACES[language])
                    if centre is not None:
                        np.save(folder / _PLACES[language] / _CENTRE_FILE, centre)
        return self._resource

    def _fitted(self, language: Language, examples: Sequence[Message], english: Sequence[Message]) -> _Model | None:
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
        encoder, cache = encoder_of(language), Settings().cache
        vectors = np.vstack([np.stack(rows), encode_remembering(encoder, [text for text, _topic in more], cache)])
        texts += [text for text, _topic in more]
        topics += [topic for _text, topic in more]
        centre = None
        if language != "en":
            centre = vectors.mean(axis=0)
            vectors = _centred(vectors, centre)
            english = [one for one in english if one.get(INTENT) in known]
            if english:
                borrowed = encode_remembering(encoder, [one.get(TEXT) for one in english], cache)
                vectors = np.vstack([vectors, _centred(borrowed, borrowed.mean(axis=0))])
                texts += [one.get(TEXT) for one in english]
                topics += [one.get(INTENT) for one in english]
        return TopicModel.fit(texts, vectors, topics, inverse_regularisation=self._config["C"]), centre

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking of each message, by the model of its language."""
        for message in messages:
            language, vector = language_of_message(message), _sentence_vector(message)
            model = None if vector is None else self._model(language)
            ranked = [] if vector is None or model is None else self._ranked(message.get(TEXT), vector, language, model)
            ranking = [{INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: confidence} for topic, confidence in ranked]
            intent = dict(ranking[0]) if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _model(self, language: Language) -> _Model | None:
        """The model of a language; another one than English is unpacked with its first message, a quarter of a second."""
        with self._reading:
            if language in self._unread:
                with TemporaryDirectory(prefix="topics-") as folder:
                    for name, content in self._unread[language].items():
                        (Path(folder) / name).write_bytes(content)
                    model = _read(Path(folder))
                if model is not None:
                    self._models[language] = model
                del self._unread[language]
        return self._models.get(language)

    def _ranked(self, text: str, vector: Floats, language: Language, of_language: _Model) -> list[tuple[str, float]]:
        model, centre = of_language
        encode = encoder_of(language).encode_one
        read = readings(text, lambda part: vector if part == text else encode(part), language)
        if centre is not None:
            read = [(part, _centred(one, centre)) for part, one in read]
        return model.rank(read, self._config["ranking_length"])


def _some_of_each(examples: Sequence[Message]) -> list[Message]:
    """Examples evenly from all over those of each intent."""
    by_intent: dict[str, list[Message]] = {}
    for example in examples:
        by_intent.setdefault(example.get(INTENT), []).append(example)
    return [one for group in by_intent.values() for one in group[:: max(1, len(group) // _BORROWED)][:_BORROWED]]


def _centred(vectors: Floats, centre: Floats) -> Floats:
    """Vectors (…, dimension) seen from ``centre``, of length 1: without what all sentences of a language share."""
    seen = vectors - centre
    return np.asarray(seen / np.linalg.norm(seen, axis=-1, keepdims=True), np.float32)


def _files(folder: Path) -> _Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def _read(folder: Path) -> _Model | None:
    model, file = TopicModel.load(folder), folder / _CENTRE_FILE
    return None if model is None else (model, np.load(file, allow_pickle=False) if file.exists() else None)


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


def _sentence_vector(message: Message) -> Floats | None:
    """The dense sentence features side by side, or ``None`` if a message has none."""
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else np.asarray(sentence.features[0])
