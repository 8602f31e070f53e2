"""Finds the sentences that state something a school has to be able to prove: money, shares, pay, jobs, accreditation,
rankings, guarantees, durations and counts.

Pure, and quick enough for every outgoing line: a kind's patterns are tried only when one of its words occurs. What is
denied ("nobody can promise"), asked, not known ("I don't have a placement rate") or only aimed for is no statement; a
figure is one even in a question, because it sticks. Times, dates, ages, phone numbers and addresses are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import get_args

from bot.faq import statement_patterns_es as spanish
from bot.faq.neutral import without_neutral
from bot.faq.statement_patterns import RULES
from bot.faq.statement_rule import Rule, StatementKind

KINDS: tuple[StatementKind, ...] = get_args(StatementKind)


@dataclass(frozen=True)
class Statement:
    """A sentence that needs a claim, and the words in it that do."""

    sentence: str
    kind: StatementKind
    start: int
    """Where in the sentence the words begin."""
    end: int

    @property
    def words(self) -> str:
        """The words that make it one."""
        return self.sentence[self.start : self.end]

    @property
    def marked(self) -> str:
        """The sentence with those words between ``>>`` and ``<<``."""
        return f"{self.sentence[: self.start]}>>{self.words}<<{self.sentence[self.end :]}"


@lru_cache(maxsize=16_384)
def statements(text: str) -> tuple[Statement, ...]:
    """Every statement in ``text``, in order; of each kind at most one per sentence."""
    return tuple(found for sentence in sentences(text) for found in _in_sentence(sentence))


# --- sentences --------------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\b(?:no|nr|st|dr|mr|mrs|ms|inc|vs|approx|ave|rd|blvd|e\.g|i\.e))\.$", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of ``text``. A dot after an initial or an abbreviation ends none."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(text[max(0, match.end() - 8) : match.end()]) and match.end() < len(text):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


# --- what takes a statement back ----------------------------------------------------------------------------------

_CLAUSE = re.compile(r"\.\s|[,;:–—()\"“”]|\s-\s|\b(?:but|and|because|so|yet|y|pero|porque)\b", re.IGNORECASE)
_TRICK = re.compile(
    r"\bnot (?:only|just|merely)\b|\bisn['’]t (?:just|only)\b|\b(?:there(?:['’]s| is)\s+)?no (?:doubt|question|secret|wonder|exaggeration|joke|matter)\b|"
    r"\bno other\b|\bno better\b|\bnothing (?:but|less)\b|\b(?:do not|don['’]t) (?:worry|miss|wait|forget|hesitate)\b|\bno s[óo]lo\b|\bno solamente\b|\bsin duda\b|\bno (?:hay|cabe) duda\b|\bno te (?:preocupes|arrepentir[áa]s|lo pierdas)\b|\bno lo dudes\b|"
    r"\bnever (?:been|fails?|failed)\b|\b(?:do not|don['’]t) (?:just )?take (?:our|my) word\b|\bwon['’]t (?:regret|believe)\b|\bno need to worry\b|\bno strings\b|\bno matter (?:what|who)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|never|nobody|no[- ]one|none|cannot|can\s?not|without|neither|nor|nothing|rather than|instead of|hardly|nadie|ning[uú]n\w*|nunca|sin|tampoco)\b|n['’]t\b|"
    r"\b(?:dont|doesnt|isnt|arent|cant|wont)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:whether|unless)\b|\b(?:if|si)\b(?!.*(?:\bwill\b|'ll\b))|"
    r"\b(?:ask|asks|asking|check|find out|wonder|confirm|depends?|questions?|preguntar?)\b.*"
    r"\b(?:how|what|which|who|whom|where|when|why|about|on|for|cuánt\w*|qué|cuál\w*|sobre)\b|"
    r"\b(?:preg[uú]nt\w*|depende\w*|cons[uú]lt\w*|aver[ií]g\w*|conf[ií]rm\w*)\b.*\b(?:cu[áa]nt\w*|qué|cuál\w*|cómo|dónde|quién\w*|sobre|por|de|si)\b|"
    r"\b(?:tell|tells|know|knows|say|says|see|explain|saber|sabe|sepas|decir\w*|dice|ver)\b.*\b(?:how|what|which|who|whom|where|when|why|cuánt\w*|qué|cuál\w*)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:aim|aims|aiming|hope|hopes|hoping|want|wants|wish|would like|looking|look|dream|dreams|trying|try|goal|seek|seeking|interested|may|might|could|"
    r"perhaps|possibly|possible|if|quier\w+|puede que|quiz[áa]s?|tal vez|podr[íi]a\w*|esper\w+|aspir\w+|busc\w+|sueñ\w+|intent\w+|gustaría|metas?)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"^\s*(?!(?:si|cuando|que)\s)(?:[\w-]+\s+){0,2}?(?:no|nothing|neither|none|nobody|nada)\b"
    r"|^\s+(?:(?:es|son|sería)\s+algo\s+que\s+(?:no|nadie)|no)\b"
    r"|^\s+(?:of\s+(?:a|any)\s+\w+\s+)?(?:(?:is|are|was|can|could|will|would|do|does)(?:\s+not|n['’]t)|cannot|is (?:something|nothing|more than)\s.*(?:\bcannot|n't|\bno one|\bnobody))\b",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"^\W*(?:did you know|want to|wanna|ready to|looking (?:for|to)|why not|who else|where else|would(?:n['’]t)? you (?:like|love|want)|wouldn['’]t|can you (?:imagine|believe)|"
    r"guess what|isn['’]t it|¿?sab[ií]as que|(?:¿\s?)?(?:te gustaría|quieres|list[oa] para|por qué no|quién más|te imaginas))\b|\b(?:right|isn['’]t it|don['’]t you|okay|ok|no es así|no crees|verdad)\?$|,\s*(?:huh|eh)\?$",
    re.IGNORECASE,
)
_TOUR = re.compile(
    r"\b(?:tours?|visits?|visitors?|book|booking|bookings|booked|appointments?|open house|slots?|guests?|recorridos?|visitas?|visitar|reserv\w+|citas?|disponibles?)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(?:programs?|programmes?|courses?|class|classes|train|training|diploma|graduate\w*|semesters?|lessons?|degree|stud(?:y|ies)|tuition|programas?|cursos?|clases?|estudi(?:ar|os)|carreras?|matrícula|semestres?|graduar\w*)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:see|meet|call|remind) you\b|\b(?:nos vemos|te (?:llamo|llamamos|recuerdo|recordamos))\b", re.IGNORECASE)
_TOUR_UNIT = re.compile(r"(?:hours?|hrs?|days?|minutes?|mins?|weeks?|horas?|d[íi]as?|minutos?|semanas?)\b", re.IGNORECASE)
_PER = re.compile(r"(?:[$€£]\s?[\d,.k]+|\bmoney)\s*$", re.IGNORECASE)

_SAID_BY_DENYING = ("money", "guarantee", "ranking")

_TOKEN = re.compile(r"[^\W\d_]+|\d|[$€£%#]")
_MAYBE_NEUTRAL = re.compile(r"\d|@|://|www\.|\byears?\b", re.IGNORECASE)


def _in_sentence(sentence: str) -> Iterator[Statement]:
    found = set(_TOKEN.findall(sentence.lower()))
    rules = [rule for rule in RULES if not any(needed.isdisjoint(found) for needed in rule.needs)]
    if not sentence.isascii():
        found = set(_TOKEN.findall(sentence.translate(spanish.ACCENTS).lower()))
    more: list[Rule] = []
    if not spanish.FIRST_WORDS.isdisjoint(found):
        more = [rule for rule in spanish.RULES if not any(needed.isdisjoint(found) for needed in rule.needs)]
    if not rules and not more:
        return
    text = sentence.replace("’", "'")
    if _MAYBE_NEUTRAL.search(text):
        text = without_neutral(text)
    asked = text.rstrip("\"')”").endswith("?") and not _RHETORICAL.search(text)
    plain = text.translate(spanish.ACCENTS) if more else ""
    done: set[StatementKind] = set()
    for rule, matches in chain(
        ((rule, rule.pattern.finditer(text)) for rule in rules), ((rule, rule.pattern.finditer(plain)) for rule in more)
    ):
        span = None if rule.kind in done else _stated(rule, text, matches, asked=asked)
        if span is not None:
            done.add(rule.kind)
            yield Statement(sentence, rule.kind, *span)


def _stated(rule: Rule, text: str, matches: Iterator[re.Match[str]], *, asked: bool) -> tuple[int, int] | None:
    for match in matches:
        # In a question only a figure in digits counts: it sticks, whatever is asked of it.
        if asked and not (rule.is_figure and re.search(r"\d", match[0])):
            continue
        if not (_figure_is_none(rule, text, match) if rule.is_figure else _taken_back(rule, text, match)):
            return match.span()
    return None


def _figure_is_none(rule: Rule, text: str, match: re.Match[str]) -> bool:
    if rule.kind == "duration" and not _is_study_time(text, match):
        return True
    return (rule.kind == "percentage" and _is_certainty(text, match)) or _is_open_question(text, match)


def _taken_back(rule: Rule, text: str, match: re.Match[str]) -> bool:
    before, after = _around(text, match)
    said = before + match[0]
    # In "at no cost" or "can't fail" the denial is the statement; elsewhere it takes the statement back, unless it is denied twice.
    denials = _DENIED.findall(_TRICK.sub(" ", before if rule.kind in _SAID_BY_DENYING else said))
    if len(denials) == 1 or (denials and rule.kind in _SAID_BY_DENYING) or _OPEN.search(said):
        return True
    if rule.kind in ("placement", "pay") and _AIMED.search(before):
        return True
    return rule.kind in ("guarantee", "placement") and _TAKEN_BACK.search(after) is not None


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before and after the match in its own clause."""
    starts = [0, *(one.end() for one in _CLAUSE.finditer(text, 0, match.start()))]
    while len(starts) > 1 and re.match(r"\s*(?:n?or|o|ni)\b", text[starts[-1] :], re.IGNORECASE):
        starts.pop()  # "I can't tell you how many, or promise any": the denial goes on
    start = starts[-1]
    following = _CLAUSE.search(text, match.end())
    return text[start : match.start()], text[match.end() : following.start() if following else len(text)]


def _is_study_time(text: str, match: re.Match[str]) -> bool:
    """False for the times of a tour, for rates ("$17 an hour") and for "one day"."""
    if _TOUR_UNIT.search(match[0]) and (_TOUR.search(text) or _MEETING.search(text)) and not _STUDY.search(text):
        return False
    return not (
        _PER.search(text[: match.start()]) or re.match(r"(?:one|1|una?)\s+(?:day|hour|week|d[íi]a|hora|semana)$", match[0], re.IGNORECASE)
    )


def _is_certainty(text: str, match: re.Match[str]) -> bool:
    """True for "I'm not 100 % sure"."""
    return bool(re.match(r"\s*(?:sure|certain|clear)\b", text[match.end() :]) and _DENIED.search(text[: match.start()]))


def _is_open_question(text: str, match: re.Match[str]) -> bool:
    """True for "ask whether 12 weeks are enough": what the figure stands in is left open."""
    return bool(re.search(r"\bwhether\b", _around(text, match)[0], re.IGNORECASE))
