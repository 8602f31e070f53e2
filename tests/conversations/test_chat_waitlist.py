"""Where what is wished is full, the chat says so, offers the waitlist, and promises only what will happen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.consent.models import Consent
from bot.leads.models import Lead, Promise
from bot.outbox.models import OutboxRow
from bot.reminders.round import Round
from bot.tours.models import Attendee, Booking, Hold, WaitlistEntry
from tests.conftest import StandingClock, Talk, buttons, settings_for
from tests.conversations.test_booking_conversation import SCHEMA as CUSTOM

MONDAY_14 = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
WAIT = "Waitlist: Mon, Nov 30, 2:00 PM"
SCHEMA: Draft202012Validator = CUSTOM


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def _titles(line: dict[str, Any]) -> list[str]:
    return [str(button["title"]) for button in buttons(line)]


def _fill(office: Assistant, *times: datetime, party: int = 8) -> list[str]:
    now = office.clock()
    return [
        office.tours.book(starts_at=at, party=party, submission=f"{at} {party}", now=now, conversation_id=None, lead_id=None).id
        for at in times
    ]


def _fill_everything(office: Assistant) -> None:
    _fill(office, *(one.starts_at for one in office.tours.open_times(office.clock())))


def _to_time(talk: Talk, start: str = "book a tour", contact: str = "ana@example.org") -> list[dict[str, Any]]:
    for said in (start, "Ana Ruiz", contact):
        talk.say(said)
    return talk.press("Not decided yet")


@pytest.fixture
def full(talk: Talk) -> Talk:
    """A visitor for whom Monday at two is full."""
    _fill(talk.assistant, MONDAY_14)
    return talk


@pytest.fixture
def mailing(tmp_path: Path, filled_database: Path, clock: StandingClock, runner_for: Callable[[Assistant], Any]) -> Iterator[Talk]:
    """The same where e-mail works."""
    shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    office = build(settings_for(tmp_path, smtp_host="127.0.0.1", mail_from="visits@school.example"), clock=clock)
    _fill(office, MONDAY_14)
    yield Talk(office, runner_for(office))
    office.close()


def test_a_full_time_is_said_to_be_full_and_its_waitlist_stands_beside_open_times(full: Talk) -> None:
    _to_time(full)

    [line] = full.say("monday november 30 at 2pm")

    assert "There is no room left for 1 person on Monday, November 30 at 2:00 PM." in line["text"]
    assert WAIT in _titles(line)
    assert "Mon, Nov 30, 10:00 AM" in _titles(line)
    assert all(option["places_left"] for option in line["custom"]["slots"]["options"])
    SCHEMA.validate(line["custom"])


def test_a_time_wished_before_it_was_asked_for_is_said_to_be_full_too(full: Talk) -> None:
    lines = _to_time(full, "can I book a tour on monday november 30 at 2pm?")

    assert "no room left for 1 person on Monday, November 30 at 2:00 PM" in lines[-1]["text"]
    assert WAIT in _titles(lines[-1])


def test_a_day_is_full_for_a_party_that_does_not_fit_and_at_most_three_times_are_offered(talk: Talk) -> None:
    friday = datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    _fill(talk.assistant, friday, friday + timedelta(hours=4), friday + timedelta(hours=5), party=6)
    _to_time(talk, "book a tour for 4 people")

    [line] = talk.say("friday december 4")

    assert "There is no room left for 4 people on Friday, December 4." in line["text"]
    assert [one for one in _titles(line) if one.startswith("Waitlist")] == [
        "Waitlist: Fri, Dec 4, 10:00 AM",
        "Waitlist: Fri, Dec 4, 2:00 PM",
        "Waitlist: Fri, Dec 4, 3:00 PM",
    ]


def test_when_nothing_is_open_three_waitlists_and_a_person_are_offered(talk: Talk) -> None:
    _fill_everything(talk.assistant)

    lines = _to_time(talk)

    assert "All tour times of the coming weeks are full for 1 person." in lines[-1]["text"]
    assert [one.startswith("Waitlist") for one in _titles(lines[-1])] == [True, True, True, False]
    talk.say("the second one")
    assert talk.slots()["waits"] is True
    assert _rows(talk, Hold) == []


def test_when_the_rules_open_nothing_a_person_is_offered(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(talk.assistant.school.tours[0].__dict__, "weekly", {})

    lines = _to_time(talk)

    assert "no open tour time in the coming weeks" in lines[-1]["text"]
    assert _titles(lines[-1]) == ["Talk to a person"]


@pytest.mark.parametrize(
    "said", [WAIT, "put me on the waitlist please", "can I get on the waiting list?", "waitlist", "yes please", "ok I'll wait"]
)
def test_the_waitlist_is_chosen_by_button_or_in_words(full: Talk, said: str) -> None:
    _to_time(full)
    full.say("monday november 30 at 2pm")

    lines = full.say(said)

    assert "Do you agree?" in lines[-1]["text"]
    assert (full.slots()["waits"], full.slots()["tour_time"]) == (True, MONDAY_14.isoformat())


@pytest.mark.parametrize("said", ["how does the waitlist work?", "not the waitlist, thanks", "take me off the waitlist"])
def test_who_only_speaks_of_the_waitlist_is_not_put_on_it(full: Talk, said: str) -> None:
    _to_time(full)
    full.say("monday november 30 at 2pm")

    full.say(said)

    assert full.slots().get("waits") is None
    assert full.slots()["requested_slot"] == "tour_time"


def test_with_several_full_times_words_alone_are_asked_which(talk: Talk) -> None:
    _fill(talk.assistant, MONDAY_14, MONDAY_14 - timedelta(hours=4))
    _to_time(talk)
    talk.say("monday november 30")

    lines = talk.say("put me on the waitlist")
    assert lines[0]["text"] == "Please choose the time you would like to wait for."
    assert WAIT in _titles(lines[-1])

    talk.say("the waitlist at 2pm please, for 3 people")
    assert (talk.slots()["waits"], talk.slots()["party_size"]) == (True, 3)


def test_an_open_time_chosen_after_all_is_booked(full: Talk) -> None:
    _to_time(full)
    full.say("monday november 30 at 2pm")
    full.press(WAIT)
    full.press("Yes, I agree")
    full.press("Change the time")
    full.press("Mon, Nov 30, 10:00 AM")

    assert full.slots().get("waits") is None
    assert "You're booked" in full.press("Yes, book it")[0]["text"]
    assert _rows(full, WaitlistEntry) == []


def _join(talk: Talk, contact: str = "ana@example.org") -> tuple[str, str]:
    """What the review and the confirmation say."""
    _to_time(talk, contact=contact)
    talk.say("monday november 30 at 2pm")
    talk.press(WAIT)
    review = talk.press("Yes, I agree")[-1]
    assert "the waitlist for Campus tour, Monday, November 30, 2026 at 2:00 PM (EST), for 1 person" in review["text"]
    assert "nothing is booked yet" in review["text"] and "I keep" not in review["text"]
    [said] = talk.press("Yes, put me on it")
    return review["text"], said["text"]


def test_without_e_mail_staff_are_promised_by_a_time_and_no_e_mail(full: Talk) -> None:
    review, said = _join(full)

    assert "our staff who get in touch" in review
    assert said.startswith(
        "You are on the waitlist: Campus tour, Monday, November 30, 2026 at 2:00 PM (EST), 1 person. Nothing is booked yet. "
        "I can't send you an e-mail about it, so our staff will get in touch with you by Tuesday, November 24, 2026 at 12:00 PM (EST)."
    )
    [promise] = _rows(full, Promise)
    [entry] = _rows(full, WaitlistEntry)
    [lead] = _rows(full, Lead)
    assert promise.lead_id == entry.lead_id == lead.id
    assert promise.due_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_a_school_that_promises_no_time_promises_none_here(full: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(full.assistant.school.file.hours.__dict__, "reply_within_hours", None)

    _review, said = _join(full)

    assert "I can't say when" in said
    assert _rows(full, Promise) == []


def test_where_e_mail_works_it_is_promised_and_leaves_with_a_deadline(mailing: Talk) -> None:
    review, said = _join(mailing)

    assert "an e-mail goes to ana@example.org" in review and "an e-mail goes to ana@example.org" in said
    assert "staff" not in said
    assert _rows(mailing, Promise) == []
    office = mailing.assistant
    Round(office).look()
    [other] = [one.id for one in _rows(mailing, Booking)]
    office.tours.cancel(other, now=office.clock(), actor="staff:a")
    Round(office).look()
    mails = [one.payload for one in _rows(mailing, OutboxRow) if one.channel == "email"]
    assert [one["to"] for one in mails] == ["ana@example.org"] * 2
    assert "waitlist" in mails[0]["subject"] and "A place is free" in mails[1]["subject"]
    assert "Tuesday, November 24, 2026 at 12:00 AM (EST)" in mails[1]["text"]


def test_who_left_a_phone_number_only_is_promised_no_e_mail(mailing: Talk) -> None:
    review, said = _join(mailing, "407 555 0134")

    assert "e-mail goes" not in review + said
    assert "our staff will get in touch with you by" in said
    assert len(_rows(mailing, Promise)) == 1


def test_who_wants_no_messages_is_promised_no_e_mail(mailing: Talk) -> None:
    from bot.consent.service import identity_hash
    from bot.consent.wishes import _suppress

    office = mailing.assistant
    elsewhere, _token = office.inbox.open_web(page_url=None, referrer=None, locale=None)
    with office.database.write() as session:
        hashed = identity_hash(office.secret_key, "ana@example.org")
        _suppress(session, (hashed,), ("all",), until=None, conversation_id=elsewhere, now=office.clock())

    review, said = _join(mailing)

    assert "e-mail goes" not in review + said


def test_the_stage_stays_and_the_receipt_is_given(full: Talk) -> None:
    _join(full)

    [lead] = _rows(full, Lead)
    [receipt] = _rows(full, Consent)
    assert (lead.stage, lead.wants) == ("new", "tour")
    assert (receipt.purpose, receipt.granted) == ("tour_messages", True)
    assert len(_rows(full, Booking)) == 1  # the one that filled it
    assert full.outcome == "form"


def test_a_place_that_is_free_by_now_can_be_booked_at_once(full: Talk) -> None:
    [other] = [one.id for one in _rows(full, Booking)]
    _to_time(full)
    full.say("monday november 30 at 2pm")
    full.press(WAIT)
    full.press("Yes, I agree")
    full.assistant.tours.cancel(other, now=full.assistant.clock(), actor="staff:a")

    lines = full.press("Yes, put me on it")

    assert lines[0]["text"].startswith("Good news")
    assert "I keep this time for you" in lines[-1]["text"]
    assert _rows(full, WaitlistEntry) == []
    assert "You're booked" in full.press("Yes, book it")[0]["text"]


def test_mother_and_daughter_come_as_two_when_a_place_is_free(full: Talk) -> None:
    [other] = [one.id for one in _rows(full, Booking)]
    full.say("my daughter Ana wants to come for a tour")
    for said in ("Dana Reed", "dana@example.org"):
        full.say(said)
    full.press("Not decided yet")
    full.say("monday november 30 at 2pm")
    full.press(WAIT)
    full.press("Yes, I agree")
    full.press("Yes, put me on it")
    office, [entry] = full.assistant, _rows(full, WaitlistEntry)
    office.tours.cancel(other, now=office.clock(), actor="staff:a")

    office.tours.accept_offer(entry.id, now=office.clock(), actor="link")

    assert [(one.name, one.role) for one in _rows(full, Attendee)] == [("Dana Reed", "parent"), ("Ana", "student")]


def test_joining_twice_queues_once(full: Talk) -> None:
    _join(full)
    full.say("book another tour for monday november 30 at 2pm")
    full.press(WAIT)
    full.press("Yes, I agree")

    assert "You are on the waitlist" in full.press("Yes, put me on it")[0]["text"]
    assert len(_rows(full, WaitlistEntry)) == 1


def _mails(talk: Talk) -> list[tuple[str, str]]:
    """What is sent now: where to, and the beginning of its subject."""
    known = {one.id for one in _rows(talk, OutboxRow)}
    Round(talk.assistant).look()
    new = [one.payload for one in _rows(talk, OutboxRow) if one.id not in known and one.channel == "email"]
    return [(one["to"], one["subject"].split(":")[0]) for one in new]


def _join_again(talk: Talk, contact: str, party: str = "") -> str:
    """Asks for the same time again, with other details; what is said in the end."""
    talk.say(f"book another tour{party} for monday november 30 at 2pm")
    talk.press(WAIT)
    talk.press("Yes, I agree")
    talk.press("Change my details")
    talk.say("Ana Ruiz")
    talk.say(contact)
    [said] = talk.press("Yes, put me on it")
    return str(said["text"])


def test_a_typo_in_the_address_is_mended_and_the_place_kept(mailing: Talk) -> None:
    _join(mailing, "ana@example.net")
    assert _mails(mailing) == [("ana@example.net", "You are on the waitlist")]
    office, [filling] = mailing.assistant, [one.id for one in _rows(mailing, Booking)]
    office.tours.join_waitlist(starts_at=MONDAY_14, party=8, submission="behind", now=office.clock(), conversation_id=None, lead_id=None)

    assert "an e-mail goes to ana@example.org" in _join_again(mailing, "ana@example.org")

    assert _mails(mailing) == [("ana@example.org", "You are on the waitlist")]
    office.tours.cancel(filling, now=office.clock(), actor="staff:a")
    assert _mails(mailing) == [("ana@example.org", "A place is free")]
    assert [one.state for one in _rows(mailing, WaitlistEntry)] == ["offered", "waiting"]


def test_an_offer_that_went_to_a_typo_goes_to_the_right_address(mailing: Talk) -> None:
    _join(mailing, "ana@example.net")
    [filling] = [one.id for one in _rows(mailing, Booking)]
    mailing.assistant.tours.cancel(filling, now=mailing.assistant.clock(), actor="staff:a")
    assert ("ana@example.net", "A place is free") in _mails(mailing)
    _fill(mailing.assistant, MONDAY_14, party=7)

    said = _join_again(mailing, "ana@example.org")

    assert "kept for you until" in said and "an e-mail goes to ana@example.org" in said
    assert _mails(mailing) == [("ana@example.org", "A place is free")]


def test_more_people_queue_anew_and_it_is_said_for_how_many(mailing: Talk) -> None:
    _join(mailing)

    said = _join_again(mailing, "ana@example.org", " for 3 people")

    assert said.startswith("You are on the waitlist: Campus tour, Monday, November 30, 2026 at 2:00 PM (EST), 3 people.")
    assert [(one.state, one.party_size) for one in _rows(mailing, WaitlistEntry)] == [("withdrawn", 1), ("waiting", 3)]


def test_who_has_an_offer_is_told_of_it(full: Talk) -> None:
    [other] = [one.id for one in _rows(full, Booking)]
    _join(full)
    full.say("book another tour for monday november 30 at 2pm")
    full.press(WAIT)
    full.press("Yes, I agree")
    full.assistant.tours.cancel(other, now=full.assistant.clock(), actor="staff:a")
    _fill(full.assistant, MONDAY_14, party=7)

    [said] = full.press("Yes, put me on it")

    assert "kept for you until Tuesday, November 24, 2026 at 12:00 AM (EST)" in said["text"]


def test_a_time_made_smaller_than_the_party_is_not_waited_for(full: Talk) -> None:
    tours, now = full.assistant.tours, full.assistant.clock()
    for said in ("book a tour for 5 people on monday november 30 at 2pm", "Ana Ruiz", "ana@example.org"):
        full.say(said)
    full.press("Not decided yet")
    full.press(WAIT)
    full.press("Yes, I agree")
    tours.change_capacity(tours.slot_id(MONDAY_14, now=now), 4, now=now, actor="staff:a", reason="A smaller room.", override=True)
    [other] = [one.id for one in _rows(full, Booking)]
    tours.cancel(other, now=now, actor="staff:a")
    _fill(full.assistant, MONDAY_14, party=4)

    lines = full.press("Yes, put me on it")

    assert lines[0]["text"] == "Sorry, that time was just taken."
    assert WAIT not in _titles(lines[-1])


def test_in_spanish(full: Talk) -> None:
    for said in ("quiero reservar una visita al campus", "me llamo Ana Torres", "ana@example.org"):
        full.say(said)
    full.press("Todavía no sé")

    [line] = full.say("el lunes 30 de noviembre a las 2 de la tarde")
    assert line["text"].startswith("No queda lugar para 1 persona el lunes 30 de noviembre a las 2:00 p. m.")
    full.say("sí, en la lista de espera")
    review = full.press("Sí, estoy de acuerdo")[-1]
    assert "la lista de espera de Visita al campus" in review["text"] and review["text"].endswith("¿Te apunto en la lista de espera?")
    [said] = full.press("Sí, apúntame")
    assert said["text"].startswith("Estás en la lista de espera: Visita al campus, lunes 30 de noviembre de 2026")
    assert "a más tardar el martes 24 de noviembre de 2026" in said["text"]
    [entry] = _rows(full, WaitlistEntry)
    assert entry.state == "waiting"
