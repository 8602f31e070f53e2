"""What a message means: Rasa's parse of it, of each of its questions, and in the light of what was talked of before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.consent.own_words import wants_messages_again
from bot.conversations.understanding import Understanding, plain_text, understanding
from bot.faq import thresholds
from bot.faq.answering import is_tour_question, topic_of
from bot.faq.live import LiveAnswers
from bot.faq.topics import DIALOGUE_INTENTS, SCHOOL_TOPICS, SMALLTALK
from bot.forms.state import VISIT_SLOTS
from bot.forms.words import words_of
from bot.nlu.age_gate import UNDER_13
from bot.nlu.change_wish import CHANGE_TOUR, Cancelling, cancelling, cannot_come, wished_change
from bot.nlu.context import in_context, leans_on_before, only_goes_on, points_back
from bot.nlu.encoder_of import vector_of
from bot.nlu.language import Language, language_of
from bot.nlu.message_language import told_language
from bot.nlu.several_questions import listed_in, questions_in
from bot.nlu.spanish_opt_out import asks_to_stop
from bot.tours.changing.words import change_words, is_just

Parse = dict[str, Any]
_LEADS = ("under_13", "opt_out", CHANGE_TOUR, "campus_tour", "human_handoff")
"""Of several questions, one of these decides what happens next: a form starts, or nothing more is asked. Most urgent first."""


@dataclass(frozen=True)
class Before:
    """What a conversation was about before a message."""

    topic: str | None = None
    """Of the last answer or form; None at the start."""
    in_form: bool = False
    """True while a form waits for an answer that it needs."""
    in_change: bool = False
    """True while that form is the one that changes a booked tour."""
    just_booked: bool = False
    """True while the party may tell about itself, right after its booking."""
    same_message: bool = False
    """True when the topic is that of the question before, in the same message."""
    language: Language = "en"
    """The language spoken so far."""

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any], at_first: Language = "en") -> Before:
        """As Rasa's slots tell it; ``at_first`` is the language of a conversation in which none was told yet."""
        language: Language = "es" if slots.get("language", at_first) == "es" else "en"
        asked = slots.get("requested_slot")
        in_form, in_change = asked is not None and asked not in VISIT_SLOTS, slots.get("change_wish") is not None
        return cls(slots.get("last_topic"), in_form, in_form and in_change, asked in VISIT_SLOTS, language=language)


def language_heard(text: str, given: Mapping[str, Any], before: Language) -> Language:
    """The language to go on in: that of a typed message, if its words tell; buttons and forms never change it."""
    if "choice" in given or "form" in given:
        return before
    return language_of(text) or before


_ASKED_OF_JOBS = ("salary", "job_placement", "internships", "alumni")
_ECHOES = ("affirm", "deny", "cancel", *SMALLTALK)


