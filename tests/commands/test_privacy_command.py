"""Erasing and exporting from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.assistant import build
from bot.commands import privacy
from bot.db.migrate import migrate
from bot.leads.capture import Interest, capture
from bot.settings import Settings
from tests.conftest import MONDAY_NOON, settings_for

EMAIL = "ana.ruiz@example.com"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_for(tmp_path)
    assistant = build(made)
    migrate(assistant.database)
    conversation = assistant.inbox.open_thread("telegram", "77")
    with assistant.database.write() as session:
        capture(session, conversation, Interest("Ana Ruiz", EMAIL, "+14075550123", None, "tour"), now=MONDAY_NOON)
    assistant.close()
    return made


@pytest.mark.parametrize("whom", [EMAIL, "(407) 555-0123", "77"])
def test_export_then_erase(settings: Settings, whom: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert privacy.export(settings, whom) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    assert tables["contacts"][0]["name"] == "Ana Ruiz"
    assert {one["value"] for one in tables["identities"]} == {EMAIL, "+14075550123", "77"}
    assert privacy.erase(settings, whom, yes=True) == 0
    assert "Erased 1 contact, 1 conversation, 1 lead, 0 bookings." in capsys.readouterr().out
    assert privacy.export(settings, whom) == privacy.erase(settings, whom, yes=True) == 1


def test_nothing_is_erased_without_a_yes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda question: False)
    assert privacy.erase(settings, EMAIL, yes=False) == 1
    assert privacy.export(settings, EMAIL) == 0
