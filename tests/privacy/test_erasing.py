"""After an erasure nothing of a person is left, in any column of any table or in the bytes of the file; others lose nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from planted import MARK, plant, stored
from sqlalchemy import insert, select, update

from bot.assistant import Assistant
from bot.consent import chain
from bot.consent.models import Consent, Suppression
from bot.consent.service import identity_hash, refusal
from bot.conversations.models import Conversation, Message
from bot.db.tables import metadata
from bot.engine.models import TrackerRow
from bot.leads.models import Contact, Identity, Lead
from bot.outbox.models import OutboxRow
from bot.privacy.holdings import ABOUT_NOBODY, ERASED, HOLDINGS
from bot.privacy.service import Privacy
from bot.tours.ledger import Ledger
from bot.tours.models import Booking, Slot
from tests.consent.agreeing import agree_in_chat


def test_every_table_is_looked_after() -> None:
    """A new table has to be named in bot/privacy/holdings.py, one way or the other."""
    named = {one.table.name for one in HOLDINGS}
    assert set(metadata.tables) == named | ABOUT_NOBODY
    assert not named & ABOUT_NOBODY


def test_nothing_is_left_of_what_was_planted_everywhere(office: Assistant) -> None:
    person = plant(office)
    for length in (50, 9000, 300, 5000, 20):  # what was written over must be gone from the file as well
        with office.database.write() as session:
            state = f"{MARK}-{'x' * length}-{MARK}"
            session.execute(update(TrackerRow).where(TrackerRow.conversation_id == person.conversation).values(state=state))
    office.database.forget_log()
    assert stored(office).lower().count(MARK.lower().encode()) >= len(person.marks) > 20

    erased = Privacy(office).erase_person(f" {person.email.upper()} ", actor="command")

    assert (erased.contacts, erased.conversations) == ((person.contact,), (person.conversation,))
    assert MARK.lower().encode() not in stored(office).lower()
    with office.database.read() as session:
        assert chain.verify(session).fault is None
        assert {one.contact_id for one in session.scalars(select(Consent))} == {None}


def test_a_visitor_erases_only_themselves(office: Assistant) -> None:
    mine, theirs = plant(office), plant(office, starts_at=office.clock() + timedelta(days=1))

    Privacy(office).erase_conversation(mine.conversation)

    with office.database.read() as session:
        for holding in HOLDINGS:
            if holding.erased is None:
                assert len(session.execute(select(holding.table)).all()) == 1, holding.table.name
        assert session.scalar(select(Contact.name).where(Contact.id == theirs.contact)) != "(deleted)"
        text = session.scalars(select(Message.text).where(Message.conversation_id == theirs.conversation)).one()
        assert MARK in text


def test_an_address_that_was_only_typed_takes_nothing_from_whoever_else_gave_it(office: Assistant) -> None:
    mine, theirs = plant(office), plant(office, starts_at=office.clock() + timedelta(days=1))
    key = office.secret_key
    with office.database.write() as session:
        session.execute(update(Identity).where(Identity.contact_id == mine.contact).values(value=theirs.email, verified_at=None))
        agree_in_chat(
            session, [identity_hash(key, theirs.email)], at=office.clock(), contact_id=theirs.contact, conversation_id=theirs.conversation
        )
        session.execute(update(Suppression).values(until=office.clock()))

    Privacy(office).erase_conversation(mine.conversation)

    with office.database.read() as session:
        assert refusal(session, identity_hash(key, theirs.email), "tour_messages", office.clock()) is None
        assert session.scalar(select(OutboxRow.id).where(OutboxRow.conversation_id == theirs.conversation)) is not None


def test_consent_ends_and_an_opt_out_stays(office: Assistant) -> None:
    person = plant(office)
    hashed = identity_hash(office.secret_key, person.email)
    with office.database.write() as session:
        session.execute(update(Suppression).values(purpose="all", until=None))

    Privacy(office).erase_conversation(person.conversation)

    with office.database.read() as session:
        assert refusal(session, hashed, "tour_messages", office.clock()) == "opted_out"
        last = session.scalars(select(Consent).where(Consent.identity_hash == hashed).order_by(Consent.number.desc())).first()
        assert last is not None
        assert (last.purpose, last.granted, last.source, last.contact_id) == ("all", False, "erasure", None)


def test_a_tour_to_come_is_cancelled_and_a_past_one_stays_as_a_number(office: Assistant) -> None:
    past, coming = plant(office), plant(office, starts_at=office.clock() + timedelta(days=2))
    for person in (past, coming):
        Privacy(office).erase_conversation(person.conversation)
    with office.database.read() as session:
        states = {one.id: (one.state, session.get_one(Slot, one.slot_id).booked) for one in session.scalars(select(Booking))}
    assert states == {past.booking: ("booked", 1), coming.booking: ("cancelled", 0)}


def test_the_times_of_all_conversations_of_a_person_are_locked_at_once(office: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, two such erasures could wait for each other on PostgreSQL."""
    first, second = (plant(office, starts_at=office.clock() + timedelta(days=days)) for days in (2, 3))
    by_hand = plant(office, starts_at=office.clock() + timedelta(days=4))
    with office.database.write() as session:
        session.execute(update(Conversation).where(Conversation.id == second.conversation).values(contact_id=first.contact))
        session.execute(update(Booking).where(Booking.id == by_hand.booking).values(conversation_id=None, lead_id=first.lead))
    locked: list[set[int]] = []
    lock = Ledger.slots

    def noted(ledger: Ledger, *slot_ids: int) -> list[Slot]:
        locked.append(set(slot_ids))
        return lock(ledger, *slot_ids)

    monkeypatch.setattr(Ledger, "slots", noted)
    Privacy(office).erase_conversation(first.conversation)

    with office.database.read() as session:
        theirs = {session.get_one(Booking, one.booking).slot_id for one in (first, second, by_hand)}
        assert {session.get_one(Booking, one.booking).state for one in (first, second, by_hand)} == {"cancelled"}
    assert locked[0] == theirs
    assert set.union(*locked) == theirs


