"""Refuses requests that another website makes in a staff member's name.

Browsers say where a request comes from, and pages cannot forge it: ``Sec-Fetch-Site``, or ``Origin`` in older ones. No
tokens in forms. The method is the one of Go's ``http.CrossOriginProtection``, except that a changing request with
neither header is refused too.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.errors import NotAllowed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check(method: str, headers: Mapping[str, str], own_origin: str) -> None:
    """Raises :class:`NotAllowed` for a changing request that does not come from ``own_origin``."""
    if method in SAFE_METHODS:
        return
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    elif (origin := headers.get("origin")) is not None and origin == own_origin:
        return
    raise NotAllowed("This request did not come from the staff pages themselves, so nothing was changed.")


def origin_of(address: str) -> str:
    """The origin of an address as browsers write it: lower case, without the default port."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port and parts.port != default else "")
