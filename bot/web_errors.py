"""Every error leaves the server as RFC 9457 problem+json, in plain words, without inner details."""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import AdmissionsError, DatabaseUnavailable, Refused

log = structlog.get_logger(__name__)

_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not acceptable input",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Temporarily unavailable",
}


def problem(status: int, detail: str, *, retry_after: int | None = None, **more: Any) -> JSONResponse:
    """A problem+json response."""
    body: dict[str, Any] = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail, **more}
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        body["retry_after"] = retry_after
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Registers the handlers."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)
        return problem(error.status, str(error), retry_after=error.retry_after)

    async def unavailable(request: Request, error: Exception) -> JSONResponse:
        log.warning("request.database_unavailable", path=request.url.path)
        return problem(503, str(error), retry_after=2)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body")
        is_json_fault = first["type"] == "json_invalid"
        detail = "The body is not valid JSON." if is_json_fault else f"{where or 'The body'}: {first['msg']}."
        return problem(400 if is_json_fault else 422, detail)

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, str(error.detail))

    async def other(request: Request, error: Exception) -> JSONResponse:
        reference = uuid.uuid4().hex[:8]
        log.error("request.failed", path=request.url.path, reference=reference, exc_info=error)
        return problem(500, f"Something went wrong on our side. Reference: {reference}.", reference=reference)

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(DatabaseUnavailable, unavailable)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(AdmissionsError, other)
    app.add_exception_handler(Exception, other)
