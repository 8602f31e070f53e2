"""What a school has to be able to prove is found in Spanish, too, and what states nothing is let through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.statements import KINDS, statements
from bot.faq.translation_file import TranslationItem
from tests.faq.statement_samples_es import NOTHING_STATED, STATING

_ALL = [(kind, sentence) for kind, several in STATING.items() for sentence in several]


def test_the_samples_cover_every_kind_and_are_many() -> None:
    assert set(STATING) == set(KINDS)
    assert len(_ALL) >= 80
    assert len(NOTHING_STATED) >= 60


@pytest.mark.parametrize(("kind", "sentence"), _ALL)
def test_a_hard_statement_is_found_with_its_kind(kind: str, sentence: str) -> None:
    assert kind in {found.kind for found in statements(sentence)}


@pytest.mark.parametrize("sentence", NOTHING_STATED)
def test_what_states_nothing_is_left_alone(sentence: str) -> None:
    assert [found.marked for found in statements(sentence)] == []


@pytest.mark.parametrize(("kind", "sentence"), [(kind, sentence) for kind, sentence in _ALL if "ñ" not in sentence and "?" not in sentence])
def test_missing_accents_hide_nothing(kind: str, sentence: str) -> None:
    plain = "".join(one for one in unicodedata.normalize("NFD", sentence) if not unicodedata.combining(one))

    assert kind in {found.kind for found in statements(plain)}


@given(st.integers(2, 400), st.sampled_from(("semanas", "meses", "años", "semestres")))
def test_every_length_of_a_program_is_found(value: int, unit: str) -> None:
    assert "duration" in {found.kind for found in statements(f"El programa dura {value} {unit}.")}


@given(st.integers(2, 100), st.sampled_from(("%", " %", " por ciento")), st.sampled_from(("los alumnos", "nuestros egresados", "la gente")))
def test_every_percentage_is_found(value: int, sign: str, group: str) -> None:
    assert "percentage" in {found.kind for found in statements(f"Al {value}{sign} de {group} le gusta el lugar.")}


def test_the_words_are_marked_where_they_stand_with_their_accents() -> None:
    (found,) = statements("¡Qué bueno que preguntas! El título está acreditado según él, en la región.")[-1:]

    assert found.marked == "El título >>está acreditado<< según él, en la región."


def test_the_model_of_the_file_is_strict() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        TranslationItem.model_validate({"title": "a", "answer": "b", "phrasings": ["c"], "of": "0" * 8, "claims": []})
