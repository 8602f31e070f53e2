"""The page that draws the folders names all of them, and nothing that is not there."""

from __future__ import annotations

import re

import pytest

from bot.settings import PROJECT_DIR

PAGE = (PROJECT_DIR / "docs" / "architecture.md").read_text()
NAMED = set(re.findall(r"`((?:bot|actions|benchmarks|content|data|tests|compat)/[\w./-]*)`", PAGE))


def _folders() -> list[str]:
    found = [folder for parent in ("bot", "benchmarks") for folder in (PROJECT_DIR / parent).iterdir()]
    return sorted(f"{one.relative_to(PROJECT_DIR)}/" for one in found if one.is_dir() and any(one.glob("*.py")))


@pytest.mark.parametrize("folder", _folders())
def test_a_folder_is_drawn(folder: str) -> None:
    assert folder in NAMED


@pytest.mark.parametrize("path", sorted(NAMED))
def test_what_is_named_is_there(path: str) -> None:
    assert (PROJECT_DIR / path).exists()


def test_the_readme_leads_to_it() -> None:
    assert "(docs/architecture.md)" in (PROJECT_DIR / "README.md").read_text()
