"""What a person says is in no log, whatever happens in the turn, so that nothing is left there when they are erased."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.logs import configure_logs
from bot.privacy.service import Privacy
from tests.conftest import Talk

NAME, EMAIL, PHONE = "Zebulon Quaggafield", "zebulon.quaggafield@example.com", "407-555-0199"
SAID = ("zebulon", "quaggafield", "555-0199", "4075550199", "unicycle")


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Everything is logged, as the server does it."""
    handlers, level, before = logging.root.handlers[:], logging.root.level, structlog.get_config()
    configure_logs("debug")
    for name, module in list(sys.modules.items()):  # other tests' loggers may remember other settings
        if name.startswith("bot.") and hasattr(module, "log"):
            monkeypatch.setattr(module, "log", structlog.get_logger(name))
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.configure(**before)


def test_neither_logs_nor_database_keep_anything(
    loud: None, new_talk: Callable[..., Talk], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = new_talk(channel="telegram")
    office = talk.assistant
    talk.say("do you teach unicycle riding?")
    talk.say("I'd like to visit the campus")
    talk.say(f"I'm {NAME}")
    talk.say(f"{EMAIL} or {PHONE}")

    def broken(*_: Any) -> None:
        raise RuntimeError(f"broken on purpose: {EMAIL}")

    with monkeypatch.context() as patch:
        patch.setitem(talk.runner.agent.processor.action_endpoint._executor.actions, "action_answer", broken)
        talk.say(f"what does tuition cost for {NAME}?")
    talk.say("please stop texting me")
    file = office.settings.data_dir / "admissions.sqlite3"
    office.database.forget_log()
    assert b"quaggafield" in file.read_bytes().lower()

    Privacy(office).erase_conversation(talk.conversation_id)

    left = {path.name: path.read_bytes().lower() for path in file.parent.glob("admissions.sqlite3*")}
    logged = "".join(capfd.readouterr()).lower()
    assert "turn.failed" in logged
    for word in SAID:
        assert word not in logged, word
        assert not [name for name, content in left.items() if word.encode() in content], word
