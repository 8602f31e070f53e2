"""What can be said of the widget's modules without a browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "bot" / "widget" / "static"
PAGE = STATIC.parent / "page.html"
MODULES = sorted(STATIC.glob("*.js"))
BUDGET = 20 * 1024

FORBIDDEN = {
    "markup from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|DOMParser|srcdoc",
    "code from text": r"\beval\s*\(|\bFunction\s*\(|set(?:Timeout|Interval)\s*\(\s*['\"`]|\bimport\s*\(",
    "style that a strict policy blocks": r"createElement\(['\"]style|el\(['\"]style|setAttribute\(['\"]style|\bstyle: ['\"`]|cssText",
    "handlers in attributes": r"setAttribute\(['\"]on",
    "another host": r"https?://(?!www\.w3\.org/2000/svg)[a-z0-9]",
    "something left behind": r"\bconsole\.(?!error\()|\bdebugger\b|\balert\(|\bTODO\b",
}


def test_there_are_modules() -> None:
    assert len(MODULES) > 10


def test_all_modules_together_stay_within_the_budget() -> None:
    size = len(gzip.compress(b"".join(module.read_bytes() for module in MODULES), 9))
    assert size <= BUDGET, f"{size} bytes compressed, {size - BUDGET} too many"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_module_keeps_away_from(what: str, module: Path) -> None:
    code = re.sub(r"/\*\*.*?\*/", "", module.read_text(), flags=re.DOTALL)
    found = re.findall(FORBIDDEN[what], code)
    assert not found, f"{module.name}: {what}: {found}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_imports_its_neighbours_only(module: Path) -> None:
    for source in re.findall(r"(?:from|import)\s+'([^']+)'", module.read_text()):
        assert source.startswith("./") and (STATIC / source).is_file(), source


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text().splitlines()) < 400


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    table = (STATIC / "texts.js").read_text()
    there = set(re.findall(r"^  (\w+): \[", table, re.M))
    code = "".join(module.read_text() for module in MODULES if module.name != "texts.js")
    said = {f"said_{role}" for role in ("visitor", "bot", "staff", "system")}
    quoted = set(re.findall(r"'(\w+)'", code)) | said
    assert there <= quoted, there - quoted
    assert set(re.findall(r"\bt\('(\w+)'", code)) <= there


def test_both_languages_fill_in_the_same_names() -> None:
    for key, en, es in re.findall(r"^  (\w+): \['(.*)', '(.*)'\],$", (STATIC / "texts.js").read_text(), re.M):
        assert sorted(re.findall(r"\{\w+\}", en)) == sorted(re.findall(r"\{\w+\}", es)), key


def test_the_page_has_nothing_inline() -> None:
    page = PAGE.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert '<script type="module" src="/widget/admissions-chat.js"></script>\n  <admissions-chat></admissions-chat>' in page
