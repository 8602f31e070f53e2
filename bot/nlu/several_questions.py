"""Tells apart the questions of one message. Pure text work: what each is about is decided afterwards."""

from __future__ import annotations

import re

from bot.nlu.politeness import bare, is_polite_only

MOST = 4
"""More questions than this in one message are not told apart: the last piece holds the rest."""
_LONGEST = 600
"""Longer messages are letters rather than questions, and stay whole."""

_SUBJECT = (
    r"(?:i|you|u|ya|yall|we|they|he|she|it|there|ther|the|a|an|any|my|your|ur|our|his|her|their|this|that|these|those|each|every|all|some|"
    r"students?|graduates?|grads?|classes|people|ppl|parents?|anyone|anybody|someone|one|most|internships?|"
    r"(?:prospective|new|old|older|former|current|past|future|international|foreign)\s\w+)"
)
_WORD = r"(?:what(?:'?s)?|wat|wats|wut|who(?:'?s)?|which|where(?:'?s)?|whr|when|wen|wens|whens|why|how(?:'?s)?|hows|whether)"
_AUXILIARY = r"(?:is|are|r|am|was|were|do|does|did|dose|can|could|would|will|should|may|might|have|has)"
_ASKER = rf"(?:{_WORD}\b|{_AUXILIARY}\s+{_SUBJECT}\b|(?:please\s)?(?:tell|explain|let\sme\sknow)\b|any\schance\b)"
_LINK = r"(?:and|n|an|&|\+|plus|also|but|then|ok|oh|so|btw|lastly|finally|second(?:ly)?|another\s(?:thing|question))"
_WISH = (
    r"(?:(?:i(?:'d|d|\swould)?|we(?:'d)?)\s(?:also\s|really\s)?(?:want|like|love|need|wanna|gotta)(?:\s(?:to|2))?\s"
    r"(?:know|hear|find\sout|learn\sabout|understand|ask|figure\sout|book|schedule|visit|see|talk|speak|come|set\sup|sign\sup|take|a\stour|tour)|"
    r"(?:i(?:'m|m|\sam)?\s)?(?:also\s)?(?:just\s)?(?:wondering|curious|trying\sto\s(?:find|figure)\sout|looking\sfor)|"
    r"(?:i(?:'ve)?\s(?:have\s|got\s)?)?no\s(?:idea|clue)|(?:please\s|pls\s|kindly\s)?"
    r"(?:book|schedule|arrange|sign\s(?:me|us)|get\sme\sa|set\s(?:me|us)\sup))\b"
)
_SENTENCE = re.compile(r"(?<=[?!.;])\s+|\s*\n+\s*|(?<=\?)(?=\w)")
_JOINED = re.compile(
    rf"\s*,?\s+(?:{_LINK},?\s+)+(?={_ASKER}|{_WISH})|\s*,\s*(?={_ASKER})|"
    rf"\s*,\s*(?:{_LINK},?\s+)+(?={_AUXILIARY}\s+\w+\s+\w+)",  # after a comma anything may be asked about: ", and is lunch included"
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\?|^\W*(?:(?:{_LINK}|hi|hey|hello|yo|please|pls)\b\W*)*{_ASKER}", re.IGNORECASE)
_WANTS = re.compile(rf"^\W*(?:(?:{_LINK}|hi|hey|hello|yo|please|pls)\b\W*)*{_WISH}", re.IGNORECASE)
_SMALL = re.compile(r"\w+")
_FEWEST_WORDS = 2
_LISTS = re.compile(
    r"(?:\b(?:info|information|infos|details|know|tell\sme|hear|learn|questions?|ask|advise|interested|following)\b(?:\s\w+){0,3}?\s"
    r"(?:about|on|regarding|concerning|following|re)\b(?:[^:?.!,]{0,40}:)?|^about\s|:)\s*(?=[^:?.!]*$|[^:?.!]*[?.!]+$)",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\s*[,;/]\s*(?:(?:and|or|plus|also|n|&)\s+)?|\s+(?:and|plus|n|&|\+)\s+", re.IGNORECASE)
_PIECE_WORDS, _BARE_PIECE_WORDS = 8, 3
_FEW_WORDS, _SOME_WORDS = 4, 9
REFERS = re.compile(r"\b(?:it|its|it's|that|they|them|they're|theyre|their|these|those|this|one|ones|he|she|his|her|both)\b", re.IGNORECASE)
"""Words that stand for something said before."""


def questions_in(text: str) -> list[str]:
    """The questions and wishes of a message, in order; one element, the whole text, when there is only one.

    What is told beside a question ("I'm 17 and live in Tampa.") stays with the question that follows it.
    """
    if len(text) > _LONGEST:
        return [text]
    pieces = [piece for sentence in _SENTENCE.split(text) for piece in _clauses(sentence)]
    asked: list[str] = []
    told = ""
    for piece in pieces:
        if not _says_something(piece) or is_polite_only(piece):
            told = f"{told} {piece}".strip()
        elif _asks(piece):
            asked.append(f"{told} {piece}".strip())
            told = ""
        else:
            told = f"{told} {piece}".strip()
    if len(asked) < 2:
        return [text]
    if told:
        asked[-1] = f"{asked[-1]} {told}"
    return [*asked[: MOST - 1], " ".join(asked[MOST - 1 :])] if len(asked) > MOST else asked


def listed_in(text: str) -> list[str]:
    """What a message lists to be told about: "info on prices, rooms and loans please"; empty when it lists nothing.

    Only the words are looked at. Whether each stands for a question of its own ("rooms and loans") or all for one ("drums and bass") has to
    be found out by reading them.
    """
    text = bare(text)
    if not text or len(text) > _LONGEST:
        return []
    lead = _LISTS.search(text)
    pieces = [bare(piece) for piece in _COMMAS.split(text[lead.end() :] if lead else text)]
    longest = _PIECE_WORDS if lead else _BARE_PIECE_WORDS
    fits = 2 <= len(pieces) <= MOST and all(1 <= len(piece.split()) <= longest for piece in pieces)
    return pieces if fits else []


def question_in(text: str) -> str:
    """The sentence that asks, of a message that also tells something; the whole text if there is only one sentence.

    A question that only refers to what was told ("Is that so?") keeps the sentence before it.
    """
    sentences = [sentence for sentence in _SENTENCE.split(text) if not is_polite_only(sentence)]
    if len(sentences) < 2:
        return text
    asking = next((number for number in reversed(range(len(sentences))) if "?" in sentences[number]), len(sentences) - 1)
    first = asking - 1 if asking and _only_refers(sentences[asking]) else asking
    return " ".join(sentences[first : asking + 1])


def _only_refers(sentence: str) -> bool:
    words = bare(sentence).split()
    return len(words) <= _FEW_WORDS or (len(words) <= _SOME_WORDS and bool(REFERS.search(sentence)))


def _clauses(sentence: str) -> list[str]:
    pieces = [piece for piece in (part.strip(" ,") for part in _JOINED.split(sentence)) if piece]
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


def _asks(piece: str) -> bool:
    return bool(_ASKS.search(piece) or _WANTS.search(piece))
