from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.extraction import Term, Vocabulary


def test_from_content() -> None:
    content = {"programs": [{"id": "a", "name": " Sound ", "aliases": ["audio", " "]}], "roles": [{"name": "Producer"}]}
    assert Vocabulary.from_content(content, "CA") == Vocabulary((Term("Sound", "a", ("audio",)),), (Term("Producer"),), "CA")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"programs": "Sound"}, "programs: expected a list"),
        ({"programs": ["Sound"]}, r"programs\[0\]: expected a mapping"),
        ({"roles": [{"name": "x"}, {"id": "b"}]}, r"roles\[1\]: a name is missing"),
        ({"roles": [{"name": "x", "aliases": "y"}]}, r"roles\[0\]: aliases must be"),
        ({"roles": [{"name": "x", "aliases": [1]}]}, r"roles\[0\]: aliases must be"),
    ],
)
def test_broken_content_is_refused(content: dict[str, Any], where: str) -> None:
    with pytest.raises(ValueError, match=where):
        Vocabulary.from_content(content)
