"""The list of groups, and closing one without an answer."""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select, update

from bot.audit.models import AuditRow
from bot.conversations.models import Question
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.nlu.encoder import load_encoder
from bot.questions.desk import GROUPS_ON_A_PAGE, QuestionDesk
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant

DOGS = ("can I bring my dog to class?", "are dogs allowed in class", "is it ok if my dog comes to class with me")


def _ask(plant: Plant, *texts: str, conversation: str | None = None, **values: object) -> list[int]:
    return [plant.question(conversation or plant.conversation().id, text, **values).id for text in texts]


@both_databases
def test_groups_with_counts_people_topic_and_examples(plant: Plant, question_desk: QuestionDesk, clock: FakeClock) -> None:
    member = plant.staff("viewer")
    twice = plant.conversation().id
    ids = _ask(plant, *DOGS[:2], conversation=twice, topic=None)
    _ask(plant, "is there parking for students", topic="location")
    clock.move(minutes=5)
    ids += _ask(plant, DOGS[2], "Are dogs allowed in class?", topic="student_life")

    page = question_desk.page(member)

    assert (page.total, [group.count for group in page.rows]) == (2, [4, 1])
    dogs = page.rows[0]
    assert (dogs.key, dogs.people, dogs.newest, dogs.topic, dogs.last) == (ids[0], 3, clock(), "student_life", ids[-1])
    assert {dogs.wording, *dogs.examples} <= set(DOGS) | {"Are dogs allowed in class?"}
    assert len(dogs.examples) == 2  # those that differ in no more than capitals and punctuation are one
    assert question_desk.page(member, topic="location").rows[0].wording == "is there parking for students"
    assert question_desk.page(member, topic="housing").total == 0
    with pytest.raises(InvalidInput, match="no topic parking"):
        question_desk.page(member, topic="parking")


def test_the_same_contact_on_two_channels_is_one_person(plant: Plant, question_desk: QuestionDesk) -> None:
    lead = plant.lead("Ana Lopez")
    other = plant.conversation("telegram", contact_id=lead.contact_id)
    assert lead.conversation_id
    _ask(plant, DOGS[0], conversation=lead.conversation_id)
    _ask(plant, DOGS[1], conversation=other.id)

    assert [(group.count, group.people) for group in question_desk.page(plant.staff("admin")).rows] == [(2, 1)]


def test_lists_tell_nobodys_name_or_address(plant: Plant, question_desk: QuestionDesk) -> None:
    lead = plant.lead("Dana Whitfield")
    assert lead.conversation_id
    _ask(plant, "is Whitfield on the dog list? mail dana.w@example.com or call 407 555 0134", conversation=lead.conversation_id)
    _ask(plant, "my name is Peter Marsh, is there a dog list")
    member = plant.staff("editor")

    shown = str([question_desk.page(member), *[question_desk.group(member, group.key) for group in question_desk.page(member).rows]])

    assert "dog list" in shown
    for hidden in ("Whitfield", "dana.w", "0134", "Peter", "Marsh"):
        assert hidden not in shown, hidden


def test_a_group_is_found_by_any_of_its_questions_and_read_in_pages(plant: Plant, question_desk: QuestionDesk, clock: FakeClock) -> None:
    member, conversation = plant.staff("editor"), plant.conversation().id
    ids = []
    for number in range(60):
        clock.move(minutes=1)
        ids += _ask(plant, f"can I bring {number + 2} dogs to class", conversation=conversation)

    first, second = question_desk.group(member, ids[7]), question_desk.group(member, ids[0], page=2)

    assert first.summary.key == second.summary.key == ids[0]
    assert [one.id for one in (*first.wordings.rows, *second.wordings.rows)] == ids[::-1]
    assert first.wordings.pages == 2
    with pytest.raises(NotFound, match="no group 999999"):
        question_desk.group(member, 999_999)


