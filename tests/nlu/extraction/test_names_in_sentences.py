"""Names as people give them: lone, hyphenated, in small letters, from anywhere; and names that are nobody's here."""

from __future__ import annotations

import pytest

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marie-Claire Dubois-Mensah", "Marie-Claire Dubois-Mensah"),
        ("Jean-Luc Adeyemi-Roy", "Jean-Luc Adeyemi-Roy"),
        ("jada", "Jada"),
        ("Oluwadamilola", "Oluwadamilola"),
        ("tatiana!! with two a's haha", "Tatiana"),
        ("zaria. z-a-r-i-a. can i tour thursday", "Zaria"),
        ("jayceon, spelled j a y c e o n", "Jayceon"),
        ("you can put me in as Obinna", "Obinna"),
        ("Please write me down as Rosalind Achebe.", "Rosalind Achebe"),
        ("book it under keyshawn t", "Keyshawn T"),
        ("im trey m, trey.m@gmail.com, sat at 1", "Trey M"),
        ("Hyun-ji Park here, can I ask something", "Hyun-ji Park"),
        ("hi my name ibrahim", "Ibrahim"),
        ("My name Fatima Zahra Benali, I from Morocco", "Fatima Zahra Benali"),
        ("I am called Nguyen Van Minh", "Nguyen Van Minh"),
        ("me name is sean o'malley", "Sean O'Malley"),
        ("this is staff sergeant luis ortega", "Luis Ortega"),
        ("This is SSG Dana Whitfield, ret.", "Dana Whitfield"),
        ("hey so my name's xochitl and i rap", "Xochitl"),
        ("sup its jamal again", "Jamal"),
        ("hello there, i am sven-erik lindqvist", "Sven-Erik Lindqvist"),
        ("Siobhán Ní Bhriain is my name", "Siobhán Ní Bhriain"),
        ("they call me Tico but on paper I'm Alberto Reyes", "Alberto Reyes"),
        ("my daughter Imani wants to come by", "Imani"),
        ("our oldest, Kwabena, is looking for a school like this", "Kwabena"),
        ("i'm writing for my grandson, his name is Deshawn Pruitt", "Deshawn Pruitt"),
        ("my kid (Lucia, 17) makes beats all day", "Lucia"),
        ("Hello, I am Patrice and my son Elijah would like to see the studios", "Patrice"),
        ("im deja's mom, she wants to do the tour", "Deja"),
        ("not Sara, it's Sarah", "Sarah"),
        ("sorry its Jon without the h, not John", "Jon"),
        ("name = Yusuf Karaca", "Yusuf Karaca"),
        ("Name Kenji Watanabe, phone 407 555 0166", "Kenji Watanabe"),
        ("ty! - bri", "Bri"),
        ("Respectfully,\nGySgt Tom Bellweather", "Tom Bellweather"),
        ("soy Guadalupe, quiero visitar", "Guadalupe"),
        ("yes this is Renata", "Renata"),
        ("the name's Dmitri", "Dmitri"),
        ("hi im maria lopez, 407 555 0134, can i come friday at 3", "Maria Lopez"),
    ],
)
def test_who_speaks(find: Find, text: str, name: str) -> None:
    assert find(text, statistical=True).as_json().get("name") == name


@pytest.mark.parametrize(
    "text",
    [
        "i love kendrick",
        "Kendrick Lamar is the goat",
        "my teacher, Mr. Alan Price, will write me a reference",
        "My commander, Major Ruth Ellison, told me about you",
        "is a note from my pastor, Father Thomas Keane, enough?",
        "did Billie Eilish study anywhere",
        "i make type beats like Metro Boomin",
        "is tyler the creator type stuff taught",
        "call me crazy but i like polka",
        "call me tomorrow",
        "I'm more of a Hans Zimmer person",
        "im more into frank ocean",
        "this is amazing",
        "it's Drake all day for me",
        "I work with a guy named Steve",
        "My friend Jordan went there",
        "can i talk to Ms. Rivera",
        "Is Mr. Daniels still teaching?",
        "Good morning Ms. Alvarez, do you do tours?",
        "hi Sandra, thanks for the info!",
        "im Dominican",
        "im on Twitch",
        "my dog Max can come?",
        "thanks",
        "Logic or Pro Tools?",
        "Ableton",
        "Kissimmee",
        "tuition",
        "hello",
        "jazz",
        "bet",
        "im broke lol",
        "Dre taught me everything i know",
        "who is Frank",
        "Thanks, Karen! You were a big help",
        "What would Quincy Jones do",
    ],
)
def test_nobody_speaks(find: Find, text: str) -> None:
    assert "name" not in find(text, statistical=True).as_json()
