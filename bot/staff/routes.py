"""The staff pages under /staff: the server mounts the router that :func:`routes` returns."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from bot.errors import NotFound
from bot.staff.pages import entrance, leads, office, tours, waiting
from bot.staff.pages.site import HERE, Site

if TYPE_CHECKING:
    from bot.assistant import Assistant


def routes(assistant: Assistant) -> APIRouter:
    """All staff pages and their static files, errors included."""
    site = Site(assistant)
    router = APIRouter(prefix="/staff", include_in_schema=False, route_class=site.route_class())
    for pages in (entrance, leads, tours, waiting, office):
        pages.add(router, site)
    static = {path.name: path.read_bytes() for path in (HERE / "static").iterdir()}

    @router.get("/static/{name}")
    def static_file(name: str) -> Response:
        if name not in static:
            raise NotFound("There is no such file.")
        # The address carries a hash of the content, so that it can be kept for good.
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(static[name], media_type=mimetypes.guess_type(name)[0], headers=headers)

    @router.api_route("/{rest:path}", methods=["GET", "POST"])
    def unknown(rest: str) -> Response:
        raise NotFound("There is no such page.")

    return router
