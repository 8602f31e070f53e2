"""What a short message means after what was talked of before: "are they paid?" after internships is about internships."""

from __future__ import annotations

import re

from bot.nlu.politeness import bare
from bot.nlu.several_questions import REFERS

CUES = {
    "programs_offered": "the programs you offer",
    "program_details": "the recording arts program",
    "careers": "the jobs after graduating",
    "salary": "the pay after graduating",
    "internships": "the internships",
    "diploma_value": "the diploma and whether it is worth it",
    "graduation": "graduating from the program",
    "job_placement": "help with finding a job",
    "alumni": "your former students",
    "tuition": "the tuition and fees",
    "financial_aid": "financial aid and scholarships",
    "admission_requirements": "the requirements for admission",
    "apply": "the application",
    "campus_tour": "the campus tour",
    "contact": "your phone number and e-mail",
    "location": "the campus location",
    "housing": "housing and dorms",
    "student_life": "student life",
    "accreditation": "your accreditation",
    "online_classes": "online classes",
    "human_handoff": "talking to a person in admissions",
    "privacy": "my data and this chat",
    "opt_out": "stopping your messages to me",
    "bot_challenge": "whether you are a robot or a human",
}
"""How each topic is named in front of a message that leans on it."""

_MOST_WORDS = 12
_LEANS = re.compile(
    r"\b(?:thats|(?<!is\s)(?<!are\s)there|then|either|same|else|others?|any|some|more|most|much|many|after|before|instead|too|also|though|tho)\b",
    re.IGNORECASE,
)
_ON = r"and|n|but|or|so|then|what\s(?:about|if)|how\s(?:about|come)|wbu|hbu|seriously|like|for|even|not|nothing|only|within|same"
_GOES_ON = re.compile(rf"^\W*(?:{_ON})\b", re.IGNORECASE)
_OPENS = re.compile(rf"^\W*(?:{_ON}|ok(?:ay)?|how\sso|why|where|when|who|which|really|such\sas|roughly|about\show)\b", re.IGNORECASE)
_FEW_WORDS = 5


def leans_on_before(text: str, *, same_message: bool = False) -> bool:
    """True when the words alone may not say what is meant. Within one message only a word that stands for another counts."""
    text = bare(text)
    words = len(text.split())
    if words > _MOST_WORDS:
        return False
    if REFERS.search(text):
        return True
    return not same_message and bool(words <= _FEW_WORDS or _LEANS.search(text) or _OPENS.search(text))


def points_back(text: str) -> bool:
    """True when a word stands for something said before, or the message goes on from it ("and ...", "what about ...")."""
    text = bare(text)
    return bool(REFERS.search(text) or _GOES_ON.search(text))


def in_context(text: str, topic: str) -> str | None:
    """The message with the topic before it spelled out; None for topics that nothing leans on (small talk and the like)."""
    cue = CUES.get(topic)
    return f"about {cue}: {text}" if cue else None
