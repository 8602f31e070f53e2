"""The page with the chat button, and the widget's own files."""

from __future__ import annotations

import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from bot.assistant import Assistant
from bot.errors import NotFound

_FOLDER = Path(__file__).parent
_STATIC = _FOLDER / "static"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def routes(assistant: Assistant) -> APIRouter:
    """``/`` and ``/widget/…``."""
    router = APIRouter(include_in_schema=False)
    template = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True).get_template("page.html")

    @router.get("/", response_class=HTMLResponse)
    def page() -> HTMLResponse:
        school = assistant.school
        contact = school.file.contact
        ways = [way for way in (contact.phone, contact.email, contact.website) if way]
        line = f"You can also reach us at {', '.join(ways)}." if ways else "Our admissions staff is glad to hear from you."
        text = template.render(school_name=school.name, example_times=school.has_example_tours, contact_line=line)
        return HTMLResponse(text, headers={"Content-Security-Policy": _PAGE_POLICY})

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
