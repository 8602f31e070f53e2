"""The public sets BANKING77, CLINC150 and HWU64, read from a folder outside the repository; see docs/public-sets.md."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = {"banking77": "BANKING77", "clinc150": "CLINC150", "hwu64": "HWU64"}
"""Folder and usual name of each set, in the order of the tables."""

Labelled = tuple[str, str]
"""A text and its intent."""


class PublicSetMissing(Exception):
    """A set is not where it should be, or can't be read; the text says which file."""


@dataclass(frozen=True)
class PublicSet:
    """One set. Validation and out-of-scope texts are empty where a set has none."""

    name: str
    few: Sequence[Labelled]
    """Ten examples of each intent."""
    full: Sequence[Labelled]
    test: Sequence[Labelled]
    validation: Sequence[Labelled] = ()
    outside_validation: Sequence[str] = ()
    outside_test: Sequence[str] = ()


def load_public_set(data: Path, folder: str) -> PublicSet:
    """The set in ``data/folder``. Raises :class:`PublicSetMissing`."""
    place = data / folder
    few = _table(place / "train_10.csv")
    if folder != "clinc150":
        return PublicSet(NAMES[folder], few, _table(place / "train.csv"), _table(place / "test.csv"))
    parts = _document(place / "data_full.json")
    try:
        inside = {part: [(str(text), str(intent)) for text, intent in parts[part]] for part in ("train", "val", "test")}
        outside = {part: [str(text) for text, _oos in parts[part]] for part in ("oos_val", "oos_test")}
    except (KeyError, ValueError, TypeError) as error:
        raise PublicSetMissing(f"{place / 'data_full.json'} is not laid out as CLINC150: {error!r}.") from error
    return PublicSet(NAMES[folder], few, inside["train"], inside["test"], inside["val"], outside["oos_val"], outside["oos_test"])


def _table(path: Path) -> list[Labelled]:
    rows = list(csv.reader(_read(path).splitlines(keepends=True)))
    if len(rows) < 2 or rows[0] != ["text", "category"] or any(len(row) != 2 for row in rows):
        raise PublicSetMissing(f"{path} is not a table of text and category.")
    return [(text, intent) for text, intent in rows[1:]]


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise PublicSetMissing(f"{path} is not JSON: {error}.") from error
    return document if isinstance(document, dict) else {}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PublicSetMissing(f"{path} can't be read: {error}. docs/public-sets.md says where the sets come from.") from error
