"""Ways of telling a name, a party or an hour that messages unknown to the rules brought up."""

from __future__ import annotations

from datetime import time

import pytest

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Visit for Marie-Claire Dubois please, friday", "Marie-Claire Dubois"),
        ("Please enroll Sanjay Kulkarni for the open house", "Sanjay Kulkarni"),
        ("Hey! Moana from Samoa here", "Moana"),
        ("Missy Elliott, T. Pain and Usher are my favorite artists", None),
        ("so about me: Camille, 23, trombone player", "Camille"),
        ("hello from Ayodele, a singer", "Ayodele"),
        ("hello from Paris", None),
        ("I'm Methodist, does that matter", None),
        ("Sting, Lauryn, Rihanna. What would I learn?", None),
        ("Whitney Houston and Prince were our heroes, how do i get that sound", None),
        ("please book Studio Time for us", None),
    ],
)
@pytest.mark.parametrize("statistical", [False, True])
def test_names(find: Find, text: str, name: str | None, statistical: bool) -> None:
    assert find(text, statistical=statistical).name == name


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Nina & Omar want to come for a tour", 2),
        ("me, Nina and Omar will stop by", 3),
        ("Nina, Omar and Paula would love to visit", 3),
        ("could Nina and I come", 2),
        ("5 total", 5),
        ("only i will be there", 1),
        ("mom dad and me", 3),
        ("i serve for 40 people a shift", None),
        ("my sister and her two kids live with us", None),
        ("my wife and i are curious about loans", None),
        ("ill come with about 4 friends", 5),
        ("both my sons and i would visit", 3),
        ("visiting, no one with me", 1),
        ("Nina and Omar record at home", None),
        ("do Nina and Omar teach there, i want to visit", None),
    ],
)
def test_parties_of_names(find: Find, text: str, size: int | None) -> None:
    assert find(text).party_size == size


def test_an_hour_that_stays(find: Find) -> None:
    assert find("not the 3rd but the 4th, still 11 am").time == time(11)


def test_an_hour_after_another_that_is_no_wish(find: Find) -> None:
    assert find("i drop my son at 8, could i come at 9:40").time == time(9, 40)
    assert find("i finish work at 2 so 5 works best").time == time(17)


def test_the_start_of_a_class_is_no_visit(find: Find) -> None:
    assert find("is the May 4 class full").date is None
    assert find("could i visit the may 4 class tour").date is not None
