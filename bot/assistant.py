"""Puts the parts together once: settings, database, school, services. Everything else receives this."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import Clock, system_clock
from bot.consent.sending import Sender
from bot.conversations.feed import Feed
from bot.conversations.inbox import Inbox
from bot.db import tables  # noqa: F401 - a foreign key is written only where its table is known, in `rasa shell` as in the server
from bot.db.database import Database
from bot.errors import Busy, UnsafeSettings
from bot.faq.live import LiveAnswers
from bot.leads.visits import LeadVisits
from bot.limits import RateLimits
from bot.reminders.calls import Calls
from bot.reminders.planning import Planner
from bot.reminders.reach import Reach
from bot.reminders.standing import why_not_leave
from bot.school.content import School, load_school
from bot.settings import Settings
from bot.tours.announcing import Announce, announce_to
from bot.tours.service import Tours
from bot.webhooks.events import Events

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.engine.engine import Engine
    from bot.health import Metrics


@dataclass
class Assistant:
    """The running program's parts. Built by :func:`build`; tests build their own with another clock."""

    settings: Settings
    database: Database
    school: School
    clock: Clock = system_clock
    feed: Feed = field(default_factory=Feed)
    _engine: Engine | None = None

    def today(self) -> date:
        """Today's date on campus."""
        return self.clock().astimezone(self.school.zone).date()

    @cached_property
    def answers(self) -> LiveAnswers:
        """The published answers, following the database."""
        return LiveAnswers(self.database, self.school, self.clock)

    @cached_property
    def inbox(self) -> Inbox:
        """Takes in what people send."""
        return Inbox(self)

    @cached_property
    def tours(self) -> Tours:
        """Open times, bookings and waitlists."""
        listeners: list[Announce] = [LeadVisits(self.events), *([self.planner] if self.settings.sends_mail else []), self.calls]
        return Tours(self.database, self.school, announce_to(*listeners), self.reach.hears_at)

    @cached_property
    def planner(self) -> Planner:
        """Plans what parties are told of their tours."""
        rules = self.school.file.tours
        return Planner(rules.reminder_hours, offer_after_no_show=rules.offer_after_no_show)

    @cached_property
    def reach(self) -> Reach:
        """Which families can be told by e-mail."""
        return Reach(self)

    @cached_property
    def calls(self) -> Calls:
        """Which families have to be called."""
        return Calls(self.reach)

    @cached_property
    def sender(self) -> Sender:
        """The only way to send something to a person."""
        return Sender(self, lambda session, key, at: why_not_leave(session, self.school, key, at))

    @cached_property
    def events(self) -> Events:
        """Tells other programs of leads."""
        return Events(self.settings.webhooks)

    @cached_property
    def limits(self) -> RateLimits:
        """The rate limits of this process."""
        return RateLimits(enabled=self.settings.rate_limits == "on")

    @cached_property
    def metrics(self) -> Metrics:
        """The counters of this process."""
        from bot.health import Metrics

        return Metrics()

    @property
    def engine(self) -> Engine:
        """The engine that answers. Raises :class:`Busy` while it is being started."""
        if self._engine is None or not self._engine.is_alive:
            raise Busy("The assistant is just starting. Please try again in a moment.", retry_after=3)
        return self._engine

    @engine.setter
    def engine(self, engine: Engine) -> None:
        self._engine = engine

    def client_address(self, request: Request) -> str:
        """The visitor's network address. ``X-Forwarded-For`` counts only as far as trusted proxies wrote it."""
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        proxies = self.settings.trusted_proxies
        if proxies and len(hops) >= proxies:
            return hops[-proxies]
        return request.client.host if request.client else "unknown"

    @cached_property
    def secret_key(self) -> bytes:
        """The key of keyed hashes: from the environment, or, on a trial, made once and kept in the data folder."""
        if self.settings.secret_key:
            if len(self.settings.secret_key) < 32:
                raise UnsafeSettings("ADMISSIONS_SECRET_KEY must have at least 32 characters.")
            return self.settings.secret_key.encode()
        if self.settings.is_production:
            raise UnsafeSettings("ADMISSIONS_SECRET_KEY is not set. Set it to at least 32 random characters.")
        path = self.settings.data_dir / "trial-secret.key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_bytes()

    def close(self) -> None:
        """Closes what was opened."""
        if "answers" in self.__dict__:
            self.answers.stop()
        self.database.close()


def build(settings: Settings | None = None, *, clock: Clock = system_clock) -> Assistant:
    """The assistant of these settings (by default the environment's). Raises :class:`ContentError`."""
    settings = settings or Settings()
    database = Database(settings.database, lock_timeout_ms=settings.lock_timeout_ms)
    return Assistant(settings, database, load_school(settings.content_dir), clock)


_current: Assistant | None = None


def use(assistant: Assistant) -> None:
    """Makes ``assistant`` the one that Rasa's custom actions work with in this process."""
    global _current
    _current = assistant


def current() -> Assistant:
    """The assistant in use. Rasa makes its actions itself, so they cannot be handed one; outside the server one is built."""
    global _current
    if _current is None:
        _current = build()
    return _current
