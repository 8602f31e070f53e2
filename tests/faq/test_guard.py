"""What nothing backs never leaves, whoever says it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select, update

from bot.assistant import Assistant, build
from bot.commands.serve import prepare
from bot.conversations import greeting
from bot.conversations.language import speaking
from bot.conversations.lines import line
from bot.conversations.models import Problem, Question, Turn
from bot.faq.guard import Guard, Reply
from bot.faq.loader import bump_version
from bot.faq.models import FaqEntry
from bot.faq.statements import statements
from bot.outbox.models import OutboxRow
from tests.conftest import StandingClock, Talk, buttons, settings_for
from tests.faq.content_folder import SECOND
from tests.faq.statement_samples import STATING
from tests.faq.statement_samples_es import STATING as SPANISH_STATING

INVENTED = "95 % of our graduates get hired."
UNKNOWN = line("unknown")[0]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory, filled_database: Path) -> Iterator[Assistant]:
    """The school, for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("unchanged")
    shutil.copy(filled_database, folder / "admissions.sqlite3")
    made = build(settings_for(folder), clock=StandingClock())
    yield made
    made.close()


@pytest.fixture(scope="module")
def guard(unchanged: Assistant) -> Guard:
    return Guard(unchanged.answers, unchanged.school)


def _look(guard: Guard, text: str, own: tuple[str, ...] = (), custom: dict[str, Any] | None = None) -> tuple[Reply, tuple[str, ...]]:
    return guard.look(Reply(text, custom), own, lambda: True)


@pytest.mark.parametrize("sentence", [one for several in STATING.values() for one in several])
def test_no_risky_sentence_gets_out(guard: Guard, sentence: str) -> None:
    reply, held = _look(guard, f"Good question. {sentence}")

    assert held
    assert reply.text == UNKNOWN
    assert [button["title"] for button in (reply.custom or {})["quick_replies"]] == ["Talk to a person"]


@pytest.mark.parametrize("sentence", [one for several in SPANISH_STATING.values() for one in several])
def test_no_risky_sentence_gets_out_in_spanish(guard: Guard, sentence: str) -> None:
    with speaking("es"):
        reply, held = _look(guard, f"Buena pregunta. {sentence}")
        expected = line("unknown")[0]

    assert held
    assert reply.text == expected
    assert [button["title"] for button in (reply.custom or {})["quick_replies"]] == ["Hablar con una persona"]


def test_every_spanish_answer_gets_out_word_for_word(guard: Guard, unchanged: Assistant) -> None:
    snapshot = unchanged.answers.snapshot
    said = [unchanged.answers.text(snapshot.entries[entry_id], "es") for entry_id in snapshot.translations["es"].entries]

    assert len(said) == len(snapshot.entries)
    for text in [*said, "\n\n".join(said[:3])]:
        assert _look(guard, text) == (Reply(text), ())


def test_the_plain_spanish_wording_is_held_back_while_nobody_approved_its_claims(guard: Guard, unchanged: Assistant) -> None:
    plain = unchanged.answers.snapshot.translations["es"].entries["salary-overview"].answer

    assert _look(guard, plain)[1] != ()


def test_every_answer_gets_out_word_for_word(guard: Guard, unchanged: Assistant) -> None:
    said = [unchanged.answers.text(entry) for entry in unchanged.answers.snapshot.entries.values()]

    for text in [*said, "\n\n".join(said[:3])]:
        assert _look(guard, text) == (Reply(text), ())


def test_the_plain_wording_is_held_back_while_nobody_approved_its_claims(guard: Guard, unchanged: Assistant) -> None:
    entry = unchanged.answers.snapshot.entries["salary-overview"]

    assert _look(guard, entry.answer)[1]
    assert not _look(guard, entry.hedged or "")[1]


def test_only_the_paragraph_is_replaced(guard: Guard, unchanged: Assistant) -> None:
    good = unchanged.answers.text(unchanged.answers.snapshot.entries["tuition"])

    assert _look(guard, f"{good}\n\n{INVENTED}")[0].text == f"{good}\n\n{UNKNOWN}"


def test_the_greeting_states_nothing(unchanged: Assistant) -> None:
    assert statements(greeting.text(unchanged.school)) == ()


def test_a_visitor_may_be_quoted(guard: Guard) -> None:
    question = "so 95% of your grads get hired and make $100k?"
    text, _custom = line("unknown_one", question=question)

    assert not _look(guard, text, (question,))[1]
    assert _look(guard, text)[1]
    assert _look(guard, f"{text} {INVENTED}", (question,))[1]


