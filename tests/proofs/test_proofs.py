"""Codes by e-mail, on each kind of database: what is stored, what leaves, what opens and what does not."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from bot.consent.service import identity_hash
from bot.consent.wishes import MessageWishes
from bot.conversations.models import Conversation, Message
from bot.leads.capture import Interest, capture
from bot.leads.models import Contact, Identity
from bot.leads.people import People
from bot.outbox.models import OutboxRow
from bot.privacy.service import Privacy
from bot.proofs.codes import code_in
from bot.proofs.models import EmailProof
from bot.proofs.post import CodePost
from bot.proofs.service import CODES, LIVES, PER, STANDS, TRIES, Proofs, TooManyCodes
from bot.staff.models import StaffUser
from bot.staff.roles import Member
from bot.tours.models import Booking
from tests.reminders.visiting import EMAIL, Office

NOBODY = "nobody@example.com"


class Chat:
    """A conversation that proves addresses."""

    def __init__(self, office: Office, name: str | None = None) -> None:
        self.office = office
        self.proofs = Proofs(office.assistant)
        self.id = name or office.assistant.inbox.open_web(page_url=None, referrer=None, locale=None)[0]
        self.seq = 1 if name else 2  # the first line of a web conversation is the greeting
        if name is None:
            with office.assistant.database.write() as session:
                line = {"seq": self.seq, "role": "visitor", "text": "cancel my tour", "created_at": office.clock()}
                session.add(Message(conversation_id=self.id, **line))

    def ask(self, address: str = EMAIL) -> TooManyCodes | None:
        return self.proofs.ask(self.id, address, answers=self.seq, language="en")

    def enter(self, code: str) -> str:
        return self.proofs.enter(self.id, code)

    def prove(self, address: str = EMAIL) -> str:
        self.ask(address)
        return self.enter(posted(self.office)[-1])


def posted(office: Office) -> list[str]:
    """The codes that leave now, in order."""
    known = {row.id for row in office.outbox()}
    CodePost(office.assistant).look()
    return [code_in(row.payload["text"]) or "" for row in office.outbox() if row.id not in known]


def rows(office: Office, model: Any) -> list[Any]:
    with office.assistant.database.read() as session:
        return list(session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def booked(office: Office) -> Office:
    office.book()
    return office


def test_a_code_leaves_for_an_address_with_a_booking_and_proves_it_once(booked: Office) -> None:
    chat = Chat(booked)
    assert chat.ask() is None
    (code,) = posted(booked)
    (row,) = [one for one in booked.outbox() if one.key.startswith("code:")]
    assert (row.payload["to"], row.purpose, row.conversation_id) == (EMAIL, "tour_messages", chat.id)
    assert code.encode() not in (rows(booked, EmailProof)[0].code_hash or b"")
    assert chat.proofs.proven(chat.id) is None

    assert chat.enter(code) == "right"

    assert chat.proofs.proven(chat.id) == EMAIL
    assert chat.enter(code) == "over"
    (proof,) = rows(booked, EmailProof)
    assert proof.code_hash is None
    (row,) = [one for one in booked.outbox() if one.key.startswith("code:")]
    assert (row.payload, row.state) == ({}, "withheld")
    booked.clock.forward(seconds=STANDS.total_seconds())
    assert chat.proofs.proven(chat.id) is None


def test_nothing_leaves_where_nothing_is_booked_or_nobody_may_be_written_to(office: Office) -> None:
    office.book(**office.family(email="shy@example.com", agrees=False))
    gone = office.family(email="gone@example.com")
    booking = office.book(**gone)
    office.assistant.tours.cancel(booking.id, now=office.clock(), actor="staff:a")
    out = office.family(email="out@example.com")
    office.book(**out)
    MessageWishes(office.assistant).stop(out["conversation_id"], None)
    for address in (NOBODY, "shy@example.com", "gone@example.com", "out@example.com"):
        assert Chat(office).ask(address) is None
    assert posted(office) == []
    assert all(proof.posted_at and proof.code_hash is None for proof in rows(office, EmailProof))


def test_the_work_is_the_same_whether_something_is_booked_or_not(booked: Office) -> None:
    """Nothing in the conversation's own statements can tell: neither their number nor their kind."""
    said: list[str] = []
    engine = booked.assistant.database._writing

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    heard = []
    for address in (EMAIL, NOBODY):
        chat = Chat(booked)
        said.clear()
        answers = [chat.ask(address)]
        heard.append((list(said), answers))
        CodePost(booked.assistant).look()
        said.clear()
        outcomes = [chat.enter("000000") for _ in range(TRIES + 1)]
        heard[-1] += (list(said), outcomes)
    event.remove(engine, "before_cursor_execute", hear)
    assert len(heard[0][0]) >= 2 and len(heard[0][2]) >= 2
    assert heard[0] == heard[1]
    assert heard[0][3] == ["wrong"] * (TRIES - 1) + ["spent"] * 2


