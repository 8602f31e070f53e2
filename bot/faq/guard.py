"""The last look at what is about to be said: what has to be proved leaves only as the wording of a published entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.conversations.lines import line, person_button
from bot.faq.live import LiveAnswers
from bot.faq.statement_rule import StatementKind
from bot.faq.statements import sentences, statements
from bot.school.content import School

Kinds = tuple[StatementKind, ...]
_NOT_WORDS = frozenset({"value", "typed", "meaning", "payload", "ics", "url", "id", "name", "type", "autocomplete", "version"})
"""Parts of a reply that are data of the visitor's own or of the program: nothing is claimed by them."""


@dataclass(frozen=True)
class Reply:
    """One bot line: its text and what is shown besides (with the meanings of its choices still inside)."""

    text: str
    custom: dict[str, Any] | None = None


class Guard:
    """Lets a paragraph out if it states nothing that needs a claim, or if an entry says it today, backed by its claims.

    Typed fields of the content folder (the consent wordings, names of programs and tours) and a visitor's own words in
    quotation marks may say what they like. Anything else is replaced by the honest line that there is no answer.
    """

    def __init__(self, answers: LiveAnswers, school: School) -> None:
        self._answers = answers
        self._typed = frozenset(_typed_sentences(school))
        self._names = tuple(sorted(filter(statements, _typed_names(school)), key=len, reverse=True))

    def look(self, reply: Reply, own_words: Sequence[str], may_note: Callable[[], bool]) -> tuple[Reply, Kinds]:
        """``reply`` as it may leave, and the kinds of statements that were held back.

        ``may_note`` says whether the visitor's question is kept for staff: the line in its place says so.
        """
        text, held = self._text(reply.text, own_words, may_note)
        custom = reply.custom
        if custom is not None:
            custom, more = self._custom(custom)
            held += more
        if not held:
            return reply, ()
        if text != reply.text and may_note() and not (custom or {}).get("quick_replies"):
            custom = {**(custom or {}), "quick_replies": [person_button()]}
        return replace(reply, text=text, custom=custom), held

    def _text(self, text: str, own_words: Sequence[str], may_note: Callable[[], bool]) -> tuple[str, Kinds]:
        served = self._answers.served()
        if text in served:
            return text, ()
        kept: list[str] = []
        held: list[StatementKind] = []
        for paragraph in text.split("\n\n"):
            unproved = () if paragraph in served else self._unproved(paragraph, own_words)
            held += unproved
            kept.append(line("unknown" if may_note() else "unknown_unnoted")[0] if unproved else paragraph)
        return ("\n\n".join(dict.fromkeys(kept)) if held else text), tuple(held)

    def _unproved(self, paragraph: str, own_words: Sequence[str]) -> Kinds:
        for own in own_words:
            paragraph = paragraph.replace(f'"{own}"', '"…"')
        for name in self._names:
            paragraph = paragraph.replace(name, "…")
        return tuple(found.kind for found in statements(paragraph) if found.sentence not in self._typed)

    def _custom(self, custom: dict[str, Any]) -> tuple[dict[str, Any], Kinds]:
        held: list[StatementKind] = []
        kept: dict[str, Any] = {}
        for key, part in custom.items():
            pieces = part if key == "quick_replies" and isinstance(part, list) else [part]
            unproved = [[kind for text in _texts(piece, key) for kind in self._unproved(text, ())] for piece in pieces]
            if not any(unproved):
                kept[key] = part
                continue
            held += [kind for several in unproved for kind in several]
            if key == "quick_replies":
                kept[key] = [piece for piece, kinds in zip(pieces, unproved, strict=True) if not kinds]
        return (kept if held else custom), tuple(held)


def _texts(piece: Any, key: str) -> Iterator[str]:
    if key in _NOT_WORDS:
        return
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, dict):
        for name, child in piece.items():
            yield from _texts(child, name)
    elif isinstance(piece, list):
        for child in piece:
            yield from _texts(child, "")


def _typed_sentences(school: School) -> Iterator[str]:
    for text in school.consent_texts:
        yield from sentences(school.fill(text.wording))


def _typed_names(school: School) -> Iterator[str]:
    yield from (school.name, school.file.short_name, school.file.contact.address)
    yield from (name for kind in school.tours for name in (kind.name, kind.name_es) if name)
    yield from (one.name for one in (*school.programs, *school.roles))
