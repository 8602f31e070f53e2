"""The e-mail with a one-time code. It holds nothing that anybody typed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.language import Language
from bot.school.content import School
from bot.tours.messages.letters import Letter

_FILES: dict[Language, str] = {"en": "wording.yml", "es": "wording.es.yml"}


def code_letter(school: School, code: str, *, address: str, language: Language) -> Letter:
    """The letter of a code; ``address`` is that of the chat."""
    words = texts(language)
    return Letter(
        language=language,
        subject=words["subject"].format(school=school.name),
        greeting=words["greeting"],
        says=list(words["says"]),
        facts=[(words["code"], code)],
        actions=[],
        school=school.name,
        why=words["why"].format(address=address),
        stop=None,
    )


@cache
def texts(language: Language) -> dict[str, Any]:
    """All words of a language."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / _FILES[language]).read_text(encoding="utf-8"))
    return found
