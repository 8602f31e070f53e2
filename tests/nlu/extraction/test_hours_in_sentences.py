"""Times as people say them in whole sentences, taken back, or said of something else."""

from __future__ import annotations

import pytest

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("I can make it by quarter to six, is anybody there to show me around?", "17:45"),
        ("tomorrow at a quarter past ten please", "10:15"),
        ("see you at half past three", "15:30"),
        ("about half past eleven on friday would be nice", "11:30"),
        ("could i come at twenty to five", "16:40"),
        ("ten past two tomorrow ok?", "14:10"),
        ("at 15 hours on Friday, it is good?", "15:00"),
        ("friday at 16h", "16:00"),
        ("friday 14h30 is ok for you?", "14:30"),
        ("we arrive saturday at 11 hours", "11:00"),
        ("the 5 of December, 10 hours of the morning", "10:00"),
        ("saturday, 3 hours in the afternoon, me and my wife", "15:00"),
        ("i come tomorrow, 9 o clock in the morning", "09:00"),
        ("1430 on friday, roger", "14:30"),
        ("Request tour at 0900 hours Tuesday", "09:00"),
        ("around four thirty tmrw", "16:30"),
        ("two forty five on saturday works", "14:45"),
        ("can i swing by like 4ish tmrw after my class", "16:00"),
        ("is 1 ok on saturday", "13:00"),
        ("let's say noon on the 4th", "12:00"),
        ("friday @ 5 sharp", "17:00"),
        ("friday 3 p m", "15:00"),
        ("can we come at five pm on thursday", "17:00"),
        ("I'd be there for 11 o'clock on Saturday", "11:00"),
        ("ill pull up at 330 tomorrow", "15:30"),
        ("tomorrow at 1030 am", "10:30"),
        ("tour at 10.30am thursday", "10:30"),
        ("my bus gets in at 2, so can we do 2:30 friday", "14:30"),
        ("i work until 5 so maybe 5:30 friday?", "17:30"),
        ("I got off early so can I come at 4", "16:00"),
        ("we were hoping for 2pm saturday", "14:00"),
        ("i just got my schedule and friday at 2 works", "14:00"),
        ("saw that you do tours, is 2pm friday open", "14:00"),
        ("i was told there is a tour friday at 11, put me on it", "11:00"),
        ("My class was moved so I could be there at 1", "13:00"),
        ("we drove past your building and want to come back at 3 tomorrow", "15:00"),
        ("yesterday you said i can come friday at 10, still true?", "10:00"),
        ("at 145 on friday", "13:45"),
    ],
)
def test_the_time_wished_for(find: Find, text: str, time: str) -> None:
    assert find(text, statistical=True).as_json().get("time") == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2 on friday. sorry, 3", "15:00"),
        ("Could you put me at 10? Oh wait, I meant 11, I have to drop the kids first", "11:00"),
        ("not 2, 4 pm", "16:00"),
        ("lets do 3:30. scratch that, 4:15", "16:15"),
        ("friday at 1 no wait 2", "14:00"),
        ("3pm doesn't work anymore but 5pm does", "17:00"),
        ("could we move it from 10 to 11:30?", "11:30"),
        ("I said noon, it's actually one o'clock", "13:00"),
        ("instead of 9 can i come at 10 on friday", "10:00"),
    ],
)
def test_the_last_valid_time_counts(find: Find, text: str, time: str) -> None:
    assert find(text, statistical=True).as_json().get("time") == time


@pytest.mark.parametrize(
    "text",
    [
        "rang you yesterday around 2 and nobody answered",
        "i called at 5 yesterday, no answer",
        "emailed you guys at 9 this morning and got nothing",
        "was up til 4am mixing last night",
        "finished a track at 2am yesterday, feeling hyped",
        "i wrote the hook at 5am lol",
        "I live at 1520 Maple Avenue, is there a bus?",
        "the address I found is 1100 Kirkman Road, is it right?",
        "I was in room 1204 at the hotel next door",
        "i practise scales 24/7, 6 to 10 each night",
        "I work from 8 until 4 on weekdays, would I manage the classes?",
        "we rehearse from 7 to 9 every thursday",
        "my shift ends at 11 most nights",
        "class from 9 to 5? thats a lot",
        "are you open until 6?",
        "what time do you close, 5 or 6?",
        "how many hours is class, 4 a day?",
        "the deposit was 1500, is that normal",
        "my unit was stationed there until 1545 something i forget",
        "needs at least 16 gb of ram?",
        "my beat is at 140 bpm",
        "at 12 I started playing piano",
        "i started producing at 11 and never stopped",
        "i have like 10 to 12 songs done",
        "got a score of 1230 on the SAT",
        "i have 2.5 years in the guard",
        "i charge 40 an hour to mix",
        "my daughter gets out of school at 3",
        "i can't before 5",
        "mornings are bad for me",
    ],
)
def test_times_that_nobody_wishes_for(find: Find, text: str) -> None:
    assert "time" not in find(text, statistical=True).as_json()
