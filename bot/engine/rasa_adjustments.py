"""The few places where Rasa 3.6.21 itself has to be changed, each with its reason and a test.

Called once, before an agent is made. Nothing here changes what Rasa decides.
"""

from __future__ import annotations

import functools
import logging
import warnings

import structlog


def adjust_rasa() -> None:
    """Applies all adjustments; calling it again changes nothing."""
    _look_up_event_types_once()
    _skip_schema_check_of_own_actions()
    _remember_rules()
    _clean_only_what_is_unclean()
    _quiet()


@functools.cache
def _look_up_event_types_once() -> None:
    # rasa.shared.core.events walks all subclasses for every event that is read back: 90 % of the cost of reading.
    from rasa.shared.core.events import Event

    original = Event.resolve_by_type
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=256)(original))


@functools.cache
def _skip_schema_check_of_own_actions() -> None:
    # RemoteAction validates every answer with jsonschema, which compiles the schema anew each time (25 ms). Answers of
    # actions in this process are built by the SDK's own event functions; answers from a network are still checked.
    from rasa.core.actions.action import RemoteAction

    from bot.engine.in_process_actions import InProcessActions

    original = RemoteAction._validate_action_result

    def validate(self: RemoteAction, result: dict[str, object]) -> bool:
        return True if isinstance(self.action_endpoint, InProcessActions) else original(self, result)

    RemoteAction._validate_action_result = validate


@functools.cache
def _remember_rules() -> None:
    # RulePolicy builds all states of a conversation and compares each rule with each of them, three times a message.
    from bot.engine.remembered_rules import remember_rules

    remember_rules()


@functools.cache
def _clean_only_what_is_unclean() -> None:
    # Whenever training data is put together Rasa sets each example's intent anew, even to what it was. That forgets the
    # example's fingerprint, which is then computed again: a quarter of the time that training took.
    from rasa.shared.nlu.constants import INTENT, RESPONSE
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    def sanitize(examples: list[Message]) -> list[Message]:
        for example in examples:
            for key in (INTENT, RESPONSE):
                said = example.get(key)
                if said and said != said.strip():
                    example.set(key, said.strip())
        return list(dict.fromkeys(examples))

    TrainingData.sanitize_examples = staticmethod(sanitize)


@functools.cache
def train_without_cache() -> None:
    """Has training neither fingerprint nor keep what each component gives: a training that is always complete never reads it."""
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = lambda self, **given: {}
    TrainingHook.on_after_node = lambda self, **given: None


@functools.cache
def _quiet() -> None:
    # Rasa configures structlog only in its own command line; unconfigured, it prints what visitors write.
    # The server's own set-up (bot/logs.py), which keeps people's words out of the logs, is left alone.
    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.contextvars.merge_contextvars,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
                structlog.dev.ConsoleRenderer(colors=False),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            cache_logger_on_first_use=True,
        )
    for name in ("rasa", "rasa_sdk", "sanic", "apscheduler", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"(rasa|rasa_sdk|sanic|pkg_resources)\b.*")
