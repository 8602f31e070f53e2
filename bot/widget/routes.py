"""The page with the chat button, and the widget's own files."""

from __future__ import annotations

import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.assistant import Assistant
from bot.errors import NotFound
from bot.nlu.language import Language, language_of_locale

_FOLDER = Path(__file__).parent
_STATIC = _FOLDER / "static"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def routes(assistant: Assistant) -> APIRouter:
    """``/`` and ``/widget/…``."""
    router = APIRouter(include_in_schema=False)
    template = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined).get_template("page.html")
    wordings: dict[Language, Any] = yaml.safe_load((_FOLDER / "page.yml").read_text(encoding="utf-8"))

    @router.get("/", response_class=HTMLResponse)
    def page(request: Request) -> HTMLResponse:
        school = assistant.school
        language = language_of_locale(request.headers.get("accept-language"))
        words = wordings[language]
        contact = school.file.contact
        ways = [way for way in (contact.phone, contact.email, contact.website) if way]
        text = template.render(
            language=language,
            words=words,
            school_name=school.name,
            example_times=school.has_example_tours,
            contact_line=words["contact"].format(ways=", ".join(ways)) if ways else words["no_contact"],
        )
        return HTMLResponse(text, headers={"Content-Security-Policy": _PAGE_POLICY, "Vary": "Accept-Language"})

    @router.get("/widget/{name}")
    def file(name: str, request: Request) -> Response:
        content, kind, tag = _file(name)
        # Cross-origin pages load the widget as modules, which needs CORS whatever the page; the files are public.
        headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=kind, headers=headers)

    return router


@cache
def _file(name: str) -> tuple[bytes, str, str]:
    path = _STATIC / name
    if path.parent != _STATIC or path.suffix not in (".js", ".css", ".json", ".svg") or not path.is_file():
        raise NotFound("There is no such file.")
    content = path.read_bytes()
    kind = "text/javascript" if path.suffix == ".js" else mimetypes.types_map.get(path.suffix, "application/octet-stream")
    return content, kind, f'"{sha256(content).hexdigest()[:20]}"'
