"""What the benchmark asks: base questions of its own, varied until no text is sent twice to one server."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True)
class Question:
    """One message to send, and the topic a right answer comes from."""

    text: str
    topic: str


# Written for this benchmark, none of them training data or a phrasing of an answer. Each can take any opening and any
# closing below. None asks about tours or for a person: that may start a form, and the next message would answer the form.
BASES = (
    ("careers", "which jobs are open to me once I have finished"),
    ("careers", "what sort of work do people do after your school"),
    ("careers", "could I end up as an audio engineer"),
    ("careers", "are there careers besides being a producer"),
    ("salary", "what does a mix engineer earn"),
    ("salary", "how well is a recording engineer paid"),
    ("salary", "how much money do producers make"),
    ("internships", "will I get paid during an internship"),
    ("internships", "are there internships at studios"),
    ("internships", "why would I do an internship"),
    ("diploma_value", "is a diploma worth the effort"),
    ("diploma_value", "do studios care whether I have a diploma"),
    ("diploma_value", "can I make it without any schooling"),
    ("programs_offered", "which programs do you teach"),
    ("programs_offered", "what can I study with you"),
    ("programs_offered", "do you have something on live shows"),
    ("program_details", "what is inside the recording arts program"),
    ("program_details", "what would I learn in show production"),
    ("graduation", "what happens when I graduate"),
    ("graduation", "what comes after graduation day"),
    ("job_placement", "do you help graduates find a job"),
    ("job_placement", "is a job certain after the program"),
    ("alumni", "where did your former students end up"),
    ("alumni", "what are your alumni doing today"),
    ("tuition", "what does a year cost"),
    ("tuition", "how expensive are the classes"),
    ("financial_aid", "can I get a scholarship"),
    ("financial_aid", "is there help with paying for school"),
    ("admission_requirements", "what do I need to be admitted"),
    ("admission_requirements", "do you ask for a high school diploma"),
    ("apply", "how do I send in an application"),
    ("apply", "when is the deadline to apply"),
    ("contact", "what is your e-mail address"),
    ("contact", "do you have a phone number"),
    ("location", "where would I find the campus"),
    ("location", "in which city is your school"),
    ("housing", "do you have student housing"),
    ("student_life", "what is life like for students there"),
    ("accreditation", "are you an accredited school"),
    ("online_classes", "can I take the classes from home"),
)
OPENINGS = (
    "", "Hi, ", "Hello, ", "Hey, ", "Quick question: ", "Just wondering, ", "Sorry to bother you, ", "One thing: ",
    "Good morning, ", "Tell me please, ", "I was curious, ", "Hey there, ",
)  # fmt: skip
CLOSINGS = ("?", ", please?", "? Thanks", "? Thank you", ", do you know?", ", if I may ask?", "? I'd love to know", " then?")
# Asked in turn until a server gives a right answer; plain ones, because the time to it is no test of understanding.
FIRST_QUESTIONS = (
    Question("How much is tuition?", "tuition"),
    Question("Which programs do you offer?", "programs_offered"),
    Question("Are there internships?", "internships"),
    Question("What jobs can I get after graduating?", "careers"),
)
# A bare base question is left out: somebody else may well have written the same words as a training example.
FRAMES = [(opening, closing) for opening in OPENINGS for closing in CLOSINGS if opening or closing != "?"]
MOST_QUESTIONS = len(BASES) * len(FRAMES)


class QuestionsUsedUp(Exception):
    """More distinct messages were asked for than the bases, openings and closings give."""


def distinct_questions(seed: int) -> Iterator[Question]:
    """All questions, each text once, in an order fixed by `seed`; any stretch as long as BASES has every base once."""
    chance = random.Random(seed)
    # For every base its own shuffled list of (opening, closing); round n takes the n-th pair of each.
    pairs = [chance.sample(FRAMES, len(FRAMES)) for _ in BASES]
    for round_number in range(len(FRAMES)):
        for index in chance.sample(range(len(BASES)), len(BASES)):
            topic, base = BASES[index]
            opening, closing = pairs[index][round_number]
            yield Question(_sentence(opening, base, closing), topic)


def take_conversations(source: Iterator[Question], count: int, turns: int) -> list[list[Question]]:
    """The next `count` conversations of `turns` questions each. Raises QuestionsUsedUp."""
    taken = [list(islice(source, turns)) for _ in range(count)]
    if any(len(conversation) < turns for conversation in taken):
        raise QuestionsUsedUp(f"There are {MOST_QUESTIONS} distinct questions; this run asks for more.")
    return taken


def _sentence(opening: str, base: str, closing: str) -> str:
    text = opening + base + closing
    return text[0].upper() + text[1:]
