"""Which encoder the Rasa configuration names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.encoder_choice import chosen_encoder
from bot.settings import PROJECT_DIR

NAMED = """
pipeline:
  - name: WhitespaceTokenizer
  - name: bot.nlu.sentence_features.SentenceFeaturizer
    encoder: models/our-encoder
"""


@pytest.mark.parametrize(
    ("config", "encoder"),
    [
        (NAMED, "models/our-encoder"),
        (NAMED.replace("    encoder: models/our-encoder\n", ""), "all-MiniLM-L6-v2"),
        ("pipeline:\n  - name: WhitespaceTokenizer\n    encoder: not-this\n", "all-MiniLM-L6-v2"),
        ("pipeline:\n", "all-MiniLM-L6-v2"),
        ("", "all-MiniLM-L6-v2"),
    ],
)
def test_configuration_decides(tmp_path: Path, config: str, encoder: str) -> None:
    (tmp_path / "config.yml").write_text(config, encoding="utf-8")
    assert chosen_encoder(tmp_path / "config.yml") == encoder


def test_project_names_the_built_in_one() -> None:
    assert chosen_encoder() == chosen_encoder(PROJECT_DIR / "config.yml") == "all-MiniLM-L6-v2"