class Hearing:
    """Turns a message into the ``parse_data`` of a Rasa turn. Made before any transaction is open."""

    def __init__(self, agent: Agent, answers: LiveAnswers) -> None:
        self._agent = agent
        self._answers = answers

    async def hear(self, text: str, given: Mapping[str, Any], before: Before = Before()) -> Parse:
        """The parse of a message. ``given`` is a pressed button's meaning or a sent form; ``before`` names the language to read it in.

        With several questions ``parts`` holds the parse of each, in order, and the rest is that of the one that leads.
        """
        if not given and wants_messages_again(text):
            given = {"choice": {"intent": "opt_out", "messages": "again", "title": text}}
        for kind, intent in (("choice", given.get("choice", {}).get("intent", "inform")), ("form", "inform")):
            if kind in given:
                told = {"name": intent, "confidence": 1.0}
                parse = {"text": text, "intent": told, "entities": [], "intent_ranking": [told], "language": before.language}
                return {**parse, kind: given[kind]}
        questions = questions_in(text, before.language)
        if len(questions) == 1:
            listed = [] if before.in_form else await self._listed(text, before.language)
            return _together(text, listed) if listed else await self._one(text, before)
        parts: list[Parse] = []
        so_far = before
        for question in questions:
            part = await self._one(question, so_far)
            so_far = replace(so_far, topic=_topic(part), same_message=True)
            parts.append(part)
        parts = _merged(parts)
        if len(parts) == 1:
            return await self._one(text, before)
        return _together(text, parts)

    async def _listed(self, text: str, language: Language) -> list[Parse]:
        """The parse of each thing that a message lists to be told about, if each is clearly a topic of its own; else none."""
        parts: list[Parse] = []
        for piece in listed_in(text, language):
            part = {**await self._parse(piece, language), "asked": piece}
            topic, confidence = topic_of(understanding(part))
            if topic not in (*SCHOOL_TOPICS, "privacy") or confidence < thresholds.FAIRLY_CLEAR_ALONE or topic in map(_topic, parts):
                return []
            parts.append(part)
        return parts

    async def _one(self, text: str, before: Before) -> Parse:
        language = before.language
        parsed = await self._parse(text, language)
        parsed["asked"] = text
        told = in_context(text, before.topic, language) if before.topic and _may_lean(parsed, before) else None
        if told is not None and _names_another_job(parsed, before):
            same = {"name": before.topic, "confidence": thresholds.FAIRLY_CLEAR_ALONE}
            parsed |= {"intent": same, "intent_ranking": [same], "asked": told}
        elif told is not None:
            spelled_out = await self._parse(told, language)
            if _is_better(parsed, spelled_out, before.topic):
                parsed |= {"intent": spelled_out["intent"], "intent_ranking": spelled_out["intent_ranking"], "asked": told}
        if language == "es" and asks_to_stop(text, in_form=before.in_form):
            parsed["intent"] = {"name": "opt_out", "confidence": 1.0}
            return parsed
        if not before.in_form and _wants_change(parsed, before):
            parsed["intent"] = {"name": CHANGE_TOUR, "confidence": 1.0}
            return parsed
        if before.in_form and (words_of(language).says_stop(text) or _calls_off(parsed, before)):
            parsed["intent"] = {"name": "cancel", "confidence": 1.0}
            return parsed
        if parsed["intent"]["name"] in ("cancel", "campus_tour") and not before.in_change and _cancelling(parsed) == "asked":
            parsed["intent"] = {**parsed["intent"], "name": "tour_question"}
            return parsed
        if _offers_to_come(parsed):
            parsed["intent"] = {"name": "campus_tour", "confidence": 1.0}
            return parsed
        return self._told_apart(parsed)

    async def _parse(self, text: str, language: Language) -> Parse:
        processor = self._agent.processor
        assert processor is not None
        parsed: Parse = await processor.parse_message(UserMessage(plain_text(text), metadata=told_language(language)))
        return {**parsed, "text": text, "language": language}

    def _told_apart(self, parsed: Parse) -> Parse:
        """Tells a question about tours from the wish to book one, by the school's own phrasings."""
        heard = understanding(parsed)
        if heard.intent == "campus_tour":
            vector = vector_of(heard.asked, heard.language)
            if vector is not None and is_tour_question(heard, vector, self._answers.snapshot, heard.language):
                parsed["intent"] = {"name": "tour_question", "confidence": heard.confidence}
        return parsed


def _together(text: str, parts: Sequence[Parse]) -> Parse:
    """The parse of a message with several questions: that of the one that leads, with all of them as ``parts``."""
    leading = min(parts, key=lambda part: _LEADS.index(part["intent"]["name"]) if part["intent"]["name"] in _LEADS else len(_LEADS))
    return {**leading, "text": text, "parts": list(parts)}


def _offers_to_come(parsed: Parse) -> bool:
    """True when somebody says who they are or how to reach them, and when they could come: whatever the words, that is a visit."""
    found = {entity["entity"] for entity in parsed["entities"]}
    likely = any(one["name"] in ("campus_tour", "tour_question", "apply") for one in parsed["intent_ranking"][:3])
    likely = likely or words_of(parsed["language"]).speaks_of_coming(parsed["text"])
    return likely and bool(found & {"date", "time"}) and bool(found & {"person", "phone", "email"})


