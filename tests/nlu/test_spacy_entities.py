"""The spaCy components, made and run the way Rasa does it."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.extraction import Term, Vocabulary
from bot.nlu.spacy_entities import SpacyEntities, SpacyWords
from bot.settings import PROJECT_DIR

NOW = datetime.fromisoformat("2026-11-23T09:15:00-05:00")
SCHOOL = Vocabulary((Term("Sound Design", "sd"),), (Term("mix engineer", "mix"),))


def made(component: type[Any], folder: Path, **config: Any) -> Any:
    """A component as Rasa makes it."""
    merged = {**component.get_default_config(), **config}
    return component.create(merged, LocalModelStorage(folder), Resource("x"), ExecutionContext(GraphSchema({}), node_name="x"))


def entities(text: str, **config: Any) -> list[dict[str, Any]]:
    component = SpacyEntities({**SpacyEntities.get_default_config(), **config}, lambda language: SCHOOL, lambda: NOW)
    [message] = component.process([Message({TEXT: text})])
    found: list[dict[str, Any]] = message.get(ENTITIES)
    return found


def test_all_entities_stand_where_they_say() -> None:
    text = "im maria lopez (407) 555-0134 m@x.org, sound desing friday at 3, me and my mom; i wanna be a mix engineer"
    found = entities(text)
    assert [(one["entity"], one["value"], text[one["start"] : one["end"]]) for one in found] == [
        ("person", "Maria Lopez", "maria lopez"),
        ("phone", "+14075550134", "(407) 555-0134"),
        ("email", "m@x.org", "m@x.org"),
        ("program", "Sound Design", "sound desing"),
        ("date", "2026-11-27", "friday"),
        ("time", "15:00", "3"),
        ("party_size", 2, "me and my mom"),
        ("role", "mix engineer", "mix engineer"),
    ]
    assert {one["extractor"] for one in found} == {"SpacyEntities"}
    assert json.loads(json.dumps(found)) == found


def test_a_spanish_message_is_read_in_spanish() -> None:
    text = "soy maria lopez, puedo pasado mañana a las 3 y media"
    found = entities(text)
    assert [(one["entity"], one["value"]) for one in found] == [("person", "Maria Lopez"), ("date", "2026-11-25"), ("time", "15:30")]


def test_entities_of_others_are_kept() -> None:
    earlier = {"entity": "colour", "value": "red", "start": 0, "end": 3, "extractor": "Other"}
    component = SpacyEntities(SpacyEntities.get_default_config(), lambda language: SCHOOL, lambda: NOW)
    [message] = component.process([Message({TEXT: "red friday", ENTITIES: [earlier]})])
    assert [one["entity"] for one in message.get(ENTITIES)] == ["colour", "date"]
    assert message.as_dict(only_output_properties=True)[ENTITIES] == message.get(ENTITIES)


def test_message_without_text_is_left_alone() -> None:
    component = SpacyEntities(SpacyEntities.get_default_config(), lambda language: SCHOOL, lambda: NOW)
    [message] = component.process([Message({"action_name": "action_listen"})])
    assert message.get(ENTITIES) is None


def test_the_model_is_asked_only_where_configured() -> None:
    text = "Wojtek Nowicki would like to see the studios"
    assert entities(text) == []
    assert [one["value"] for one in entities(text, statistical=True)] == ["Wojtek Nowicki"]
    with pytest.raises(InvalidConfigException, match="statistical"):
        SpacyEntities.validate_config({"statistical": "yes"})


def test_school_and_its_time_come_from_the_content_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT_DIR / "content", tmp_path / "content")
    monkeypatch.setenv("ADMISSIONS_CONTENT_DIR", str(tmp_path / "content"))
    before = SpacyEntities.fingerprint_addon({})
    (tmp_path / "content" / "programs.yml").write_text("programs: [{id: gl, name: Glass Blowing, aliases: [glasswork]}]\n")
    assert SpacyEntities.fingerprint_addon({}) != before
    [message] = made(SpacyEntities, tmp_path).process([Message({TEXT: "glasswork tomorrow"})])
    program, day = message.get(ENTITIES)
    assert program["value"] == "Glass Blowing"
    assert day["value"] > datetime.now().astimezone().date().isoformat()[:4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi, it's me!", ["Hi", ",", "it", "'s", "me", "!"]),
        ("call 407-555-0134\n at 3pm", ["call", "407", "-", "555", "-", "0134", "at", "3", "pm"]),
        ("   ", []),
        ("¿cuánto cuesta?", ["¿", "cuánto", "cuesta", "?"]),
    ],
)
def test_words_stand_where_they_say(tmp_path: Path, text: str, words: list[str]) -> None:
    [message] = made(SpacyWords, tmp_path).process([Message({TEXT: text})])
    tokens = message.get("text_tokens")
    assert [token.text for token in tokens] == words
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["(", "a", "((a", "'", ".", "a.", "😀", "1,", "-"])
def test_words_of_hostile_texts_are_found_in_no_time(tmp_path: Path, unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    [message] = made(SpacyWords, tmp_path).process([Message({TEXT: text})])
    tokens = message.get("text_tokens")
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_half_a_surrogate_pair_does_no_harm(tmp_path: Path) -> None:
    [message] = made(SpacyWords, tmp_path).process([Message({TEXT: "hi \ud83d there"})])
    assert [token.text for token in message.get("text_tokens")] == ["hi", "?", "there"]


def test_training_data_is_tokenized_and_intents_stay_whole(tmp_path: Path) -> None:
    example = Message({TEXT: "see you friday", "intent": "campus_tour"})
    made(SpacyWords, tmp_path).process_training_data(TrainingData([example]))
    assert [token.text for token in example.get("text_tokens")] == ["see", "you", "friday"]
    assert [token.text for token in example.get("intent_tokens")] == ["campus_tour"]


def test_rasa_knows_both_components() -> None:
    registered = DefaultV1Recipe._from_registry("bot.nlu.spacy_entities.SpacyEntities")
    assert DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR in registered.types
    assert not registered.is_trainable
    registered = DefaultV1Recipe._from_registry("bot.nlu.spacy_entities.SpacyWords")
    assert DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER in registered.types
