"""The chat promises an e-mail where one leaves, and nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.outbox.models import OutboxRow
from bot.reminders.round import Round
from tests.conftest import StandingClock, Talk, settings_for


def _book(talk: Talk) -> str:
    talk.say("I'd like to visit the campus")
    talk.say("Marcus Reed")
    talk.say("marcus.reed@example.com")
    talk.press("Recording Arts and Show Production")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    return str(talk.press("Yes, book it")[0]["text"])


def test_with_a_mail_server_the_confirmation_is_promised_and_sent(
    tmp_path: Path, filled_database: Path, clock: StandingClock, runner_for: Callable[[Assistant], Any]
) -> None:
    shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    office = build(settings_for(tmp_path, smtp_host="127.0.0.1", mail_from="visits@school.example"), clock=clock)

    said = _book(Talk(office, runner_for(office)))
    Round(office).look()

    assert "on its way to marcus.reed@example.com" in said
    with office.database.read() as session:
        [row] = session.scalars(select(OutboxRow).where(OutboxRow.channel == "email"))
    assert row.payload["to"] == "marcus.reed@example.com" and row.payload["ics"]["method"] == "REQUEST"
    office.close()


def test_without_a_mail_server_no_email_is_promised(talk: Talk) -> None:
    assert "on its way" not in _book(talk)
