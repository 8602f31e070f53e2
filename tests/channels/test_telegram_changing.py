"""A booked tour is cancelled on Telegram, with a code that comes by e-mail. Only Telegram itself is played."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import FakeBotApi
from sqlalchemy import select
from telegram_world import SECRET
from test_telegram_conversation import Phone, WorkingEngine

from bot.assistant import Assistant, build
from bot.conversations.lines import line
from bot.leads.models import Identity
from bot.outbox.models import OutboxRow
from bot.proofs.codes import code_in
from bot.proofs.post import CodePost
from bot.settings import PROJECT_DIR, Settings
from bot.tours.models import Booking


@pytest.fixture
def school(
    tmp_path: Path, filled_database: Path, clock: Any, bot_api: FakeBotApi, runner_for: Callable[[Assistant], Any]
) -> Iterator[Assistant]:
    shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    settings = Settings(
        data_dir=tmp_path,
        cache_dir=PROJECT_DIR / "var" / "cache",
        content_dir=PROJECT_DIR / "content",
        telegram_token=bot_api.token,
        telegram_secret=SECRET,
        telegram_api=bot_api.url,
        smtp_host="127.0.0.1",
        mail_from="visits@school.example",
    )
    assistant = build(settings, clock=clock)
    engine: Any = WorkingEngine(runner_for(assistant))
    assistant.engine = engine
    yield assistant
    assistant.close()


def test_a_person_cancels_with_the_code(school: Assistant, bot_api: FakeBotApi, clock: Any) -> None:
    phone = Phone(school, bot_api, clock())
    phone.write("/start")
    phone.write("I'd like to visit the campus")
    phone.write("Maya Chen")
    phone.write("maya.chen@example.com")
    phone.press("Not decided yet")
    phone.press("Mon, Nov 30, 2:00 PM")
    phone.press("Yes, I agree")
    phone.press("Yes, book it")

    asked = phone.write("I need to cancel my tour")
    assert "m***@example.com" in asked[-1]
    sent = phone.press("Yes, send it", deliveries=3)
    assert sent[0] == line("change_code_sent")[0]
    CodePost(school).look()
    with school.database.write() as session:
        (mail,) = session.scalars(select(OutboxRow).where(OutboxRow.key.startswith("code:")))
        mail.state = "sent"  # there is no mail server here
    code = code_in(mail.payload["text"]) or ""
    assert line("change_wrong_code")[0] in "\n".join(phone.write(f"{(int(code) + 1) % 10**6:06d}"))
    shown = phone.write(code, deliveries=3)
    assert "Monday, November 30, 2026 at 2:00 PM (EST)" in shown[0]
    assert "is cancelled" in phone.press("Cancel the tour", deliveries=3)[0]

    with school.database.read() as session:
        assert list(session.scalars(select(Booking.state))) == ["cancelled"]
        proven = session.scalars(select(Identity.value).where(Identity.verified_at.is_not(None))).all()
    assert set(proven) == {"77", "maya.chen@example.com"}
    assert phone.write("what jobs can I get after graduating?")
