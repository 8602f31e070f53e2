"""Erasing and exporting from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.assistant import build
from bot.commands import privacy
from bot.db.migrate import migrate
from bot.leads.capture import Interest, capture
from bot.leads.models import Contact
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


@pytest.mark.parametrize("kept_first", [False, True])
def test_whoever_was_merged_with_them_is_named_with_the_way_to_erase_them_too(
    settings: Settings, capsys: pytest.CaptureFixture[str], kept_first: bool
) -> None:
    assistant = build(settings)
    conversation, _token = assistant.inbox.open_web(page_url=None, referrer=None, locale=None)
    with assistant.database.write() as session:
        theirs = session.scalars(select(Contact.id)).one()
        interest = Interest("Ana R.", "a.ruiz@example.org", "+14075550199", None, "tour")
        other = capture(session, conversation, interest, now=MONDAY_NOON).contact_id
        merged, into = (other, theirs) if kept_first else (theirs, other)
        session.execute(update(Contact).where(Contact.id == merged).values(merged_into=into))
    assistant.close()

    assert privacy.erase(settings, EMAIL, yes=True) == 0

    told = capsys.readouterr().out
    assert f"  email a***@example.org, phone ***99: ./admissions privacy erase {other}\n" in told
    assert "a.ruiz" not in told and theirs not in told
    assert privacy.export(settings, "a.ruiz@example.org") == 0
    capsys.readouterr()
    assert privacy.erase(settings, other, yes=True) == 0
    assert "privacy erase" not in capsys.readouterr().out
    assert privacy.export(settings, "a.ruiz@example.org") == 1
