"""What comes while a person is being erased, or after, is refused: nothing could find it any more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from planted import stored
from sqlalchemy import Engine, event

from bot.assistant import Assistant
from bot.conversations.feedback import keep_feedback
from bot.errors import NotSignedIn
from bot.privacy.service import Privacy

WORDS = "I am Zebulon Quaggafield"


def say(office: Assistant, conversation_id: str) -> None:
    office.inbox.receive(conversation_id, "late-delivery", WORDS)


def rate(office: Assistant, conversation_id: str) -> None:
    keep_feedback(office.database, conversation_id, seq=1, value="down", reason=WORDS, now=office.clock())


@pytest.fixture(params=[say, rate])
def write(request: pytest.FixtureRequest) -> Callable[[Assistant, str], None]:
    """A way of leaving words in a conversation whose id is known already."""
    return request.param  # type: ignore[no-any-return]


def test_what_comes_after_is_refused(office: Assistant, write: Callable[[Assistant, str], None]) -> None:
    conversation_id, _token = office.inbox.open_web(page_url=None, referrer=None, locale=None)
    Privacy(office).erase_conversation(conversation_id)
    with pytest.raises(NotSignedIn):
        write(office, conversation_id)
    assert WORDS.encode() not in stored(office)


def test_what_comes_meanwhile_waits_and_is_refused(office: Assistant, write: Callable[[Assistant, str], None]) -> None:
    conversation_id, _token = office.inbox.open_web(page_url=None, referrer=None, locale=None)
    refused: list[bool] = []

    def late() -> None:
        try:
            write(office, conversation_id)
        except NotSignedIn:
            refused.append(True)

    writer = Thread(target=late)

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # By now messages and feedback are erased, and the conversation is not ended yet.
        if statement.startswith("DELETE FROM identities"):
            writer.start()
            writer.join(0.5)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        Privacy(office).erase_conversation(conversation_id)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    writer.join()
    assert refused == [True]
    assert WORDS.encode() not in stored(office)
