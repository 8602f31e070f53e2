"""What an entry may state: only what a claim that it names can back, and only as that claim stands today. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.faq.neutral import without_neutral
from bot.faq.numbers import numbers_in
from bot.faq.statement_rule import StatementKind
from bot.faq.statements import Statement, statements

BACKS: Mapping[str, frozenset[StatementKind]] = {
    "price": frozenset({"money", "percentage", "count"}),
    "money": frozenset({"money", "pay", "percentage"}),
    "pay": frozenset({"pay", "money", "percentage"}),
    "salary": frozenset({"pay", "money", "percentage"}),
    "outcome": frozenset({"placement", "percentage", "count"}),
    "placement": frozenset({"placement", "percentage", "count"}),
    "percentage": frozenset({"percentage", "count"}),
    "credential": frozenset({"duration", "count"}),
    "experience": frozenset({"count", "duration", "percentage"}),
    "accreditation": frozenset({"accreditation"}),
    "ranking": frozenset({"ranking", "percentage", "count"}),
    "guarantee": frozenset({"guarantee"}),
    "duration": frozenset({"duration", "count"}),
    "count": frozenset({"count", "percentage"}),
}
"""The kinds of claims, and which kinds of statements each can back."""

_DOCUMENT = (
    r"(?:page|pages|site|website|document|leaflet|brochure|prospectus|catalog|catalogue|sheet|newsletter|report|survey|study|handbook|"
    r"flyer|letter|certificate|contract|policy|statistics|bureau|guild|commission|agency|página|folleto|documento|informe)"
)
_SAYS = r"(?:says?|said|states?|reports?|writes?|wrote|adds?|mentions?|estimates?|dice|indica|menciona)"
_SAYS_ES = r"(?:dice|decía|indica|menciona|señala|afirma|informa|estima|añade|agrega)"
_SHOWS_ES = r"(?:nombra|muestra|describe|cita|enumera|habla de|se refiere a|da|considera|ve|pinta|propone)"
_ATTRIBUTED = re.compile(
    rf"\b(?:according to|in the words of|as of|según)\b"
    rf"|\b{_DOCUMENT}\b[^.]{{0,100}}?"
    rf"\b(?:{_SAYS}|names?|gives?|lists?|speaks? of|points? to|describes?|pictures?|puts?|shows?|quotes?|counts?|sees)\b"
    rf"|\b(?:página|sitio|documento|folleto|informe|catálogo|encuesta)\b[^.]{{0,100}}?\b(?:{_SAYS_ES}|{_SHOWS_ES})\b"
    rf"|\b(?:escuela|academia|instituto)\b[^.]{{0,20}}?\b{_SAYS_ES}\b|^\W*(?:también )?{_SAYS_ES}\b"
    rf"|\b(?:school|academy|institute|college|it|they)\b[^.]{{0,20}}?\b{_SAYS}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClaimState:
    """A claim as far as it decides what may be said."""

    kind: str
    statement: str
    approved: bool
    expires: date | None

    def is_good(self, today: date) -> bool:
        """True when a person approved it and it has not expired: it may be stated plainly."""
        return self.approved and not self.is_expired(today)

    def is_expired(self, today: date) -> bool:
        """True from the day after ``expires``."""
        return self.expires is not None and self.expires < today


class Worded(Protocol):
    """An entry's words, and the claims it names."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def hedged(self) -> str | None: ...
    @property
    def without(self) -> str | None: ...
    @property
    def claims(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Fault:
    """Why an entry may not be published, and which of its parts is at fault."""

    part: str
    reason: str


def entry_faults(entry: Worded, claims: Mapping[str, ClaimState], *, programs: int, today: date | None = None) -> Iterator[Fault]:
    """Everything that keeps ``entry`` from being published. With ``today`` an expired claim does too.

    ``programs`` is how many programs the school has by name: that count needs no claim.
    """
    for claim_id in entry.claims:
        if claim_id not in claims:
            yield Fault("claims", f"the claim {claim_id} is not in claims.yml.")
        elif today is not None and claims[claim_id].is_expired(today):
            yield Fault(
                "claims",
                f"the claim {claim_id} expired on {claims[claim_id].expires}. Check it and give it a new date, or take it out.",
            )
    if entry.claims and not entry.hedged:
        yield Fault("answer", "leans on a claim, so it needs a hedged wording.")
    for part in ("title", "answer", "hedged", "without"):
        text = getattr(entry, part)
        for statement, reason in unbacked(part, text or "", entry.claims, claims, programs=programs):
            yield Fault(part, f"the {part} states {_NAMES[statement.kind]}, {reason}: {statement.marked}")


def unbacked(
    part: str, text: str, named: Sequence[str], claims: Mapping[str, ClaimState], *, programs: int
) -> Iterator[tuple[Statement, str]]:
    """The statements of one part of an entry that nothing backs, each with the reason."""
    for statement in statements(text):
        if statement.kind == "count" and "program" in statement.words.lower() and numbers_in(statement.words) == {float(programs)}:
            continue
        reason = _why_not(part, statement, [claims[one] for one in named if one in claims])
        if reason:
            yield statement, reason


def _why_not(part: str, statement: Statement, named: Sequence[ClaimState]) -> str:
    if part in ("title", "without"):
        return "which a title may not" if part == "title" else "which the line for a missing field may not"
    backing = [claim for claim in named if statement.kind in BACKS.get(claim.kind, ())]
    if not backing:
        kinds = " or ".join(kind for kind, backed in BACKS.items() if statement.kind in backed)
        return f"but no claim of a kind that can back it is named ({kinds})"
    loose = _figures(statement) - {number for claim in backing for number in numbers_in(claim.statement)}
    if loose:
        return f"but {', '.join(f'{number:g}' for number in sorted(loose))} stands in no claim that it names"
    if part == "hedged" and not _ATTRIBUTED.search(statement.sentence):
        return 'but the hedged wording has to say who says so (such as "the school\'s web page says")'
    return ""


def _figures(statement: Statement) -> set[float]:
    """The numbers that a claim has to contain: those that make the statement, and larger ones beside them."""
    sentence = without_neutral(statement.sentence)
    beside = {number for number in numbers_in(sentence) if number > 12}
    return numbers_in(sentence[statement.start : statement.end]) | beside


_NAMES: Mapping[StatementKind, str] = {
    "money": "a sum of money",
    "percentage": "a share or percentage",
    "pay": "what people are paid",
    "placement": "that people find work",
    "accreditation": "an accreditation or license",
    "ranking": "a ranking",
    "guarantee": "a guarantee",
    "duration": "a duration",
    "count": "a count",
}
