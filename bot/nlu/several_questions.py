"""Tells apart the questions of one message. Pure text work: what each is about is decided afterwards."""

from __future__ import annotations

import re

from bot.nlu.language import Language
from bot.nlu.politeness import bare, is_polite_only
from bot.nlu.question_words import ENGLISH, QuestionWords
from bot.nlu.spanish_question_words import SPANISH

MOST = 4
"""More questions than this in one message are not told apart: the last piece holds the rest."""
_LONGEST = 600
"""Longer messages are letters rather than questions, and stay whole."""

_SMALL = re.compile(r"\w+")
_FEWEST_WORDS = 2
_PIECE_WORDS, _BARE_PIECE_WORDS = 8, 3
_FEW_WORDS, _SOME_WORDS = 4, 9
_WORDS: dict[Language, QuestionWords] = {"en": ENGLISH, "es": SPANISH}


def words_of_questions(language: Language) -> QuestionWords:
    """How questions are put and joined in this language."""
    return _WORDS[language]


def questions_in(text: str, language: Language = "en") -> list[str]:
    """The questions and wishes of a message, in order; one element, the whole text, when there is only one.

    What is told beside a question ("I'm 17 and live in Tampa.") stays with the question that follows it.
    """
    if len(text) > _LONGEST:
        return [text]
    words = _WORDS[language]
    pieces = [piece for sentence in words.sentence.split(text) for piece in _clauses(sentence, words)]
    asked: list[str] = []
    told = ""
    for piece in pieces:
        if not _says_something(piece) or is_polite_only(piece, language):
            told = f"{told} {piece}".strip()
        elif _asks(piece, words):
            asked.append(f"{told} {piece}".strip())
            told = ""
        else:
            told = f"{told} {piece}".strip()
    if len(asked) < 2:
        return [text]
    if told:
        asked[-1] = f"{asked[-1]} {told}"
    return [*asked[: MOST - 1], " ".join(asked[MOST - 1 :])] if len(asked) > MOST else asked


def listed_in(text: str, language: Language = "en") -> list[str]:
    """What a message lists to be told about: "info on prices, rooms and loans please"; empty when it lists nothing.

    Only the words are looked at. Whether each stands for a question of its own ("rooms and loans") or all for one ("drums and bass") has to
    be found out by reading them.
    """
    text, words = bare(text, language), _WORDS[language]
    if not text or len(text) > _LONGEST:
        return []
    lead = words.lists.search(text)
    pieces = [bare(piece, language) for piece in words.commas.split(text[lead.end() :] if lead else text)]
    longest = _PIECE_WORDS if lead else _BARE_PIECE_WORDS
    fits = 2 <= len(pieces) <= MOST and all(1 <= len(piece.split()) <= longest for piece in pieces)
    return pieces if fits else []


def question_in(text: str, language: Language = "en") -> str:
    """The sentence that asks, of a message that also tells something; the whole text if there is only one sentence.

    A question that only refers to what was told ("Is that so?") keeps the sentence before it.
    """
    sentences = [sentence for sentence in _WORDS[language].sentence.split(text) if not is_polite_only(sentence, language)]
    if len(sentences) < 2:
        return text
    asking = next((number for number in reversed(range(len(sentences))) if "?" in sentences[number]), len(sentences) - 1)
    first = asking - 1 if asking and _only_refers(sentences[asking], language) else asking
    return " ".join(sentences[first : asking + 1])


def _only_refers(sentence: str, language: Language) -> bool:
    words = bare(sentence, language).split()
    return len(words) <= _FEW_WORDS or (len(words) <= _SOME_WORDS and bool(_WORDS[language].refers.search(sentence)))


def _clauses(sentence: str, words: QuestionWords) -> list[str]:
    pieces = [piece for piece in (part.strip(" ,") for part in words.joined.split(sentence)) if piece]
    # A split is only one when both sides can stand alone: "what is it and is it" can, "producers and is" cannot.
    whole: list[str] = []
    for piece in pieces:
        if whole and not _says_something(piece):
            whole[-1] = f"{whole[-1]} {piece}"
        else:
            whole.append(piece)
    return whole


def _says_something(piece: str) -> bool:
    return len(_SMALL.findall(piece)) >= _FEWEST_WORDS or "?" in piece


def _asks(piece: str, words: QuestionWords) -> bool:
    return bool(words.asks.search(piece) or words.wants.search(piece))
