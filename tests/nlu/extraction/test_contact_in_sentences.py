"""Addresses and numbers as people give, spell and correct them; and numbers that reach nobody."""

from __future__ import annotations

import pytest

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("my mail is Bianca.Ortiz@Outlook.com", "bianca.ortiz@outlook.com"),
        ("E-Mail: KWAME_B@Example.ORG", "kwame_b@example.org"),
        ("its sam dot lee at gmail dot com", "sam.lee@gmail.com"),
        ("Rosa underscore M at Yahoo dot com", "rosa_m@yahoo.com"),
        ("jay dash tee 99 at hotmail dot com", "jay-tee99@hotmail.com"),
        ("email is deejay 22 at gmail dot com, all lowercase", "deejay22@gmail.com"),
        ("t r o y at gmail dot com", "troy@gmail.com"),
        ("Not leo.grant@gmail.com, it's leo.grantt@gmail.com", "leo.grantt@gmail.com"),
        ("use ana@gmail.com, not anna@gmail.com", "ana@gmail.com"),
        ("kim@gmial.com oops kim@gmail.com", "kim@gmail.com"),
        ("I gave you old@work.com before, please use new@home.net now", "new@home.net"),
        ("old one was pat@aol.com, the new one is pat.k@icloud.com", "pat.k@icloud.com"),
        ("don't use my school mail zed@school.edu, use zed@gmail.com", "zed@gmail.com"),
        ("write to omar@beats.io!", "omar@beats.io"),
        ("correct address is mia.wong@me.com. I typed mia.wang@me.com earlier", "mia.wong@me.com"),
        ("I gave you my address, kofi@mail.com, any news?", "kofi@mail.com"),
        ("e-mail (all small): NINA(at)web(dot)de", "nina@web.de"),
    ],
)
def test_the_address(find: Find, text: str, email: str) -> None:
    assert find(text, statistical=True).as_json().get("email") == email


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("call 407 555 0134 not 407-555-0199", "+14075550134"),
        ("not 321 555 0110 anymore, its 321 555 0111", "+13215550111"),
        ("407.555.0162", "+14075550162"),
        ("+1 (813) 555-0147", "+18135550147"),
        ("1-386-555-0120 is me", "+13865550120"),
        ("my whatsapp is +57 301 234 5678", "+573012345678"),
        ("+44 7911 123456", "+447911123456"),
        ("text me, 4 0 7 5 5 5 0 1 4 4", "+14075550144"),
        ("(407)5550171 thx", "+14075550171"),
        ("number: 407 5550188", "+14075550188"),
        ("cell four oh seven, five five five, oh one nine two", "+14075550192"),
        ("407 - 555 - 0150", "+14075550150"),
        ("reach me on 0049 30 901820", "+4930901820"),
        ("my old number was 407-555-0101, the new one is 407-555-0102", "+14075550102"),
        ("its 689-555-0130. wait 689-555-0131", "+16895550131"),
        ("moms cell 407 555 0155", "+14075550155"),
    ],
)
def test_the_number(find: Find, text: str, phone: str) -> None:
    assert find(text, statistical=True).as_json().get("phone") == phone


@pytest.mark.parametrize(
    "text",
    [
        "order 4075550134 never came",
        "my student id is 3215550119",
        "my case number: 407-555-0134-22",
        "i got 4000000000 streams lol",
        "5550134",
        "the 808s hit at 140",
        "my va file number is 4075550177",
        "meet me at the gym dot com joke haha",
        "look at me dot com",
        "@beatsbyjay on insta",
    ],
)
def test_reaches_nobody(find: Find, text: str) -> None:
    found = find(text, statistical=True).as_json()
    assert "phone" not in found and "email" not in found


@pytest.mark.parametrize(
    "text",
    [
        "808s at 140 bpm, 16 bars, 2 verses",
        "order 88213 for 3 hoodies, where is it",
        "is 45 too old to start",
        "i'm 17 and a half",
        "I have $1500 saved, will that do?",
        "12 months program, right?",
        "do i need 120 credits",
        "Building 4, room 12, is that you?",
        "I served 2008 to 2014",
        "48k or 96k for vocals?",
        "my gpa is 2.8",
        "top 5 schools in florida?",
        "how good is a 57 on snare",
        "1 in 4 grads?",
        "got 2 strikes on my license, matter?",
    ],
)
def test_numbers_that_are_no_field(find: Find, text: str) -> None:
    assert find(text, statistical=True).as_json() == {}
