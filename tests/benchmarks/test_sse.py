from __future__ import annotations

import pytest

from benchmarks.speed.sse import Event, EventParser

STREAM = (
    b": a heartbeat\n\n"
    b'event: message\nid: 7\ndata: {"seq": 7, "text": "caf\xc3\xa9"}\n\n'
    b"event: state\ndata: one\ndata:two\n\n"
    b"id: 8\n\n"
    b"data: plain\r\n\r\n"
)
EVENTS = [
    Event("message", '{"seq": 7, "text": "café"}', "7"),
    Event("state", "one\ntwo", "7"),
    Event("message", "plain", "8"),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_the_same_however_the_bytes_are_cut(size: int) -> None:
    parser = EventParser()
    pieces = [STREAM[start : start + size] for start in range(0, len(STREAM), size)]
    assert [event for piece in pieces for event in parser.feed(piece)] == EVENTS


def test_an_event_counts_only_once_its_blank_line_is_there() -> None:
    parser = EventParser()
    assert list(parser.feed(b"event: state\ndata: x\n")) == []
    assert list(parser.feed(b"\n")) == [Event("state", "x", "")]


def test_data_is_read_as_json() -> None:
    [event] = EventParser().feed(b'data: {"waiting": false}\n\n')
    assert event.json() == {"waiting": False}
