"""A faulty content folder is refused with file, line and reason, and what was live stays live."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.commands.content import check, load
from bot.commands.serve import prepare, prepare_or_keep
from bot.conversations.models import Problem
from bot.errors import ContentError
from bot.faq.content_file import read_faq
from bot.school.content import load_school
from tests.conftest import StandingClock, settings_for
from tests.faq.content_folder import add, claim, copy_of_content, entry, publish

Spoil = Callable[[Path], None]


def _replace(old: str, new: str, file: str = "faq.yml") -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return spoil


def _bytes(content: bytes, file: str = "faq.yml") -> Spoil:
    return lambda folder: (folder / file).write_bytes(content) and None


def _append(content: bytes) -> Spoil:
    return lambda folder: (folder / "faq.yml").write_bytes((folder / "faq.yml").read_bytes() + content) and None


SAYS, TELLS = "88 percent of them found work.", "According to the school's report, 88 percent of them found work."
HIRED = {"answer": SAYS, "hedged": TELLS, "claims": ["planted-claim"]}
FAULTS: dict[str, tuple[Spoil, str]] = {
    "duplicate id": (lambda folder: add(folder, [entry(id="harbor-pay")]), r"faq\.yml, line \d+: .*harbor-pay is used twice"),
    "shared phrasing": (
        lambda folder: add(folder, [entry(phrasings=["how much is tuition"])]),
        r"faq\.yml, line \d+: planted: the phrasing 'how much is tuition' already belongs to harbor-tuition",
    ),
    "shared but for case, spaces, punctuation, accents": (
        lambda folder: add(folder, [entry(phrasings=["HÓW  much, is tuition??"])]),
        r"faq\.yml, line \d+: planted: the phrasing .* already belongs to harbor-tuition",
    ),
    "unknown topic": (lambda folder: add(folder, [entry(topic="weather")]), r"faq\.yml, line \d+: planted: weather is not a known topic"),
    "broken YAML": (_append(b"  - id: [unclosed\n"), r"faq\.yml, line \d+: not valid YAML"),
    "a tab": (_append(b"\t- id: tabbed\n"), r"faq\.yml, line \d+: not valid YAML"),
    "wrong encoding": (_append("  # caf\u00e9\n".encode("latin-1")), r"faq\.yml, line \d+: the file is not UTF-8"),
    "another encoding": (_bytes("entries: []".encode("utf-16")), r"faq\.yml, line 1: the file is not UTF-8"),
    "a character that is not allowed": (_append(b"  # \x07\n"), r"faq\.yml, line \d+: not valid YAML"),
    "empty": (_bytes(b""), r"faq\.yml, line 1: the file is empty"),
    "only a comment": (_bytes(b"# nothing yet\n"), r"faq\.yml, line 1: the file is empty"),
    "a list": (_bytes(b"- id: a\n- id: b\n"), r"faq\.yml, line 1: the file must begin with a name and a colon"),
    "a word": (_bytes(b"entries\n"), r"faq\.yml, line 1: the file must begin"),
    "no entries": (_bytes(b"entries: []\n"), r"faq\.yml, line 1: entries"),
    "missing": (lambda folder: (folder / "faq.yml").unlink(), r"faq\.yml: the file is missing"),
    "an impossible date": (
        lambda folder: add(folder, claims=[claim(received="PLACE")]) or _replace("PLACE", "2026-02-30", "claims.yml")(folder),
        r"claims\.yml, line \d+: not valid YAML",
    ),
    "an expired claim": (
        lambda folder: add(folder, [entry(**HIRED)], [claim(expires="2026-10-31")]),
        r"faq\.yml, line \d+: planted: the claim planted-claim expired on 2026-10-31",
    ),
    "an unknown kind of claim": (
        lambda folder: add(folder, claims=[claim(kind="hearsay")]),
        r"claims\.yml, line \d+: .*hearsay is no kind",
    ),
    "a claim that is not there": (
        lambda folder: add(folder, [entry(**HIRED)]),
        r"faq\.yml, line \d+: planted: the claim planted-claim is not in",
    ),
    "a claim of the wrong kind": (
        lambda folder: add(folder, [entry(**HIRED)], [claim(kind="ranking", statement="We are first.")]),
        r"faq\.yml, line \d+: planted: .*>>88 percent<<",
    ),
    "no claim": (
        lambda folder: add(folder, [entry(answer="Nine out of ten graduates find work.")]),
        r"faq\.yml, line \d+: planted: the answer states .*>>Nine out of ten<< graduates find work\.",
    ),
    "an unattributed hedge": (
        lambda folder: add(folder, [entry(**(HIRED | {"hedged": SAYS}))], [claim()]),
        r"faq\.yml, line \d+: planted: the hedged states .*who says so",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of_content(tmp_path / "content")


@pytest.fixture
def live(folder: Path, second_database: Path, tmp_path: Path, clock: StandingClock) -> Assistant:
    shutil.copy(second_database, tmp_path / "admissions.sqlite3")
    return build(settings_for(tmp_path, content_dir=folder), clock=clock)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_and_what_was_live_stays_live(name: str, live: Assistant, folder: Path, clock: StandingClock) -> None:
    spoil, complaint = FAULTS[name]
    before = live.answers.snapshot
    spoil(folder)

    again = build(live.settings, clock=clock)
    with pytest.raises(ContentError, match=complaint) as refusal:
        prepare(again)
    report, fault = prepare_or_keep(again)

    assert "\n" not in str(refusal.value)
    assert report.is_empty and str(fault) == str(refusal.value)
    assert live.answers.refresh() is False
    assert live.answers.snapshot is before
    # Staff see it, once.
    prepare_or_keep(again)
    with live.database.read() as session:
        assert session.scalars(select(Problem.detail).where(Problem.kind == "content")).all() == [str(fault)]


@pytest.mark.parametrize("name", FAULTS)
def test_the_commands_refuse_it_too(name: str, live: Assistant, folder: Path) -> None:
    spoil, complaint = FAULTS[name]
    spoil(folder)

    for command in (check, load):
        with pytest.raises(ContentError, match=complaint):
            command(live.settings)


@pytest.mark.parametrize("name", FAULTS)
def test_a_first_start_is_refused(name: str, folder: Path, migrated_file: Path, tmp_path: Path, clock: StandingClock) -> None:
    spoil, complaint = FAULTS[name]
    shutil.copy(migrated_file, tmp_path / "admissions.sqlite3")
    spoil(folder)

    with pytest.raises(ContentError, match=complaint):
        prepare_or_keep(build(settings_for(tmp_path, content_dir=folder), clock=clock))


def test_a_first_start_without_a_database_is_refused_too(folder: Path, tmp_path: Path, clock: StandingClock) -> None:
    add(folder, [entry(answer="All graduates get hired.")])

    with pytest.raises(ContentError, match=r"faq\.yml, line \d+: planted"):
        prepare_or_keep(build(settings_for(tmp_path, content_dir=folder), clock=clock))


def test_the_line_is_that_of_the_fault(folder: Path) -> None:
    add(folder, [entry(answer="I know this.\nAll graduates get hired.")])
    lines = (folder / "faq.yml").read_text().splitlines()
    expected = next(number for number, line in enumerate(lines, 1) if line.strip().startswith("answer:") and "I know this" in line)

    with pytest.raises(ContentError, match=rf"faq\.yml, line {expected}: planted"):
        read_faq(folder, load_school(folder))


def test_a_claim_that_expires_today_is_still_good(live: Assistant, folder: Path, clock: StandingClock) -> None:
    add(folder, [entry(**HIRED)], [claim(expires="2026-11-23")])

    assert prepare(build(live.settings, clock=clock)).added == ["planted"]


def test_an_expired_claim_that_nothing_leans_on_is_no_fault(live: Assistant, folder: Path, clock: StandingClock) -> None:
    add(folder, claims=[claim(expires="2020-01-01")])

    assert prepare(build(live.settings, clock=clock)).is_empty


def test_a_start_after_a_claim_expired_keeps_the_answers_that_were_live(live: Assistant, folder: Path, clock: StandingClock) -> None:
    """A school must not go dark at midnight because a date ran out."""
    add(folder, [entry(**HIRED)], [claim(expires="2026-11-24")])
    prepare(build(live.settings, clock=clock))
    clock.now = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

    started = build(live.settings, clock=clock)
    _report, fault = prepare_or_keep(started)

    assert "expired on 2026-11-24" in str(fault)
    assert started.answers.text(started.answers.snapshot.entries["planted"]) == TELLS


def test_an_answer_that_staff_published_keeps_its_phrasings(live: Assistant, folder: Path, clock: StandingClock) -> None:
    from bot.faq.content_file import EntryItem

    publish(live, EntryItem(**entry(id="by-staff")))
    add(folder, [entry(phrasings=["Is this planted, by a test?"])])

    with pytest.raises(ContentError, match=r"faq\.yml, line \d+: planted: .*already belongs to by-staff, which staff published"):
        prepare(build(live.settings, clock=clock))
