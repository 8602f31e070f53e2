"""Whole messages by many voices, against the fields a reader would note down.

The expected fields were written before the first run on each file; docs/extraction.md tells what that run gave.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from bot.nlu.extraction import FIELDS, Vocabulary, extract

from .conftest import HERE

FILES = (
    "messages.jsonl",
    "messages_second.jsonl",
    "messages_third.jsonl",
    "messages_fourth.jsonl",
    "messages_fifth.jsonl",
    "messages_sixth.jsonl",
    "messages_seventh.jsonl",
    "messages_eighth.jsonl",
    "messages_ninth.jsonl",
    "messages_tenth.jsonl",
    "messages_eleventh.jsonl",
    "messages_twelfth.jsonl",
)


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text().splitlines()]


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed)


@pytest.mark.parametrize("name", FILES)
def test_exact_fields(vocabulary: Vocabulary, name: str) -> None:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    slips: list[str] = []
    for message in read(name):
        found = extract(message["text"], datetime.fromisoformat(message["now"]), vocabulary).as_json()
        wanted = message["fields"]
        for field in found.keys() | wanted.keys():
            if found.get(field) == wanted.get(field):
                right[field] += 1
                continue
            wrong[field] += field in found
            missed[field] += field in wanted
            slips.append(f"{message['id']} {field}: found {found.get(field)!r}, wanted {wanted.get(field)!r}")
    assert f1(right.total(), wrong.total(), missed.total()) >= 0.97, slips
    assert all(f1(right[field], wrong[field], missed[field]) >= 0.93 for field in right), slips


@pytest.mark.parametrize("name", FILES)
def test_messages_are_well_formed(vocabulary: Vocabulary, name: str) -> None:
    messages = read(name)
    assert len({message["id"] for message in messages}) == len(messages)
    programs = {program.name for program in vocabulary.programs}
    for message in messages:
        assert datetime.fromisoformat(message["now"]).utcoffset() is not None
        assert message["fields"].keys() <= set(FIELDS)
        assert message["fields"].get("date", "9999") >= message["now"][:10]
        assert {message["fields"].get("program")} - {None} <= programs
