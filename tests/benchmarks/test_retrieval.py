"""The retrieval benchmark fills the FAQ up without changing an answer."""

from __future__ import annotations

from benchmarks.retrieval.__main__ import PHRASINGS_EACH, fill_up
from bot.assistant import Assistant
from bot.nlu.encoder import load_encoder


def test_filling_up_reaches_the_size_and_changes_no_answer(assistant: Assistant) -> None:
    vector = load_encoder().encode_one("what does a year with you cost")
    before = assistant.answers.snapshot.nearest(vector, top=3)
    size = len(assistant.answers.snapshot.owners) + 5 * PHRASINGS_EACH + 3

    fill_up(assistant, size)
    assistant.answers.refresh()

    after = assistant.answers.snapshot
    assert len(after.owners) == size
    assert [match.entry.id for match in after.nearest(vector, top=3)] == [match.entry.id for match in before]
