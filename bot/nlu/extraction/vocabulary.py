"""The school's own words: programs and roles with the names people use for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Term:
    """One program or role: the name to report, its id, and other ways of saying it."""

    name: str
    id: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What extraction knows of the school; `region` is the ISO country that local phone numbers belong to."""

    programs: tuple[Term, ...] = ()
    roles: tuple[Term, ...] = ()
    region: str = "US"

    @classmethod
    def from_content(cls, content: Mapping[str, Any], region: str = "US") -> Vocabulary:
        """Read a mapping shaped like `programs.yml`: `{programs: [{id, name, aliases}], roles: [...]}`.

        Raises ValueError when an item has no name or its aliases are not texts.
        """
        return cls(_terms(content, "programs"), _terms(content, "roles"), region)


def _terms(content: Mapping[str, Any], key: str) -> tuple[Term, ...]:
    items = content.get(key) or ()
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise ValueError(f"{key}: expected a list")
    return tuple(_term(item, f"{key}[{at}]") for at, item in enumerate(items))


def _term(item: object, where: str) -> Term:
    if not isinstance(item, Mapping):
        raise ValueError(f"{where}: expected a mapping with a name")
    name = item.get("name")
    aliases = item.get("aliases") or ()
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"{where}: a name is missing")
    if isinstance(aliases, str) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError(f"{where}: aliases must be a list of texts")
    return Term(name.strip(), str(item.get("id", "")), tuple(alias for alias in aliases if alias.strip()))
