"""Decides what to answer: the topic and the nearest phrasing must agree. Pure; the words come from published entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.understanding import Understanding
from bot.faq import thresholds
from bot.faq.live import Match, Snapshot, Vector
from bot.faq.topics import SMALLTALK, TOPICS
from bot.faq.wording import Entry
from bot.nlu.language import Language

_FEW_ANSWERS = (*SMALLTALK, "bot_challenge", "complaint_or_profanity")
"""Topics whose few answers fit whatever words are used: the nearest is said even if it is not near."""
_MERGED = {"tour_question": "campus_tour"}


@dataclass(frozen=True)
class Decision:
    """What to do with one question."""

    outcome: str
    """answered, smalltalk, clarify or unknown."""
    topic: str
    confidence: float
    entry: Entry | None = None
    offers: tuple[Entry, ...] = ()


def decide(heard: Understanding, vector: Vector | None, snapshot: Snapshot, language: Language = "en") -> Decision:
    """The decision for one question in ``language``, from its topic ranking and its sentence vector there, if it could be made."""
    chosen = _chosen(heard, snapshot)
    if chosen is not None:
        return Decision(_outcome(chosen), chosen.topic, 1.0, chosen)
    topic, confidence = topic_of(heard)
    cosines = thresholds.COSINES[language]
    matches = snapshot.nearest(vector, top=8, language=language) if vector is not None else []
    if not matches:
        return Decision("unknown", topic, confidence)
    best = matches[0]
    within = next((match for match in matches if match.entry.topic == topic), None)
    if best.score >= cosines.sure:
        return _answer(best, max(confidence if best.entry.topic == topic else 0.0, best.score))
    if topic == "out_of_scope" and confidence >= thresholds.OUT_OF_SCOPE:
        return Decision("unknown", topic, confidence, entry=within.entry if within else None)
    if within is not None:
        enough = cosines.fair if confidence >= thresholds.SURE_TOPIC else cosines.good
        if within.score >= enough and confidence >= thresholds.FAIR_TOPIC:
            return _answer(within, confidence)
        if topic in _FEW_ANSWERS and confidence >= thresholds.SURE_TOPIC:
            return _answer(within, confidence)
    offers = _offers([match for match in matches if snapshot.worded(match.entry, language) is not None], cosines.near_miss)
    if offers:
        return Decision("clarify", topic, confidence, offers=offers)
    return Decision("unknown", topic if confidence >= thresholds.RECOGNISED_TOPIC else "out_of_scope", confidence)


def is_tour_question(heard: Understanding, vector: Vector, snapshot: Snapshot, language: Language = "en") -> bool:
    """True when a message about tours asks something of them rather than for one."""
    best = snapshot.nearest(vector, top=1, language=language)
    return bool(
        heard.asks
        and best
        and best[0].entry.topic == "campus_tour"
        and best[0].entry.starts is None
        and best[0].score >= thresholds.COSINES[language].sure
    )


def _chosen(heard: Understanding, snapshot: Snapshot) -> Entry | None:
    return snapshot.entries.get(str(heard.choice["faq"])) if heard.choice and "faq" in heard.choice else None


def topic_of(heard: Understanding) -> tuple[str, float]:
    """The most likely topic; what people say in the middle of a form is none."""
    for name, confidence in ((heard.intent, heard.confidence), *heard.ranking):
        name = _MERGED.get(name, name)
        if name in TOPICS:
            return name, confidence
    return "out_of_scope", 0.0


def _answer(match: Match, confidence: float) -> Decision:
    return Decision(_outcome(match.entry), match.entry.topic, min(1.0, confidence), match.entry)


def _outcome(entry: Entry) -> str:
    if entry.topic in SMALLTALK:
        return "smalltalk"
    return "unknown" if entry.topic == "out_of_scope" else "answered"


def _offers(matches: Sequence[Match], near_miss: float) -> tuple[Entry, ...]:
    near = [match.entry for match in matches if match.score >= near_miss and match.entry.topic != "out_of_scope"]
    return tuple(near[: thresholds.OFFERED])
