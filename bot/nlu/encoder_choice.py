"""Which encoder this assistant uses: the one that the Rasa configuration names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.nlu.encoder_weights import NAME
from bot.settings import PROJECT_DIR

FEATURIZER = "bot.nlu.sentence_features.SentenceFeaturizer"


@cache
def chosen_encoder(config: Path = PROJECT_DIR / "config.yml") -> str:
    """The ``encoder`` of the sentence featurizer in this Rasa configuration, the built-in one if it names none.

    The configuration alone decides, so that stored answers and incoming questions are compared by the encoder the model was trained with.
    """
    pipeline = (yaml.safe_load(config.read_text(encoding="utf-8")) or {}).get("pipeline") or []
    return next((str(part.get("encoder", NAME)) for part in pipeline if part.get("name") == FEATURIZER), NAME)
