from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.leads.models import STAGES
from bot.leads.query import SORTS, WANTS
from bot.staff import wording
from tests.staff.planting import NOON


def test_every_stage_wish_and_order_has_a_label() -> None:
    assert tuple(wording.STAGES) == STAGES
    assert tuple(wording.WANTS) == WANTS
    assert tuple(wording.SORTS) == SORTS


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2026, 11, 24, 19, 0, tzinfo=UTC), "America/New_York", "Tue, Nov 24, 2026, 2:00 PM EST"),
        (datetime(2026, 7, 1, 4, 5, tzinfo=UTC), "America/New_York", "Wed, Jul 1, 2026, 12:05 AM EDT"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "UTC", "Wed, Jul 1, 2026, 12:00 PM UTC"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "Asia/Kathmandu", "Wed, Jul 1, 2026, 5:45 PM UTC+0545"),
    ],
)
def test_moments_are_said_in_full_with_their_zone(at: datetime, zone: str, said: str) -> None:
    assert wording.moment(at, ZoneInfo(zone)) == said


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_how_long_ago(past: timedelta, said: str) -> None:
    assert wording.ago(NOON - past, NOON) == said


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://school.edu/a?b=c", True),
        ("http://school.edu", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//school.edu", False),
        ("https://", False),
        ("https://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None, link: bool) -> None:
    assert wording.web_link(address) == (address if link else None)


def test_links_to_people_cannot_carry_more_than_the_address() -> None:
    assert wording.mail_link("a+b@example.com") == "mailto:a+b@example.com"
    assert wording.mail_link('a"?cc=x@evil.example') == "mailto:a%22%3Fcc%3Dx@evil.example"
    assert wording.phone_link("+14075550188") == "tel:+14075550188"


def test_labels_fall_back_to_words() -> None:
    assert wording.label("tour_messages", wording.PURPOSES) == "Tour messages"
    assert wording.label("something_new", wording.PURPOSES) == "Something new"
    assert wording.label(None, wording.PURPOSES) == ""
    assert wording.page_path("https://school.edu/" + "x" * 60).endswith("…")
