"""The command that answers "who said you may write to me?"."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.assistant import Assistant, build
from bot.commands import consent
from bot.consent.models import Consent
from bot.consent.service import give_receipt, identity_hash
from bot.settings import Settings
from tests.conftest import MONDAY_NOON, settings_for

EMAIL, PHONE = "ana.ruiz@example.com", "+14075550123"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("migrated_postgres")}
    if not more:
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "admissions.sqlite3")
    made = settings_for(tmp_path, **more)
    assistant = build(made)
    give(assistant, EMAIL, PHONE)
    give(assistant, EMAIL, granted=False)
    assistant.close()
    return made


def give(assistant: Assistant, *who: str, granted: bool = True) -> None:
    with assistant.database.write() as session:
        give_receipt(
            session,
            hashes=[identity_hash(assistant.secret_key, one) for one in who],
            contact_id=None,
            purpose="tour_messages" if granted else "all",
            granted=granted,
            wording="You may write to me about this tour.",
            wording_version="2026-11-22",
            channel="web",
            source="form:tour_form" if granted else "own words",
            conversation_id=None,
            message_seq=None,
            at=MONDAY_NOON,
        )


def test_it_prints_each_receipt_word_for_word(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert consent.prove(settings, " Ana.Ruiz@example.com ") == 0
    out = capsys.readouterr().out
    assert "2 receipts" in out and "The chain holds: 3 receipts in all" in out
    assert "1  2026-11-23 12:00:00 EST  agreed: tour_messages" in out
    assert "by form:tour_form on web; wording 2026-11-22: You may write to me about this tour." in out
    assert "3  2026-11-23 12:00:00 EST  withdrew: all" in out


@pytest.mark.parametrize("written", ["+14075550123", "(407) 555-0123", "407-555-0123", "4075550123"])
def test_a_phone_number_may_be_written_as_people_do(settings: Settings, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert consent.prove(settings, written) == 0
    assert "+14075550123: 1 receipt\n" in capsys.readouterr().out


def test_the_id_of_a_chat_may_look_like_a_phone_number(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assistant = build(settings)
    give(assistant, "4075550177")
    assistant.close()
    assert consent.prove(settings, "4075550177") == 0
    assert ": 1 receipt\n" in capsys.readouterr().out


def test_somebody_unknown_has_none(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert consent.prove(settings, "123456789") == 0
    assert "123456789: 0 receipts" in capsys.readouterr().out


def test_a_broken_chain_fails(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assistant = build(settings)
    with assistant.database.write() as session:
        session.execute(update(Consent).where(Consent.number == 2).values(wording="Anything."))
    assistant.close()
    assert consent.prove(settings, EMAIL) == 1
    assert "BROKEN: receipt 2 was changed" in capsys.readouterr().out
