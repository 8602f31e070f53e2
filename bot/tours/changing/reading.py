"""Reads a message as an answer to a question of the form that changes a booked tour. Pure.

A question asked in the middle is no answer: then None comes back, it is answered from the FAQ store, and the form asks again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.conversations.understanding import Understanding
from bot.faq.topics import TOPICS
from bot.forms.words import words_of
from bot.nlu.change_wish import Cancelling, ChangeWish, cancelling, wished_change
from bot.nlu.extraction import Fields
from bot.nlu.extraction.age import is_under_13
from bot.nlu.extraction.numerals import CARDINALS, SPANISH
from bot.nlu.extraction.text import fold
from bot.nlu.language import Language
from bot.proofs.codes import code_in
from bot.tours.changing.own_bookings import OwnBooking, chosen
from bot.tours.changing.words import change_words, is_just, says_so

Kind = Literal[
    "address",  # value: the address
    "bad_address",  # value: what was typed in its place
    "send",
    "other_address",
    "phone",
    "code",  # value: the digits
    "new_code",
    "wish",  # value: what is wanted of the tour, said again
    "cancel",  # value: the id of the booking
    "move",  # value: the same
    "resize",  # value: how many come
    "which",
    "cancel_or_leave",
    "leave",
    "person",
    "under_13",
    "unclear",
]
_PRESSED: dict[str, Kind] = {"send": "send", "other": "other_address", "again": "new_code", "stop": "leave", "leave": "leave"}
_LONGEST_KEPT = 200


@dataclass(frozen=True)
class Meant:
    """What a message means for the form."""

    kind: Kind
    value: str = ""


def meant(
    asked: str,
    heard: Understanding,
    fields: Fields,
    *,
    language: Language,
    offered: bool = False,
    bookings: Sequence[OwnBooking] = (),
    wants: ChangeWish | None = None,
    moving: str | None = None,
) -> Meant | None:
    """What is meant; None for what is no answer.

    ``offered``: the question is whether to send a code to a known address. ``wants``: what was wanted at the beginning.
    ``moving``: the booking that a new time is asked for.
    """
    if heard.choice is not None:
        return _pressed(heard, asked, bookings)
    if heard.intent == "under_13" or any(is_under_13(str(value)) for value in (heard.form or {}).values()):
        return Meant("under_13")
    if heard.form is not None:
        return _filled_in(asked, heard.form, fields)
    if heard.is_about("opt_out", "privacy", at_least=0.6):
        return None
    how = _cancelling(heard, language) if asked in ("change_what", "tour_time") else None
    if how == "asked":
        return None
    if asked == "change_what":
        found = _deed(heard, fields, bookings, language, wants, how)
    elif asked == "tour_time":
        found = _instead_of_a_time(heard, moving, language, how)
    else:
        found = _proof(asked, heard, fields, language, offered)
    if found is not None:
        return found
    if heard.is_about("human_handoff", at_least=0.6):
        return Meant("person")
    if asked == "tour_time" or (_asks_something(heard) and code_in(heard.text) is None):
        return None
    return Meant("unclear")


def _pressed(heard: Understanding, asked: str, bookings: Sequence[OwnBooking]) -> Meant | None:
    choice: Mapping[str, Any] = heard.choice or {}
    do = str(choice.get("change") or "")
    if do in ("cancel", "move"):
        booking = chosen(bookings, choice.get("booking"))
        if asked in ("change_what", "tour_time"):
            return Meant("cancel" if do == "cancel" else "move", booking.id) if booking else Meant("unclear")
        return Meant("unclear")
    if do in _PRESSED:
        return Meant(_PRESSED[do])
    if choice.get("intent") == "human_handoff":
        return Meant("person")
    return None if asked == "tour_time" or "faq" in choice else Meant("unclear")


def _filled_in(asked: str, form: Mapping[str, Any], fields: Fields) -> Meant:
    typed = str(form.get("email") or "").strip()
    if typed and asked in ("change_email", "change_code"):
        # Nothing may stand beside the address: what is typed in its field is the address or none.
        whole = fields.email is not None and typed.casefold() == fields.email.casefold()
        return Meant("address", fields.email or "") if whole else Meant("bad_address", typed[:_LONGEST_KEPT])
    if asked == "change_code":
        code = code_in(str(form.get("code") or ""))
        return Meant("code", code) if code else Meant("unclear")
    return Meant("bad_address") if asked == "change_email" else Meant("unclear")


def _proof(asked: str, heard: Understanding, fields: Fields, language: Language, offered: bool) -> Meant | None:
    """An answer to what is asked before the address is proven."""
    text, words = heard.text, change_words(language)
    if asked == "change_code" and (code := code_in(text)) is not None:
        return Meant("code", code)
    if fields.email:
        return Meant("address", fields.email)
    wish = wished_change(text, language)
    if wish is not None:
        return Meant("wish", wish)
    if is_just(words.stops, text) or heard.is_about("cancel", at_least=0.6):
        return Meant("leave")
    if says_so(words.no_email, text):
        return Meant("phone")
    if says_so(words.other_address, text):
        return Meant("other_address")
    if asked == "change_code":
        return Meant("new_code") if says_so(words.again, text) else None
    if offered and (words_of(language).says_yes(text) or (heard.is_about("affirm") and not heard.asks)):
        return Meant("send")
    if offered and (words_of(language).says_no(text) or (heard.is_about("deny") and not heard.asks)):
        return Meant("other_address")
    if "@" in text:
        typed = next((word for word in text.split() if "@" in word), "")
        return Meant("bad_address", typed[:_LONGEST_KEPT])
    return Meant("phone") if fields.phone or "short_phone" in fields.flags else None


def _cancelling(heard: Understanding, language: Language) -> Cancelling | None:
    """How cancelling is spoken of; None where it is not, or only to say that it is not wanted."""
    not_wanted = says_so(change_words(language).not_cancel, heard.text)
    return None if not_wanted else cancelling(heard.text, language, asks=heard.asks)


def _deed(
    heard: Understanding,
    fields: Fields,
    bookings: Sequence[OwnBooking],
    language: Language,
    wants: ChangeWish | None,
    how: Cancelling | None,
) -> Meant | None:
    """What is to be done with which booking."""
    text, words = heard.text, change_words(language)
    if says_so(words.not_cancel, text):
        return Meant("leave") if not says_so(words.moves, text) else _of("move", bookings)
    if is_just(words.barely_cancels, text) and wants != "cancel":
        return Meant("cancel_or_leave")
    if how is not None:
        sure = how == "meant" and not says_so(words.moves, text)
        return _of("cancel", bookings) if sure else Meant("cancel_or_leave")
    if says_so(words.leaves, text):
        return Meant("leave")
    party = _party(heard, fields, words.moves)
    if party is not None:
        return Meant("resize", str(party)) if len(bookings) == 1 else Meant("which")
    if says_so(words.moves, text) or ((fields.date or fields.time) and not heard.asks):
        return _of("move", bookings)
    yes, no = words_of(language).says_yes(text), words_of(language).says_no(text)
    if no or (heard.is_about("deny", "cancel") and not heard.asks):
        return Meant("leave")
    if (yes or heard.is_about("affirm")) and not heard.asks and wants in ("cancel", "move"):
        return _of("cancel" if wants == "cancel" else "move", bookings)
    return None


def _party(heard: Understanding, fields: Fields, changes: re.Pattern[str]) -> int | None:
    """How many come now, said as a number ("my mom comes too" leaves it open) and together with no other time."""
    if fields.party_size is None or fields.date or fields.time or (heard.asks and not says_so(changes, heard.text)):
        return None
    start, end = fields.spans["party_size"]
    said = {str(fields.party_size)} | {word for word, value in (CARDINALS | SPANISH).items() if value == fields.party_size}
    return fields.party_size if said & set(re.findall(r"\w+", fold(heard.text[start:end]))) else None


def _of(do: Literal["cancel", "move"], bookings: Sequence[OwnBooking]) -> Meant:
    """The deed with the booking that is meant, where there is just one."""
    return Meant(do, bookings[0].id) if len(bookings) == 1 else Meant("which")


def _instead_of_a_time(heard: Understanding, moving: str | None, language: Language, how: Cancelling | None) -> Meant | None:
    """What is said in place of a new time."""
    text, words = heard.text, change_words(language)
    if is_just(words.barely_cancels, text):
        return Meant("leave")
    if moving and how is not None:
        named = how == "meant" and wished_change(text, language) == "cancel"  # "cancel it" may mean the moving
        return Meant("cancel", moving) if named else Meant("cancel_or_leave")
    leaves = says_so(words.leaves, text) and not heard.asks and not heard.is_about("inform", "correct")
    return Meant("leave") if leaves or is_just(words.stops, text) else None


def _asks_something(heard: Understanding) -> bool:
    """True for a question, or for words that are plainly about something else."""
    topic = heard.intent in TOPICS and heard.intent != "campus_tour"
    if heard.asks:
        return topic or heard.intent in ("campus_tour", "tour_question")
    return topic and heard.confidence >= 0.7