def test_pages_hold_every_group_once(plant: Plant, question_desk: QuestionDesk) -> None:
    things = [
        "piano",
        "guitar",
        "parking",
        "lunch",
        "dog",
        "laptop",
        "uniform",
        "pool",
        "chess",
        "nurse",
        "locker",
        "printer",
        "visa",
        "holiday",
        "exam",
        "tattoo",
        "radio",
        "drone",
        "mirror",
        "carpet",
        "window",
        "garden",
        "bicycle",
        "helmet",
        "camera",
    ]
    with plant.together():
        conversation = plant.conversation().id
        for thing in things:
            _ask(plant, thing, conversation=conversation)
    member = plant.staff("editor")

    pages = [question_desk.page(member, page=number) for number in (1, 2)]

    total = pages[0].total
    assert GROUPS_ON_A_PAGE < total <= len(things)
    keys = [group.key for page in pages for group in page.rows]
    assert len(keys) == len(set(keys)) == total
    assert sum(group.count for page in pages for group in page.rows) == len(things)
    assert question_desk.page(member, page=99).number == 2


@both_databases
def test_vectors_are_made_once_and_anew_for_another_encoder(plant: Plant, question_desk: QuestionDesk, database: Database) -> None:
    _ask(plant, *DOGS)
    member = plant.staff("editor")
    question_desk.page(member)
    with database.write() as session:
        made = session.execute(select(Question.id, Question.vector, Question.encoder).order_by(Question.id)).all()
        session.execute(update(Question).values(encoder="another", vector=b"old"))
    assert all(row.encoder == load_encoder().fingerprint for row in made)

    assert question_desk.page(member).total == 1
    with database.read() as session:
        again = session.execute(select(Question.id, Question.vector, Question.encoder).order_by(Question.id)).all()
    assert again == made


@both_databases
def test_a_group_is_dismissed_with_a_reason(plant: Plant, question_desk: QuestionDesk, database: Database, clock: FakeClock) -> None:
    ids = _ask(plant, *DOGS)
    other = _ask(plant, "is there parking for students")
    member = plant.staff("counselor")

    assert question_desk.dismiss(member, ids[1], "Spam from kim@example.com") == 3

    with database.read() as session:
        states = dict(session.execute(select(Question.id, Question.state)).tuples().all())
        (row,) = session.scalars(select(AuditRow))
        assert session.get_one(Question, ids[0]).closed_at == clock()
    assert states == {**dict.fromkeys(ids, "dealt_with"), other[0]: "open"}
    assert (row.actor, row.action, row.object_type, row.object_id) == (member.actor, "questions dismissed", "question", str(ids[0]))
    assert row.detail == {"why": "Spam from [e-mail]", "questions": ids}
    with pytest.raises(Conflict, match="dealt with already"):
        question_desk.dismiss(member, ids[0], "Once more.")


def test_what_came_after_the_list_was_read_stays_open(plant: Plant, question_desk: QuestionDesk) -> None:
    member = plant.staff("counselor")
    _ask(plant, *DOGS[:2])
    (seen,) = question_desk.page(member).rows
    later = _ask(plant, DOGS[2])

    assert question_desk.dismiss(member, seen.key, "Spam.", last=seen.last) == 2

    assert [group.key for group in question_desk.page(member).rows] == later


def test_who_may_do_what(plant: Plant, question_desk: QuestionDesk) -> None:
    (number, *_) = _ask(plant, *DOGS)
    with pytest.raises(NotAllowed):
        question_desk.dismiss(plant.staff("viewer"), number, "No.")
    for why in ("", "  \n ", "x" * 501):
        with pytest.raises(InvalidInput):
            question_desk.dismiss(plant.staff("editor"), number, why)
    assert question_desk.page(plant.staff("viewer")).total == 1


def test_five_thousand_open_questions_are_listed_within_two_seconds(plant: Plant, question_desk: QuestionDesk, database: Database) -> None:
    random = np.random.default_rng(5)
    centres = random.normal(size=(900, 384))
    vectors = centres[random.integers(0, 900, 5000)] + 0.8 * random.normal(size=(5000, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("<f4")
    conversation, encoder = plant.conversation().id, load_encoder().fingerprint
    with database.write() as session:
        session.add_all(
            Question(
                conversation_id=conversation,
                message_id=number,
                text=f"Could somebody tell me about thing number {number}?",
                vector=vector.tobytes(),
                encoder=encoder,
                created_at=plant.clock() + timedelta(seconds=number),
            )
            for number, vector in enumerate(vectors)
        )
    member = plant.staff("editor")
    question_desk.page(member)
    started = time.process_time()

    page = question_desk.page(member, page=2)

    assert time.process_time() - started < 4  # on all processors together
    assert (page.number, len(page.rows)) == (2, GROUPS_ON_A_PAGE)
    assert page.total < 1000
