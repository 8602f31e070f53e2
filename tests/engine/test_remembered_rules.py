"""Rules that are remembered decide what rules that are looked up decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RULES_NOT_IN_STORIES, RulePolicy

from tests.conftest import Talk

CONVERSATION = (
    "hello", "what jobs can i get?", "and how much do they pay?", "asdf qwer", "what jobs can i get?", "i want to book a tour", "Ana Silva",
    "where do people usually work afterwards?", "ana.silva@example.com", "cancel", "can i talk to a person", "Ana", "stop texting me",
    "what jobs can i get?", "i want to book a tour", "what does it cost?", "im 11 years old", "thanks", "bye",
)  # fmt: skip


def test_every_finding_is_the_one_that_rasa_makes(new_talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = RulePolicy._find_action_from_rules
    rasas_own = remembered.__wrapped__
    seen: list[tuple[Any, Any]] = []

    def compared(self: RulePolicy, *arguments: Any, **named: Any) -> Any:
        found, expected = remembered(self, *arguments, **named), rasas_own(self, *arguments, **named)
        hidden = self.lookup.get(RULES_NOT_IN_STORIES, [])
        seen.append(((found[0], found[1] in hidden, found[2]), (expected[0], expected[1] in hidden, expected[2])))
        return found

    for _ in range(2):
        talk = new_talk()
        with monkeypatch.context() as patch:
            patch.setattr(RulePolicy, "_find_action_from_rules", compared)
            for text in CONVERSATION:
                talk.say(text)
                assert talk.outcome != "failed"

    assert len(seen) > 60
    assert [found for found, _ in seen] == [expected for _, expected in seen]


def test_a_course_is_looked_up_once(new_talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch) -> None:
    for text in CONVERSATION[:6]:
        new_talk().say(text)
    calls: list[int] = []
    original = RulePolicy._get_possible_keys
    monkeypatch.setattr(RulePolicy, "_get_possible_keys", lambda self, *arguments: calls.append(1) or original(self, *arguments))

    for text in CONVERSATION[:6]:
        new_talk().say(text)

    assert calls == []
