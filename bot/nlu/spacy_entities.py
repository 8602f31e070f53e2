"""Rasa components: spaCy's tokens, and the details of a message as entities."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extraction import Fields, Vocabulary, extract
from bot.nlu.extraction.lexicon import words_of
from bot.nlu.language import Language
from bot.nlu.message_language import language_of_message
from bot.school.content import load_school
from bot.settings import Settings

Entity = dict[str, Any]
#: The entity of each field that is reported as one; programs and roles are reported wherever they are mentioned.
_NAMES = {"name": "person", "email": "email", "phone": "phone", "date": "date", "time": "time", "party_size": "party_size"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyWords(Tokenizer):
    """Tokens of spaCy's English tokenizer, without any model behind it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own defaults of a tokenizer: intents stay whole."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None, "prefix_separator_symbol": None}

    @staticmethod
    def required_packages() -> list[str]:
        """The distribution whose version decides where words end."""
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The attribute's words with their positions in it; white space is no word."""
        words = [Token(word, start) for word, start in words_of(message.get(attribute))]
        tokens: list[Token] = self._apply_token_pattern(words)
        return tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpacyEntities(GraphComponent, EntityExtractorMixin):
    """Adds program, role, person, email, phone, date, time and party_size as entities.

    Values are JSON: dates YYYY-MM-DD, times HH:MM, phones E.164, programs and roles by name. ``statistical: true`` in the
    configuration lets the language model decide on names that no rule knows; without it a message costs rules only.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rules only."""
        return {"statistical": False}

    @staticmethod
    def required_packages() -> list[str]:
        """The distributions whose versions matter to what is found."""
        return ["spacy", "phonenumbers"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses a ``statistical`` that is neither true nor false."""
        if not isinstance(config["statistical"], bool):
            raise InvalidConfigException(f"'statistical' must be true or false; it is {config['statistical']!r}.")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The programs file's hash: other programs or aliases make another component."""
        return hashlib.sha256((Settings().content_dir / "programs.yml").read_bytes()).hexdigest()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SpacyEntities":
        """A component for the school in the content folder, on campus time."""
        school = load_school(Settings().content_dir)
        return cls(config, school.vocabulary_in, lambda: datetime.now(UTC).astimezone(school.zone))

    def __init__(self, config: dict[str, Any], vocabulary_in: Callable[[Language], Vocabulary], now: Callable[[], datetime]) -> None:
        """``vocabulary_in`` gives the school's words in a language, ``now`` the visitor's present, with an offset."""
        self._statistical = config["statistical"]
        self._vocabulary_in = vocabulary_in
        self._now = now

    def process(self, messages: list[Message]) -> list[Message]:
        """Appends the entities of each message with text, in the order they stand in it, as read in its language."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                language = language_of_message(message)
                vocabulary = self._vocabulary_in(language)
                fields = extract(text, self._now(), vocabulary, statistical=self._statistical, language=language)
                entities = self.add_extractor_name(_entities(fields))
                message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages


def _entities(fields: Fields) -> list[Entity]:
    values = fields.as_json()
    entities = [_entity(name, *fields.spans[field], values[field]) for field, name in _NAMES.items() if field in values]
    entities += [_entity("program", one.start, one.end, one.value) for one in fields.terms.programs]
    entities += [_entity("role", one.start, one.end, one.value) for one in fields.terms.roles]
    return sorted(entities, key=lambda entity: (entity["start"], entity["end"]))


def _entity(name: str, start: int, end: int, value: str | int) -> Entity:
    return {"entity": name, "start": start, "end": end, "value": value}
