"""Days, times, parties and names in every mixture: what one finder reads must not disturb another."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.extraction import extract
from bot.nlu.extraction.name_words import written

from .conftest import school_vocabulary

SCHOOL = school_vocabulary()
#: Wednesday, 10 March 2027.
NOW = datetime.fromisoformat("2027-03-10T13:00:00-05:00")
DAYS = {
    "friday": "2027-03-12", "next friday": "2027-03-19", "tmrw": "2027-03-11", "march 20": "2027-03-20", "the 20th": "2027-03-20",
    "3/20": "2027-03-20", "saturday the 20th": "2027-03-20", "Saturday, March 20th": "2027-03-20", "3/20/27": "2027-03-20",
    "20 march": "2027-03-20", "sat": "2027-03-13", "next tues": "2027-03-16", "mon": "2027-03-15", "in two weeks": "2027-03-24",
    "today": "2027-03-10", "wed march 17": "2027-03-17", "2027-03-22": "2027-03-22",
}  # fmt: skip
TIMES = {
    "at 3": "15:00", "3pm": "15:00", "@ 3": "15:00", "at 10:30": "10:30", "10:30am": "10:30", "at noon": "12:00", "around 4": "16:00",
    "at 2 o'clock": "14:00", "at 11": "11:00", "3:15": "15:15", "at half past two": "14:30", "like 5ish": "17:00", "15:30": "15:30",
}  # fmt: skip
PARTIES = {
    "me and my mom": 2, "just me": 1, "for 2 people": 2, "party of 3": 3, "with my two kids": 3, "my wife and i": 2, "4 of us": 4,
    "my son and I": 2, "bringing a friend": 2, "me and 2 friends": 3, "w my dad": 2, "with my parents": 3, "by myself": 1,
    "2 adults and 2 kids": 4, "me plus one": 2, "group of 6": 6, "along with my grandma": 2, "me, my mom and my sister": 3,
    "my boyfriend is coming too": 2, "there will be 3 of us": 3, "with my husband and our daughter": 3,
}  # fmt: skip
MESSAGES = (
    "can we visit {day} {time}? {party}", "{day} {time} works for us, {party}", "{party}, {day} {time}", "hi im jay. {day} {time}. {party}",
    "{party} would like to come {day} {time}", "how about {time} on {day}? {party}", "407 555 0134, {day}, {time}, {party}",
    "lets do {day} {time} {party}", "{time} {day}, {party}", "tour for recording arts {day} {time} {party}",
    "i'm free {day} {time}. {party}. email is a.b@gmail.com", "hey my name is Dana Cole and i want to come {day} {time} {party}",
    "- {day} {time}\n- {party}\n- Dana Cole", "my number is 407-555-0134 and {day} {time} is best, {party}",
)  # fmt: skip
GIVEN = [
    "maria",
    "james",
    "destiny",
    "deshawn",
    "priya",
    "anh",
    "mohammed",
    "olivia",
    "tyler",
    "grace",
    "jordan",
    "xiomara",
    "fatoumata",
    "jose",
    "kwame",
    "lars",
    "thuy",
    "siobhan",
    "beth",
]
SURNAMES = [
    "smith",
    "johnson",
    "garcia",
    "young",
    "king",
    "scott",
    "green",
    "hill",
    "price",
    "cook",
    "walker",
    "long",
    "stone",
    "waters",
    "nguyen",
    "okafor",
    "o'brien",
    "mcdonald",
    "al-farsi",
    "banks",
]
INTRODUCTIONS = (
    "hi im {}, can i come friday at 3", "my name is {} and i want a tour", "{}, 407 555 0134, friday at 3", "this is {}. do you have tours?",
    "can we visit dec 5 at 2? thanks, {}", "hey its {} from the open house", "{} here, is the tour still on tomorrow", "name: {}\nphone: 407 555 0134",
    "i want info on recording arts. {}, jb22@gmail.com", "{}\njb22@gmail.com\n4075550134", "hello i am {} i like to study music",
    "tour tomorrow at noon for 2 people under {}", "my son {} wants to come see the studios", "Best regards,\n{}",
    "yes, {}, and my cell is 407-555-0134", "3 people {} 407 555 0134",
)  # fmt: skip


@given(st.sampled_from(MESSAGES), st.sampled_from(sorted(DAYS)), st.sampled_from(sorted(TIMES)), st.sampled_from(sorted(PARTIES)))
@settings(max_examples=400, deadline=None)
def test_day_time_and_party_together(message: str, day: str, time: str, party: str) -> None:
    found = extract(message.format(day=day, time=time, party=party), NOW, SCHOOL, statistical=False).as_json()
    assert (found.get("date"), found.get("time"), found.get("party_size")) == (DAYS[day], TIMES[time], PARTIES[party])


@given(st.sampled_from(INTRODUCTIONS), st.sampled_from(GIVEN), st.sampled_from(SURNAMES), st.booleans())
@settings(max_examples=400, deadline=None)
def test_names_in_any_case(introduction: str, given_name: str, surname: str, capitals: bool) -> None:
    name = f"{given_name} {surname}"
    text = introduction.format(written(name) if capitals else name)
    assert extract(text, NOW, SCHOOL, statistical=False).name == written(name)
