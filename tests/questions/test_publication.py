"""An answer to a group is checked, published, learned from, and never at another answer's cost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.audit.models import AuditRow
from bot.clock import Clock
from bot.conversations.erasure import erase_words
from bot.conversations.models import Question
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.faq.answering import decide
from bot.faq.content_file import EntryItem, FaqContent
from bot.faq.live import LiveAnswers
from bot.faq.loader import load_content
from bot.faq.models import FaqEntry, Phrasing
from bot.privacy.erasing import erase
from bot.privacy.people import in_conversation
from bot.questions.cases import all_cases
from bot.questions.desk import QuestionDesk
from bot.questions.models import RegressionCase
from bot.questions.publication import AnswerDesk, Plan, PublicationBlocked, failing
from bot.school.content import School
from bot.staff.roles import Member
from bot.tours.service import Tours
from bot.webhooks.events import Events
from tests.questions.fixtures import entry, read
from tests.staff.fixtures import both_databases
from tests.staff.planting import FakeClock, Plant

DOGS = ("can I bring my dog to class?", "are dogs allowed in class", "is it ok if my dog comes to class with me")
ANSWER = entry("dogs", "student_life", "may I bring a pet to school")


def _ask(plant: Plant, *texts: str) -> list[Question]:
    return [plant.question(plant.conversation().id, text, topic=None) for text in texts]


def _answers_to(database: Database, school: School, clock: Clock, text: str) -> str | None:
    (reading,) = read([text])
    found = decide(reading.questions[0], reading.vector, LiveAnswers(database, school, clock).snapshot).entry
    return found.id if found else None


def _phrasings(database: Database, entry_id: str) -> dict[str, str]:
    with database.read() as session:
        return dict(session.execute(select(Phrasing.text, Phrasing.origin).where(Phrasing.entry_id == entry_id)).tuples().all())


def _everything(database: Database) -> list[Sequence[object]]:
    with database.read() as session:
        return [
            session.execute(select(Question.id, Question.state, Question.entry_id).order_by(Question.id)).all(),
            session.execute(select(Phrasing.entry_id, Phrasing.text).order_by(Phrasing.id)).all(),
            session.execute(select(FaqEntry.id, FaqEntry.updated_at).order_by(FaqEntry.id)).all(),
            session.scalars(select(RegressionCase.id)).all(),
            session.scalars(select(AuditRow.id)).all(),
        ]


@both_databases
def test_a_new_answer_closes_the_group_and_learns_its_wordings(
    office: Plant, answer_desk: AnswerDesk, database: Database, clock: FakeClock, harbor: School
) -> None:
    asked = _ask(office, *DOGS, "ARE DOGS ALLOWED IN CLASS")
    member = office.staff("editor")
    assert _answers_to(database, harbor, clock, DOGS[0]) is None

    plan = answer_desk.prepare(member, asked[0].id, entry=ANSWER, phrasings=["  pets in   class? "])
    answer_desk.publish(member, plan)

    assert (plan.left_out, plan.unanswered, plan.replay.replayed) == (0, (), 6)
    for text in (*DOGS, "is my dog allowed in the class", "may I bring a pet to school", "pets in class"):
        assert _answers_to(database, harbor, clock, text) == "dogs", text
    assert _phrasings(database, "dogs") == {
        "may I bring a pet to school": "content",
        "pets in class?": "staff",
        **dict.fromkeys(DOGS, "visitors"),
    }
    with database.read() as session:
        assert set(session.execute(select(Question.state, Question.entry_id, Question.closed_at)).tuples().all()) == {
            ("dealt_with", "dogs", clock())
        }
        assert [(case.entry_id, case.text) for case in all_cases(session)] == [("dogs", text) for text in sorted(DOGS)]
        assert session.scalar(select(func.count()).select_from(RegressionCase)) == 4
        rows = session.execute(
            select(AuditRow.actor, AuditRow.action, AuditRow.object_type, AuditRow.object_id).where(AuditRow.actor == member.actor)
        ).all()
    assert [tuple(row) for row in rows] == [
        (member.actor, "answer published", "faq", "dogs"),
        (member.actor, "questions answered", "question", str(asked[0].id)),
    ]
    assert failing(database, clock, harbor, read) == (3, [])


def test_nothing_changes_by_looking(office: Plant, answer_desk: AnswerDesk, question_desk: QuestionDesk, database: Database) -> None:
    asked = _ask(office, *DOGS)
    member = office.staff("editor")
    question_desk.page(member)
    before = _everything(database)

    answer_desk.prepare(member, asked[0].id, entry=ANSWER)

    assert _everything(database) == before


@both_databases
def test_wordings_go_to_an_answer_that_is_there(
    office: Plant, answer_desk: AnswerDesk, database: Database, clock: FakeClock, harbor: School
) -> None:
    asked = _ask(office, "could my parents find a room near you", "is a room near the school to be had for my parents")
    member = office.staff("editor")

    answer_desk.publish(member, answer_desk.prepare(member, asked[1].id, existing="housing"))

    assert _answers_to(database, harbor, clock, "could my parents find a room near you") == "housing"
    assert set(_phrasings(database, "housing").values()) == {"content", "visitors"}
    with database.read() as session:
        actions = select(AuditRow.action).where(AuditRow.actor == member.actor).order_by(AuditRow.id)
        assert session.scalars(actions).all() == ["phrasings added", "questions answered"]


def test_no_wording_is_given_to_two_answers(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    asked = _ask(office, *DOGS)
    member = office.staff("editor")
    before = _everything(database)

    for more in ({"entry": ANSWER}, {"existing": "tuition"}):
        with pytest.raises(InvalidInput, match=r"the phrasing 'Do you have a dorm\?' already belongs to housing"):
            answer_desk.prepare(member, asked[0].id, phrasings=["Do you have a  dorm?"], **more)

    assert _everything(database) == before


def test_nor_is_a_visitors_wording(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    asked = _ask(office, DOGS[0], "Which bus goes to the school?!")
    member = office.staff("editor")

    with pytest.raises(InvalidInput, match="already belongs to bus"):
        answer_desk.prepare(member, asked[1].id, existing="housing")


def test_nor_by_a_plan_that_was_made_before(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    asked = _ask(office, *DOGS)
    member = office.staff("editor")
    plan = answer_desk.prepare(member, asked[0].id, entry=ANSWER, phrasings=["pets in class"])
    before = _everything(database)

    with pytest.raises(InvalidInput, match="'DO YOU HAVE A DORM' already belongs to housing"):
        answer_desk.publish(member, replace(plan, phrasings=("DO YOU HAVE A DORM",)))

    assert _everything(database) == before


def test_a_blocked_answer_changes_nothing_and_is_shown(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    asked, other = _ask(office, *DOGS), _ask(office, "is the library open on sunday")
    member = office.staff("editor")
    answer_desk.publish(member, answer_desk.prepare(member, asked[0].id, entry=ANSWER))
    before = _everything(database)

    library = entry("library", "student_life", "when is the library open")
    plan = answer_desk.prepare(member, other[0].id, entry=library, phrasings=["are dogs allowed in the class"])

    assert plan.is_blocked
    (change,) = plan.replay.blocking
    assert (change.entry_id, change.text, change.because_of) == ("dogs", "are dogs allowed in class", "are dogs allowed in the class")
    with pytest.raises(PublicationBlocked, match=r"Nothing was published\. One wording") as blocked:
        answer_desk.publish(member, plan)
    assert blocked.value.changes == plan.replay.blocking
    assert _everything(database) == before


def test_a_regression_case_blocks_as_well(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    member = office.staff("editor")
    first = _ask(office, *DOGS)
    answer_desk.publish(member, answer_desk.prepare(member, first[0].id, entry=ANSWER))
    second = _ask(office, "is the library open on sunday")

    thief = entry("library", "student_life", "are dogs allowed in the class")
    plan = answer_desk.prepare(member, second[0].id, entry=thief)

    assert {change.entry_id for change in plan.replay.blocking} == {"dogs"}


def test_wordings_that_tell_who_asked_are_not_learned(
    office: Plant, answer_desk: AnswerDesk, database: Database, clock: FakeClock, harbor: School
) -> None:
    personal = "my name is Peter Marsh, can I bring my dog to class, peter@example.com"
    asked = _ask(office, DOGS[0], personal, "my dog " + "really " * 60 + "wants to come to class, can I bring my dog to class")
    member = office.staff("editor")

    plan = answer_desk.prepare(member, asked[0].id, entry=ANSWER)
    answer_desk.publish(member, plan)

    assert plan.left_out == len(plan.questions) - 1
    assert set(_phrasings(database, "dogs")) == {*ANSWER.phrasings, DOGS[0]}
    with database.read() as session:
        assert [case.text for case in all_cases(session)] == [DOGS[0]]
    assert "Peter" not in str(plan.unanswered)


def test_a_question_that_does_not_belong_is_left_open(office: Plant, answer_desk: AnswerDesk, question_desk: QuestionDesk) -> None:
    asked = _ask(office, *DOGS)
    member = office.staff("editor")

    plan = answer_desk.prepare(member, asked[0].id, entry=ANSWER, without=[asked[0].id])
    answer_desk.publish(member, plan)

    assert plan.questions == (asked[1].id, asked[2].id)
    assert [group.key for group in question_desk.page(member).rows] == [asked[0].id]
    with pytest.raises(InvalidInput, match="not in group"):
        answer_desk.prepare(member, asked[0].id, existing="dogs", without=[asked[1].id])
    with pytest.raises(InvalidInput, match="No question would be left"):
        answer_desk.prepare(member, asked[0].id, existing="dogs", without=[asked[0].id])


def test_wordings_that_still_get_no_answer_are_told(office: Plant, answer_desk: AnswerDesk) -> None:
    odd = "my name is Peter Marsh, is the class any place for my dog and my other dog and my cat"
    asked = _ask(office, DOGS[0], odd)
    member = office.staff("editor")

    plan = answer_desk.prepare(member, asked[0].id, entry=ANSWER)

    assert len(plan.questions) == 2
    assert plan.unanswered == (odd.replace("Peter Marsh", "[name]"),)


@both_databases
def test_of_two_who_answer_one_wins(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    asked = _ask(office, *DOGS)
    first, second = office.staff("editor"), office.staff("manager")
    plans: list[tuple[Member, Plan]] = [
        (first, answer_desk.prepare(first, asked[0].id, entry=ANSWER)),
        (second, answer_desk.prepare(second, asked[2].id, entry=entry("pets", "student_life", "what about pets"))),
    ]
    start, lost = threading.Barrier(2), []

    def publish(member: Member, plan: Plan) -> None:
        start.wait()
        try:
            answer_desk.publish(member, plan)
        except Conflict as conflict:
            lost.append(str(conflict))

    threads = [threading.Thread(target=publish, args=plan) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(lost) == 1
    assert "Somebody else dealt with these questions meanwhile" in lost[0]
    with database.read() as session:
        published = session.scalars(select(FaqEntry.id).where(FaqEntry.id.in_(["dogs", "pets"]))).all()
        assert set(session.scalars(select(Question.entry_id))) == set(published)
    assert len(published) == 1
    with pytest.raises(Conflict, match="dealt with already"):
        answer_desk.prepare(second, asked[2].id, existing="housing")


@both_databases
def test_answers_that_changed_meanwhile_are_not_overlooked(office: Plant, answer_desk: AnswerDesk, database: Database) -> None:
    dogs, pools = _ask(office, *DOGS), _ask(office, "is the library open on sunday")
    member = office.staff("editor")
    library = entry("library", "student_life", "when is the library open")
    plan = answer_desk.prepare(member, dogs[0].id, entry=ANSWER)
    answer_desk.publish(member, answer_desk.prepare(member, pools[0].id, entry=library))
    before = _everything(database)

    with pytest.raises(Conflict, match="answers were changed"):
        answer_desk.publish(member, plan)

    assert _everything(database) == before


def test_what_cannot_be_published_is_refused_with_the_reason(office: Plant, answer_desk: AnswerDesk) -> None:
    (asked,) = _ask(office, DOGS[0])
    member = office.staff("editor")
    for item, reason in (
        (entry("tuition", "tuition", "x"), "already an answer with the id tuition"),
        (entry("dogs", "pets", "x"), "pets is not a known topic"),
        (entry("dogs", "student_life", "x", claims=["nobody-knows"]), "the claim nobody-knows is not in"),
        (entry("dogs", "student_life", "x", needs=["contact.dog"], without="None."), "not a field"),
        (entry("dogs", "student_life", "x", follow_ups=["cats"]), "follow-up cats"),
    ):
        with pytest.raises((InvalidInput, Conflict), match=reason):
            answer_desk.prepare(member, asked.id, entry=item)
    with pytest.raises(NotFound, match="no published answer cats"):
        answer_desk.prepare(member, asked.id, existing="cats")
    with pytest.raises(InvalidInput, match="either"):
        answer_desk.prepare(member, asked.id)
    with pytest.raises(NotFound):
        answer_desk.prepare(member, 4711, entry=ANSWER)


def test_only_who_may_publish_publishes(office: Plant, answer_desk: AnswerDesk) -> None:
    (asked,) = _ask(office, DOGS[0])
    plan = answer_desk.prepare(office.staff("manager"), asked.id, entry=ANSWER)
    for role in ("viewer", "counselor"):
        with pytest.raises(NotAllowed, match="publish answers"):
            answer_desk.prepare(office.staff(role), asked.id, entry=ANSWER)
        with pytest.raises(NotAllowed):
            answer_desk.publish(office.staff(role), plan)


def test_a_new_content_file_keeps_what_was_published_and_learned(
    database: Database, plant: Plant, answer_desk: AnswerDesk, clock: FakeClock
) -> None:
    def content(*phrasings: str) -> FaqContent:
        return FaqContent((EntryItem(**{**entry("housing", "housing", *phrasings).model_dump()}),), ())

    load_content(database, content("do you have a dorm", "is there a dorm"), clock())
    room, (dog,) = _ask(plant, "could my parents find a room near you"), _ask(plant, DOGS[0])
    member = plant.staff("editor")
    answer_desk.publish(member, answer_desk.prepare(member, room[0].id, existing="housing", phrasings=["where to sleep"]))
    answer_desk.publish(member, answer_desk.prepare(member, dog.id, entry=ANSWER))

    report = load_content(database, content("do you have a dorm", "where to sleep"), clock())

    assert (report.changed, report.withdrawn) == (["housing"], [])
    assert _phrasings(database, "housing") == {
        "do you have a dorm": "content",
        "where to sleep": "content",
        "could my parents find a room near you": "visitors",
    }
    assert set(_phrasings(database, "dogs")) == {*ANSWER.phrasings, DOGS[0]}


@both_databases
@pytest.mark.parametrize("everything", [True, False])
def test_who_deletes_their_data_takes_their_wordings_along(
    office: Plant, answer_desk: AnswerDesk, database: Database, clock: FakeClock, harbor: School, everything: bool
) -> None:
    asked = _ask(office, *DOGS, "Can I bring my dog to class")
    member = office.staff("editor")
    answer_desk.publish(member, answer_desk.prepare(member, asked[0].id, entry=ANSWER))
    live = LiveAnswers(database, harbor, clock)
    assert len(live.snapshot.owners) == 10

    def forget(question: Question) -> None:
        with database.write() as session:
            if everything:
                person = in_conversation(session, b"k" * 32, question.conversation_id)
                with database.sharing(session):
                    erase(session, Tours(database, harbor), Events(()), person, now=clock(), actor="visitor")
            else:
                erase_words(session, question.conversation_id, up_to=99)

    forget(asked[1])
    assert live.refresh()
    assert DOGS[1] not in _phrasings(database, "dogs")
    forget(asked[0])
    assert DOGS[0] in _phrasings(database, "dogs")  # somebody else asked the same
    forget(asked[3])
    assert set(_phrasings(database, "dogs")) == {*ANSWER.phrasings, DOGS[2]}
    with database.read() as session:
        assert [case.text for case in all_cases(session)] == [DOGS[2]]
        assert session.scalars(select(Question.id)).all() == [asked[2].id]
