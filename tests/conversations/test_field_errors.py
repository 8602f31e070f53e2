"""What is wrong with an answer is said at its field, with what was typed still in it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.conversations.lines import line
from tests.conftest import Talk
from tests.conversations.test_booking_conversation import SCHEMA


def _said(name: str) -> str:
    return line(name)[0]


def _fields(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a line's form by name."""
    validator: Draft202012Validator = SCHEMA
    validator.validate(shown["custom"])
    return {field["name"]: field for field in shown["custom"]["form"]["fields"]}


def _send(talk: Talk, **values: str) -> list[dict[str, Any]]:
    return talk.say("", form=values)


@pytest.fixture
def asked_for_contact(talk: Talk) -> Talk:
    talk.say("book a tour")
    talk.say("Ana")
    return talk


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"email": "ana@example"}, {"email": "bad_email"}),
        ({"phone": "555-0134"}, {"phone": "bad_phone"}),
        ({"email": "ana@example", "phone": "12"}, {"email": "bad_email", "phone": "bad_phone"}),
        ({}, {"email": "no_contact"}),
    ],
    ids=["e-mail", "phone", "both", "nothing"],
)
def test_a_form_comes_back_with_the_error_and_what_was_typed(
    asked_for_contact: Talk, values: dict[str, str], wrong: dict[str, str]
) -> None:
    [shown] = _send(asked_for_contact, **values)

    fields = _fields(shown)
    assert {name: field["error"] for name, field in fields.items() if "error" in field} == {
        name: _said(said) for name, said in wrong.items()
    }
    assert {name: field["value"] for name, field in fields.items() if "value" in field} == values
    # The text alone makes sense too, and says each thing once.
    assert shown["text"] == " ".join([*(_said(said) for said in wrong.values()), _said("ask_contact")])
    assert "contact" not in asked_for_contact.slots()


@pytest.mark.parametrize(
    ("typed", "field", "said", "kept"),
    [
        ("you can write to ana@example, thanks", "email", "bad_email", "ana@example"),
        ("call me: (407) 555", "phone", "bad_phone", "(407) 555"),
    ],
)
def test_an_answer_typed_as_a_message_is_treated_alike(asked_for_contact: Talk, typed: str, field: str, said: str, kept: str) -> None:
    [shown] = asked_for_contact.say(typed)

    assert _fields(shown)[field]["error"] == _said(said)
    assert _fields(shown)[field]["value"] == kept


@pytest.mark.parametrize("asked", ["program", "tour_time"])
def test_an_address_that_cannot_be_is_noticed_when_something_else_was_asked(asked_for_contact: Talk, asked: str) -> None:
    talk = asked_for_contact
    _send(talk, email="ana@example.org")
    if asked == "tour_time":
        talk.press("Not decided yet")

    shown = talk.say("my mail is ana@example")

    assert _said("bad_email") in shown[0]["text"]
    assert talk.slots()["requested_slot"] == asked
    assert talk.slots()["email"] == "ana@example.org"


def test_a_phone_number_is_no_unknown_program(asked_for_contact: Talk) -> None:
    talk = asked_for_contact
    _send(talk, email="ana@example.org")

    shown = talk.say("407 555 0134")

    assert talk.slots()["phone"] == "+14075550134"
    assert not [line for line in shown if _said("unknown_program") in line["text"]]
    assert talk.slots()["requested_slot"] == "program"


def test_something_that_is_no_name_stays_in_its_field(talk: Talk) -> None:
    talk.say("book a tour")

    [shown] = _send(talk, name="4711")

    assert _fields(shown)["name"]["error"] == _said("not_a_name")
    assert _fields(shown)["name"]["value"] == "4711"
    assert shown["text"].count(_said("not_a_name")) == 1
    assert talk.slots().get("name") is None


def test_a_message_that_is_no_name_does_not_go_into_the_field(talk: Talk) -> None:
    talk.say("book a tour")

    [shown] = talk.say("12345")

    assert _fields(shown)["name"]["error"] == _said("not_a_name")
    assert "value" not in _fields(shown)["name"]


def test_the_error_is_gone_once_the_answer_holds_up(asked_for_contact: Talk) -> None:
    talk = asked_for_contact
    _send(talk, email="ana@example")
    _send(talk, email="ana@example.org")

    assert talk.slots().get("faults") is None
    assert talk.slots()["contact"] == "ana@example.org"
    shown = talk.press("Not decided yet")[-1]
    talk.press(shown["custom"]["slots"]["options"][0]["title"])
    talk.press("Yes, I agree")
    shown = talk.press("Change my details")[-1]
    assert "error" not in _fields(shown)["name"]


def test_a_question_in_between_leaves_no_old_error_behind(asked_for_contact: Talk) -> None:
    _send(asked_for_contact, email="ana@example")

    shown = asked_for_contact.say("where do people usually work afterwards?")[-1]

    assert asked_for_contact.outcome == "answered"
    assert shown["text"] == _said("ask_contact")
    assert not [field for field in _fields(shown).values() if "error" in field or "value" in field]


def test_the_error_of_a_stopped_form_is_forgotten(asked_for_contact: Talk) -> None:
    _send(asked_for_contact, email="ana@example")
    asked_for_contact.say("never mind, cancel this")

    assert asked_for_contact.slots().get("faults") is None
    shown = asked_for_contact.say("book a tour")[-1]
    assert "error" not in _fields(shown)["email"]


def test_whoever_is_stuck_is_told_the_way_out_besides(asked_for_contact: Talk) -> None:
    for _ in range(2):
        _send(asked_for_contact, email="ana@example")
    lines = _send(asked_for_contact, email="ana@example")

    assert [shown["text"] for shown in lines] == [_said("stuck"), f"{_said('bad_email')} {_said('ask_contact')}"]


def test_the_request_for_a_person_does_the_same(talk: Talk) -> None:
    talk.say("can I talk to a real person please")
    talk.say("Ana")

    [shown] = _send(talk, phone="555-0134")

    assert _fields(shown)["phone"]["error"] == _said("bad_phone")
    assert _fields(shown)["phone"]["value"] == "555-0134"
