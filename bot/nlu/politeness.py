"""The polite words around a question, which ask nothing themselves: "Hi there, quick one: is it far, do you know? Thanks!"."""

from __future__ import annotations

import re

from bot.nlu.language import Language
from bot.nlu.spanish_politeness import CLOSES as _SPANISH_CLOSES
from bot.nlu.spanish_politeness import OPENS as _SPANISH_OPENS

_GREETING = (
    r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good\s(?:morning|afternoon|evening|day)|dear\s\w+(?:\s\w+)?)"
    r"(?:\s(?:there|all|everyone|everybody|team|guys|folks|y'?all|again|sir|madam|ma'?am))?"
)
_PREFACE = (
    r"(?:a\s)?(?:quick|short|small|one\s(?:more|last|other|quick)|another|last|just\sone|my)\s(?:question|thing|one)|one\sthing|"
    r"(?:i(?:'m|\swas|\sam)?\s)?just\s(?:wondering|curious|asking|checking)|i\swas\s(?:wondering|curious)|"
    r"(?:i'm\s)?sorry\s(?:to\s(?:bother|bug|disturb)\s(?:you|u)|for\s(?:the\sbother|bothering\s(?:you|u)))|sorry|excuse\sme|"
    r"(?:please\s|pls\s)?(?:tell|help)\sme(?:\s(?:please|pls|this|out))?|while\s(?:i'?m|we'?re|(?:you|u|ur)(?:'?re)?)\sat\sit|(?:ok|okay|well|um+|uh+|so|btw|by\sthe\sway|alright)"
)
_CLOSING = (
    r"(?:many\s)?thanks?(?:\s(?:you|u|so\smuch|a\slot|again|in\sadvance))*|thank\s(?:you|u)(?:\s(?:so\smuch|very\smuch|again|in\sadvance))*|"
    r"thx|thnx|tysm|ty|cheers|please|pls|plz|(?:do|would|might)\s(?:you|u)\s(?:happen\sto\s)?know|if\si\smay(?:\sask)?|if\s(?:you|u)\sdon'?t\smind|"
    r"i(?:'d|d|\swould)\s(?:love|like|want)\sto\sknow|(?:please\s)?let\sme\sknow|just\s(?:curious|wondering|asking)|(?:can|could)\s(?:you|u)\stell\sme|"
    r"(?:please\s|pls\s)?tell\sme(?:\splease)?|any\sidea|(?:you|u)\sknow|right"
)
_OPENS = re.compile(rf"^\W*(?:and\s(?=while\s))?(?:(?:{_GREETING}|{_PREFACE})(?:\W+|$))+", re.IGNORECASE)
_CLOSES = re.compile(rf"(?:^|[\s,.;!?-]+)(?:(?:{_CLOSING})(?:\W+|$))+$", re.IGNORECASE)


_AROUND: dict[Language, tuple[re.Pattern[str], re.Pattern[str]]] = {"en": (_OPENS, _CLOSES), "es": (_SPANISH_OPENS, _SPANISH_CLOSES)}


def bare(text: str, language: Language = "en") -> str:
    """``text`` without polite openings and closings; empty when there is nothing else."""
    opens, closes = _AROUND[language]
    return closes.sub("", opens.sub("", text, count=1), count=1).strip()


def is_polite_only(text: str, language: Language = "en") -> bool:
    """True for words that only surround a question. A greeting alone counts, so this does not tell small talk from nothing."""
    return not re.search(r"\w", bare(text, language))
