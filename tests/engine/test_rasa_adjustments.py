"""Rasa runs without TensorFlow, plans its graph once, and is told apart from a network."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from typing import Any

import pytest

from bot.engine.graph_runner import DirectGraphRunner
from bot.engine.rasa_adjustments import adjust_rasa
from bot.settings import PROJECT_DIR


def test_the_stand_in_is_imported_and_says_no_to_spacys_probe() -> None:
    tensorflow = importlib.import_module("tensorflow")

    assert tensorflow.__version__ == "0.0.0+stand-in"
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorflow.experimental.dlpack")


def test_computing_with_the_stand_in_ends_in_one_clear_sentence() -> None:
    from rasa.shared.exceptions import RasaException

    tensorflow = importlib.import_module("tensorflow")

    with pytest.raises(RasaException, match=r"needs TensorFlow .* benchmarks/stock"):
        tensorflow.keras.layers.Dense(3)


def test_telemetry_is_off_before_rasa_is_imported() -> None:
    script = "import bot, os; print(os.environ['RASA_TELEMETRY_ENABLED'])"
    environment = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    said = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "false"


def test_adjusting_rasa_leaves_the_servers_logs_alone() -> None:
    script = (
        "import structlog; from bot.logs import configure_logs; configure_logs('error'); before = structlog.get_config()['processors'];"
        "from bot.engine.rasa_adjustments import adjust_rasa; adjust_rasa(); print(structlog.get_config()['processors'] is before)"
    )
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=PROJECT_DIR, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "True"


def test_event_types_are_looked_up_once() -> None:
    from rasa.shared.core.events import Event, SlotSet

    adjust_rasa()
    before = Event.resolve_by_type.cache_info().hits
    for _ in range(5):
        assert Event.resolve_by_type("slot") is SlotSet

    assert Event.resolve_by_type.cache_info().hits >= before + 4


def test_answers_from_a_network_are_still_checked() -> None:
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction
    from rasa.utils.endpoints import EndpointConfig

    adjust_rasa()

    with pytest.raises(ValidationError):
        RemoteAction("action_x", EndpointConfig("http://localhost"))._validate_action_result({"events": "none"})


class _Node:
    def __init__(self, name: str, log: list[str]) -> None:
        self.name, self.log = name, log

    def __call__(self, *inputs: tuple[str, Any]) -> tuple[str, Any]:
        self.log.append(self.name)
        return self.name, [value for _name, value in inputs]


class _Schema:
    def __init__(self, needs: dict[str, dict[str, str]]) -> None:
        self.nodes = {name: type("N", (), {"needs": need})() for name, need in needs.items()}
        self.target_names = ["end"]


def test_nodes_run_once_each_in_the_order_of_their_needs() -> None:
    log: list[str] = []
    needs = {"end": {"a": "left", "b": "right"}, "left": {"x": "start"}, "right": {"x": "start"}, "start": {"m": "input"}, "unused": {}}
    runner = DirectGraphRunner(_Schema(needs), {name: _Node(name, log) for name in needs})  # type: ignore[arg-type]

    result = runner.run(inputs={"input": 7})

    assert log == ["start", "left", "right", "end"]
    assert result == {"end": [[[7]], [[7]]]}


def test_a_missing_input_and_a_cycle_are_errors() -> None:
    from rasa.engine.exceptions import GraphRunError

    lonely = DirectGraphRunner(_Schema({"end": {"m": "input"}}), {"end": _Node("end", [])})  # type: ignore[arg-type]
    circle = {"end": {"x": "other"}, "other": {"x": "end"}}
    turning = DirectGraphRunner(_Schema(circle), {name: _Node(name, []) for name in circle})  # type: ignore[arg-type]

    with pytest.raises(GraphRunError, match="needs input"):
        lonely.run(inputs={})
    with pytest.raises(GraphRunError, match="cycle"):
        turning.run(inputs={})


def test_examples_are_cleaned_without_forgetting_what_was_computed() -> None:
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    adjust_rasa()
    clean, unclean = Message({TEXT: "hello", INTENT: "greet"}), Message({TEXT: "bye", INTENT: "goodbye "})
    clean.fingerprint()
    kept = TrainingData([clean, unclean, Message({TEXT: "hello", INTENT: "greet"})]).training_examples

    assert [one.get(INTENT) for one in kept] == ["greet", "goodbye"]
    assert clean._cached_fingerprint is not None


def test_a_training_that_is_always_complete_computes_no_fingerprints() -> None:
    script = (
        "from bot.engine.rasa_adjustments import train_without_cache; train_without_cache();"
        "from rasa.engine.training.hooks import TrainingHook; hook = TrainingHook(cache=None, model_storage=None, pruned_schema=None);"
        "given = dict(node_name='n', execution_context=None, config={});"
        "before = hook.on_before_node(**given, received_inputs={});"
        "print(before, hook.on_after_node(**given, output=object(), input_hook_data=before))"
    )
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=PROJECT_DIR, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "{} None"


def test_an_agent_is_made_without_scikit_learn_and_rasa_still_finds_it() -> None:
    script = (
        "import sys, bot.engine.agent; print('sklearn' in sys.modules, 'scipy.stats' in sys.modules)\n"
        "from rasa.utils.tensorflow import model_data\n"
        "print(model_data.train_test_split([1, 2, 3, 4], test_size=2, random_state=1))\n"
        "from sklearn.model_selection import train_test_split; print(train_test_split([1, 2, 3, 4], test_size=2, random_state=1))\n"
    )
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=PROJECT_DIR, capture_output=True, text=True, check=True)

    first, through_rasa, itself = said.stdout.splitlines()
    assert first == "False False"
    assert through_rasa == itself
