"""The assistant's own lines, read once from ``lines.yml``."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "lines.yml"


def line(name: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """A line's text, filled in, and what is shown besides. Raises :class:`KeyError` for an unknown name or a missing value."""
    found = _lines()[name]
    return str(found["text"]).format(**values), deepcopy(found.get("custom", {}))


@cache
def _lines() -> dict[str, dict[str, Any]]:
    lines: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lines
