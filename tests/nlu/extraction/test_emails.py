from __future__ import annotations

import pytest

from .conftest import Find

ADDRESSES = [
    ("maria.lopez@gmail.com", "maria.lopez@gmail.com"),
    ("write me: maria.lopez@gmail.com.", "maria.lopez@gmail.com"),
    ("(jay_beats+school@icloud.com)", "jay_beats+school@icloud.com"),
    ("<anders.holm@kth.se>", "anders.holm@kth.se"),
    ("mailto:info-desk@studio.music", "info-desk@studio.music"),
    ("email:kim@kimstudio.co,call first", "kim@kimstudio.co"),
    ("Kim.Lee@GMAIL.COM", "kim.lee@gmail.com"),
    ("KIM.LEE@GMAIL.COM", "kim.lee@gmail.com"),
    ("tariq@nhs.example is mine", "tariq@nhs.example"),
    ("name at gmail dot com", "name@gmail.com"),
    ("jay at gmail.com", "jay@gmail.com"),
    ("marcusreed808 AT gmail DOT com", "marcusreed808@gmail.com"),
    ("j dot smith at yahoo dot com", "j.smith@yahoo.com"),
    ("jtb underscore 22 at yahoo dot com", "jtb_22@yahoo.com"),
    ("kim(at)kimstudio.co", "kim@kimstudio.co"),
    ("kim [at] kth [dot] se", "kim@kth.se"),
    ("kim @ gmail . com", "kim@gmail.com"),
    ("jose arroba hotmail punto com", "jose@hotmail.com"),
    ("my email is anders.holm at kth dot se", "anders.holm@kth.se"),
    ("old@gmail.com, sorry i mean new@gmail.com", "new@gmail.com"),
    ("it's tony_85@hotmail.com not tony85@hotmail.com", "tony_85@hotmail.com"),
]
NO_ADDRESSES = [
    "look at school dot com",
    "i work at guitarcenter dot com",
    "find me at tiktok.com",
    "maria@gmail",
    "@lilfreq on insta",
    "meet @ 5",
    "a@b",
    "the program at full sail",
    "email me at work",
    "12 @ 3.50 each",
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_address_is_found(find: Find, text: str, address: str) -> None:
    assert find(text).email == address


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_no_address_is_made_up(find: Find, text: str) -> None:
    assert find(text).email is None


def test_span_covers_the_spelled_out_address(find: Find) -> None:
    text = "ok so name at gmail dot com is it"
    start, end = find(text).spans["email"]
    assert text[start:end] == "name at gmail dot com"
