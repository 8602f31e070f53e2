"""Days as people say them in whole sentences, taken back, or said of something else."""

from __future__ import annotations

import pytest

from .conftest import Find

NONE: dict[str, object] = {}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Would Wednesday, December 9th suit you?", "2026-12-09"),
        ("i have off work on Tuesday, December 8th so i can come see it", "2026-12-08"),
        ("my shift is covered on Friday, December 4, so that is when I would like to look around", "2026-12-04"),
        ("could we get a walk through on saturday december the twelfth", "2026-12-12"),
        ("Saturday the 5th of December is what we were hoping for", "2026-12-05"),
        ("the fifth of december please", "2026-12-05"),
        ("can my son and i drop in on december eleventh", "2026-12-11"),
        ("we are in town the first week of january, monday january fourth is good", "2027-01-04"),
        ("I get a day of leave on Thursday, December 10th and want to spend it at your campus", "2026-12-10"),
        ("I am off on Monday, December 7, could I come by then", "2026-12-07"),
        ("is the day after tomorrow too soon to come look", "2026-11-25"),
        ("a week from today if thats cool", "2026-11-30"),
        ("how bout dis saturday", "2026-11-28"),
        ("see you guys wensday then, cant wait", "2026-11-25"),
        ("still good for our walk around tomorrow?", "2026-11-24"),
        ("looking forward to the visit this coming thursday!", "2026-11-26"),
        ("it is possible to visit the 15 of december?", "2026-12-15"),
        ("I arrive in Orlando the 3 December, and the 4 December I can visit", "2026-12-04"),
        ("tour on 12/11 por favor", "2026-12-11"),
        ("Tuesday 12/8 works for the both of my parents", "2026-12-08"),
        ("ok the 2nd of dec then", "2026-12-02"),
        ("My leave starts December 18, so could I visit on the 21st?", "2026-12-21"),
        ("not this week, next tuesday", "2026-12-01"),
        ("my son plays drums, can he come see it 12/4", "2026-12-04"),
        ("i have a half day 12/8, can i come by", "2026-12-08"),
        ("can i come by in two weeks", "2026-12-07"),
        ("I am on leave Friday, could I drop in?", "2026-11-27"),
    ],
)
def test_the_day_wished_for(find: Find, text: str, date: str) -> None:
    assert find(text, statistical=True).as_json().get("date") == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("I asked for Tuesday but my sitter cancelled, so it will have to be Friday", "2026-11-27"),
        ("not wednesday, thursday", "2026-11-26"),
        ("Not Saturday, it's Sunday that I meant", "2026-11-29"),
        ("put me in for the 3rd. scratch that, the 4th", "2026-12-04"),
        ("December 1 won't work after all but December 2 would be fine", "2026-12-02"),
        ("December 8 is no longer possible for me; December 10 would suit", "2026-12-10"),
        ("Unfortunately I cannot make December 3 as you suggested. December 7 would be convenient.", "2026-12-07"),
        ("we said friday earlier, but something came up, can it be saturday instead", "2026-11-28"),
        ("friday? nvm saturday", "2026-11-28"),
        ("tomorrow, no sorry the day after tomorrow", "2026-11-25"),
        ("I told the lady Monday but I need Wednesday", "2026-11-25"),
        ("lets do tues. hmm actually weds is better", "2026-11-25"),
        ("instead of the 5th could we come on the 12th", "2026-12-12"),
        ("my appointment was for Thursday, now I can only do Saturday", "2026-11-28"),
        ("i wrote dec 4 by mistake, it should be dec 5", "2026-12-05"),
        ("We can't do the 9th any more. The 11th is ok", "2026-12-11"),
        ("thursday is out for us, friday is ok", "2026-11-27"),
        ("I'm unable to come Tuesday. Wednesday?", "2026-11-25"),
        ("swap my sunday visit for a monday one", "2026-11-30"),
        ("either not friday or not saturday lol, sunday is free", "2026-11-29"),
    ],
)
def test_the_last_valid_wish_counts(find: Find, text: str, date: str) -> None:
    assert find(text, statistical=True).as_json().get("date") == date


@pytest.mark.parametrize(
    "text",
    [
        "got my interface on cyber monday, is it good enough for class",
        "been grinding beats every sunday since 2019",
        "the tune is in 7/8 and my drummer hates it",
        "is it ok that i only know 6/8 and 3/4",
        "that bar is in 5/4, weird right",
        "do you teach how to count 9/8 grooves",
        "does the next intake begin on January 4?",
        "when do classes start, is it jan 11 or jan 18",
        "Is the last day to apply December 15?",
        "can I pay the rest in 6 months?",
        "could i pay half now and half in two weeks",
        "how long till i finish, in 10 months?",
        "Super Bowl Sunday is my favorite gig of the year to mix",
        "we played a festival on saturday, it was lit, how do i get into live sound",
        "i got tickets to see paramore on friday lol",
        "I'm on the crew for the Foo Fighters show Saturday, do you teach front of house?",
        "please cancel my tour for Friday, I got the flu",
        "I have to call off the visit on Tuesday, my car died",
        "are you open on thanksgiving thursday?",
        "are you guys closed on sundays",
        "my song drops this friday, go stream it",
        "I was born on 3/4/2005, am I too old",
        "my discharge date is 12/15 and i want to use the gi bill",
        "i graduate may 22, is there a class after that",
        "our son turns 18 on December 2nd",
        "rate my mixtape 1-10, its like an 8/10 for me",
        "i practice 24/7",
        "taking back sunday is my favorite band",
        "I love the album Wednesday Morning, 3 A.M.",
        "i sleep all day friday thru sunday lol",
        "they said it would be ready last tuesday",
    ],
)
def test_days_that_nobody_wishes_for(find: Find, text: str) -> None:
    assert "date" not in find(text, statistical=True).as_json()
