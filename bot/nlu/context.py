"""What a short message means after what was talked of before: "are they paid?" after internships is about internships."""

from __future__ import annotations

import re

from bot.nlu import spanish_context
from bot.nlu.language import Language
from bot.nlu.politeness import bare
from bot.nlu.several_questions import words_of_questions

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


_LEANING: dict[Language, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]] = {
    "en": (_LEANS, _OPENS, _GOES_ON),
    "es": (spanish_context.LEANS, spanish_context.OPENS, spanish_context.GOES_ON),
}
_CUES: dict[Language, tuple[str, dict[str, str]]] = {"en": ("about", CUES), "es": ("sobre", spanish_context.CUES)}


def leans_on_before(text: str, *, same_message: bool = False, language: Language = "en") -> bool:
    """True when the words alone may not say what is meant. Within one message only a word that stands for another counts."""
    text = bare(text, language)
    words = len(text.split())
    if words > _MOST_WORDS:
        return False
    if words_of_questions(language).refers.search(text):
        return True
    leans, opens, _goes_on = _LEANING[language]
    return not same_message and bool(words <= _FEW_WORDS or leans.search(text) or opens.search(text))


def only_goes_on(text: str, language: Language = "en") -> bool:
    """True when the message goes on from what was said before without asking anything of its own: "and a mix engineer?"."""
    text = bare(text, language).replace("?", " ").replace("¿", " ")
    return bool(_LEANING[language][2].search(text)) and not words_of_questions(language).asks.search(text)


def points_back(text: str, language: Language = "en") -> bool:
    """True when a word stands for something said before, or the message goes on from it ("and ...", "what about ...")."""
    text = bare(text, language)
    return bool(words_of_questions(language).refers.search(text) or _LEANING[language][2].search(text))


def in_context(text: str, topic: str, language: Language = "en") -> str | None:
    """The message with the topic before it spelled out; None for topics that nothing leans on (small talk and the like)."""
    about, cues = _CUES[language]
    cue = cues.get(topic)
    return f"{about} {cue}: {text}" if cue else None
