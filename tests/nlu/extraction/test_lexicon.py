from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.nlu.extraction import Vocabulary, extract, lexicon
from bot.nlu.extraction.name_words import DOUBTFUL

from .conftest import NOW


@pytest.mark.parametrize("word", ["interested", "studies", "mixing", "stopped", "happily", "drummer", "went", "veteran"])
def test_english_words(word: str) -> None:
    assert lexicon.is_word(word)


@pytest.mark.parametrize("word", ["xiomara", "fatoumata", "anh", "lopez", "gmail", "zbigniew"])
def test_other_words(word: str) -> None:
    assert not lexicon.is_word(word)


def test_given_names_are_plain_lower_case() -> None:
    names = lexicon.given_names()
    assert {"maria", "jose", "deshawn", "anh", "priya", "olumide"} <= names
    assert all(name.isascii() and name.islower() and name.isalpha() for name in names)
    assert all(word == word.lower() for word in DOUBTFUL | lexicon.surnames())


def test_model_reads_the_beginning_and_the_end_of_a_long_text() -> None:
    text = "My name is Thibault Garnier. " + "We talk about sound. " * 100 + "Regards, Wojtek Nowicki"
    assert [text[start:end] for start, end in lexicon.people_by_model(text)] == ["Thibault Garnier", "Wojtek Nowicki"]


def test_model_is_loaded_once_for_all_threads() -> None:
    texts = ["Wojtek Nowicki would like to see the studios"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: extract(text, NOW, Vocabulary()).name, texts))
    assert found == ["Wojtek Nowicki"] * 8
    assert lexicon._model.cache_info().misses == 1


def test_tokenizer_is_replaced_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    before = lexicon.blank()
    monkeypatch.setattr(lexicon, "_MOST_WORDS", len(before.vocab.strings) + 20)
    assert lexicon.blank() is before
    for number in range(60):
        assert lexicon.words_of(f"take word{number}") == [("take", 0), (f"word{number}", 5)]
    assert lexicon.blank() is not before


def test_warm_up_leaves_nothing_to_load() -> None:
    lexicon.warm_up()
    assert lexicon._model.cache_info().currsize == lexicon._english.cache_info().currsize == 1
