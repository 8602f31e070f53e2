"""Rasa component that gives each message the sentence encoder's vector."""

from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.errors import EncoderUnavailable
from bot.nlu.encoder import encoder_fingerprint, load_encoder
from bot.nlu.encoder_of import Encoder, encoder_of, fingerprint_of, vector_of
from bot.nlu.encoder_weights import NAME
from bot.nlu.message_language import language_of_message
from bot.nlu.remembered_vectors import encode_remembering
from bot.settings import Settings

log = structlog.get_logger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence row (1, dimension) to every message with text; no rows per token, so it needs no tokenizer before it.

    ``encoder`` in the configuration names the encoder of English as :func:`bot.nlu.encoder.load_encoder` understands it. Spanish messages
    get the multilingual encoder's vector, and none where that is not installed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The built-in encoder."""
        return {**DenseFeaturizer.get_default_config(), "encoder": NAME}

    @staticmethod
    def required_packages() -> list[str]:
        """The distributions whose versions matter to the vectors."""
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses an ``encoder`` that is no name."""
        if not isinstance(config["encoder"], str) or not config["encoder"]:
            raise InvalidConfigException(f"'encoder' must name an encoder or a folder; it is {config['encoder']!r}.")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The encoders' identity: Rasa computes the features anew when an encoder behind the name changes."""
        try:
            others = fingerprint_of("es")
        except EncoderUnavailable:
            others = "none"
        return f"{encoder_fingerprint(config.get('encoder', NAME))} {others}"

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SentenceFeaturizer":
        """A component on the process's shared encoder."""
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._encoder = load_encoder(config["encoder"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the row to each message with text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                language = language_of_message(message)
                vector = self._encoder.encode_one(text) if language == "en" else vector_of(text, language)
                if vector is not None:
                    self._add(message, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the row to each example with text; others (bare intents, responses) are left alone."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        self._add_to([one for one in examples if language_of_message(one) == "en"], self._encoder)
        spanish = [one for one in examples if language_of_message(one) == "es"]
        if spanish:
            try:
                self._add_to(spanish, encoder_of("es"))
            except EncoderUnavailable as error:
                log.warning("training.without_spanish", reason=str(error))
        return training_data

    def _add_to(self, examples: list[Message], encoder: Encoder) -> None:
        vectors = encode_remembering(encoder, [example.get(TEXT) for example in examples], Settings().cache)
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)

    def _add(self, message: Message, vector: Any) -> None:
        self.add_features_to_message(sequence=None, sentence=vector.reshape(1, -1), attribute=TEXT, message=message)
