"""A program of its own: a conversation with everything logged that can be, a turn that fails, and the erasure at its end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bot.assistant import build, use
from bot.commands.serve import prepare
from bot.engine.agent import load_agent
from bot.engine.model import ensure_model
from bot.engine.tracker_store import BoundedTrackerStore
from bot.engine.turn import TurnRunner
from bot.logs import configure_logs
from bot.privacy.service import Privacy
from tests.conftest import Talk, settings_for

NAME, EMAIL, PHONE = "Zebulon Quaggafield", "zebulon.quaggafield@example.com", "407-555-0199"


def broken(*_: Any) -> None:
    """Fails with words that tell who asked."""
    raise RuntimeError(f"broken on purpose: {EMAIL}")


def main(folder: Path) -> None:
    """Talks, looks whether it left something, and erases it."""
    configure_logs("debug")
    office = build(settings_for(folder))
    prepare(office)
    use(office)
    agent = load_agent(office, ensure_model(office.settings))
    assert agent.processor is not None
    agent.processor.tracker_store = BoundedTrackerStore(agent.domain, database=office.database)
    talk = Talk(office, TurnRunner(office, agent), channel="telegram")
    talk.say("do you teach unicycle riding?")
    talk.say("I'd like to visit the campus")
    talk.say(f"I'm {NAME}")
    talk.say(f"{EMAIL} or {PHONE}")
    actions: Any = agent.processor.action_endpoint
    whole, actions._executor.actions["action_answer"] = actions._executor.actions["action_answer"], broken
    talk.say(f"what does tuition cost for {NAME}?")
    actions._executor.actions["action_answer"] = whole
    talk.say("please stop texting me")
    office.database.forget_log()
    assert b"quaggafield" in (folder / "admissions.sqlite3").read_bytes().lower()
    Privacy(office).erase_conversation(talk.conversation_id)
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