def test_buttons_and_notes_are_looked_at_but_not_what_the_visitor_typed(guard: Guard) -> None:
    custom = {
        "quick_replies": [{"title": INVENTED, "meaning": {"intent": "careers"}}, {"title": "Jobs", "meaning": {"intent": "careers"}}],
        "slots": {"note": "You will get a job.", "options": []},
        "review": {"title": "Campus tour", "rows": [{"label": "Name", "value": "Guaranteed Work"}]},
    }

    reply, held = _look(guard, "Here you are.", custom=custom)

    assert set(held) >= {"percentage", "placement"}
    assert reply.text == "Here you are."
    assert reply.custom == {"quick_replies": [custom["quick_replies"][1]], "review": custom["review"]}


def test_consent_wordings_and_names_are_typed_fields(tmp_path: Path, clock: StandingClock) -> None:
    folder = tmp_path / "content"
    shutil.copytree(SECOND, folder)
    path = folder / "school.yml"
    text = path.read_text()
    assert "I can end this at any time." in text
    path.write_text(text.replace("I can end this at any time.", "They are kept for three months."))
    made = build(settings_for(tmp_path, content_dir=folder), clock=clock)
    prepare(made)
    consent = made.school.fill(made.school.file.consent.tour_messages.wording)

    assert statements(consent)
    assert not _look(Guard(made.answers, made.school), f"{consent} Do you agree?")[1]


@pytest.fixture
def rogue(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts an action in the place of the one that answers."""

    def make(text: str, *, on: Talk = talk, **custom: Any) -> None:
        def run(dispatcher: CollectingDispatcher, *_: Any) -> list[dict[str, Any]]:
            dispatcher.utter_message(text=text, json_message=custom or None)
            return []

        monkeypatch.setitem(on.runner.agent.processor.action_endpoint._executor.actions, "action_answer", run)

    return make


def test_what_an_action_invents_never_leaves(talk: Talk, rogue: Callable[..., None]) -> None:
    rogue(INVENTED)

    (shown,) = talk.say("what percent of graduates get hired?")

    assert shown["text"] == UNKNOWN
    assert "Talk to a person" in [button["title"] for button in buttons(shown)]
    assert talk.outcome == "unknown"
    assert all("95" not in one["text"] for one in talk.lines())
    with talk.assistant.database.read() as session:
        problem = session.scalars(select(Problem)).one()
        question = session.scalars(select(Question.text)).one()
        turn = session.scalars(select(Turn)).one()
    assert problem.kind == "held_back"
    assert "percentage" in problem.detail and "95" not in problem.detail and "hired" not in problem.detail
    assert question == "what percent of graduates get hired?"
    assert (turn.outcome, turn.faq) == ("unknown", [])


def test_nor_through_the_outbox_of_a_messaging_app(new_talk: Callable[..., Talk], rogue: Callable[..., None]) -> None:
    telegram = new_talk(channel="telegram")
    rogue(INVENTED, on=telegram, quick_replies=[{"title": "We guarantee a job", "meaning": {"intent": "careers"}}])

    telegram.say("what percent of graduates get hired?")

    with telegram.assistant.database.read() as session:
        sent = [str(payload) for payload in session.scalars(select(OutboxRow.payload))]
    assert len(sent) == 1
    assert "95" not in sent[0] and "guarantee a job" not in sent[0] and "approved answer" in sent[0]


def test_nor_by_an_answer_that_was_put_into_the_database_past_the_checks(talk: Talk) -> None:
    with talk.assistant.database.write() as session:
        session.execute(update(FaqEntry).where(FaqEntry.id == "tuition").values(answer="Tuition is $9,000.", claims=[], hedged=None))
        bump_version(session)
    talk.assistant.answers.refresh()

    (shown,) = talk.say("how much is tuition?")

    assert shown["text"] == UNKNOWN
    with talk.assistant.database.read() as session:
        assert "tuition" in session.scalars(select(Problem.detail)).one()


def test_somebody_under_13_is_not_told_that_something_was_noted(talk: Talk, rogue: Callable[..., None]) -> None:
    talk.say("i'm 11, can i book a tour?")
    rogue(INVENTED)

    (shown,) = talk.say("what percent of graduates get hired?")

    assert shown["text"] == line("unknown_unnoted")[0]
    with talk.assistant.database.read() as session:
        assert session.scalars(select(Question)).all() == []


def test_the_look_costs_next_to_nothing(guard: Guard, unchanged: Assistant) -> None:
    said = [unchanged.answers.text(entry) for entry in unchanged.answers.snapshot.entries.values()]
    _look(guard, said[0])
    took = []
    for text in said:
        started = time.perf_counter()
        _look(guard, text)
        took.append(time.perf_counter() - started)

    print(f"the guard's look: median {median(took) * 1000:.4f} ms")
    assert median(took) <= 0.0001