def test_a_code_ends_after_five_guesses_and_the_right_one_comes_too_late(booked: Office) -> None:
    chat = Chat(booked)
    chat.ask()
    (code,) = posted(booked)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [chat.enter(wrong) for _ in range(TRIES)] == ["wrong"] * (TRIES - 1) + ["spent"]
    assert chat.enter(code) == "spent"
    chat.ask()  # at once: the last one is of no use any more
    assert chat.enter(posted(booked)[0]) == "right"


def test_a_code_ends_after_ten_minutes_and_its_words_are_forgotten(booked: Office) -> None:
    chat = Chat(booked)
    chat.ask()
    (code,) = posted(booked)
    booked.clock.forward(seconds=LIVES.total_seconds())
    assert chat.enter(code) == "over"
    assert posted(booked) == []
    (row,) = [one for one in booked.outbox() if one.key.startswith("code:")]
    assert (row.payload, row.state) == ({}, "withheld")
    booked.clock.forward(days=2)
    CodePost(booked.assistant).look()
    assert rows(booked, EmailProof) == []


def test_of_two_codes_the_last_one_counts(booked: Office) -> None:
    chat = Chat(booked)
    chat.ask()
    (first,) = posted(booked)
    booked.clock.forward(seconds=60)
    chat.ask()
    (second,) = posted(booked)
    if first != second:
        assert chat.enter(first) == "wrong"
    assert chat.enter(second) == "right"


def test_asking_twice_at_once_sends_one(booked: Office) -> None:
    chat = Chat(booked)
    chat.ask()
    chat.ask()
    assert len(posted(booked)) == len(rows(booked, EmailProof)) == 1


def test_a_code_counts_in_its_own_conversation_only(booked: Office) -> None:
    mine, theirs = Chat(booked), Chat(booked)
    mine.ask()
    (code,) = posted(booked)
    theirs.ask()
    (other,) = posted(booked)
    if code != other:
        assert theirs.enter(code) == "wrong"
        assert mine.enter(other) == "wrong"
    assert mine.enter(code) == "right"
    assert theirs.proofs.proven(theirs.id) is None
    assert Chat(booked).enter(code) == "over"


@pytest.mark.parametrize("address", [EMAIL, NOBODY])
def test_three_codes_an_hour_for_an_address_from_wherever_they_are_asked(booked: Office, address: str) -> None:
    for _ in range(CODES):
        assert Chat(booked).ask(address) is None
        booked.clock.forward(minutes=1)
    refused = Chat(booked).ask(address)
    assert isinstance(refused, TooManyCodes)
    assert refused.until == booked.clock() + PER - timedelta(minutes=CODES)
    assert len(posted(booked)) == (CODES if address == EMAIL else 0)
    booked.clock.forward(minutes=58)
    assert Chat(booked).ask(address) is None


def test_three_codes_an_hour_in_a_conversation_whatever_the_addresses(booked: Office) -> None:
    chat = Chat(booked)
    asked = [chat.ask(f"visitor{number}@example.com") for number in range(CODES + 1)]
    assert [one is None for one in asked] == [True] * CODES + [False]


