"""How many come, as people say it in whole sentences, and numbers that are no party."""

from __future__ import annotations

import pytest

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("my cousin is curious too, we'd both come on friday", 2),
        ("my friend wants in as well so we both will be there saturday", 2),
        ("the two of us would come tomorrow", 2),
        ("me, my mom and dad wanna come see it", 3),
        ("its gonna be me, my sister and her boyfriend", 3),
        ("just me on friday", 1),
        ("nobody else, only me", 1),
        ("ill be by myself", 1),
        ("all three of us would like to visit", 3),
        ("can the four of us come by tomorrow", 4),
        ("with my husband we are 2", 2),
        ("We are five persons", 5),
        ("we will be two, my wife and me", 2),
        ("my twin brother and i wanna tour friday", 2),
        ("can i bring my grandma and my little cousin", 3),
        ("my mom is driving me so 2 of us", 2),
        ("My wife and I would accompany our son", 3),
        ("it'd be my parents, my brother and me", 4),
        ("can my best friend tag along too", 2),
        ("me + 2 on saturday", 3),
        ("table for... jk, tour for three on friday", 3),
        ("id be coming alone", 1),
        ("im bringing my whole band, so 5 of us", 5),
        ("not 3 people, 4", 4),
        ("it was going to be two of us but my dad can't come, so just me", 1),
        ("we'll be 3, no wait my sister is coming so 4", 4),
        ("my mother will come with me", 2),
        ("I come together with my brother", 2),
        ("I'd like to come with my girlfriend and her dad on saturday", 3),
    ],
)
def test_the_party(find: Find, text: str, party: int) -> None:
    assert find(text, statistical=True).as_json().get("party_size") == party


@pytest.mark.parametrize(
    "text",
    [
        "i live with my mom and two sisters, can i still get aid",
        "my two roommates went to full sail",
        "i have 3 kids and a full time job, would evenings work",
        "are classes like 20 people or more",
        "we are 4 guys in a metalcore band, who produces you ask? me",
        "my 2 buddies already graduated",
        "is it just me or is the website down",
        "my mom told me about this school",
        "how many people get in each year",
        "I raised two boys on my own",
        "my dad and i don't get along so can i apply without him",
        "i want to record my girlfriend and her band",
        "there were 300 people at my last gig",
        "I was one of 12 candidates",
        "both of my parents are teachers",
        "I'd both sing and play guitar on it",
    ],
)
def test_people_who_are_no_party(find: Find, text: str) -> None:
    assert "party_size" not in find(text, statistical=True).as_json()
