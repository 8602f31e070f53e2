"""Every threshold of answering, in one place. Cosines are between a question and an entry's nearest phrasing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.nlu.language import Language

SURE_MATCH = 0.80
"""From here a phrasing decides alone, whatever the topic classifier says: a new answer works without training."""
GOOD_MATCH = 0.52
"""From here a phrasing is accepted when the topic agrees."""
FAIR_MATCH = 0.36
"""From here a phrasing is accepted when the topic agrees and is confident."""
SURE_TOPIC = 0.70
"""From here the topic classifier counts as confident."""
RECOGNISED_TOPIC = 0.55
"""From here a question without an answer is noted under its topic; below, as out of scope."""
FAIR_TOPIC = 0.30
"""Below this the topic classifier counts as silent."""
NEAR_MISS = 0.40
"""From here an entry is worth offering as "did you mean"."""
OUT_OF_SCOPE = 0.50
"""From here the classifier's out-of-scope verdict stands, unless a phrasing is sure."""
OFFERED = 3
"""How many entries are offered at most."""
FAIRLY_CLEAR_ALONE = 0.90
"""From here a message that might lean on what was said before is taken by its own words, unless it reads even clearer as being
about the same topic as before."""
CLEAR_ALONE = 0.999
"""From here nobody looks at what was said before, even if a word points back."""
ECHO = 0.50
"""From here a message that asks nothing is a yes, a no, thanks or a goodbye rather than a remark on what was said before."""


@dataclass(frozen=True)
class Cosines:
    """What a cosine between a question and a phrasing means. Each encoder has its own scale."""

    sure: float
    good: float
    fair: float
    near_miss: float


COSINES: dict[Language, Cosines] = {
    "en": Cosines(SURE_MATCH, GOOD_MATCH, FAIR_MATCH, NEAR_MISS),
    # The multilingual encoder finds any two sentences at least 0.74 alike, so that a phrasing alone decides when it is nearly the same:
    # of our Spanish examples from 0.95 on 92 % are nearest to a phrasing of their own topic, from 0.90 on 71 %.
    "es": Cosines(0.95, 0.86, 0.82, 0.87),
}
