"""A person on Telegram, end to end: webhook, turn, outbox, Bot API. Only Telegram itself is played."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import FakeBotApi, Fault
from sqlalchemy import select
from telegram_world import SECRET, Delivery, client_of

from bot.assistant import Assistant, build
from bot.channels.telegram import PATH
from bot.conversations.lines import line as own_line
from bot.conversations.models import Message
from bot.leads.models import Lead
from bot.settings import PROJECT_DIR, Settings
from bot.tours.models import Attendee, Booking, WaitlistEntry

PERSON = {"id": 77, "is_bot": False, "first_name": "Maya", "language_code": "en"}
CHAT = {"id": 77, "type": "private"}

ERRORS = {"4711": own_line("not_a_name")[0], "maya@example": own_line("bad_email")[0], "555-0134": own_line("bad_phone")[0]}


class WorkingEngine:
    """Works a turn as soon as it is submitted."""

    is_alive = True
    has_room = True

    def __init__(self, runner: Any) -> None:
        self._runner = runner

    def submit(self, conversation_id: str) -> None:
        while asyncio.run(self._runner.run_next(conversation_id)) is not None:
            pass


class Phone:
    """What the person sees and does."""

    def __init__(self, assistant: Assistant, bot_api: FakeBotApi, now: datetime) -> None:
        self.api = bot_api
        self._client = client_of(assistant)
        self._delivery = Delivery(assistant, bot_api, now)
        self._update_id = 0

    def write(self, text: str, *faults: Fault | None, deliveries: int = 1) -> list[str]:
        """Sends a text and returns the new lines on the screen."""
        return self._send({"message": {"message_id": 5, "chat": CHAT, "from": PERSON, "text": text}}, *faults, deliveries=deliveries)

    def press(self, title: str, *faults: Fault | None, deliveries: int = 1) -> list[str]:
        """Presses the button with this title among those shown last."""
        shown = {"message_id": 9, "chat": CHAT}
        query = {"id": f"q{self._update_id}", "from": PERSON, "message": shown, "data": self.buttons()[title]}
        return self._send({"callback_query": query}, *faults, deliveries=deliveries)

    def buttons(self) -> dict[str, str]:
        """The buttons under the last line that has any."""
        for method, parameters in reversed(self.api.accepted):
            if method == "sendMessage" and "reply_markup" in parameters:
                rows = parameters["reply_markup"]["inline_keyboard"]
                return {button["text"]: button["callback_data"] for row in rows for button in row}
        return {}

    def _send(self, update: dict[str, Any], *faults: Fault | None, deliveries: int) -> list[str]:
        self._update_id += 1
        before = len(self.api.texts("77"))
        for _ in range(deliveries):
            answer = self._client.post(
                PATH, json={"update_id": self._update_id, **update}, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}
            )
            assert answer.status_code == 200
        self._delivery.run(*faults)
        return self.api.texts("77")[before:]


@pytest.fixture
def school(
    tmp_path: Path, filled_database: Path, clock: Any, bot_api: FakeBotApi, runner_for: Callable[[Assistant], Any]
) -> Iterator[Assistant]:
    shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    settings = Settings(
        data_dir=tmp_path,
        cache_dir=PROJECT_DIR / "var" / "cache",
        content_dir=PROJECT_DIR / "content",
        telegram_token=bot_api.token,
        telegram_secret=SECRET,
        telegram_api=bot_api.url,
    )
    assistant = build(settings, clock=clock)
    engine: Any = WorkingEngine(runner_for(assistant))
    assistant.engine = engine
    yield assistant
    assistant.close()


@pytest.fixture
def phone(school: Assistant, bot_api: FakeBotApi, clock: Any) -> Phone:
    return Phone(school, bot_api, clock())


def everything(assistant: Assistant, model: Any) -> list[Any]:
    with assistant.database.read() as session:
        return list(session.scalars(select(model)))


def test_a_person_asks_and_books_a_tour(phone: Phone, school: Assistant) -> None:
    greeting = phone.write("/start")
    assert "automated" in greeting[0]
    assert phone.buttons()

    phone.write("I'd like to visit the campus")
    phone.write("Maya Chen")
    answered = phone.write("where do people usually work afterwards?")
    assert answered
    phone.write("maya.chen@example.com")
    phone.press("Recording Arts and Show Production")
    phone.press("Mon, Nov 30, 2:00 PM")
    review = phone.press("Yes, I agree")
    assert "Maya Chen" in review[-1]
    confirmed = phone.press("Yes, book it", deliveries=5)

    (booking,) = everything(school, Booking)
    (lead,) = everything(school, Lead)
    assert booking.reference in confirmed[0]
    assert len(confirmed) == 2  # the confirmation, and what the guide should know
    assert (lead.channel, lead.stage) == ("telegram", "tour_booked")
    pressed = [method for method, _parameters in phone.api.accepted if method == "answerCallbackQuery"]
    assert len(pressed) == 4
    assert [one for one in everything(school, Message) if one.role == "visitor" and one.processed_at is None] == []


def test_a_family_tells_about_itself_in_two_plain_answers(phone: Phone, school: Assistant) -> None:
    for text in ("my daughter Ana wants to come for a tour with us, we are 3", "Maya Chen", "maya.chen@example.com"):
        phone.write(text)
    phone.press("Not decided yet")
    phone.press("Mon, Nov 30, 2:00 PM")
    phone.press("Yes, I agree")
    _confirmed, first = phone.press("Yes, book it")
    assert "who is coming with you" in first
    assert list(phone.buttons()) == ["No, thanks"]

    [second] = phone.write("my brother Leo")
    assert "anything your guide should know" in second
    [noted] = phone.write("Leo uses a wheelchair")

    assert noted.startswith("Thank you. I noted with your booking: Maya Chen (parent), Ana (student), Leo (guest)")
    people = [(one.name, one.role) for one in everything(school, Attendee)]
    assert people == [("Maya Chen", "parent"), ("Ana", "student"), ("Leo", "guest")]
    assert [one.access_needs for one in everything(school, Booking)] == ["Leo uses a wheelchair"]


def test_the_waitlist_is_joined_by_buttons(phone: Phone, school: Assistant) -> None:
    at = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    school.tours.book(starts_at=at, party=8, submission="others", now=school.clock(), conversation_id=None, lead_id=None)
    for text in ("book a tour on monday november 30 at 2pm", "Maya Chen", "maya.chen@example.com"):
        phone.write(text)
    [asked] = phone.press("Not decided yet")
    assert "There is no room left for 1 person on Monday, November 30 at 2:00 PM." in asked
    assert {"Waitlist: Mon, Nov 30, 2:00 PM", "Mon, Nov 30, 10:00 AM"} <= phone.buttons().keys()

    phone.press("Waitlist: Mon, Nov 30, 2:00 PM")
    phone.press("Yes, I agree")
    [said] = phone.press("Yes, put me on it", deliveries=3)

    assert said.startswith("You are on the waitlist")
    assert "I can't send you an e-mail about it" in said
    assert [one.state for one in everything(school, WaitlistEntry)] == ["waiting"]
    assert [one.stage for one in everything(school, Lead)] == ["new"]


@pytest.mark.parametrize(("name", "contact"), [("4711", None), ("Maya Chen", "maya@example"), ("Maya Chen", "555-0134")])
def test_what_is_wrong_with_an_answer_is_said_once(phone: Phone, name: str, contact: str | None) -> None:
    phone.write("book a tour")
    shown = phone.write(name)
    if contact:
        shown = phone.write(contact)

    assert "\n".join(shown).count(ERRORS[contact or name]) == 1


def test_the_same_update_five_times_is_answered_once(phone: Phone, school: Assistant) -> None:
    replies = phone.write("what jobs can I get after graduating?", deliveries=5)
    assert len(replies) == len([one for one in everything(school, Message) if one.role == "bot"])
    assert len([one for one in everything(school, Message) if one.role == "visitor"]) == 1


def test_an_answer_arrives_whatever_telegram_does(phone: Phone) -> None:
    quiet = phone.write("what jobs can I get after graduating?")
    troubled = phone.write(
        "what jobs can I get after graduating?", Fault("error"), Fault("rate_limit", retry_after=9), Fault("cut_before"), Fault("garbage")
    )
    assert troubled == quiet


@pytest.mark.parametrize("text", ['/inform{"name": "Eve"}', "/restart", "/session_start", "/tour_form"])
def test_commands_of_the_dialogue_engine_are_answered_as_text(phone: Phone, school: Assistant, text: str) -> None:
    assert phone.write(text)
    assert everything(school, Booking) == []


def test_no_reply_shows_markup_or_an_internal_id(phone: Phone) -> None:
    said = [*phone.write("/start"), *phone.write("what jobs can I get?"), *phone.write("how much is tuition?")]
    for line in said:
        assert "](" not in line
        assert "**" not in line
        assert not any(payload in line for payload in phone.buttons().values())
