"""A worker that is killed while it sends loses nothing, and what it repeats can be told by its Message-ID."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import system_clock
from bot.db.database import Database
from bot.db.tables import metadata
from bot.mail.message import message_id
from bot.outbox.models import OutboxRow
from bot.outbox.service import enqueue
from bot.settings import PROJECT_DIR
from tests.mail.mail_server import mail_server
from tests.mail.test_mail_message import payload

COUNT = 60


@pytest.mark.slow
def test_every_email_arrives_although_the_worker_is_killed_again_and_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
    database = Database(url)
    with database.write() as session:
        metadata.create_all(session.connection())
        for number in range(COUNT):
            mail = payload(key=f"k{number}", to=f"p{number}@example.com")
            enqueue(session, now=system_clock(), key=f"k{number}", channel="email", lane=f"email:{number % 20}", payload=mail)
    chance, kills = random.Random(4711), 0
    ends = time.monotonic() + 240
    with mail_server() as server:
        while _waiting(database):
            assert time.monotonic() < ends
            arrived = len(server.got)
            worker = subprocess.Popen([sys.executable, "-m", "tests.mail.outbox_process", url, str(server.port)], cwd=PROJECT_DIR)
            try:
                while _waiting(database) and len(server.got) < arrived + 5 and time.monotonic() < ends:
                    time.sleep(0.005)
                time.sleep(chance.random() * 0.05)
            finally:
                worker.kill()
                worker.wait()
            kills += 1
    database.close()

    counts = Counter(one["Message-ID"] for one in server.got)
    assert kills > 5
    assert counts.keys() == {message_id(f"k{number}", "school.example") for number in range(COUNT)}
    print(f"{kills} kills, {len(server.got)} arrivals of {COUNT} e-mails")
    # A kill can repeat no more than what was under way at that moment.
    assert len(server.got) - COUNT <= 3 * kills


def _waiting(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(OutboxRow.state == "waiting")) or 0
