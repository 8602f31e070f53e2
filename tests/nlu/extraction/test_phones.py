from __future__ import annotations

import pytest

from bot.nlu.extraction import Vocabulary, extract

from .conftest import NOW, Find

NUMBERS = [
    ("407 555 0134", "+14075550134"),
    ("407.555.0134", "+14075550134"),
    ("407-555-0134", "+14075550134"),
    ("4075550134", "+14075550134"),
    ("(407) 555-0134", "+14075550134"),
    ("(407)555-0134", "+14075550134"),
    ("(407) 555-0134 ext 2", "+14075550134"),
    ("407-555-0134 x22", "+14075550134"),
    ("407/555-0134", "+14075550134"),
    ("1-407-555-0134", "+14075550134"),
    ("1 (407) 555-0134", "+14075550134"),
    ("14075550134", "+14075550134"),
    ("+1 407 555 0134", "+14075550134"),
    ("+1(407)555-0134", "+14075550134"),
    ("407 555 01 34", "+14075550134"),
    ("407 5550134", "+14075550134"),
    ("407 - 555 - 0134", "+14075550134"),
    ("4 0 7 5 5 5 0 1 3 4", "+14075550134"),
    ("4o7-555-o134", "+14075550134"),
    ("my cell# 4075550134", "+14075550134"),
    ("tel:4075550134", "+14075550134"),
    ("four zero seven five five five zero one three four", "+14075550134"),
    ("four oh seven, double five five, oh one three four", "+14075550134"),
    ("+44 20 7946 0958", "+442079460958"),
    ("+44 (0)20 7946 0958", "+442079460958"),
    ("0044 20 7946 0958", "+442079460958"),
    ("011 44 20 7946 0958", "+442079460958"),
    ("+52 55 1234 5678", "+525512345678"),
    ("+380671234567", "+380671234567"),
    ("call 407 555 0134 3pm friday", "+14075550134"),
    ("not 407-555-0110, use 407-555-0111", "+14075550111"),
    ("you called me from 407-555-0110, my number is 407-555-0111", "+14075550111"),
    ("changed from 407-555-0110 to 407-555-0111", "+14075550111"),
    ("407-555-0110 oops 407-555-0111", "+14075550111"),
]
NO_NUMBERS = [
    "5550134",
    "call me at 555-0134",
    "order number 4075550199",
    "order #4075550199",
    "invoice 2027050177",
    "tracking: 4075550199",
    "student id is 4075550199",
    "140 bpm and 808s",
    "from 2008 to 2016 then 2019",
    "1234567890",
    "0000000000",
    "555 555 5555",
    "12/03/2026 10:30",
    "10000000 streams",
    "4075550199 views",
    "$4075550199",
    "1,000,000,000",
    "911",
    "192.168.100.200",
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_is_found(find: Find, text: str, number: str) -> None:
    assert find(text).phone == number


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_figures_are_no_phone(find: Find, text: str) -> None:
    assert find(text).phone is None


@pytest.mark.parametrize(("text", "short"), [("call me anytime, 555-0134", True), ("my number is 5550134", True), ("see you 2027", False)])
def test_missing_area_code_is_noticed(find: Find, text: str, short: bool) -> None:
    assert ("short_phone" in find(text).flags) is short


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("07700 900123", "GB", "+447700900123"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("0171 2345678", "DE", "+491712345678"),
        ("407 555 0134", "GB", None),
        ("416-555-0134", "CA", "+14165550134"),
    ],
)
def test_local_numbers_belong_to_the_region(text: str, region: str, number: str | None) -> None:
    assert extract(text, NOW, Vocabulary(region=region), statistical=False).phone == number
