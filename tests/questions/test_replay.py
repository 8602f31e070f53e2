"""An addition that would take a wording from another answer is found out."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from bot.faq.live import Snapshot
from bot.faq.wording import Entry
from bot.nlu.encoder import load_encoder
from bot.questions.replay import Addition, Known, reached, replay
from tests.questions.fixtures import read


def _entry(entry_id: str, topic: str) -> Entry:
    return Entry(entry_id, topic, entry_id, "Text.", None, None, (), (), None, (), None, None)


def _answers(**phrasings: Sequence[str]) -> Snapshot:
    topics = {"tuition": "tuition", "housing": "housing", "bus": "location"}
    texts = [text for some in phrasings.values() for text in some]
    return Snapshot(
        version=1,
        day=date(2026, 11, 23),
        entries={name: _entry(name, topics[name]) for name in phrasings},
        claims={},
        matrix=load_encoder().encode(texts),
        owners=tuple(name for name, some in phrasings.items() for _ in some),
    )


SCHOOL: dict[str, Sequence[str]] = {
    "tuition": ["how much is tuition", "what does the program cost", "what is the cost of the program"],
    "housing": ["do you have a dorm", "is there a dorm", "where do students live"],
}


def _known(is_phrasing: bool = True, **wordings: Sequence[str]) -> list[Known]:
    pairs = [(name, text) for name, texts in wordings.items() for text in texts]
    return [Known(name, reading, is_phrasing) for (name, _), reading in zip(pairs, read([text for _, text in pairs]), strict=True)]


def _addition(name: str, topic: str, *texts: str) -> Addition:
    return Addition(_entry(name, topic), texts, load_encoder().encode(texts))


def test_something_else_changes_nothing() -> None:
    found = replay(_known(**SCHOOL), _answers(**SCHOOL), _addition("dogs", "student_life", "can I bring my dog to class"))

    assert (found.replayed, found.blocking, found.close) == (6, (), ())


def test_a_phrasing_that_is_nearly_anothers_blocks() -> None:
    found = replay(_known(**SCHOOL), _answers(**SCHOOL), _addition("fees", "tuition", "how much is the tuition?"))

    blocked = found.blocking[0]
    assert (blocked.entry_id, blocked.text, blocked.becomes) == ("tuition", "how much is tuition", "fees")
    assert blocked.because_of == "how much is the tuition?"
    assert 0.8 < blocked.score < 1


def test_an_identical_phrasing_blocks() -> None:
    found = replay(_known(**SCHOOL), _answers(**SCHOOL), _addition("fees", "tuition", "do you have a dorm"))

    worst = found.blocking[0]
    assert (worst.entry_id, worst.becomes, round(worst.score, 2)) == ("housing", "fees", 1.0)


def test_a_regression_case_that_moves_blocks() -> None:
    cases = _known(is_phrasing=False, housing=["is there somewhere for students to live near campus"])
    thief = _addition("maps", "housing", "is there somewhere to live near the campus")

    assert [one.becomes for one in replay(cases, _answers(**SCHOOL), thief).blocking] == ["maps"]
    assert not replay(cases, _answers(**SCHOOL), _addition("dogs", "student_life", "can I bring my dog")).blocking


def test_a_wording_that_was_wrong_before_does_not_block() -> None:
    cases = _known(is_phrasing=False, bus=["do you have a dorm"])

    assert not replay(cases, _answers(**SCHOOL, bus=["which bus"]), _addition("dorms", "housing", "do you have a dorm?")).blocking


def test_an_answers_own_phrasings_are_not_in_the_way_of_more() -> None:
    more = _addition("tuition", "tuition", "how much is the tuition?")

    found = replay(_known(**SCHOOL), _answers(**SCHOOL), more)

    assert (found.replayed, found.blocking) == (3, ())


def test_near_ones_of_the_same_topic_are_reported_without_blocking() -> None:
    """Left out, "what does the program cost" would get the newcomer, but that is not so near that it would decide alone."""
    school = {"tuition": ["how much is tuition", "what does the program cost"], "housing": ["do you have a dorm"]}
    found = replay(_known(**school), _answers(**school), _addition("extra", "tuition", "what do books for the program cost"))

    assert not found.blocking
    assert [(one.text, one.becomes) for one in found.close] == [("what does the program cost", "extra")]


def test_a_tour_request_that_would_become_a_question_blocks() -> None:
    answers = _answers(housing=["do you have a dorm"])
    booking = replace(_entry("book", "campus_tour"), starts="tour_form")
    text = "can I come for a tour?"
    answers = replace(
        answers,
        entries={**answers.entries, "book": booking},
        matrix=np.vstack([answers.matrix, load_encoder().encode([text])]),
        owners=(*answers.owners, "book"),
    )
    (reading,) = read(["can I come for a tour please?"])
    reading = replace(reading, questions=tuple(replace(one, intent="campus_tour", confidence=0.9) for one in reading.questions))

    found = replay([Known("book", reading, False)], answers, _addition("visit", "campus_tour", "can I come for a tour please"))

    assert [one.entry_id for one in found.blocking] == ["book"]


def test_what_a_wording_reaches() -> None:
    (reading,) = read(["is there any dorm"])

    assert reached(reading, _answers(**SCHOOL)) == ("housing",)


def test_seven_hundred_are_decided_quickly() -> None:
    random = np.random.default_rng(3)
    vectors = random.normal(size=(700, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = [f"entry-{number % 100}" for number in range(700)]
    answers = Snapshot(1, date(2026, 11, 23), {name: _entry(name, "careers") for name in names}, {}, vectors, tuple(names))
    (template,) = read(["tuition"])
    known = [
        Known(name, replace(template, text=f"wording {number}", vector=vectors[number], vectors=(vectors[number],)), True)
        for number, name in enumerate(names)
    ]
    started = time.process_time()

    found = replay(known, answers, _addition("dogs", "student_life", "can I bring my dog"))

    assert found.replayed == 700
    assert time.process_time() - started < 8
    assert not re.search("entry", str(found.blocking))
