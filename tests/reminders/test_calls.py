"""Whom somebody has to call: exactly those whom no e-mail tells what they did not do themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.consent.wishes import MessageWishes
from bot.leads.models import Identity
from bot.privacy.erasing import erase
from bot.privacy.people import in_conversation
from bot.reminders.models import Call
from bot.school.school_file import OtherTimes
from bot.tours.models import Booking, WaitlistEntry
from bot.tours.people import People, Person
from tests.mail.mail_server import mail_server
from tests.reminders.visiting import MONDAY_10, MONDAY_14, Office

STAFF = "staff:a"


def open_calls(office: Office) -> list[tuple[str, str]]:
    with office.assistant.database.read() as session:
        rows = session.scalars(select(Call).where(Call.outcome.is_(None)).order_by(Call.id))
        return [(row.kind, row.why) for row in rows]


def outcomes(office: Office) -> list[str | None]:
    with office.assistant.database.read() as session:
        return list(session.scalars(select(Call.outcome).order_by(Call.id)))


def family_with_a_phone(office: Office) -> dict[str, str]:
    who = office.family(agrees=False)
    with office.assistant.database.write() as session:
        session.execute(delete(Identity).where(Identity.contact_id == who["lead_id"]))
        session.add(Identity(contact_id=who["lead_id"], kind="phone", value="+14075550188", created_at=office.clock()))
    return who


def full_time(office: Office, at: datetime = MONDAY_10) -> tuple[Booking, WaitlistEntry]:
    """A party that fills a time, and one that waits for it."""
    full = office.book(at, office.assistant.school.tours[0].capacity)
    who = office.family()
    return full, office.assistant.tours.join_waitlist(starts_at=at, party=2, submission=who["lead_id"], now=office.clock(), **who)


@pytest.fixture
def silent_office(tmp_path: Path) -> Iterator[Office]:
    """An office that sends no e-mail."""
    made = Office(tmp_path / "silent", smtp_host="", mail_from="")
    yield made
    made.assistant.close()


def test_who_is_told_by_email_is_not_called(office: Office) -> None:
    made = office.book()
    office.assistant.tours.reschedule(made.id, MONDAY_14, now=office.clock(), actor=STAFF)
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    office.look()
    assert open_calls(office) == []


@pytest.mark.parametrize("why", ["no_address", "no_consent", "opted_out", "paused"])
def test_who_cannot_be_written_to_is_called_for_what_staff_do(office: Office, why: str) -> None:
    who = family_with_a_phone(office) if why == "no_address" else office.family(agrees=why != "no_consent")
    made = office.book(**who)
    if why in ("opted_out", "paused"):
        wishes = MessageWishes(office.assistant)
        wishes.stop(who["conversation_id"], None)
        if why == "paused":
            wishes.pause(who["conversation_id"], None)
    office.assistant.tours.reschedule(made.id, MONDAY_14, now=office.clock(), actor=STAFF)
    assert open_calls(office) == [("change", why)]
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    assert open_calls(office) == [("cancellation", why)]
    assert outcomes(office) == ["overtaken", None]
    office.look()  # the planned messages are dropped for the same reason, which asks for no second call
    assert open_calls(office) == [("cancellation", why)]


@pytest.mark.parametrize("agreed_to_the_later", [True, False])
def test_what_counts_is_the_address_that_is_written_to(office: Office, agreed_to_the_later: bool) -> None:
    """The one given with the booking, whatever was agreed to at a newer one of the same contact."""
    who = office.family(email="first@example.com")
    made = office.book(**who)
    office.clock.forward(minutes=5)
    with office.assistant.database.write() as session:
        session.add(Identity(contact_id=who["lead_id"], kind="email", value="later@example.com", created_at=office.clock()))
    if agreed_to_the_later:
        office.agree(who, "later@example.com")
        office.agree(who, "first@example.com", granted=False)
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    assert open_calls(office) == ([("cancellation", "no_consent")] if agreed_to_the_later else [])
    assert [one["to"] for one in office.look() if one["key"].startswith("cancellation")] == (
        [] if agreed_to_the_later else ["first@example.com"]
    )


def test_nobody_is_called_for_what_they_did_themselves(silent_office: Office) -> None:
    office = silent_office
    made, who = office.book(), f"visitor:{'x' * 32}"
    tours = office.assistant.tours
    tours.reschedule(made.id, MONDAY_14, now=office.clock(), actor=who)
    tours.cancel(made.id, now=office.clock(), actor=who)
    _full, entry = full_time(office)
    tours.withdraw(entry.id, now=office.clock(), actor="link", reason="by the link of an e-mail")
    assert open_calls(office) == []


def test_what_staff_did_is_overtaken_by_what_the_family_does(silent_office: Office) -> None:
    office = silent_office
    made = office.book()
    office.assistant.tours.reschedule(made.id, MONDAY_14, now=office.clock(), actor=STAFF)
    assert open_calls(office) == [("change", "no_mail")]
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=f"visitor:{made.conversation_id}")
    assert open_calls(office) == []
    assert outcomes(office) == ["overtaken"]


def test_an_offer_whoever_freed_the_place_and_its_end_ask_for_calls(silent_office: Office) -> None:
    office = silent_office
    full, entry = full_time(office)
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    assert open_calls(office) == [("offer", "no_mail")]
    with office.assistant.database.read() as session:
        [call] = session.scalars(select(Call))
        assert call.until == session.get_one(WaitlistEntry, entry.id).offered_until
    office.clock.forward(hours=office.assistant.school.file.tours.offer_hours)
    office.assistant.tours.offers(office.clock())
    assert open_calls(office) == [("offer_expired", "no_mail")]


def test_an_offer_that_no_email_can_tell_of_in_time_asks_for_a_call(office: Office) -> None:
    """It is quiet until nine, and the tour begins then."""
    school = office.assistant.school
    kind = school.tours[0].model_copy(update={"exceptions": [OtherTimes(day=date(2026, 12, 1), times=["09:00"])]})
    tours = school.file.tours.model_copy(update={"kinds": [kind]})
    office.assistant = replace(office.assistant, school=replace(school, file=school.file.model_copy(update={"tours": tours})))
    at = datetime(2026, 12, 1, 14, tzinfo=UTC)
    full, _entry = full_time(office, at)
    office.look()
    office.clock.now = at - timedelta(hours=12)
    office.assistant.tours.cancel(full.id, now=office.clock(), actor=f"visitor:{full.conversation_id}")
    office.look()
    assert open_calls(office) == [("offer", "too_late")]


def test_a_closed_time_asks_for_calls_to_the_booked_and_the_queuing_and_a_begun_one_does_not(silent_office: Office) -> None:
    office = silent_office
    _full, entry = full_time(office)
    office.assistant.tours.close_slot(entry.slot_id, reason="snow", override=True, now=office.clock(), actor=STAFF)
    assert sorted(open_calls(office)) == [("cancellation", "no_mail"), ("waitlist_ended", "no_mail")]

    _full, other = full_time(office, MONDAY_14)
    office.clock.now = MONDAY_14
    office.assistant.tours.offers(office.clock())
    with office.assistant.database.read() as session:
        assert session.get_one(WaitlistEntry, other.id).state == "ended"
    assert len(open_calls(office)) == 2


def without_its_kinds(office: Office) -> Office:
    """The same office, started again with other kinds of tours in its rules."""
    school = office.assistant.school
    kinds = [one.model_copy(update={"id": f"other_{one.id}"}) for one in school.tours]
    tours = school.file.tours.model_copy(update={"kinds": kinds})
    office.assistant = replace(office.assistant, school=replace(school, file=school.file.model_copy(update={"tours": tours})))
    return office


def test_a_kind_of_tour_that_is_no_longer_given_loses_no_family(office: Office) -> None:
    made, other = office.book(), office.book(MONDAY_14)
    full, _entry = full_time(office, MONDAY_14 + timedelta(days=7))
    office.assistant.tours.reschedule(other.id, MONDAY_10, now=office.clock(), actor=STAFF)  # planned before, written after
    office.look()
    office.assistant.tours.reschedule(other.id, MONDAY_14, now=office.clock(), actor=STAFF)
    without_its_kinds(office)
    assert office.look() == []
    assert open_calls(office) == [("change", "not_given")]

    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    office.assistant.tours.close_slot(full.slot_id, reason="no more", override=True, now=office.clock(), actor=STAFF)
    office.look()
    assert sorted(open_calls(office)) == [
        ("cancellation", "not_given"),
        ("cancellation", "not_given"),
        ("change", "not_given"),
        ("waitlist_ended", "not_given"),
    ]


def test_who_is_taken_off_the_waitlist_is_called_because_no_email_says_so(office: Office) -> None:
    _full, entry = full_time(office)
    office.assistant.tours.withdraw(entry.id, now=office.clock(), actor=STAFF, reason="too late")
    assert open_calls(office) == [("withdrawn", "no_message")]


def test_an_email_that_cannot_be_delivered_becomes_a_call(tmp_path: Path) -> None:
    with mail_server() as server:
        office = Office(tmp_path, smtp_port=server.port)
        theirs, ours = office.book(), office.book(MONDAY_14)
        office.look()
        office.assistant.tours.cancel(theirs.id, now=office.clock(), actor=f"visitor:{theirs.conversation_id}")
        office.assistant.tours.cancel(ours.id, now=office.clock(), actor=STAFF)
        office.look()
        assert open_calls(office) == []
        server.recipient = ["550 no such mailbox"] * 4
        office.deliver()
        assert open_calls(office) == [("cancellation", "undelivered")]
        office.assistant.close()


def test_an_undelivered_confirmation_of_what_staff_booked_becomes_a_call_and_that_of_the_family_does_not(tmp_path: Path) -> None:
    with mail_server() as server:
        office = Office(tmp_path, smtp_port=server.port)
        tours = office.assistant.tours
        theirs, ours = office.book(), office.book(MONDAY_14, actor=STAFF, **office.family())
        for made in (theirs, ours):  # who changed it last is not whom the message tells of
            tours.change_people(
                made.id,
                People((Person("Ana", "student"),)),
                now=office.clock(),
                actor=STAFF if made is theirs else f"visitor:{made.conversation_id}",
            )
        office.look()
        server.recipient = ["550 no such mailbox"] * 4
        office.deliver()
        assert open_calls(office) == [("confirmation", "undelivered")]
        with office.assistant.database.read() as session:
            assert session.scalars(select(Call.booking_id)).all() == [ours.id]
        office.assistant.close()


def test_consent_withdrawn_before_the_message_left_becomes_a_call(office: Office) -> None:
    who = office.family()
    made = office.book(**who)
    office.look()
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    assert open_calls(office) == []
    MessageWishes(office.assistant).stop(who["conversation_id"], None)
    office.look()
    assert open_calls(office) == [("cancellation", "opted_out")]


def test_an_opt_out_that_takes_a_cancellation_out_of_the_outbox_becomes_a_call(office: Office) -> None:
    who = office.family()
    made = office.book(**who)
    office.look()
    office.assistant.tours.cancel(made.id, now=office.clock(), actor=STAFF)
    assert [one["key"] for one in office.look()] == [f"cancellation:{made.id}:1"]
    MessageWishes(office.assistant).stop(who["conversation_id"], None)
    assert [(row.state, row.payload) for row in office.outbox()] == [("withheld", {})] * 2
    assert open_calls(office) == [("cancellation", "opted_out")]  # what the confirmation would have said they know


def test_whoever_is_erased_is_called_no_more(silent_office: Office) -> None:
    office = silent_office
    who = office.family()
    made = office.book(**who)
    tours, database = office.assistant.tours, office.assistant.database
    tours.reschedule(made.id, MONDAY_14, now=office.clock(), actor=STAFF)
    with database.write() as session, database.sharing(session):
        person = in_conversation(session, office.assistant.secret_key, who["conversation_id"])
        erase(session, tours, office.assistant.events, person, now=office.clock(), actor=STAFF)
    assert outcomes(office) == []
