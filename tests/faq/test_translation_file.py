"""A faulty Spanish file is refused with file, line and reason, and what was live stays live; texts that are behind are not said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build
from bot.commands.content import check
from bot.commands.serve import prepare, prepare_or_keep
from bot.errors import ContentError
from bot.faq.content_file import EntryItem, read_faq
from bot.faq.translation import words_fingerprint
from bot.school.content import load_school
from bot.settings import PROJECT_DIR
from tests.conftest import StandingClock, settings_for
from tests.faq.content_folder import SECOND, add, claim, copy_of_content, entry, spanish, write_spanish

ENTRY = entry(answer="There is no planted field.", needs=["contact.phone"], without="I don't have it.", hedged=None)
HIRED = entry(
    id="hired",
    answer="88 percent of them found work.",
    hedged="According to the school's report, 88 percent of them found work.",
    claims=["planted-claim"],
    phrasings=["who found work here"],
)


PLANTED = spanish(ENTRY, answer="No hay tal dato.", without="No lo tengo.")
FOUND = spanish(
    HIRED,
    answer="El 88 por ciento encontró trabajo.",
    hedged="Según el informe de la escuela, el 88 por ciento encontró trabajo.",
    phrasings=["quién encontró trabajo aquí"],
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = copy_of_content(tmp_path / "content")
    add(made, [ENTRY, HIRED], [claim()])
    write_spanish(made, {"planted": PLANTED, "hired": FOUND})
    return made


@pytest.fixture
def live(folder: Path, second_database: Path, tmp_path: Path, clock: StandingClock) -> Assistant:
    shutil.copy(second_database, tmp_path / "admissions.sqlite3")
    made = build(settings_for(tmp_path, content_dir=folder), clock=clock)
    prepare(made)
    return made


Items = dict[str, Any]
FAULTS: dict[str, tuple[Callable[[Items], Items], str]] = {
    "an unknown entry": (lambda items: items | {"nobody": PLANTED}, "nobody is not an entry of faq.yml"),
    "a missing part": (lambda items: items | {"planted": {**PLANTED, "without": None}}, "the English entry has a 'without' wording"),
    "a part too many": (lambda items: items | {"planted": {**PLANTED, "hedged": "Según la página."}}, "the English entry has no 'hedged'"),
    "another variable": (
        lambda items: items | {"planted": {**PLANTED, "answer": "Es {contact.phnoe}."}},
        r"the answer does not fill in the same as the English one: \{contact.phnoe\}",
    ),
    "no fingerprint": (
        lambda items: items | {"planted": {key: PLANTED[key] for key in PLANTED if key != "of"}},
        "entries.planted.of: Field required",
    ),
    "a shared phrasing": (
        lambda items: items | {"planted": {**PLANTED, "phrasings": ["¿Quién encontró, trabajo aqui?"]}},
        "the phrasing .* already belongs to planted",
    ),
    "a figure without a claim": (
        lambda items: items | {"planted": {**PLANTED, "answer": "Nueve de cada diez egresados encuentran trabajo."}},
        "planted: the answer states a share or percentage, but no claim .*>>Nueve de cada diez<<",
    ),
    "another figure than the claim's": (
        lambda items: items | {"hired": {**FOUND, "answer": "El 98 por ciento encontró trabajo."}},
        "hired: the answer states .*98 stands in no claim",
    ),
    "an unattributed hedge": (
        lambda items: items | {"hired": {**FOUND, "hedged": "El 88 por ciento encontró trabajo."}},
        "hired: the hedged states .*who says so",
    ),
    "nothing": (lambda items: {}, "entries"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_and_what_was_live_stays_live(name: str, live: Assistant, folder: Path, clock: StandingClock) -> None:
    spoil, complaint = FAULTS[name]
    before = live.answers.snapshot
    write_spanish(folder, spoil({"planted": PLANTED, "hired": FOUND}))

    again = build(live.settings, clock=clock)
    with pytest.raises(ContentError, match=rf"^es/faq\.yml, line \d+: .*{complaint}"):
        prepare(again)
    _report, fault = prepare_or_keep(again)

    assert fault is not None
    assert live.answers.refresh() is False
    assert before.translations["es"].entries["planted"].answer == "No hay tal dato."


def test_the_line_is_that_of_the_fault(folder: Path) -> None:
    write_spanish(folder, {"hired": FOUND, "planted": {**PLANTED, "answer": "Todos los egresados consiguen empleo."}})
    lines = (folder / "es" / "faq.yml").read_text().splitlines()
    expected = next(number for number, line in enumerate(lines, 1) if "Todos los egresados" in line)

    with pytest.raises(ContentError, match=rf"es/faq\.yml, line {expected}: planted"):
        read_faq(folder, load_school(folder))


def test_a_folder_without_the_file_is_refused(folder: Path) -> None:
    (folder / "es" / "faq.yml").unlink()

    with pytest.raises(ContentError, match=r"es/faq\.yml: the file is missing"):
        read_faq(folder, load_school(folder))


def test_loading_follows_the_file(live: Assistant, folder: Path, clock: StandingClock) -> None:
    def load() -> tuple[list[str], dict[str, str], tuple[str, ...]]:
        report = prepare(build(live.settings, clock=clock))
        live.answers.refresh()
        now = live.answers.snapshot.translations["es"]
        return report.translated, {key: one.answer for key, one in now.entries.items()}, tuple(sorted(now.rows.texts))

    found = FOUND["answer"]
    both = ("esto es una prueba", "quién encontró trabajo aquí")
    assert load() == ([], {"planted": "No hay tal dato.", "hired": found}, both)
    write_spanish(folder, {"planted": {**PLANTED, "answer": "No hay dato.", "phrasings": ["otra prueba"]}, "hired": FOUND})
    assert load() == (["es/planted"], {"planted": "No hay dato.", "hired": found}, ("otra prueba", both[1]))
    write_spanish(folder, {"hired": FOUND})
    assert load() == (["es/planted"], {"hired": found}, both[1:])
    shutil.rmtree(folder / "es")
    assert load() == (["es/hired"], {}, ())


def test_what_staff_edited_wins_over_the_file(live: Assistant, folder: Path, clock: StandingClock) -> None:
    from sqlalchemy import update

    from bot.faq.models import FaqTranslation

    with live.database.write() as session:
        session.execute(update(FaqTranslation).where(FaqTranslation.entry_id == "planted").values(answer="Del personal.", edited=True))
    write_spanish(folder, {"planted": {**PLANTED, "answer": "Del archivo."}, "hired": FOUND})

    report = prepare(build(live.settings, clock=clock))

    assert (report.kept, report.translated) == (["es/planted"], [])
    live.answers.refresh()
    assert live.answers.snapshot.translations["es"].entries["planted"].answer == "Del personal."


def test_a_text_behind_the_english_one_is_not_said_but_keeps_nothing_back(
    live: Assistant, folder: Path, clock: StandingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "faq.yml"
    path.write_text(path.read_text().replace("There is no planted field.", "There is none."))
    changed = EntryItem(**{**ENTRY, "answer": "There is none."})

    report = prepare(build(live.settings, clock=clock))
    live.answers.refresh()
    check(live.settings)
    said = capsys.readouterr().out

    assert report.changed == ["planted"]
    now = live.answers.snapshot.translations["es"]
    assert set(now.entries) == {"hired"}
    # It is still recognised what is asked.
    assert "planted" in now.rows.owners
    assert f'planted: once reviewed, write of: "{words_fingerprint(changed)}"' in said
    assert 'harbor-tuition (of: "' in said

    write_spanish(folder, {"planted": {**PLANTED, "of": words_fingerprint(changed)}, "hired": FOUND})
    prepare(build(live.settings, clock=clock))
    live.answers.refresh()
    assert set(live.answers.snapshot.translations["es"].entries) == {"planted", "hired"}


def test_the_hedge_is_said_in_spanish_by_the_same_rules(live: Assistant, folder: Path, clock: StandingClock) -> None:
    hired = live.answers.snapshot.entries["hired"]

    assert live.answers.text(hired, "es") == FOUND["answer"]
    clock.forward(days=365 * 12)  # the claim has expired
    assert live.answers.text(hired, "es") == FOUND["hedged"]
    assert live.answers.text(live.answers.snapshot.entries["planted"], "es") == (
        "No hay tal dato." if live.school.fields["contact.phone"] else "No lo tengo."
    )


def test_a_school_without_spanish_texts_is_served_in_english(
    second_database: Path, tmp_path: Path, clock: StandingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(second_database, tmp_path / "admissions.sqlite3")
    school = build(settings_for(tmp_path, content_dir=SECOND), clock=clock)

    assert school.answers.snapshot.translations["es"].entries == {}
    assert check(school.settings) == 0
    assert "es/faq.yml" not in capsys.readouterr().out


def test_every_answer_of_the_school_has_its_spanish_text() -> None:
    folder = PROJECT_DIR / "content"
    content = read_faq(folder, load_school(folder))
    items = content.translations["es"]

    assert {entry.id: words_fingerprint(entry) for entry in content.entries} == {entry_id: item.of for entry_id, item in items.items()}
    assert min(len(item.phrasings) for item in items.values()) >= 5