def test_everything_of_a_person_is_handed_out_and_nothing_of_others(office: Assistant) -> None:
    person, _other = plant(office), plant(office, starts_at=office.clock() + timedelta(days=1))
    found = Privacy(office).export(person.email, actor="command")
    assert found is not None
    secret = {(one.table.name, name) for one in HOLDINGS for name in one.secret}
    for table, column in person.marks:
        if (table, column) not in secret:
            assert MARK.lower() in str(found["tables"][table][0][column]).lower(), (table, column)
    assert len(found["tables"]["contacts"]) == len(found["tables"]["messages"]) == 1
    assert "token_hash" not in found["tables"]["conversations"][0]
    assert Privacy(office).export("nobody@example.com", actor="command") is None


def test_the_old_are_forgotten_and_the_others_kept(office: Assistant) -> None:
    now, days = office.clock(), office.settings.retention_days
    old = plant(office, at=now - timedelta(days=days, seconds=1))
    new = plant(office, at=now - timedelta(days=days - 1))
    to_come = plant(office, at=now - timedelta(days=days + 9), starts_at=now + timedelta(days=3))

    assert Privacy(office).forget_the_old() == 1

    with office.database.read() as session:
        statuses = dict(session.execute(select(Conversation.id, Conversation.status)).tuples().all())
    assert statuses[old.conversation] == "ended"
    assert statuses[new.conversation] != "ended" != statuses[to_come.conversation]
    assert Privacy(office).forget_the_old() == 0


def test_somebody_whom_staff_work_with_is_kept_whole(office: Assistant) -> None:
    """Staff changed a lead that began in another conversation, or booked a tour for it: neither shows on the old conversation itself."""
    now, long_ago = office.clock(), office.clock() - timedelta(days=office.settings.retention_days + 9)
    changed = plant(office, at=long_ago)
    booked = plant(office, at=long_ago, starts_at=now + timedelta(days=3))
    both_old = plant(office, at=long_ago, starts_at=now - timedelta(days=3))
    with office.database.write() as session:
        session.execute(update(Lead).where(Lead.id == changed.lead).values(updated_at=now, conversation_id=None))
        session.execute(update(Booking).where(Booking.id == booked.booking).values(conversation_id=None))

    assert Privacy(office).forget_the_old() == 1

    with office.database.read() as session:
        names = dict(session.execute(select(Contact.id, Contact.name)).tuples().all())
        state, taken = session.execute(
            select(Booking.state, Slot.booked).join(Slot, Slot.id == Booking.slot_id).where(Booking.id == booked.booking)
        ).one()
    assert {contact for contact, name in names.items() if name == ERASED} == {both_old.contact}
    assert (state, taken) == ("booked", 1)


