"""The language of a Rasa message, as training data or the conversation say it is."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language import Language

_METADATA, _LANGUAGE = "metadata", "language"


def told_language(language: Language) -> dict[str, Any]:
    """The metadata of a message in this language."""
    return {_LANGUAGE: language}


def language_of_message(message: Message) -> Language:
    """English unless the metadata of the message, or in training data those of its intent (``metadata: {language: es}``), say Spanish.

    The words do not count: examples that teach the English model a few words of Spanish are of the English model.
    """
    given = message.get(_METADATA) or {}
    return "es" if "es" in (given.get(_LANGUAGE), (given.get("intent") or {}).get(_LANGUAGE)) else "en"