def test_many_conversations_at_once_get_three_codes_between_them(booked: Office) -> None:
    chats = [Chat(booked) for _ in range(8)]
    refused: list[Any] = []
    threads = [threading.Thread(target=lambda one=one: refused.append(one.ask())) for one in chats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 8
    assert sum(one is None for one in refused) == CODES
    assert len(rows(booked, EmailProof)) == CODES


def test_two_posts_at_once_send_one_code(booked: Office) -> None:
    Chat(booked).ask()
    threads = [threading.Thread(target=CodePost(booked.assistant).look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len([one for one in booked.outbox() if one.key.startswith("code:")]) == 1


def test_at_night_the_code_leaves_all_the_same(booked: Office) -> None:
    booked.clock.forward(hours=12)
    chat = Chat(booked)
    chat.ask()
    posted(booked)
    (row,) = [one for one in booked.outbox() if one.key.startswith("code:")]
    assert row.due_at == booked.clock()


# --- who is who ------------------------------------------------------------------------------------------------------


def contact_of(chat: Chat) -> str | None:
    with chat.office.assistant.database.read() as session:
        return session.scalar(select(Conversation.contact_id).where(Conversation.id == chat.id))


def proven_by(office: Office) -> list[str]:
    with office.assistant.database.read() as session:
        return list(session.scalars(select(Identity.contact_id).where(Identity.value == EMAIL, Identity.verified_at.is_not(None))))


def test_the_contact_of_the_conversation_has_proven_the_address(office: Office) -> None:
    family = office.family()
    office.book(**family)
    assert proven_by(office) == []
    assert Chat(office, family["conversation_id"]).prove() == "right"
    assert proven_by(office) == [family["conversation_id"]]
    assert len(rows(office, Identity)) == 1


def test_whoever_only_typed_the_address_is_not_taken_for_its_owner(office: Office) -> None:
    """Somebody booked with an address that is not theirs; its owner proves it, and stays somebody else."""
    typed = office.family()
    office.book(**typed)
    owner = Chat(office)
    assert owner.prove() == "right"
    assert contact_of(owner) not in (None, typed["conversation_id"])
    assert proven_by(office) == [contact_of(owner)]


def test_who_proves_an_address_again_elsewhere_is_recognised(booked: Office) -> None:
    first, second = Chat(booked), Chat(booked)
    first.prove()
    booked.clock.forward(minutes=1)
    second.prove()
    assert contact_of(first) == contact_of(second)
    assert len(rows(booked, Contact)) == 2  # and the one who booked


def test_an_erasure_takes_what_was_asked_for_with_it(booked: Office) -> None:
    asker, owner = Chat(booked), rows(booked, Booking)[0].conversation_id
    asker.ask()
    posted(booked)
    Privacy(booked.assistant).erase_conversation(asker.id)
    assert rows(booked, EmailProof) == []
    assert [one for one in booked.outbox() if one.key.startswith("code:")] == []

    again = Chat(booked)
    again.ask()
    posted(booked)
    with booked.assistant.database.write() as session:  # the owner's address, typed by somebody else, goes with the owner
        session.execute(update(Identity).values(verified_at=booked.clock()))
    Privacy(booked.assistant).erase_conversation(owner)
    assert rows(booked, EmailProof) == []
    with booked.assistant.database.read() as session:
        hashed = identity_hash(booked.assistant.secret_key, EMAIL)
        assert session.scalar(select(OutboxRow.id).where(OutboxRow.identity_hash == hashed)) is None


def test_staff_see_who_may_be_the_same_and_who_proved_it(office: Office) -> None:
    """Nobody is joined by a proof: staff are shown what speaks for it, and decide."""
    typed = office.family()
    office.book(**typed)
    elsewhere = Chat(office)
    elsewhere.prove()
    interest = Interest("Ana Ruiz", EMAIL, None, None, "call_back")
    with office.assistant.database.write() as session, office.assistant.database.sharing(session):
        capture(session, elsewhere.id, interest, now=office.clock())
        session.add(StaffUser(id="m", login="kim", name="Kim", role="manager", password_hash="-", created_at=office.clock()))
    people, member = People(office.assistant.database, office.clock), Member("m", "kim", "Kim", "manager")

    def evidence() -> list[list[str]]:
        return [list(match.evidence) for match in people.of_lead(member, typed["lead_id"]).matches]

    assert evidence() == [["email"]]
    office.clock.forward(minutes=1)
    Chat(office, typed["conversation_id"]).prove()
    assert evidence() == [["email (proven by both)"]]
    assert contact_of(elsewhere) != typed["conversation_id"]
