"""A school's words and a moment to stand at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.nlu.extraction import Field, Fields, Vocabulary, extract

HERE = Path(__file__).parent
#: Monday, 23 November 2026, a quarter past nine.
NOW = datetime.fromisoformat("2026-11-23T09:15:00-05:00")
Find = Callable[..., Fields]


def school_vocabulary() -> Vocabulary:
    return Vocabulary.from_content(yaml.safe_load((HERE / "programs.yml").read_text()))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return school_vocabulary()


@pytest.fixture
def find(vocabulary: Vocabulary) -> Find:
    def found(text: str, *, now: datetime = NOW, expecting: Field | None = None, statistical: bool = False) -> Fields:
        return extract(text, now, vocabulary, expecting=expecting, statistical=statistical)

    return found
