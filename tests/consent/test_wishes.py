"""Stop means stop, at once and everywhere; what follows is the person's own choice, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from wishing import CHAT, EMAIL, NOON, PHONE, People

from bot.consent import chain
from bot.consent.models import Consent
from bot.consent.sending import Queued, Refused
from bot.consent.service import ANSWER, MARKETING, TOUR_MESSAGES
from bot.consent.wishes import PAUSE
from bot.db.database import Database
from bot.leads.models import Contact, Identity, Lead


@pytest.fixture
def people(database: Database) -> People:
    """Ana agreed on the web to tour messages by e-mail and to answers by phone, and to both in a messaging app."""
    made = People(database)
    made.conversation("web", email=False, phone=False)
    made.conversation("chat", chat=CHAT, email=False)
    made.agree("web")
    made.agree("web", PHONE, ANSWER)
    return made


def receipts(people: People) -> list[Consent]:
    with people.database.read() as session:
        assert chain.verify(session).fault is None
        return list(session.scalars(select(Consent).order_by(Consent.number)))


def test_stop_reaches_every_channel_at_once(people: People) -> None:
    people.send(due_at=NOON + timedelta(hours=2))
    people.send("phone", PHONE, ANSWER, due_at=NOON + timedelta(hours=5))
    people.agree("chat", CHAT)
    assert people.wishes.stop("chat", 1) is True
    assert [row.state for row in people.outbox()] == ["withheld", "waiting"]  # the phone number belongs to the other conversation
    assert people.send() == people.send("telegram", CHAT) == Refused("opted_out")
    assert people.wishes.stop("web", 1) is True
    assert [(row.state, row.payload) for row in people.outbox()] == [("withheld", {})] * 2
    assert people.send("phone", PHONE, ANSWER) == Refused("opted_out")
    last = receipts(people)[-1]
    assert (last.purpose, last.granted, last.source) == ("all", False, "own words")
    assert {one.source for one in receipts(people) if one.channel == "telegram"} == {"message tg:5"}


def test_stop_of_somebody_who_cannot_be_reached_keeps_nothing(people: People) -> None:
    people.conversation("nobody")
    before = len(receipts(people))
    assert people.wishes.stop("nobody", 1) is False
    assert people.wishes.only_tours("nobody", 1) is False
    assert people.wishes.pause("nobody", 1) is None
    assert people.wishes.again("nobody", 1) is False
    assert len(receipts(people)) == before


def test_only_tour_messages(people: People) -> None:
    people.agree("web", EMAIL, MARKETING)
    people.wishes.stop("web", 1)
    assert people.wishes.only_tours("web", 1) is True
    assert people.send() == Queued(NOON)
    assert people.send("phone", PHONE, ANSWER) == Refused("opted_out")
    assert people.send(purpose=MARKETING) == Refused("opted_out")


@pytest.mark.parametrize("in_between", [False, True], ids=["at once", "after another stop"])
def test_what_only_tour_messages_took_away_does_not_come_back_after_a_pause(people: People, in_between: bool) -> None:
    people.agree("web", EMAIL, MARKETING)
    people.wishes.stop("web", 1)
    people.wishes.only_tours("web", 1)
    if in_between:
        people.wishes.stop("web", 1)
    people.wishes.pause("web", 1)
    people.now = NOON + PAUSE
    assert people.send() == Queued(people.now)
    assert people.send(purpose=MARKETING) == people.send("phone", PHONE, ANSWER) == Refused("no_consent")
    withdrawn = [one.purpose for one in receipts(people) if not one.granted and one.purpose != "all"]
    assert sorted(withdrawn) == [ANSWER, MARKETING]


def test_pause_ends_by_itself_with_what_was_agreed_to_before(people: People) -> None:
    people.wishes.stop("web", 1)
    assert people.wishes.pause("web", 1) == NOON + PAUSE
    assert people.send() == people.send("phone", PHONE, ANSWER) == Refused("paused")
    people.now = NOON + PAUSE - timedelta(seconds=1)
    assert people.send() == Refused("paused")
    people.now = NOON + PAUSE
    assert people.send() == Queued(people.now)
    assert people.send("phone", PHONE, ANSWER) == Queued(people.now)
    assert people.send("phone", PHONE) == Refused("no_consent")


def test_messages_again_brings_back_what_was_agreed_to_and_no_more(people: People) -> None:
    assert people.wishes.again("web", 1) is False
    people.wishes.stop("web", 1)
    assert people.wishes.again("web", 1) is True
    assert people.send() == Queued(NOON)
    assert people.send(purpose=MARKETING) == Refused("no_consent")


def test_other_programs_hear_of_every_wish_and_are_shown_what_may_be_sent(people: People) -> None:
    people.lead("one", "web")
    people.lead("two", "web")
    people.lead("another's", "chat")
    with people.database.write() as session:
        session.execute(update(Identity).where(Identity.contact_id == "chat").values(value="bob@example.com"))
    wishes, everything = people.wishes, {ANSWER: True, TOUR_MESSAGES: True}
    assert people.shown("web") == everything
    for number, (wish, answer, tours) in enumerate(
        (
            (wishes.stop, False, False),
            (wishes.again, True, True),
            (wishes.stop, False, False),
            (wishes.pause, False, False),
            (wishes.stop, False, False),
            (wishes.only_tours, False, True),
        ),
        1,
    ):
        people.now += timedelta(minutes=1)
        wish("web", 1)
        assert people.shown("web") == {ANSWER: answer, TOUR_MESSAGES: tours}
        assert (type(people.send()), type(people.send("phone", PHONE, ANSWER))) == (
            Queued if tours else Refused,
            Queued if answer else Refused,
        )
        assert people.told() == ["one", "two"] * number
        with people.database.read() as session:
            changed = dict(session.execute(select(Lead.id, Lead.updated_at)).tuples().all())
        assert changed == {"one": people.now, "two": people.now, "another's": NOON}
    wishes.pause("web", 1)
    assert people.shown("web") == {ANSWER: False, TOUR_MESSAGES: False}
    people.now += PAUSE
    assert people.shown("web") == {ANSWER: False, TOUR_MESSAGES: True}


def test_an_address_that_two_gave_is_shown_as_stopped_for_both(people: People) -> None:
    people.lead("one", "web")
    people.wishes.stop("chat", 1)  # the e-mail address, not the phone number
    assert people.shown("web") == {ANSWER: True, TOUR_MESSAGES: False}
    assert people.told() == ["one"]


@pytest.mark.parametrize(("merged", "into"), [("web", "chat"), ("chat", "web")])
def test_stop_counts_for_whomever_staff_found_to_be_the_same_person_and_is_lifted_only_by_themselves(
    people: People, merged: str, into: str
) -> None:
    people.lead("one", "web")
    people.send("phone", PHONE, ANSWER, due_at=NOON + timedelta(hours=2))
    with people.database.write() as session:
        session.execute(update(Contact).where(Contact.id == merged).values(merged_into=into))
    assert people.wishes.stop("chat", 1) is True
    assert [row.state for row in people.outbox()] == ["withheld"]
    assert people.send() == people.send("phone", PHONE, ANSWER) == Refused("opted_out")
    assert (people.shown("web"), people.told()) == ({ANSWER: False, TOUR_MESSAGES: False}, ["one"])
    assert [(one.contact_id, one.identity_hash == people.hash(PHONE)) for one in receipts(people) if one.purpose == "all"] == [
        *[("chat", False)] * 2,
        ("web", True),
    ]
    assert people.wishes.again("chat", 1) is True
    assert people.send() == Queued(NOON)
    assert people.send("phone", PHONE, ANSWER) == Refused("opted_out")


def test_a_typed_address_takes_nobody_off_the_list(people: People) -> None:
    people.wishes.stop("web", 1)
    people.conversation("stranger", email=False)
    people.agree("stranger")
    assert people.wishes.again("stranger", 1) is False
    assert people.send() == Refused("opted_out")


def test_a_proven_address_does(people: People) -> None:
    people.wishes.stop("web", 1)
    people.conversation("later", email=True)
    people.agree("later")
    assert people.send() == Queued(NOON)
    assert people.send(purpose=MARKETING) == Refused("opted_out")


def test_agreeing_to_another_tour_where_stop_was_said_lets_tour_messages_through_again(people: People) -> None:
    people.wishes.stop("web", 1)
    people.agree("web")
    assert people.send() == Queued(NOON)
    assert people.send("phone", PHONE, ANSWER) == Refused("opted_out")
