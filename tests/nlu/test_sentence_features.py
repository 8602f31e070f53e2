"""The featurizer through Rasa's own classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.errors import EncoderUnavailable
from bot.nlu.encoder import load_encoder
from bot.nlu.sentence_features import SentenceFeaturizer


def featurizer(folder: Path, **config: Any) -> SentenceFeaturizer:
    """A component made the way Rasa makes it."""
    merged = {**SentenceFeaturizer.get_default_config(), **config}
    context = ExecutionContext(GraphSchema({}), node_name="features")
    return SentenceFeaturizer.create(merged, LocalModelStorage(folder), Resource("features"), context)


def row(message: Message) -> Any:
    sequence, sentence = message.get_dense_features(TEXT, [])
    assert sequence is None
    return None if sentence is None else sentence.features


def test_message_gets_one_row(tmp_path: Path) -> None:
    messages = [Message({TEXT: "when can I visit?"}), Message({TEXT: ""}), Message({ACTION_NAME: "action_listen"})]
    assert featurizer(tmp_path).process(messages) is messages
    assert row(messages[0]).shape == (1, 384)
    assert row(messages[0])[0] == pytest.approx(load_encoder().encode_one("when can I visit?"))
    assert row(messages[1]) is None
    assert row(messages[2]) is None


def test_training_sees_the_vectors_that_conversations_see(tmp_path: Path) -> None:
    texts = ["when can I visit?", "how much is it", "¿cuánto cuesta?", "do you have parking near the main building?"]
    examples = [Message({TEXT: text, INTENT: "x"}) for text in texts]
    bare = Message({INTENT: "x"})
    component = featurizer(tmp_path)
    component.process_training_data(TrainingData([*examples, bare]))
    asked = component.process([Message({TEXT: text}) for text in texts])
    assert all(np.array_equal(row(seen), row(heard)) for seen, heard in zip(examples, asked, strict=True))
    assert row(bare) is None


def test_training_on_nothing_is_no_error(tmp_path: Path) -> None:
    featurizer(tmp_path).process_training_data(TrainingData([]))


def test_fingerprint_knows_the_encoder_behind_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SentenceFeaturizer.get_default_config()
    before = calculate_fingerprint_key(SentenceFeaturizer, config, {})
    assert calculate_fingerprint_key(SentenceFeaturizer, config, {}) == before
    monkeypatch.setattr("bot.nlu.encoder_store.BUILDER_VERSION", -1)
    assert calculate_fingerprint_key(SentenceFeaturizer, config, {}) != before


def test_wrong_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfigException, match="encoder"):
        featurizer(tmp_path, encoder=None)
    with pytest.raises(EncoderUnavailable, match="no/such"):
        featurizer(tmp_path, encoder="no/such")
