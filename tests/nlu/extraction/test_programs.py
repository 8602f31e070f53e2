from __future__ import annotations

import pytest

from bot.nlu.extraction import Term, Vocabulary, extract

from .conftest import NOW, Find

SOUND, FILM, DJ = "Recording Arts and Show Production", "Film and Video Production", "Electronic Music Performance"


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("wanna do recording arts", SOUND),
        ("Recording Arts & Show Production please", SOUND),
        ("RECORDING   ARTS", SOUND),
        ("show production", SOUND),
        ("RASP", SOUND),
        ("the music production one", SOUND),
        ("recoding arts plz", SOUND),
        ("recroding arts", SOUND),
        ("show prodution", SOUND),
        ("recording arts' tuition", SOUND),
        ("filmmaking", FILM),
        ("film or video stuff", FILM),
        ("electronic musik", DJ),
        ("EMP for me", DJ),
        ("not film, recording arts", SOUND),
        ("not interested in film, just recording arts", SOUND),
        ("i want film. actually no, recording arts", SOUND),
        ("i studied film but want recording arts", SOUND),
    ],
)
def test_program(find: Find, text: str, program: str) -> None:
    assert find(text).program == program


@pytest.mark.parametrize(
    "text",
    [
        "whats the diff between film and recording arts",
        "film vs recording arts",
        "i want to record art shows",
        "reporting arts",
        "musical productions",
        "martial arts",
        "show me the production",
        "temp job",
        "not film",
        "arts",
    ],
)
def test_no_program(find: Find, text: str) -> None:
    assert find(text).program is None


def test_all_mentions_are_kept(find: Find) -> None:
    text = "film or recording arts, to be a mix enginer or producer"
    terms = find(text).terms
    assert [(one.value, text[one.start : one.end]) for one in terms.programs] == [(FILM, "film"), (SOUND, "recording arts")]
    assert [(one.value, text[one.start : one.end]) for one in terms.roles] == [
        ("Mix Engineer", "mix enginer"),
        ("Music Producer", "producer"),
    ]


def test_half_of_a_name_is_enough_unless_two_programs_share_it() -> None:
    vocabulary = Vocabulary((Term("Sound Design and Live Events"), Term("Stage Craft and Live Events")))
    assert extract("sound design", NOW, vocabulary).program == "Sound Design and Live Events"
    assert extract("live events", NOW, vocabulary).program is None


def test_empty_vocabulary_finds_nothing() -> None:
    assert extract("recording arts", NOW, Vocabulary()).program is None
