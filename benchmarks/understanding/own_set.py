"""The development set: what visitors might ask, written by people who saw neither the training data nor the answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.language import Language

DATA = Path(__file__).parent / "data"
NEAR_COPY = 0.75
"""From this share of common three-letter groups (Jaccard) a message counts as a copy of a training example."""

Item = dict[str, Any]


@dataclass(frozen=True)
class OwnSet:
    """The messages that count, and how many were left out because a training example is nearly the same."""

    questions: list[Item]
    """``text`` and ``topic``: one question each."""
    follow_ups: list[Item]
    """``turns`` and ``topics_last``: what the last turn asks, given those before."""
    several: list[Item]
    """``text`` and ``topics``: two or three questions in one message, or one that only looks like it (kind ``decoy``)."""
    extraction: list[Item]
    """``text``, ``now`` and ``fields``."""
    left_out: int
    language: Language = "en"
    told: list[Item] = field(default_factory=list)
    """``text`` and ``language``: whose words tell their language or (null) do not; beside the Spanish set."""


def load_own_set(project: Path, data: Path = DATA, language: Language = "en") -> OwnSet:
    """The set in this language, without near-copies of the training examples and the answers' phrasings below ``project``."""
    end, translated = ("", Path()) if language == "en" else (f"_{language}", Path(language))
    known = [*_examples(project / "data" / f"nlu{end}.yml"), *_phrasings(project / "content" / translated / "faq.yml")]
    questions = _read(data / f"questions{end}.jsonl")
    several = _read(data / f"several{end}.jsonl")
    copies = near_copies([one["text"] for one in questions], known)
    kept = [one for one, copy in zip(questions, copies, strict=True) if not copy]
    told = _read(data / "language.jsonl") if language != "en" else []
    return OwnSet(
        kept, _read(data / f"follow_ups{end}.jsonl"), several, _read(data / f"extraction{end}.jsonl"), sum(copies), language, told
    )


def is_reported(item: Item) -> bool:
    """True for the half that figures are reported on; thresholds are fitted on the other. Decided by the id alone."""
    return hashlib.sha256(str(item["id"]).encode()).digest()[0] % 2 == 1


def near_copies(texts: Sequence[str], known: Iterable[str]) -> list[bool]:
    """For each text whether one of ``known`` shares at least :data:`NEAR_COPY` of its three-letter groups."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer="char_wb", ngram_range=(3, 3), binary=True, lowercase=True, dtype="float32")
    there = counter.fit_transform(list(known))
    here = counter.transform(texts)
    # Groups that no known text has count for the text's own size only.
    groups = counter.build_analyzer()
    sizes = [len(set(groups(text))) for text in texts]
    shared = (here @ there.T).toarray()
    there_sizes = there.sum(axis=1).A1
    return [bool((row / (size + there_sizes - row)).max() >= NEAR_COPY) for row, size in zip(shared, sizes, strict=True)]


def _read(path: Path) -> list[Item]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _examples(path: Path) -> list[str]:
    intents = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return [line.removeprefix("- ").strip() for one in intents for line in one.get("examples", "").splitlines() if line.strip()]


def _phrasings(path: Path) -> list[str]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    return [phrasing for entry in (entries.values() if isinstance(entries, dict) else entries) for phrasing in entry["phrasings"]]
