"""The cheap looks that spare a message without details the many readers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.nlu.extraction import Vocabulary, calendar_words, clock_words, contact, extract, party_words, people
from bot.nlu.extraction.name_glance import may_name
from bot.nlu.extraction.names import Names
from bot.nlu.extraction.text import fold

from .conftest import HERE, NOW

PLAIN = [
    "How much is tuition, and do you have housing?",
    "what do producers earn after the program",
    "Is the school accredited? Thanks",
    "can i come on monday at 3 with two friends",
    "What are the best classes to take first?",
]
#: Each holds a name by another reason, and some of no words but plain ones.
NAMED = [
    "my name is banana",
    "everyone calls me rock",
    "i go by stone",
    "mr bean wants a tour",
    "can i come friday? thanks, Rivers",
    "how much is it\n- Bell",
    "can you book a tour for Brown",
    "im g-money",
    "first is branch, last is apple",
    "wills mom here. can we visit",
    "k i m is how you write it, kim",
    "Will Smith here",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_hold_no_name(text: str) -> None:
    assert not may_name(Names(text, fold(text)), judged=False)


@pytest.mark.parametrize("text", NAMED)
def test_every_reason_for_a_name_is_seen(text: str) -> None:
    assert may_name(Names(text, fold(text)), judged=False)


def test_a_capital_is_enough_for_the_model() -> None:
    text = "Is it Banana who teaches the classes"
    names = Names(text, fold(text))
    assert may_name(names, judged=True)
    assert not may_name(names, judged=False)


class _Everything(frozenset[str]):
    def isdisjoint(self, other: object) -> bool:
        return False


def _texts(folder: Path) -> list[str]:
    return [json.loads(line)["text"] for file in sorted(folder.glob("messages*.jsonl")) for line in file.read_text().splitlines()]


def test_no_detail_is_lost_by_the_cheap_looks(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*PLAIN, *NAMED, *_texts(HERE)]
    looked_first = [extract(text, NOW, vocabulary, statistical=False) for text in texts]
    monkeypatch.setattr(people, "may_name", lambda names, judged: True)
    monkeypatch.setattr(contact, "_TOLD_WITH", _Everything())
    monkeypatch.setattr(calendar_words, "TOLD_WITH", _Everything())
    monkeypatch.setattr(party_words, "TOLD_WITH", _Everything())
    monkeypatch.setattr(clock_words, "PART_TOLD_WITH", _Everything())
    monkeypatch.setattr(clock_words, "HINT", re.compile(""))
    assert looked_first == [extract(text, NOW, vocabulary, statistical=False) for text in texts]
