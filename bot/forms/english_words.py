"""Short answers in English."""

from __future__ import annotations

import re

from bot.forms.words import Words

ENGLISH = Words(
    come_first=False,
    yes=re.compile(
        r"^\W*(?:y|ya|ye|yes|yep|yeah|yup|yes please|sure|sure thing|ok|okay|k|fine|alright|all right|correct|right|exactly|absolutely|"
        r"definitely|of course|i agree|agreed|agree|i do|i accept|accept|sounds good|looks good|go ahead|confirm(?:ed)?|book it|do it|"
        r"please do|perfect|great|si|claro|de acuerdo)\b(?P<rest>.*)$",
        re.DOTALL,
    ),
    takes_back=re.compile(r"\b(?:but|except|change|not)\b"),
    no=re.compile(
        r"^\W*(?:n|no|nope|nah|no thanks|no thank you|not really|don't|do not|i don't|i do not agree|disagree|never|decline|"
        r"rather not|i'd rather not)\b"
    ),
    doubt=None,
    stop=None,
    coming=None,
    undecided=re.compile(
        r"\b(?:not sure|unsure|undecided|don't know|dont know|do not know|idk|no idea|any(?: of them)?|either|whatever|not decided|"
        r"haven't decided|still deciding|skip|none yet|doesn't matter)\b"
    ),
    waitlist=re.compile(
        r"^(?!.*\b(?:not|don't|dont|off|out of|what|how|why|cancel|remove)\b)(?:\W*(?:the )?wait(?:ing)?[- ]?list\b|"
        r".*\b(?:on|onto|join|for|into?|use|take|want|like|get|choose|add|try|please)\b.{0,30}\bwait(?:ing)?[- ]?list\b|"
        r".*\b(?:i|we)(?:'ll| will| can|'d| would) (?:like to |rather )?wait\b)"
    ),
    skip=re.compile(
        r"(?:(?:no|nope|nah|n|no thanks|no thank you|not really|not now|none|nothing|skip(?: (?:it|this|that))?|pass|never ?mind|cancel|"
        r"stop|that's (?:it|all)|thats (?:it|all)|all good|i'm good|im good|we're good|i'm fine|no need|maybe later|later|"
        r"i'd rather not|rather not|nothing else|nobody else|no one else|n/a|na|none of that|not at all)"
        r"(?:[\s,.!]+(?:thanks|thank you|thx|please|for now|right now|at the moment))*[\s,.!]*){1,3}"
    ),
    access=re.compile(
        r"\b(?:wheel ?chairs?|walker|crutch(?:es)?|cane|scooter|mobility|stairs?|steps|ramps?|elevator|lift|step-free|disab\w+|deaf|"
        r"hearing|asl|sign language|interpreter|captions?|blind|low vision|large print|braille|guide dog|service (?:dog|animal)|autis\w+|"
        r"sensory|epilep\w+|strobe|seizures?|allerg\w+|asthma|anxiety|pregnan\w+|stroller|accommodations?|accessib\w+|access|seat(?:ing)?|"
        r"sit down|can't stand|parking space)\b"
    ),
    parts={
        "tour_time": re.compile(r"\b(?:time|times|date|day|hour|slot|when|reschedule)\b"),
        "contact": re.compile(r"\b(?:e-?mail|mail|address|phone|number|cell|contact)\b"),
        "name": re.compile(r"\b(?:name|spell(?:ed|ing)?)\b"),
        "program": re.compile(r"\b(?:program|programme|course|major)\b"),
        "party_size": re.compile(r"\b(?:people|persons|party|guests?|of us|group)\b"),
    },
    party=re.compile(
        r"(?:\b(?:party|group|family) of |\bfor )?(?P<count>-?\b\d{1,9}) *(?:people|persons?|guests?|visitors?|of us)\b"
        r"|\b(?:party|group|family) of (?P<party>-?\d{1,9})\b"
    ),
    ordinal=re.compile(
        r"^\W*(?:the |number |no\. ?|option |#)?"
        r"(?:(?P<digit>[1-9])|(?P<word>first|second|third|fourth|fifth|sixth|last))(?: one| option)?\W*$"
    ),
    ordinals=("first", "second", "third", "fourth", "fifth", "sixth"),
    last="last",
)