def test_however_many_are_kept_those_behind_them_are_forgotten(office: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.privacy.service._BATCH", 2)
    long_ago = office.clock() - timedelta(days=office.settings.retention_days + 9)
    kept = [plant(office, at=long_ago + timedelta(hours=number)).lead for number in range(3)]
    forgotten = plant(office, at=long_ago + timedelta(days=1))
    with office.database.write() as session:
        session.execute(update(Lead).where(Lead.id.in_(kept)).values(updated_at=office.clock(), conversation_id=None))

    assert Privacy(office).forget_the_old() == 1

    with office.database.read() as session:
        assert session.scalar(select(Contact.name).where(Contact.id == forgotten.contact)) == ERASED


def test_of_somebody_heard_of_elsewhere_only_the_old_conversation_goes(office: Assistant) -> None:
    long_ago = office.clock() - timedelta(days=office.settings.retention_days + 9)
    person = plant(office, at=long_ago)
    with office.database.write() as session:
        values = {"channel": "web", "status": "bot", "last_seq": 0, "created_at": office.clock(), "last_active_at": office.clock()}
        session.execute(insert(Conversation).values(id="newer", contact_id=person.contact, **values))

    assert Privacy(office).forget_the_old() == 1

    with office.database.read() as session:
        assert session.get_one(Conversation, person.conversation).status == "ended"
        assert session.get_one(Conversation, "newer").status == "bot"
        assert session.get_one(Contact, person.contact).name != ERASED


def test_the_words_of_what_was_sent_long_ago_are_forgotten_and_its_key_is_not(office: Assistant) -> None:
    now = office.clock()
    person = plant(office)
    with office.database.write() as session:
        for number, (state, age) in enumerate([("sent", 31), ("sent", 29), ("waiting", 31), ("dead", 31)]):
            values = {
                "channel": "email",
                "lane": "l",
                "payload": {"text": "Dear Ana"},
                "attempts": 1,
                "conversation_id": person.conversation,
            }
            at = now - timedelta(days=age)
            session.execute(insert(OutboxRow).values(key=f"k{number}", state=state, created_at=at, due_at=at, **values))
    Privacy(office).forget_the_old()
    with office.database.read() as session:
        payloads = dict(session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.key.like("k_"))).tuples().all())
    assert [bool(payloads[f"k{number}"]) for number in range(4)] == [False, True, True, True]


@pytest.mark.parametrize("link", ["conversation_id", "contact_id", "identity_hash"])
def test_nothing_of_a_forgotten_message_is_left_for_an_erasure_that_cannot_find_it_any_more(office: Assistant, link: str) -> None:
    """Whatever led to the person is cut when a message is forgotten, so all that tells who they are has to go with it."""
    chat, long_ago = "900000000077", office.clock() - timedelta(days=office.settings.sent_days + 1)
    person = plant(office)
    with office.database.write() as session:
        session.execute(update(Conversation).values(external_id=chat))
        links = {"conversation_id": person.conversation, "contact_id": person.contact}
        links["identity_hash"] = identity_hash(office.secret_key, chat)  # type: ignore[assignment]
        for number, state in enumerate(("sent", "withheld")):
            values = {"channel": "telegram", "lane": f"telegram:{chat}", "payload": {"chat_id": chat}, "attempts": 1, link: links[link]}
            session.execute(insert(OutboxRow).values(key=f"k{number}", state=state, created_at=long_ago, due_at=long_ago, **values))
    office.database.forget_log()
    assert stored(office).count(chat.encode()) >= 5

    Privacy(office).forget_the_old()
    with office.database.read() as session:
        left = session.scalars(select(OutboxRow).where(OutboxRow.key.in_(("k0", "k1")))).all()
        assert [(row.lane, row.payload, row.conversation_id, row.contact_id, row.identity_hash) for row in left] == [
            ("-", {}, None, None, None)
        ] * 2
    Privacy(office).erase_person(chat, actor="command")

    assert chat.encode() not in stored(office)
