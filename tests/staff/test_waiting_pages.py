from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.conversations.models import Problem, Question
from bot.db.database import Database
from bot.staff.roles import Member
from tests.staff.planting import FakeClock, Plant

Enter = Callable[[Member], TestClient]


def test_questions_newest_first_with_the_way_to_the_lead(enter: Enter, plant: Plant, clock: FakeClock) -> None:
    site = enter(plant.staff("editor"))
    assert "Nothing waits" in site.get("/staff/questions").text
    lead = plant.lead("Ana Lopez")
    assert lead.conversation_id
    plant.question(lead.conversation_id, "First question?")
    clock.move(minutes=5)
    plant.question(plant.conversation("telegram").id, "Second question?", topic=None)
    text = enter(plant.staff("counselor")).get("/staff/questions").text
    assert text.index("Second question?") < text.index("First question?")
    assert f'href="/staff/leads/{lead.id}"' in text
    assert "Telegram" in text
    assert "tuition" in text
    # An editor sees questions, but not whose they are.
    plant.question(lead.conversation_id, "I'm Ana Lopez, mail ana@example.com, third question?")
    text = enter(plant.staff("editor")).get("/staff/questions").text
    assert "I&#39;m [name], mail [e-mail], third question?" in text
    assert "Ana Lopez" not in text


def test_a_question_is_dealt_with_and_opened_again(enter: Enter, plant: Plant, database: Database) -> None:
    question = plant.question(plant.conversation().id, "Is there parking?")
    editor = plant.staff("editor")
    site = enter(editor)
    done = site.post(f"/staff/questions/{question.id}", data={"state": "dealt_with"})
    assert done.headers["location"] == "/staff/questions?state=open&done=dealt_with"
    shown = site.get(done.headers["location"]).text
    assert "marked as dealt with" in shown
    assert "Is there parking?" not in shown
    assert "Is there parking?" in site.get("/staff/questions?state=dealt_with").text
    again = site.post(f"/staff/questions/{question.id}", data={"state": "dealt_with"})
    assert again.headers["location"].endswith("done=same")
    reopened = site.post(f"/staff/questions/{question.id}", data={"state": "open"})
    assert reopened.headers["location"] == "/staff/questions?state=dealt_with&done=open"
    assert site.post(f"/staff/questions/{question.id}", data={"state": "gone"}).status_code == 422
    with database.read() as session:
        again_open = session.get_one(Question, question.id)
        assert (again_open.state, again_open.entry_id, again_open.closed_at) == ("open", None, None)
        rows = session.execute(
            select(AuditRow.actor, AuditRow.action, AuditRow.object_type, AuditRow.object_id).order_by(AuditRow.id)
        ).all()
    about = ("question", str(question.id))
    assert [tuple(row) for row in rows] == [
        (editor.actor, "question dealt with", *about),
        (editor.actor, "question reopened", *about),
    ]


def test_alike_questions_are_one_row_and_dealt_with_together(enter: Enter, plant: Plant, database: Database) -> None:
    lead = plant.lead("Dana Whitfield")
    assert lead.conversation_id
    ids = [
        plant.question(lead.conversation_id, "can I bring my dog to class, I am Dana Whitfield").id,
        plant.question(plant.conversation().id, "are dogs allowed in class").id,
    ]
    other = plant.question(plant.conversation().id, "<b>is there parking</b>").id
    assert "<button" not in enter(plant.staff("viewer")).get("/staff/questions?state=alike").text.split("<main")[1]
    editor = plant.staff("editor")
    site = enter(editor)
    text = site.get("/staff/questions?state=alike").text
    for shown in ("of 2 groups", "are dogs allowed in class", "by 2 people", f'action="/staff/questions/groups/{ids[0]}"', "&lt;b&gt;"):
        assert shown in text, shown
    assert "Whitfield" not in text
    address = f"/staff/questions/groups/{ids[0]}"
    assert site.post(address, data={"why": " ", "last": str(ids[1])}).status_code == 422
    done = site.post(address, data={"why": "Said on the phone.", "last": str(ids[1])})
    assert done.headers["location"] == "/staff/questions?state=alike&done=group"
    shown = site.get(done.headers["location"]).text
    assert "All questions of the group were marked as dealt with" in shown
    assert "dogs" not in shown
    assert site.post(address, data={"why": "Again.", "last": str(ids[1])}).status_code == 409
    with database.read() as session:
        assert session.scalars(select(Question.id).where(Question.state == "open")).all() == [other]
        assert session.scalars(select(AuditRow.action)).all() == ["questions dismissed"]
    assert "are dogs allowed in class" in site.get("/staff/questions?state=dealt_with").text


def test_problems_are_listed_and_resolved(enter: Enter, plant: Plant, database: Database, clock: FakeClock) -> None:
    lead = plant.lead("Ana Lopez")
    problem = plant.problem(lead.conversation_id, kind="tracker_save", detail="Lost the connection")
    plant.problem(None, kind="gave_up")
    manager = plant.staff("manager")
    site = enter(manager)
    text = site.get("/staff/problems").text
    for shown in ("Tracker save", "Lost the connection", "Gave up", f'href="/staff/leads/{lead.id}"'):
        assert shown in text, shown
    assert "<button" not in enter(plant.staff("viewer")).get("/staff/problems").text.split("<main")[1]
    site = enter(manager)
    clock.move(minutes=9)
    site.post(f"/staff/problems/{problem.id}", data={"state": "resolved"})
    with database.read() as session:
        assert session.get_one(Problem, problem.id).resolved_at == clock()
        assert session.scalars(select(AuditRow.action)).all() == ["problem resolved"]
    assert "Lost the connection" not in site.get("/staff/problems").text
    assert "Lost the connection" in site.get("/staff/problems?state=resolved").text
    site.post(f"/staff/problems/{problem.id}", data={"state": "open"})
    assert "Lost the connection" in site.get("/staff/problems").text


def test_long_lists_have_pages(enter: Enter, plant: Plant) -> None:
    conversation = plant.conversation()
    with plant.together():
        for number in range(103):
            plant.question(conversation.id, f"Question {number:03d}?")
            plant.problem(conversation.id, detail=f"Detail {number:03d}")
    site = enter(plant.staff("admin"))
    for name, word in (("questions", "Question"), ("problems", "Detail")):
        seen = []
        for page in (1, 2, 3):
            text = site.get(f"/staff/{name}?page={page}").text
            seen += [number for number in range(103) if f"{word} {number:03d}" in text]
            assert "of 103" in text
        assert sorted(seen) == list(range(103))
