"""The automatic accessibility rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from browsing import missing
from playwright.sync_api import Page

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Contrast over a drawing or under another box is left to people; everything else undecided has to be looked at.
UNDECIDED = {"color-contrast"}


def check(page: Page) -> None:
    """Fails with every rule broken, and with every one that could not be decided."""
    if not AXE.is_file():
        missing("no axe-core: run npm ci in tests/browser/axe")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text() + "; undefined")
    found: dict[str, Any] = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
    brief = [
        {"rule": rule["id"], "nodes": [node["html"][:160] for node in rule["nodes"]], "why": rule["nodes"][0]["failureSummary"]}
        for rule in found["violations"]
    ]
    assert not brief, json.dumps(brief, indent=1)
    undecided = [rule["id"] for rule in found["incomplete"] if rule["id"] not in UNDECIDED]
    assert not undecided, undecided
    assert len(found["passes"]) > 10
