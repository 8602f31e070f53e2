"""Short answers in the middle of a form: yes, no, stop, and which part is to be changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.nlu.extraction.text import fold
from bot.nlu.language import Language


@dataclass(frozen=True)
class Words:
    """The short answers of one language, as patterns on folded text (``bot.nlu.extraction.text``)."""

    come_first: bool
    """True where these words count before a classifier's opinion of a short answer."""
    yes: re.Pattern[str]
    """With a group ``rest``: what follows the yes."""
    takes_back: re.Pattern[str]
    """In the rest of a yes: it was none."""
    no: re.Pattern[str]
    doubt: re.Pattern[str] | None
    """Of a message that looks like a no and is none: "no entiendo"."""
    stop: re.Pattern[str] | None
    """Of a whole message that ends a form, whatever a classifier makes of it; None where one may be trusted."""
    coming: re.Pattern[str] | None
    """What says that somebody wants to come; None where a classifier may be trusted."""
    undecided: re.Pattern[str]
    waitlist: re.Pattern[str]
    """Of a message that asks to be put on a waitlist."""
    skip: re.Pattern[str]
    """Of a whole message that leaves an optional question unanswered."""
    access: re.Pattern[str]
    """What somebody may need to be able to come."""
    parts: Mapping[str, re.Pattern[str]]
    """By the slot that is meant."""
    party: re.Pattern[str]
    """With the groups ``count`` and ``party``, of which one holds digits."""
    ordinal: re.Pattern[str]
    """With the groups ``digit`` and ``word``."""
    ordinals: Sequence[str]
    """What ``word`` may be, from the first on, by its beginning."""
    last: str
    """The beginning of the word for the last."""

    def says_yes(self, text: str) -> bool:
        """True for a plain yes. "Yes, but at 3" is not one: it goes on."""
        match = self.yes.match(fold(text).strip())
        return match is not None and len(match["rest"].split()) <= 4 and not self.takes_back.search(match["rest"])

    def says_no(self, text: str) -> bool:
        """True for a plain no."""
        return self.no.match(fold(text).strip()) is not None

    def doubts(self, text: str) -> bool:
        """True for words that look like a no, and only tell that somebody does not know or understand."""
        return self.doubt is not None and self.doubt.match(fold(text).strip()) is not None

    def says_stop(self, text: str) -> bool:
        """True for a plain wish to stop."""
        return self.stop is not None and self.stop.fullmatch(fold(text).strip(" .!,\n")) is not None

    def speaks_of_coming(self, text: str) -> bool:
        """True for the wish to come and see the school, in plain words."""
        return self.coming is not None and self.coming.search(fold(text)) is not None

    def is_undecided(self, text: str) -> bool:
        """True for "not sure yet" and the like."""
        return self.undecided.search(fold(text)) is not None

    def names_waitlist(self, text: str) -> bool:
        """True for "put me on the waitlist" and the like."""
        return self.waitlist.search(fold(text)) is not None

    def skips(self, text: str) -> bool:
        """True for a plain "no thanks", "skip" or "nothing"."""
        return self.skip.fullmatch(fold(text).strip(" .!,\n")) is not None

    def speaks_of_access(self, text: str) -> bool:
        """True for a wheelchair, an interpreter, an allergy and the like."""
        return self.access.search(fold(text)) is not None

    def parts_named(self, text: str) -> list[str]:
        """The parts of the form that the words mention."""
        folded = fold(text)
        return [part for part, pattern in self.parts.items() if pattern.search(folded)]

    def party_named(self, text: str) -> int | None:
        """The number of people that the words name, however impossible."""
        match = self.party.search(fold(text))
        return int(match["count"] or match["party"]) if match else None

    def which(self, text: str, count: int) -> int | None:
        """Which of ``count`` offered things is meant ("the second one", "2", "last"), counting from 0."""
        match = self.ordinal.match(fold(text))
        if match is None:
            return None
        if match["digit"]:
            index = int(match["digit"]) - 1
        elif match["word"].startswith(self.last):
            index = count - 1
        else:
            index = next(at for at, word in enumerate(self.ordinals) if match["word"].startswith(word))
        return index if 0 <= index < count else None


@cache
def words_of(language: Language) -> Words:
    """The short answers in a language."""
    if language == "es":
        from bot.forms.spanish_words import SPANISH

        return SPANISH
    from bot.forms.english_words import ENGLISH

    return ENGLISH
