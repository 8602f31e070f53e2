"""An answer's reviewed words in another language, and whether they still say what the English ones do. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Protocol

from bot.faq.wording import Entry


class Words(Protocol):
    """What an entry says, in any language."""

    @property
    def title(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def hedged(self) -> str | None: ...
    @property
    def without(self) -> str | None: ...


class Reviewed(Words, Protocol):
    """Words in another language, and which English ones they were reviewed against."""

    @property
    def of(self) -> str: ...


def words_fingerprint(words: Words) -> str:
    """Eight hex digits that change with any of these words."""
    said = [words.title, words.answer, words.hedged, words.without]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:8]


def translated(entry: Entry, into: Reviewed) -> Entry | None:
    """``entry`` saying these words; None when its own have changed since they were reviewed."""
    if into.of != words_fingerprint(entry):
        return None
    return replace(entry, title=into.title, answer=into.answer, hedged=into.hedged, without=into.without)
