"""What a test reads from a page of staff."""

from __future__ import annotations

import html
import re

from httpx import Response


def value(page: str, name: str, after: str = "") -> str:
    """The value of a hidden field, the first after some words."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page[page.index(after) :])
    assert found, name
    return html.unescape(found[1])


def refused(response: Response, status: int, *shown: str) -> str:
    """The page that refuses says why, in an alert."""
    assert response.status_code == status, response.status_code
    assert 'role="alert"' in response.text
    for words in shown:
        assert words in html.unescape(response.text), words
    return response.text
