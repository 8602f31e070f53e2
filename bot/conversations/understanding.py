"""One visitor message as the actions see it: words, topic, pressed button or sent form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu.accents import spanish
from bot.nlu.language import Language

_ASKS = re.compile(
    r"\?|^\W*(?:and |but |so |ok(?:ay)?,? |also |btw |wait,? |hey,? |hi,? )*"
    r"(?:what|whats|what's|who|whose|whom|which|where|when|why|how|is|are|am|was|were|do|does|did|can|could|would|will|should|may|"
    r"have|has|tell me|explain|i want to know|i'd like to know|i wonder)\b",
    re.IGNORECASE,
)


_ASKS_IN_SPANISH = spanish(
    r"\?|¿|^\W*(?:(?:y|pero|entonces|ok(?:ay)?|tambien|oigan?|oye|hola|buenas|disculpen?)\W+)*"
    r"(?:(?:a|de|en|con|por|para|desde|hasta)\s)?(?:que|q|cual(?:es)?|quien(?:es)?|cuant[oa]s?|cuando|a?donde|como|xq|pq|hay|tiene[ns]?|puedo|puede[ns]?|"
    r"podria[ns]?|se\spuede|es|son|esta[ns]?|dan|ofrecen?|aceptan|ayudan|cuesta[ns]?|dura|dime|digan?me|explicame|"
    r"quiero\ssaber|quisiera\ssaber|me\sgustaria\ssaber|me\spueden?\sdecir)\b"
)


@dataclass(frozen=True)
class Understanding:
    """What Rasa made of a message."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    choice: Mapping[str, Any] | None = None
    """The meaning of a pressed button."""
    form: Mapping[str, Any] | None = None
    """The values of a sent form."""
    asked: str = ""
    """The words to compare with others: the message, or the message with the topic that it leans on spelled out."""
    parts: tuple[Understanding, ...] = ()
    """Each of several questions, in order; empty for a message with one."""
    language: Language = "en"
    """The language in which the message is read."""

    @property
    def asks(self) -> bool:
        """True when the words look like a question, whatever it is about."""
        asks = _ASKS_IN_SPANISH if self.language == "es" else _ASKS
        return self.choice is None and self.form is None and asks.search(self.text) is not None

    def is_about(self, *intents: str, at_least: float = 0.5) -> bool:
        """True when it is one of ``intents`` with at least this confidence."""
        return self.intent in intents and self.confidence >= at_least


def plain_text(text: str) -> str:
    """The words that Rasa reads of a message: a leading slash would be one of its own commands."""
    return text.lstrip("/ ") or "?"


def understanding(latest_message: Mapping[str, Any]) -> Understanding:
    """Reads a tracker's ``latest_message``. A fallback intent is replaced by what stood behind it."""
    ranking = tuple(
        (str(one["name"]), float(one["confidence"]))
        for one in latest_message.get("intent_ranking") or []
        if one.get("name") and one["name"] != "nlu_fallback"
    )
    intent = latest_message.get("intent") or {}
    name, confidence = str(intent.get("name") or ""), float(intent.get("confidence") or 0.0)
    if name in ("", "nlu_fallback"):
        name, confidence = ranking[0] if ranking else ("out_of_scope", 0.0)
    return Understanding(
        text=str(latest_message.get("text") or ""),
        intent=name,
        confidence=confidence,
        ranking=ranking,
        choice=latest_message.get("choice"),
        form=latest_message.get("form"),
        asked=str(latest_message.get("asked") or latest_message.get("text") or ""),
        parts=tuple(understanding(part) for part in latest_message.get("parts") or ()),
        language="es" if latest_message.get("language") == "es" else "en",
    )
