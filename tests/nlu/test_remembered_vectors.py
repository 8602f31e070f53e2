"""Vectors of examples are computed once, and are the same ever after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu import remembered_vectors
from bot.nlu.encoder import load_encoder
from bot.nlu.remembered_vectors import encode_remembering


class Counting:
    """The encoder, telling what it was asked for."""

    def __init__(self) -> None:
        self._encoder = load_encoder()
        self.dimension, self.fingerprint = self._encoder.dimension, self._encoder.fingerprint
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return self._encoder.encode(texts)


@pytest.fixture
def encoder() -> Any:
    return Counting()


def test_only_new_wordings_are_computed_and_all_are_as_the_encoder_gives_them(encoder: Any, tmp_path: Path) -> None:
    encode_remembering(encoder, ["one way", "another way", "one way"], tmp_path)
    encoder.asked.clear()

    vectors = encode_remembering(encoder, ["a third way", "one way", "another way"], tmp_path)

    assert encoder.asked == ["a third way"]
    assert np.array_equal(vectors, load_encoder().encode(["a third way", "one way", "another way"]))


def test_nothing_is_nothing(encoder: Any, tmp_path: Path) -> None:
    assert encode_remembering(encoder, [], tmp_path).shape == (0, encoder.dimension)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY"])
def test_a_broken_file_costs_time_only(encoder: Any, tmp_path: Path, broken: bytes) -> None:
    encode_remembering(encoder, ["one way"], tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(broken)

    encode_remembering(encoder, ["one way"], tmp_path)
    encode_remembering(encoder, ["one way"], tmp_path)

    assert encoder.asked == ["one way", "one way"]


def test_the_oldest_are_given_up(encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_vectors, "MOST", 2)
    encode_remembering(encoder, ["first", "second", "third"], tmp_path)
    encoder.asked.clear()

    encode_remembering(encoder, ["third", "second", "first"], tmp_path)

    assert encoder.asked == ["first"]


def test_a_place_that_cannot_be_written_costs_time_only(encoder: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    assert encode_remembering(encoder, ["one way"], tmp_path / "file").shape == (1, encoder.dimension)
