"""The pages behind the links of e-mails: ``GET`` shows, ``POST`` acts. No script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import yaml
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.errors import DatabaseUnavailable, LinkExpired, LinkForged
from bot.nlu.language import Language
from bot.tours.links import Link, opened
from bot.tours.pages.deeds import LinkDeeds, View

if TYPE_CHECKING:
    from bot.assistant import Assistant

_HERE = Path(__file__).parent
_CSS = (_HERE / "page.css").read_text(encoding="utf-8").strip()
_STYLE = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address is a key
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def routes(assistant: Assistant) -> APIRouter:
    """/tours/PURPOSE/TOKEN."""
    router = APIRouter(prefix="/tours", include_in_schema=False)
    deeds = LinkDeeds(assistant)
    template = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined).get_template("page.html")

    def answer(request: Request, purpose: str, token: str, use: Callable[[Link], View]) -> Response:
        language: Language = "es" if request.headers.get("accept-language", "").lower().startswith("es") else "en"
        try:
            view = use(opened(assistant.secret_key, purpose, token, assistant.clock()))
        except LinkForged:
            view = View("forged", language, status=404)
        except LinkExpired:
            view = View("expired", language, status=410)
        except DatabaseUnavailable:
            view = View("unavailable", language, status=503)
        html = template.render(
            view=view, words=_words()[view.language], school=assistant.school.name, chat=f"{assistant.settings.address}/", css=_CSS
        )
        return HTMLResponse(html, view.status, HEADERS)

    @router.get("/{purpose}/{token}")
    def show(request: Request, purpose: str, token: str) -> Response:
        return answer(request, purpose, token, lambda link: deeds.show(link, assistant.clock()))

    @router.post("/{purpose}/{token}")
    async def act(request: Request, purpose: str, token: str) -> Response:
        chosen = _chosen_time((await request.body()).decode("utf-8", "replace")) if _is_form(request) else None
        return await to_thread.run_sync(lambda: answer(request, purpose, token, lambda link: deeds.act(link, chosen, assistant.clock())))

    return router


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def _chosen_time(form: str) -> str | None:
    try:
        return parse_qs(form, max_num_fields=20).get("time", [None])[0]
    except ValueError:
        return None  # more fields than any form of ours has


@cache
def _words() -> dict[Language, Any]:
    found: dict[Language, Any] = yaml.safe_load((_HERE / "wording.yml").read_text(encoding="utf-8"))
    return found
