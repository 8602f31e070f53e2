"""A link opens exactly what it was made for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LinkExpired, LinkForged
from bot.tours.links import PURPOSES, Link, opened, token

KEY, NOW = b"k" * 40, datetime(2026, 11, 23, 17, tzinfo=UTC)
LINK = Link("cancel", "a" * 32, 3, NOW + timedelta(days=1))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_opens_what_it_is_for_and_nothing_else(purpose: str) -> None:
    made = Link(purpose, "7", 0, NOW + timedelta(days=1))

    assert opened(KEY, purpose, token(KEY, made), NOW) == made
    for other in set(PURPOSES) - {purpose}:
        with pytest.raises(LinkForged):
            opened(KEY, other, token(KEY, made), NOW)


def test_a_link_ends() -> None:
    with pytest.raises(LinkExpired):
        opened(KEY, "cancel", token(KEY, LINK), LINK.expires_at)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(LinkForged):
        opened(b"j" * 40, "cancel", token(KEY, LINK), NOW)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_link_with_any_byte_changed_is_forged(place: int, change: int) -> None:
    import base64

    raw = bytearray(base64.urlsafe_b64decode(token(KEY, LINK) + "=="))
    raw[place % len(raw)] ^= change
    with pytest.raises(LinkForged):
        opened(KEY, "cancel", base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode(), NOW)


@given(st.text(max_size=80))
def test_anything_else_is_forged(text: str) -> None:
    with pytest.raises(LinkForged):
        opened(KEY, "cancel", text, NOW)
