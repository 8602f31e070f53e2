"""Reads which time a visitor wishes, picks or is content to wait for. Pure."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.conversations.language import spoken
from bot.conversations.understanding import Understanding
from bot.forms.offering import SHOWN, Offer, Times, offer
from bot.forms.state import Step
from bot.forms.wish import Wish
from bot.forms.wording import worded
from bot.forms.words import Words, words_of
from bot.nlu.extraction import Fields
from bot.nlu.language import Language
from bot.school.content import School
from bot.tours.saying import clock, day, full
from bot.tours.service import OpenTime


@dataclass(frozen=True)
class Context:
    """What reading needs besides the message."""

    school: School
    now: datetime
    fields: Fields
    """What extraction found in the message, expecting the asked slot."""
    form: str
    """The form that is being filled."""
    open_times: Times
    """Those with room."""
    full_times: Times
    """Those without, that can be waited for."""
    language: Language = "en"
    """Of the message."""

    @property
    def words(self) -> Words:
        """The short answers of its language."""
        return words_of(self.language)

    def most_people(self) -> int:
        """The largest party that can come: by the rules, or to a time to which staff gave more places."""
        kind = self.school.tours[0]
        times = (*self.open_times(1, _any), *self.full_times(1, _any))
        return min(max([kind.capacity, *(one.opening.capacity for one in times)]), kind.daily_limit or sys.maxsize)


def _any(_start: datetime) -> bool:
    return True


def find_time(wish: Wish, party: int, context: Context) -> OpenTime | None:
    """The one open time that a wish leaves, if it leaves just one."""
    if wish.is_open:
        return None
    fitting = context.open_times(party, wish.fits)
    return fitting[0] if len(fitting) == 1 else None


def take_early_wish(step: Step, slots: Mapping[str, Any], context: Context) -> None:
    """Keeps a wished time that was said before it was asked for."""
    wish = Wish.from_slot(slots.get("wish")).joined_with(_wish(context.fields))
    step.slots["wish"] = wish.to_slot()
    party = step.slots.get("party_size") or slots.get("party_size") or 1
    found = find_time(wish, party, context)
    if found is not None and not slots.get("tour_time"):
        _take_over(step, found, context)


def take_time(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context) -> None:
    """Takes the answer to the question for a time."""
    fields = context.fields
    party = step.slots.get("party_size") or slots.get("party_size") or 1
    before = Wish.from_slot(slots.get("wish"))
    if context.words.which(heard.text, SHOWN) is not None:
        offered = _offered(before, party, context)
        picked = context.words.which(heard.text, len(offered.counted))
        if picked is not None:
            _take_over(step, offered.counted[picked], context, waits=not offered.open)
            return
    if "no_such_date" in fields.flags:
        step.say("no_such_date")
        return
    if "past_date" in fields.flags and fields.date is None:
        step.say("past_date")
        return
    if heard.is_about("more_times", at_least=0.4) and not (fields.date or fields.time or fields.day_part):
        shown = _offered(before, party, context).shown
        later = context.open_times(party, lambda start: bool(shown) and start > shown[-1].starts_at)
        if not later:
            step.say("no_later_times")
        step.slots["wish"] = Wish(after=shown[-1].starts_at).to_slot() if shown and later else None
        return
    if not (fields.date or fields.time or fields.day_part):
        return
    wish = before.joined_with(_wish(fields))
    step.slots["wish"] = wish.to_slot()
    found = find_time(wish, party, context)
    if found is not None:
        _take_over(step, found, context)
        return
    if not context.open_times(party, wish.fits) and not context.full_times(party, wish.fits):
        step.say("no_tours_then", when=spoken_wish(wish))
        step.slots["wish"] = Wish(day=wish.day).to_slot() if context.open_times(party, Wish(day=wish.day).is_from_here_on) else None


def take_waitlist(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context, *, party: int) -> bool:
    """Takes the wish to wait for a full time, where that is offered; a yes is enough where it is one time."""
    named = context.words.names_waitlist(heard.text)
    if not named and not context.words.says_yes(heard.text):
        return False
    wish = Wish.from_slot(slots.get("wish")).joined_with(_wish(context.fields))
    full_ones = _offered(wish, party, context).full
    if len(full_ones) == 1:
        _take_over(step, full_ones[0], context, waits=True)
    elif named and full_ones:
        step.say("which_waitlist")
    return bool(step.slots or step.says)


def _offered(wish: Wish, party: int, context: Context) -> Offer:
    return offer(wish, party, context.school.zone, context.open_times, context.full_times)


def _take_over(step: Step, found: OpenTime, context: Context, *, waits: bool = False) -> None:
    """Takes a time that was understood from words, and says it back as a full date."""
    step.slots["tour_time"] = found.starts_at.isoformat()
    if waits:
        step.slots["waits"] = True
    step.say("wait_understood" if waits else "time_understood", when=full(found.starts_at, context.school.zone, spoken()))


def names_a_time(fields: Fields) -> bool:
    """True for a message with a day, a time or a part of the day in it, possible or not."""
    return bool(fields.date or fields.time or fields.day_part or fields.flags & {"no_such_date", "past_date"})


def take_another_time(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context) -> None:
    """Takes a time named in place of the chosen one; an hour alone is meant for the same day."""
    chosen = slots.get("tour_time")
    day = time_from_slot(chosen).astimezone(context.school.zone).date() if chosen and not context.fields.date else None
    take_time(step, {**slots, "wish": Wish(day=day).to_slot()}, heard, context)


def _wish(fields: Fields) -> Wish:
    return Wish(day=fields.date, at=fields.time, part=fields.day_part)


def spoken_wish(wish: Wish) -> str:
    """When somebody would like to come, as it is said back within a sentence."""
    words = []
    if wish.day is not None:
        words.append(worded("on_day", day=day(wish.day, spoken())))
    if wish.at is not None:
        words.append(worded("at_one" if wish.at.hour % 12 == 1 else "at_time", time=clock(wish.at, spoken())))
    elif wish.part:
        words.append(worded(f"in_the_{wish.part}"))
    return " ".join(words) or worded("then")


def time_from_slot(value: str) -> datetime:
    """The moment kept in the slot ``tour_time``, in UTC."""
    return datetime.fromisoformat(value).astimezone(UTC)


def spoken_time(value: str, school: School) -> str:
    """The same as people read it: full date and campus time zone."""
    return full(time_from_slot(value), school.zone, spoken())
