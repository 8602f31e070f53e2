"""What is answered while nothing can be answered yet: a page for people, problem+json for programs, the truth for supervisors."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.cross_origin import cross_origin
from bot.nlu.language import language_of_locale
from bot.settings import Settings
from bot.web_errors import problem

AGAIN_SECONDS = 10
"""After so long a page looks again by itself, and a program may try again."""

_HERE = Path(__file__).parent
_CSS = (_HERE / "page.css").read_text(encoding="utf-8").strip()
_STYLE = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()
_HEADERS = {
    "Connection": "close",  # the next request finds whoever answers then
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE}'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Retry-After": str(AGAIN_SECONDS),
    "Vary": "Accept, Accept-Language",
}


def getting_ready(settings: Settings, school_name: str) -> ASGIApp:
    """The application that answers until the assistant does."""
    template = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined).get_template("page.html")

    def page(request: Request) -> Response:
        is_asking = request.method in ("GET", "HEAD")
        language = language_of_locale(request.headers.get("accept-language"))
        html = template.render(school=school_name, language=language, is_asking=is_asking, seconds=AGAIN_SECONDS, css=_CSS)
        # What was sent by a form must not be asked for again as if it were a page.
        again = {"Refresh": str(AGAIN_SECONDS)} if is_asking else {}
        return HTMLResponse(html, 503, {**_PAGE_HEADERS, **again})

    def choose(request: Request) -> Response:
        if request.url.path == "/healthz":
            return JSONResponse({"status": "ok"})
        if request.url.path == "/readyz":
            return JSONResponse({"status": "not ready", "reason": "The assistant is getting ready."}, 503)
        if "text/html" in request.headers.get("accept", ""):
            return page(request)
        return problem(503, "The assistant is getting ready. Please try again in a moment.", retry_after=AGAIN_SECONDS)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = choose(Request(scope))
        for name, value in _HEADERS.items():
            response.headers[name] = value
        await response(scope, receive, send)

    return CORSMiddleware(answer, **cross_origin(settings))
