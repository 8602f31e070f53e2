from __future__ import annotations

import pytest

from .conftest import Find

SIZES = [
    ("me and my mom", 2),
    ("3 of us", 3),
    ("all four of us", 4),
    ("my daughter and I", 2),
    ("two parents and me", 3),
    ("with my wife and two kids", 4),
    ("a group of 5", 5),
    ("party of two", 2),
    ("fam of 4", 4),
    ("family of four", 4),
    ("just me", 1),
    ("only me", 1),
    ("by myself", 1),
    ("i'd rather come alone", 1),
    ("saturday at 10, solo", 1),
    ("just one person", 1),
    ("for 2 people", 2),
    ("friday at 3 for 2", 2),
    ("a tour for three on friday", 3),
    ("put us down for 3 at 2pm, 4 ppl", 4),
    ("we are 2 people", 2),
    ("we'll be four including me", 4),
    ("there's 4 of us", 4),
    ("we're 3", 3),
    ("somos tres", 3),
    ("2 adults and 3 kids", 5),
    ("2 adults, 1 child", 3),
    ("2 adults and our son", 3),
    ("can two parents and a student tour", 3),
    ("i need two spots", 2),
    ("me plus two", 3),
    ("plus one", 2),
    ("friday 3pm, +1", 2),
    ("w/ my pops", 2),
    ("with my best friend", 2),
    ("with 3 of my boys", 4),
    ("me n two homies", 3),
    ("me and 3 others", 4),
    ("me and him", 2),
    ("me and jake wanna come", 2),
    ("me, mom, dad, grandma", 4),
    ("me my mom my aunt", 3),
    ("my husband, my daughter Sofia and me", 3),
    ("my son (Julian, 17) and I", 2),
    ("my husband and I would like to tour with our daughter Brianna", 3),
    ("my 2 sons and I", 3),
    ("both of us", 2),
    ("bringing my parents", 3),
    ("bring 2 guests", 3),
    ("bringing 3 kids and my mother in law", 5),
    ("can i bring a friend", 2),
    ("bring my son Andre for a tour", 2),
    ("also my gf is coming", 2),
    ("my gf is coming too", 2),
    ("can my 2 kids and husband join", 4),
    ("could my wife and two kids come along with me", 4),
    ("my interpreter will come with me", 2),
    ("Party: 2", 2),
    ("Guests: 3", 3),
    ("20 of us from the band class", 20),
]
NO_SIZES = [
    "my daughter wants to come",
    "my daughter Emma wants to come",
    "I have 2 kids",
    "mom of two",
    "single dad of 3, working 9 to 5",
    "i live with my parents",
    "i talked it over with my dad",
    "i work with 4 people",
    "my ex works there with a guy i know",
    "with my friends",
    "my band has 4 people",
    "how big are classes, like 20 people?",
    "classes of 15 students?",
    "leave me alone",
    "i learned it all by myself",
    "my solo album",
    "for 2 hours",
    "for 2pm",
    "put me down for 2",
    "call +1 407 555 0134",
    "my brother told me about it",
    "is it just me or is the site down",
    "3 times a week",
    "one of them said so",
    "2027",
    "500 people applied",
]


@pytest.mark.parametrize(("text", "size"), SIZES)
def test_party_size(find: Find, text: str, size: int) -> None:
    assert find(text).party_size == size


@pytest.mark.parametrize("text", NO_SIZES)
def test_no_party(find: Find, text: str) -> None:
    assert find(text).party_size is None


@pytest.mark.parametrize(
    ("text", "size"),
    [("3", 3), ("two", 2), ("just 2", 2), ("like 4 people", 4), ("just me", 1), ("me", 1), ("my mom", 2), ("my wife and two kids", 4)],
)
def test_bare_answer(find: Find, text: str, size: int) -> None:
    assert find(text, expecting="party_size").party_size == size


@pytest.mark.parametrize("text", ["what is the fee", "idk", "0", "999"])
def test_no_bare_answer(find: Find, text: str) -> None:
    assert find(text, expecting="party_size").party_size is None
