"""The answers in memory follow the database; a claim's end changes words at midnight on campus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, update

from bot.assistant import Assistant, build
from bot.commands.serve import prepare
from bot.errors import EncoderUnavailable
from bot.faq.content_file import ClaimItem, EntryItem
from bot.faq.live import Snapshot
from bot.faq.loader import bump_version
from bot.faq.models import Claim, FaqEntry
from bot.faq.wording import Entry
from bot.nlu.multilingual_encoder import load_multilingual_encoder
from tests.conftest import StandingClock, Talk, settings_for
from tests.faq.content_folder import add, claim, copy_of_content, entry, publish, spanish, write_spanish

SAYS, TELLS = "88 percent of them found work.", "According to the school's report, 88 percent of them found work."


def _publish(assistant: Assistant, **changes: Any) -> None:
    publish(assistant, EntryItem(**entry(**changes)))


def test_a_claim_that_expires_while_live_changes_the_words_at_midnight_on_campus(talk: Talk, clock: StandingClock) -> None:
    office = talk.assistant
    with office.database.write() as session:
        session.execute(insert(Claim).values(**ClaimItem(**claim(expires="2026-11-24")).model_dump()))
    _publish(office, answer=SAYS, hedged=TELLS, claims=["planted-claim"], phrasings=["how many of last year's class found work"])
    office.answers.refresh()
    clock.now = datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC)  # a second before midnight in New York

    assert talk.say("how many of last year's class found work?")[0]["text"] == SAYS

    clock.now += timedelta(seconds=1)
    # At once: nobody has looked at the database in between.
    assert talk.say("how many of last year's class found work?")[0]["text"] == TELLS


def test_a_new_answer_is_taken_over_and_only_its_vectors_are_read(assistant: Assistant, clock: StandingClock) -> None:
    before = assistant.answers.snapshot
    _publish(assistant)
    read: list[int] = []

    def count(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "phrasings.vector" in statement.split("FROM")[0]:
            read.append(len(parameters))

    event.listen(assistant.database._reading, "before_cursor_execute", count)
    try:
        assert assistant.answers.refresh() is True
    finally:
        event.remove(assistant.database._reading, "before_cursor_execute", count)

    after = assistant.answers.snapshot
    assert read == [1]
    assert len(after.owners) == len(before.owners) + 1
    for text, row in zip(before.texts, before.matrix, strict=True):
        assert np.array_equal(after.matrix[after.texts.index(text)], row)


def test_spanish_phrasings_are_taken_over_without_their_encoder(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their vectors are stored, so that a school where nobody writes Spanish never has the encoder in memory."""
    monkeypatch.setattr("bot.nlu.multilingual_encoder._engine", lambda: pytest.fail("the encoder was loaded"))
    load_multilingual_encoder.cache_clear()

    rows = assistant.answers.snapshot.translations["es"].rows

    assert len(rows.owners) == len(rows.texts) == len(rows.matrix) >= 5 * len(assistant.answers.snapshot.entries)
    assert not set(rows.texts) & set(assistant.answers.snapshot.texts)


def test_spanish_questions_are_compared_with_spanish_phrasings_alone(assistant: Assistant) -> None:
    snapshot = assistant.answers.snapshot
    vector = load_multilingual_encoder().encode_one("cómo consigo una beca")

    best = snapshot.nearest(vector, top=3, language="es")

    assert (best[0].entry.id, best[0].score) == ("financial-aid-scholarships", pytest.approx(1.0, abs=1e-5))
    assert snapshot.worded(best[0].entry, "es") is snapshot.translations["es"].entries["financial-aid-scholarships"]
    assert snapshot.worded(best[0].entry, "en") is best[0].entry


def test_spanish_stays_quiet_where_its_encoder_is_missing(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr("bot.nlu.multilingual_encoder.version", missing)
    load_multilingual_encoder.cache_clear()

    snapshot = assistant.answers.snapshot

    assert snapshot.translations["es"].rows.owners == ()
    assert snapshot.nearest(np.zeros(384, np.float32), language="es") == []
    load_multilingual_encoder.cache_clear()


def test_texts_are_loaded_where_their_encoder_is_missing(tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise EncoderUnavailable("not here")

    monkeypatch.setattr("bot.nlu.encoder_of.load_multilingual_encoder", missing)
    folder = copy_of_content(tmp_path / "content")
    add(folder, [entry()])
    asked = ["esto es una prueba", "quién puso esto"]
    write_spanish(folder, {"planted": spanish(entry(), phrasings=asked)})
    office = build(settings_for(tmp_path, content_dir=folder), clock=clock)
    prepare(office)

    monkeypatch.undo()
    spanish_answers = office.answers.snapshot.translations["es"]  # another machine, where it is: it makes the vectors that are missing

    assert spanish_answers.entries["planted"].answer == "No tengo eso."
    assert spanish_answers.rows.texts == tuple(asked)
    assert np.array_equal(spanish_answers.rows.matrix, load_multilingual_encoder().encode(asked))
    office.close()


def test_nothing_is_read_again_while_nothing_changes(assistant: Assistant) -> None:
    before = assistant.answers.snapshot

    assert assistant.answers.refresh() is False
    assert assistant.answers.snapshot is before


def test_a_withdrawn_answer_is_gone(assistant: Assistant) -> None:
    assert "tuition" in assistant.answers.snapshot.entries
    with assistant.database.write() as session:
        session.execute(update(FaqEntry).where(FaqEntry.id == "tuition").values(state="withdrawn"))
        bump_version(session)

    assistant.answers.refresh()

    assert "tuition" not in assistant.answers.snapshot.entries
    assert "tuition" not in assistant.answers.snapshot.owners


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_an_answer_is_valid_on_its_days(assistant: Assistant, clock: StandingClock, days: int) -> None:
    day = clock.now.date() + timedelta(days=days)
    _publish(assistant, valid_from=day, valid_until=day)
    assistant.answers.refresh()

    assert ("planted" in assistant.answers.snapshot.entries) == (days == 0)


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=40), st.integers(0, 2**32 - 1))
def test_the_nearest_are_those_a_plain_search_finds(owners: list[str], seed: int) -> None:
    owners.sort()
    random = np.random.default_rng(seed)
    matrix = random.standard_normal((len(owners), 8)).astype(np.float32)
    vector = random.standard_normal(8).astype(np.float32)
    entries = {one: Entry(one, "tuition", one, one, None, None, (), (), None, (), None, None) for one in owners}
    snapshot = Snapshot(1, datetime(2026, 1, 1, tzinfo=UTC).date(), entries, {}, matrix, tuple(owners))
    best = {one: max(float(row @ vector) for row, owner in zip(matrix, owners, strict=True) if owner == one) for one in owners}

    found = snapshot.nearest(vector, top=3)

    assert [match.entry.id for match in found] == sorted(best, key=lambda one: -best[one])[:3]
    assert [match.score for match in found] == pytest.approx(sorted(best.values(), reverse=True)[:3], abs=1e-5)