def _wants_change(parsed: Parse, before: Before) -> bool:
    """True for the wish to have a booked tour cancelled or moved, unless something more urgent is said with it."""
    urgent = parsed["intent"]["name"] == UNDER_13 or (parsed["intent"]["name"] == "opt_out" and _MESSAGES.search(parsed["text"]))
    return not urgent and (wished_change(parsed["text"], parsed["language"]) is not None or _takes_it_back(parsed, before))


def _takes_it_back(parsed: Parse, before: Before) -> bool:
    """True where tours were talked of last, for words that name none: "call it off". A bare "cancel" may mean what is asked just now."""
    text, language = parsed["text"], parsed["language"]
    if before.just_booked and cannot_come(text, language):
        return True
    about_tours = before.just_booked or before.topic == "campus_tour"
    return about_tours and _cancelling(parsed) == "meant" and not is_just(change_words(language).barely_cancels, text)


def _calls_off(parsed: Parse, before: Before) -> bool:
    """True when what is being filled in is to be left: "cancel my tour" says so, too, while none is booked yet."""
    return not before.in_change and _cancelling(parsed) == "meant"


def _cancelling(parsed: Parse) -> Cancelling | None:
    """How a message speaks of cancelling; None when it does not."""
    return cancelling(parsed["text"], parsed["language"], asks=understanding(parsed).asks)


_MESSAGES = re.compile(r"\b(?:stop|unsubscribe|texts?|messages?|e-?mails?|mensajes?|correos?)\b", re.IGNORECASE)


def _topic(parsed: Parse) -> str:
    return topic_of(understanding(parsed))[0]


def _merged(parts: Sequence[Parse]) -> list[Parse]:
    """Pieces on one topic are one question."""
    merged: list[Parse] = []
    for part in parts:
        same = next((one for one in merged if _topic(one) == _topic(part)), None)
        if same is None:
            merged.append(part)
            continue
        texts = {key: f"{same[key]} {part[key]}" for key in ("text", "asked")}
        same |= {**(part if part["intent"]["confidence"] > same["intent"]["confidence"] else same), **texts}
    return merged


def _may_lean(alone: Parse, before: Before) -> bool:
    """True when a message should be read once more with the topic before it spelled out."""
    if not leans_on_before(alone["text"], same_message=before.same_message, language=before.language):
        return False
    if before.in_form and (alone["entities"] or understanding(alone).intent in DIALOGUE_INTENTS):
        return False  # an answer to what the form asks
    if _is_echo(understanding(alone)):
        return False
    topic, confidence = topic_of(understanding(alone))
    if topic == before.topic:
        return confidence < thresholds.SURE_TOPIC
    looks_back = points_back(alone["text"], before.language) and not before.same_message
    return confidence < (thresholds.CLEAR_ALONE if looks_back else thresholds.FAIRLY_CLEAR_ALONE)


def _is_echo(heard: Understanding) -> bool:
    """True for a yes, a no, thanks and the like: they end what was talked of, and ask no more about it."""
    sure = sum(confidence for name, confidence in heard.ranking if name in _ECHOES)
    return not heard.asks and sure >= thresholds.ECHO


def _names_another_job(alone: Parse, before: Before) -> bool:
    """True when only a job is named ("and a mix engineer?") after something that is asked of jobs: it is asked of this one, too."""
    if before.topic not in _ASKED_OF_JOBS or not only_goes_on(alone["text"], alone["language"]):
        return False
    return topic_of(understanding(alone))[0] == "careers"


def _is_better(alone: Parse, spelled_out: Parse, before: str | None) -> bool:
    """True when a message is better understood with the topic before it."""
    _topic, confidence = topic_of(understanding(alone))
    other, sure = topic_of(understanding(spelled_out))
    if confidence >= thresholds.FAIRLY_CLEAR_ALONE and other != before:
        return False
    return other != "out_of_scope" and (
        sure > confidence if confidence >= thresholds.FAIRLY_CLEAR_ALONE else other == before or sure >= confidence
    )
