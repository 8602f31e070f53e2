"""Two servers on one PostgreSQL: order holds, streams of one show what the other wrote."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.server.harness import Server, Stream, Visitor, running

pytestmark = pytest.mark.postgres


def test_two_processes_share_conversations(tmp_path: Path, filled_postgres: str, trained_model: Path) -> None:
    with running(Server(tmp_path / "a", filled_postgres)) as first, running(Server(tmp_path / "b", filled_postgres)) as second:
        visitors = [Visitor(first.url).open() for _ in range(4)]
        streams = [Stream(visitor) for visitor in visitors]
        at_second = [Visitor(second.url, visitor.token, visitor.conversation_id) for visitor in visitors]
        streams_at_second = [Stream(visitor) for visitor in at_second]

        def talk(number: int) -> None:
            for step in range(12):
                # One after the other without waiting for answers, through both servers in turn.
                (visitors[number], at_second[number])[step % 2].post(("hello", "how much is tuition?", "thanks")[step % 3])

        threads = [threading.Thread(target=talk, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        for visitor, stream, other in zip(visitors, streams, streams_at_second, strict=True):
            visitor.answers(0, 60)
            everything = visitor.lines()
            last = everything[-1]["seq"]
            assert [line["seq"] for line in everything] == list(range(1, last + 1))
            assert sum(line["role"] == "visitor" for line in everything) == 12
            assert [line["seq"] for line in stream.lines_until(last)] == list(range(1, last + 1))
            assert [line["seq"] for line in other.lines_until(last)] == list(range(1, last + 1))
            replies = [line for line in everything if line["role"] == "bot"]
            assert len(replies) >= 13


def test_deleting_at_one_process_ends_the_stream_at_the_other(tmp_path: Path, filled_postgres: str, trained_model: Path) -> None:
    with running(Server(tmp_path / "a", filled_postgres)) as first, running(Server(tmp_path / "b", filled_postgres)) as second:
        visitor = Visitor(first.url).open()
        stream = Stream(Visitor(second.url, visitor.token, visitor.conversation_id))
        stream.lines_until(1)

        assert visitor.http.delete(f"{first.url}/chat/session", headers=visitor.headers).status_code == 204

        assert stream.until("ended")
