"""The component that decides on the intent ``under_13``, made and run the way Rasa does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.age_gate import UNDER_13, AgeGate
from bot.settings import PROJECT_DIR

BEFORE = [{"name": "campus_tour", "confidence": 0.9}, {"name": "inform", "confidence": 0.1}]


@pytest.fixture
def gate(tmp_path: Path) -> AgeGate:
    return AgeGate.create({}, LocalModelStorage(tmp_path), Resource("x"), ExecutionContext(GraphSchema({}), node_name="x"))


def read(gate: AgeGate, text: str) -> tuple[Any, Any]:
    [message] = gate.process([Message({TEXT: text, INTENT: BEFORE[0], INTENT_RANKING_KEY: BEFORE})])
    return message.get(INTENT), message.get(INTENT_RANKING_KEY)


def test_an_age_under_13_comes_before_every_other_intent(gate: AgeGate) -> None:
    intent, ranking = read(gate, "I'm 11 years old, can i book a tour")
    assert intent == {"name": UNDER_13, "confidence": 1.0}
    assert ranking == [intent, *BEFORE]


@pytest.mark.parametrize("text", ["book a tour", "I'm 13", "my son is 12", ""])
def test_everything_else_is_left_as_it_was(gate: AgeGate, text: str) -> None:
    assert read(gate, text) == (BEFORE[0], BEFORE)


def test_it_is_the_last_component_and_its_intent_has_no_examples() -> None:
    pipeline = yaml.safe_load((PROJECT_DIR / "config.yml").read_text())["pipeline"]
    assert pipeline[-1] == {"name": "bot.nlu.age_gate.AgeGate"}
    assert UNDER_13 in yaml.safe_load((PROJECT_DIR / "domain.yml").read_text())["intents"]
    assert f"intent: {UNDER_13}" not in (PROJECT_DIR / "data" / "nlu.yml").read_text()
