"""Words and letters as numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.word_features import WordFeatures

TEXTS = ["how much is tuition", "what is the tuition", "can i visit", "visit the campus", "how much does it cost"]


def test_a_row_has_length_one_and_a_typo_shares_most_letters() -> None:
    features = WordFeatures.fit(TEXTS)
    right, typo, other = (features.matrix([text]).toarray()[0] for text in ("tuition", "tution", "visit"))
    assert np.linalg.norm(right) == pytest.approx(1.0, abs=1e-5)
    assert right @ typo > 0.3 > right @ other


def test_what_only_one_text_has_says_nothing() -> None:
    features = WordFeatures.fit(TEXTS)
    assert "w:tuition" in features.numbers
    assert "w:campus" not in features.numbers


def test_saved_features_are_the_same(tmp_path: Path) -> None:
    features = WordFeatures.fit(TEXTS)
    features.save(tmp_path)
    loaded = WordFeatures.load(tmp_path)
    assert loaded.numbers == features.numbers
    assert loaded.matrix(TEXTS).toarray() == pytest.approx(features.matrix(TEXTS).toarray(), abs=1e-4)


@given(st.text(max_size=300))
def test_any_text_has_features(text: str) -> None:
    columns, values = WordFeatures.fit(TEXTS).of(text)
    assert len(columns) == len(values) == len(set(columns.tolist()))
    assert np.isfinite(values).all()
