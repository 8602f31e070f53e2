"""A visitor who books a campus tour and answers whatever the server asks, whichever server it is."""

from __future__ import annotations

import re

from benchmarks.speed.sides import Conversation, Exchange, Unanswered

OPENING = "I'd like to book a campus tour"
MOST_TURNS = 15
_NAMES = ("Maria Lopez", "Daniel Okafor", "Priya Nair", "Tom Becker", "Lena Fischer", "Sam Carter", "Ana Souza", "Kenji Mori")

_BOOKED = re.compile(r"\b(is|are|you're) booked\b")
# The first pattern that the last reply matches says what is asked: a review and a consent repeat the words of the others.
_ASKED = (
    ("review", re.compile(r"shall i book it|is (that|this|everything) (right|correct)")),
    ("consent", re.compile(r"do you agree")),
    ("time", re.compile(r"which (day|time)")),
    ("contact", re.compile(r"how can we reach you")),
    ("program", re.compile(r"which program")),
    ("name", re.compile(r"(your|is the) name")),
)


async def book_tour(conversation: Conversation, number: int) -> list[float]:
    """Book one tour as visitor `number`; the seconds of each turn. Raises Unanswered if it comes to no booking."""
    seconds: list[float] = []
    text = OPENING
    while len(seconds) < MOST_TURNS:
        exchange = await conversation.say(text)
        seconds.append(exchange.seconds)
        if is_booked(exchange):
            return seconds
        text = next_answer(exchange, number)
    raise Unanswered(f"no booking after {MOST_TURNS} turns")


def is_booked(exchange: Exchange) -> bool:
    """Whether one of the replies says that the tour is booked, whatever is asked after it."""
    return any(_BOOKED.search(reply.lower()) for reply in exchange.replies)


def next_answer(exchange: Exchange, number: int) -> str:
    """What visitor `number` says to the server's question. Raises Unanswered if it can't be made out."""
    said = _said(exchange)
    asked = next((kind for kind, pattern in _ASKED if pattern.search(said)), None)
    match asked:
        case "review" | "consent":
            return "yes"
        case "contact":
            return f"visitor{number}@example.org"
        case "time":
            return exchange.buttons[0] if exchange.buttons else "next Tuesday at 2 pm"
        case "program":
            return "Recording Arts and Show Production"
        case "name":
            return _NAMES[number % len(_NAMES)]
    raise Unanswered(f"can't tell what is asked in {exchange.replies!r}")


def _said(exchange: Exchange) -> str:
    return exchange.replies[-1].lower()
