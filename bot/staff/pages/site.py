"""What every staff page shares: templates, who is signed in, headers, and errors told as pages."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import structlog
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from bot.errors import AdmissionsError, DatabaseUnavailable, InvalidInput, NotFound, NotSignedIn, Refused
from bot.leads.desk import LeadDesk
from bot.leads.people import People
from bot.leads.promise_desk import PromiseDesk
from bot.leads.transcript import Transcripts
from bot.questions.desk import QuestionDesk
from bot.settings import LOOPBACK
from bot.staff import csrf, sessions, wording
from bot.staff.agenda import AgendaDesk
from bot.staff.audit_log import AuditLog
from bot.staff.call_list import CallList
from bot.staff.inbox import Inbox
from bot.staff.passwords import Passwords
from bot.staff.roles import Member, Permission
from bot.staff.sign_in import SignIn
from bot.staff.team import Team
from bot.staff.tour_desk import TourDesk
from bot.staff.tour_times import TourTimes
from bot.webhooks.desk import WebhookDesk

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

HERE = Path(__file__).parent.parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
LARGEST_BODY = 64 * 1024
TITLES = {
    401: "Please sign in",
    403: "Not allowed",
    404: "Not found",
    409: "Not possible",
    413: "Too much",
    422: "That did not work",
    429: "Please wait",
    503: "Not available right now",
}


class Site:
    """The staff pages of one assistant: its services, and how their results become responses."""

    def __init__(self, assistant: Assistant) -> None:
        database, now, zone = assistant.database, assistant.clock, assistant.school.zone
        passwords = Passwords()
        self.settings = assistant.settings
        self.client = assistant.client_address
        self.school = assistant.school
        self.clock = now
        self.database = database
        self.cookie = sessions.cookie_rules(assistant.settings)
        self.sign_in = SignIn(database, now, passwords)
        self.leads = LeadDesk(database, now, zone, assistant.events)
        self.promises = PromiseDesk(database, now, zone, assistant.events)
        self.people = People(database, now, assistant.events)
        self.webhooks = WebhookDesk(database, now, assistant.settings.webhooks)
        self.transcripts = Transcripts(database, now)
        self.inbox = Inbox(database, now, zone)
        self.questions = QuestionDesk(database, now, assistant.school)
        self.agenda = AgendaDesk(database, now, assistant.school)
        self.tour_times = TourTimes(database, now, assistant.school, self.agenda, assistant.tours, assistant.reach)
        self.tour_desk = TourDesk(database, now, assistant.school, self.agenda, assistant.tours)
        self.calls = CallList(database, now, self.agenda)
        self.audit_log = AuditLog(database)
        self.team = Team(database, now, passwords)
        self._templates = self._environment()

    # --- who -----------------------------------------------------------------------------------------------------

    def needs(self, permission: Permission | None = None) -> Any:
        """A route's declaration of who may use it; hands the route the signed-in :class:`Member`."""

        def signed_in(request: Request) -> Member:
            member = self.member(request)
            if member is None:
                raise NotSignedIn("Please sign in first.")
            request.state.member = member
            if permission is not None:
                member.require(permission)
            return member

        return Depends(signed_in)

    def member(self, request: Request) -> Member | None:
        """Who is signed in with the request's cookie, if anybody."""
        token = request.cookies.get(self.cookie.name)
        if not token or self.why_refused(request):
            return None
        now = self.clock()
        with self.database.read() as session:
            found = sessions.find(session, now, token)
        if found is None:
            return None
        if found.notice:
            with self.database.write(durable=False) as session:
                sessions.notice(session, now, token)
        return found.member

    def why_refused(self, request: Request) -> str | None:
        """Why nobody can sign in at the address that the browser asked for, or None."""
        return sessions.why_refused(self.settings, _host(request))

    # --- responses -----------------------------------------------------------------------------------------------

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A rendered page; for signed-in members with the counts of the top bar."""
        member: Member | None = getattr(request.state, "member", None)
        counts = self.inbox.counts(member) if member else None
        return self._render(request, template, status, member=member, counts=counts, **values)

    def error_page(self, request: Request, error: AdmissionsError) -> Response:
        """An error as a page, or for a page that asks to sign in the way to the sign-in page."""
        if isinstance(error, NotSignedIn) and request.method in csrf.SAFE_METHODS:
            query = request.scope["query_string"].decode("latin-1")
            wanted = request.scope["path"] + (f"?{query}" if query else "")
            return RedirectResponse(f"/staff/sign-in?{urlencode({'next': wanted})}", 303)
        status = error.status if isinstance(error, Refused) else 503
        if isinstance(error, DatabaseUnavailable):
            log.warning("staff.database_unavailable", path=request.scope["path"])
        member = getattr(request.state, "member", None)
        response = self._render(
            request,
            "error.html",
            status,
            member=member,
            counts=None,
            title=TITLES.get(status, "Error"),
            message=str(error),
        )
        wait = error.retry_after if isinstance(error, Refused) else 5
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response

    def _crash_page(self, request: Request, error: Exception) -> Response:
        reference = uuid.uuid4().hex[:8]
        log.error("staff.failed", path=request.scope["path"], reference=reference, exc_info=error)
        message = f"Something went wrong on our side. If it stays so, tell your administrator the reference {reference}."
        return self._render(request, "error.html", 500, member=None, counts=None, title="Something went wrong", message=message)

    def go(self, address: str) -> RedirectResponse:
        """Sends the browser to a page after a change."""
        return RedirectResponse(address, 303)

    def route_class(self) -> type[APIRoute]:
        """Routes that refuse foreign requests, tell errors as pages, and carry the security headers."""
        site = self

        class StaffRoute(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                handle = super().get_route_handler()

                async def guarded(request: Request) -> Response:
                    try:
                        csrf.check(request.method, request.headers, site._own_origin(request))
                        length = request.headers.get("content-length", "0")
                        if not length.isdigit() or int(length) > LARGEST_BODY:
                            raise HTTPException(413, "It is too large.")
                        response = await handle(request)
                    except (Refused, DatabaseUnavailable) as error:
                        response = site.error_page(request, error)
                    except RequestValidationError as error:
                        response = site.error_page(request, _plain(error))
                    except HTTPException as error:
                        response = site._render(
                            request,
                            "error.html",
                            error.status_code,
                            member=None,
                            counts=None,
                            title=TITLES.get(error.status_code, "Error"),
                            message=f"The server could not use this request. {error.detail}",
                        )
                    except Exception as error:
                        response = site._crash_page(request, error)
                    response.headers.update(HEADERS)
                    response.headers.setdefault("Cache-Control", "no-store")
                    return response

                return guarded

        return StaffRoute

    def _own_origin(self, request: Request) -> str:
        # A trial is reached as localhost or 127.0.0.1, and its port may not be known before it starts.
        if not self.settings.is_https and _host(request) in LOOPBACK:
            return f"http://{request.headers['host'].lower()}"
        return csrf.origin_of(self.settings.address)

    def _render(self, request: Request, template: str, status: int, **values: Any) -> HTMLResponse:
        now = self.clock()
        text = self._templates.get_template(template).render(path=request.scope["path"], now=now, P=Permission, **values)
        return HTMLResponse(text, status)

    def _environment(self) -> Environment:
        zone = self.school.zone
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {
            "school": self.school,
            "w": wording,
            "zone": zone,
            "static": {path.name: _versioned(path) for path in sorted((HERE / "static").iterdir())},
        }
        environment.filters |= {
            "moment": lambda at, where=zone: wording.moment(at, where),
            "clock": lambda at, where=zone: wording.clock(at, where),
            "day": wording.day,
            "iso": lambda at: at.astimezone(UTC).isoformat(timespec="seconds"),
            "zone_of": ZoneInfo,
            "zip_with": lambda values, others: list(zip(values, others, strict=True)),
            "zipped": lambda values: [(value, value) for value in values],
            "labelled": lambda values, labels: [(value, wording.label(value, labels)) for value in values],
            "actors": lambda people: [(f"staff:{key}", name) for key, name in people],
            "campus_day": lambda at: wording.short_day(at.astimezone(zone).date()),
        }
        return environment


def _versioned(path: Path) -> str:
    return f"/staff/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def _host(request: Request) -> str | None:
    """The host name asked for; None if it is not one. Not ``request.url``: that puts another in place of a bad one."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None


def _plain(error: RequestValidationError) -> Refused:
    if any(one["loc"][0] == "path" for one in error.errors()):
        return NotFound("There is no such page.")
    return InvalidInput("Something in that form or address was missing or not what it should be. Please go back and try again.")
