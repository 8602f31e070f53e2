"""Runs the development set through the whole assistant, as ``./admissions ask`` and ``extract`` do."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.understanding.own_set import Item, OwnSet, is_reported
from benchmarks.understanding.scoring import Share, f1, field_counts, first_topic, share, topics_of
from bot.nlu.language import Language, language_of

Turns = Callable[[Sequence[str]], list[dict[str, Any]]]


@dataclass
class OwnResult:
    """What came out, on one half of the set."""

    topic: Share
    out_of_scope: Share
    wrongly_rejected: Share
    follow_ups: Share
    follow_up_kinds: dict[str, Share]
    several: Share
    several_kinds: dict[str, Share]
    extraction_f1: float
    extraction_fields: dict[str, float]
    language_told: Share
    """Messages of which it is told right whether they are English, Spanish, or do not say."""
    mistakes: dict[str, list[Any]] = field(default_factory=dict)
    """Of each part, what was asked, wanted and found: for reading, not for tuning word by word."""


def run_own_set(own: OwnSet, *, reported: bool | None = True) -> OwnResult:
    """The result on the reported half, the fitted half (False) or everything (None)."""

    def half(items: list[Item]) -> list[Item]:
        return [one for one in items if reported is None or is_reported(one) == reported]

    with tempfile.TemporaryDirectory() as folder, _rehearsal(Path(folder)) as converse:
        questions = [(one, converse([one["text"]])[0]) for one in half(own.questions)]
        follow_ups = [(one, converse(one["turns"])[-1]) for one in half(own.follow_ups)]
        several = [(one, converse([one["text"]])[0]) for one in half(own.several)]
    told = half(own.told)
    extracted = [(one, _extract(one, own.language)) for one in half(own.extraction)]

    inside = [(one, turn) for one, turn in questions if one["topic"] != "out_of_scope"]
    outside = [(one, turn) for one, turn in questions if one["topic"] == "out_of_scope"]
    wanted, found = [one["fields"] for one, _ in extracted], [fields for _, fields in extracted]
    names = sorted({key for fields in (*wanted, *found) for key in fields})
    return OwnResult(
        topic=share(first_topic(turn) == one["topic"] for one, turn in inside),
        out_of_scope=share(first_topic(turn) == "out_of_scope" for _, turn in outside),
        wrongly_rejected=share(first_topic(turn) == "out_of_scope" for _, turn in inside),
        follow_ups=share(_all_found(one["topics_last"], turn) for one, turn in follow_ups),
        follow_up_kinds=_by_kind(follow_ups, "topics_last"),
        several=share(_all_found(one["topics"], turn) for one, turn in several),
        several_kinds=_by_kind(several, "topics"),
        extraction_f1=f1(*field_counts(wanted, found)),
        extraction_fields={name: f1(*field_counts(_only(wanted, name), _only(found, name))) for name in names},
        language_told=share(language_of(one["text"]) == one["language"] for one in told),
        mistakes={
            "questions": [_seen(one, one["topic"], turn) for one, turn in questions if first_topic(turn) != one["topic"]],
            "follow_ups": [_seen(one, one["topics_last"], turn) for one, turn in follow_ups if not _all_found(one["topics_last"], turn)],
            "several": [_seen(one, one["topics"], turn) for one, turn in several if not _all_found(one["topics"], turn)],
            "extraction": [(one["id"], one["text"], one["fields"], fields) for one, fields in extracted if one["fields"] != fields],
            "language": [one for one in told if language_of(one["text"]) != one["language"]],
            "confusions": Counter(
                f"{one['topic']} -> {first_topic(turn)}" for one, turn in questions if first_topic(turn) != one["topic"]
            ).most_common(40),
        },
    )


def _all_found(wanted: Sequence[str], turn: Mapping[str, Any]) -> bool:
    return sorted(topics_of(turn) or ["out_of_scope"]) == sorted(wanted)


def _by_kind(pairs: Sequence[tuple[Item, Mapping[str, Any]]], key: str) -> dict[str, Share]:
    kinds = sorted({one["kind"] for one, _ in pairs})
    return {kind: share(_all_found(one[key], turn) for one, turn in pairs if one["kind"] == kind) for kind in kinds}


def _seen(one: Item, wanted: Any, turn: Mapping[str, Any]) -> tuple[Any, ...]:
    topics = [(topic["topic"], round(topic["confidence"], 2)) for topic in turn["topics"]]
    return one["id"], one.get("turns") or one["text"], wanted, topics, turn["outcome"], turn["faq"]


def _only(documents: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{name: fields[name]} if name in fields else {} for fields in documents]


@contextmanager
def _rehearsal(folder: Path) -> Iterator[Turns]:
    """The assistant on the content folder alone; gives a function that holds one conversation."""
    from bot.commands.ask import Rehearsal
    from bot.settings import Settings

    settings = Settings()
    nowhere = {"data_dir": folder / "empty", "cache_dir": settings.cache, "database_url": ""}
    with Rehearsal(settings.model_copy(update=nowhere), folder) as rehearsal:
        yield rehearsal.converse


def _extract(one: Item, language: Language) -> dict[str, Any]:
    from bot.nlu.extraction import extract
    from bot.school.content import load_school
    from bot.settings import Settings

    vocabulary = load_school(Settings().content_dir).vocabulary
    return dict(extract(one["text"], datetime.fromisoformat(one["now"]), vocabulary, language=language).as_json())
