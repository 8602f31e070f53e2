"""A running server, a mail server, and a visitor who moves and cancels a tour with the code that arrives."""

from __future__ import annotations

import threading
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.proofs.codes import code_in
from tests.conftest import buttons
from tests.mail.mail_server import MailServer, mail_server, part
from tests.server.harness import Server, Visitor, running

EMAIL = "ana.quill@example.com"
pytestmark = pytest.mark.usefixtures("trained_model")


def arrived(mail: MailServer, subject: str, count: int = 1) -> EmailMessage:
    """The e-mail with these words in its subject; waits for it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [one for one in mail.got if subject in str(one["Subject"])]
        if len(found) >= count:
            return found[-1]
        threading.Event().wait(0.05)
    raise AssertionError(f"no e-mail about {subject!r}; arrived: {[str(one['Subject']) for one in mail.got]}")


def first_time(visitor: Visitor) -> str:
    """The title of the first time that is offered."""
    shown = next(one for one in reversed(visitor.lines()) if (one.get("custom") or {}).get("slots"))
    return str(buttons(shown)[0]["title"])


def test_a_tour_is_moved_and_cancelled(tmp_path: Path, database_url: str) -> None:
    with mail_server() as mail:
        environment = {
            "ADMISSIONS_SMTP_HOST": "127.0.0.1",
            "ADMISSIONS_SMTP_PORT": str(mail.port),
            "ADMISSIONS_SMTP_SECURITY": "none",
            "ADMISSIONS_MAIL_FROM": "Admissions <visits@school.example>",
            "ADMISSIONS_LOG_LEVEL": "debug",
        }
        with running(Server(tmp_path, database_url, environment=environment)) as server:
            visitor = Visitor(server.url).open()
            visitor.say("I'd like to visit the campus")
            visitor.say("Ana Quill")
            visitor.say(EMAIL)
            visitor.press("Not decided yet")
            visitor.press(first_time(visitor))
            visitor.press("Yes, I agree")
            assert "You're booked" in visitor.press("Yes, book it")[0]["text"]
            arrived(mail, "You are booked")

            assert "a***@example.com" in visitor.say("can I move my tour to another day?")[-1]["text"]
            visitor.press("Yes, send it")
            code = code_in(part(arrived(mail, "Your code"), "text/plain"))
            assert code is not None
            asked = visitor.say(form={"id": "change_code", "values": {"code": code}})
            assert "This is your booking" in asked[0]["text"]
            visitor.press("Choose another time")
            assert "has moved" in visitor.press(first_time(visitor))[0]["text"]
            changed = arrived(mail, "Your visit has changed")
            assert "SEQUENCE:1" in part(changed, "text/calendar")

            visitor.say("actually I need to cancel my tour")  # the address is proven still
            assert "is cancelled" in visitor.press("Cancel the tour")[0]["text"]
            assert "METHOD:CANCEL" in part(arrived(mail, "Cancelled"), "text/calendar")

            stranger = Visitor(server.url).open()
            stranger.say("cancel my tour")
            said = stranger.say(form={"id": "change_email", "values": {"email": EMAIL}})
            assert said[0]["text"].startswith("If there is a booking with this address")
            assert "does not fit" in stranger.say(code)[0]["text"]
            threading.Event().wait(3)
            assert len([one for one in mail.got if "Your code" in str(one["Subject"])]) == 1  # nothing is booked any more
        logged = "".join(server.output)
        assert code not in logged and "quill" not in logged.lower()
