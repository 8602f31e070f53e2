"""Rule predictions, remembered: the same latest states of a conversation always lead to the same next action."""

from __future__ import annotations

import functools
from collections.abc import Hashable
from dataclasses import dataclass, field

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    FollowupAction,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_MOST_REMEMBERED = 4096

Found = tuple[str | None, str | None, bool]
"""What a rule look-up gives: the action, the rule, and whether a form is come back to."""
_NOT_STATES = (BotUttered, FollowupAction, LoopInterrupted, ActionExecutionRejected)
"""Events that no state shows: the policy reads them from the tracker itself."""


def remember_rules() -> None:
    """Has every :class:`RulePolicy` look a situation up once. What it decides stays the same."""
    original = RulePolicy._find_action_from_rules

    @functools.wraps(original)
    def find(self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool) -> Found:
        if use_text_for_last_user_input and tracker.latest_action_name != "action_listen":
            return None, None, False  # as Rasa itself, which asks for words only right after a message
        memory: _Memory | None = self.__dict__.get("_memory")
        if memory is None:
            memory = self.__dict__["_memory"] = _Memory(self, domain)
        states = memory.states(tracker)
        if states is None:
            return original(self, tracker, domain, use_text_for_last_user_input)  # type: ignore[no-any-return]
        known = memory.recall(states, use_text_for_last_user_input)
        if known is None:
            known = original(self, tracker, domain, use_text_for_last_user_input)
            memory.keep(states, use_text_for_last_user_input, known, tracker)
        return known

    RulePolicy._find_action_from_rules = find


@dataclass
class _Memory:
    """What one policy found before. Keyed by as many of the latest states as the rules in question look at."""

    policy: RulePolicy
    domain: Domain
    known: dict[Hashable, Found | None] = field(default_factory=dict)
    """None: rules that fit so far look further back."""

    def __post_init__(self) -> None:
        self._rules = [*self.policy.lookup.get(RULES, {}), *self.policy.lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH, {})]
        self._influential = frozenset(slot.name for slot in self.domain.slots if slot.has_features())
        self._minds_entities = any('"entities":' in rule for rule in self._rules)
        self._minds_words = any('"text":' in rule for rule in self._rules)

    def states(self, tracker: DialogueStateTracker) -> list[Hashable] | None:
        """The conversation as the rules see it, latest last; None if it holds something that cannot be told from here."""
        if self._minds_words:
            return None
        states: list[Hashable] = []
        user: tuple[Hashable, ...] = ()
        loop: str | None = None
        action: Hashable = None
        slots: tuple[Hashable, ...] = ()
        for event in tracker.applied_events():
            if isinstance(event, ActionExecuted):
                states.append((user, loop, action, slots))
                action = (event.action_name, event.action_text)
            elif isinstance(event, UserUttered):
                entities = tuple((one.get("entity"), one.get("role"), one.get("group")) for one in event.entities)
                user = (event.use_text_for_featurization, event.intent_name, entities if self._minds_entities else None)
            elif isinstance(event, DefinePrevUserUtteredFeaturization):
                user = (event.use_text_for_featurization, *user[1:])
            elif isinstance(event, ActiveLoop):
                loop = event.name
            elif isinstance(event, SlotSet):
                if event.key in self._influential:
                    slots = (*slots, (event.key, repr(event.value)))
            elif not isinstance(event, _NOT_STATES):
                return None
        states.append((user, loop, action, slots))
        return states

    def recall(self, states: list[Hashable], by_words: bool) -> Found | None:
        """What was found for these states before."""
        for length in range(1, len(states) + 1):
            found = self.known.get((by_words, *states[-length:]), False)
            if found is False:
                return None
            if found is not None:
                return found  # type: ignore[return-value]
        return self.known.get((by_words, "whole", *states))

    def keep(self, states: list[Hashable], by_words: bool, found: Found, tracker: DialogueStateTracker) -> None:
        """Remembers a finding under the latest states that the rules fitting the last of them look at."""
        if len(self.known) >= _MOST_REMEMBERED:
            self.known.clear()
        real = self.policy._prediction_states(tracker, self.domain, by_words, rule_only_data=self.policy._get_rule_only_data())
        fitting = [rule for rule in self._rules if self.policy._is_rule_applicable(rule, 0, real[-1])]
        looked_at = max((len(self.policy._rule_key_to_state(rule)) for rule in fitting), default=1)
        for length in range(1, min(looked_at, len(states) + 1)):
            self.known[(by_words, *states[-length:])] = None
        if looked_at <= len(states):
            self.known[(by_words, *states[-looked_at:])] = found
        else:
            self.known[(by_words, "whole", *states)] = found
