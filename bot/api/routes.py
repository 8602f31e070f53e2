"""Leads for other programs: read-only JSON, with a token."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.api.tokens import ApiTokens
from bot.errors import InvalidInput, NotSignedIn
from bot.leads.handing_over import LeadOut, LeadPage, Place, changed_leads, one_lead

if TYPE_CHECKING:
    from bot.assistant import Assistant

LONGEST_PAGE = 200
_Since = Annotated[datetime | None, Query(description="Only leads that changed at or after this moment, with its offset.")]
_Cursor = Annotated[str | None, Query(max_length=200, description="From an earlier answer: go on behind it.")]
_Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="How many at most.")]
_bearer = HTTPBearer(auto_error=False, description="A token made by `./admissions api-token add NAME`.")


def routes(assistant: Assistant) -> APIRouter:
    """The API under /api."""
    router = APIRouter(prefix="/api", tags=["leads"], responses={401: {"description": "No good token."}, 429: {"description": "Too much."}})
    tokens = ApiTokens(assistant.database, assistant.clock)

    def allowed(request: Request, response: Response, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> None:
        response.headers["Cache-Control"] = "no-store"
        try:
            token_id = tokens.check(given.credentials if given else "")
        except NotSignedIn:
            assistant.limits.check("api_guess", assistant.client_address(request))
            raise
        assistant.limits.check("api", token_id)

    @router.get("/leads", dependencies=[Depends(allowed)])
    def leads(
        updated_since: _Since = None,
        cursor: _Cursor = None,
        limit: _Limit = 50,
    ) -> LeadPage:
        """Leads in the order in which they last changed. Changes show after about ten seconds."""
        since = _in_utc(updated_since) if updated_since is not None else None
        after = Place.from_cursor(cursor) if cursor else None
        return changed_leads(assistant.database, assistant.clock(), since=since, after=after, limit=limit)

    @router.get("/leads/{lead_id}", dependencies=[Depends(allowed)], responses={404: {"description": "No such lead."}})
    def lead(lead_id: Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,32}$")]) -> LeadOut:
        """One lead as it is now."""
        return one_lead(assistant.database, lead_id, assistant.clock())

    return router


def _in_utc(moment: datetime) -> datetime:
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError:
        pass  # a year 1 or 9999 that an offset moves out of the calendar
    raise InvalidInput("updated_since must be a time with its offset, for example 2026-11-26T09:00:00Z (a + is written %2B in an address).")
