"""Where a visitor was on the school's website, as it is kept. Pure."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LONGEST = 2000
"""Characters of an address that is kept."""
_LONGEST_CAMPAIGN = 500
_LONGEST_READ = 50_000


def page_address(given: str | None) -> str | None:
    """The address of a web page without fragment, user name and what cannot be seen; None for anything else.

    Of an address that is too long only the campaign parameters of its query are kept, or nothing of the query: a page
    must not keep its visitors from the chat.
    """
    if not given or len(given) > _LONGEST_READ:
        return None
    try:
        parts = urlsplit(_visible(given).strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        _port = parts.port  # raises for what is no number
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    for query in (parts.query, urlencode(_parameters(parts.query)), ""):
        address = urlunsplit((parts.scheme, host, parts.path, query, ""))
        if len(address) <= LONGEST:
            return address
    return None


def campaign(page_url: str | None) -> str | None:
    """The campaign parameters of a page's address, for example ``utm_source=news utm_campaign=fall``."""
    found = [_visible(f"{key}={value}") for key, value in _parameters(urlsplit(page_url or "").query)]
    return " ".join(found)[:_LONGEST_CAMPAIGN] or None


def _parameters(query: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in parse_qsl(query) if key.startswith("utm_")]


def _visible(text: str) -> str:
    """Without control characters and halves of characters, which no database takes."""
    return "".join(character for character in text if character.isprintable())
