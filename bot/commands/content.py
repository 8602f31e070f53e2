"""``./admissions content``: checking and loading the content folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.assistant import build
from bot.clock import system_clock
from bot.commands.serve import prepare
from bot.faq.claims_due import DueClaim, due
from bot.faq.content_file import FaqContent, read_faq
from bot.faq.topics import SCHOOL_TOPICS
from bot.faq.translation import words_fingerprint
from bot.faq.translation_file import TranslationItem
from bot.school.content import School, load_school
from bot.settings import Settings

_CONTACT = ("address", "phone", "email", "website", "application_url", "catalog_url")


def check(settings: Settings) -> int:
    """Prints what is missing, an example or unapproved; 1 when the public could not be served with it.

    Raises :class:`ContentError` when a file cannot be used at all.
    """
    school = load_school(settings.content_dir)
    today = system_clock().astimezone(school.zone).date()
    content = read_faq(settings.content_dir, school, today=today)
    missing = [
        f"school.yml: contact.{name} is empty; the assistant says that it does not have it."
        for name in _CONTACT
        if not getattr(school.file.contact, name)
    ]
    missing += [f"faq.yml: no answer on {topic}." for topic in SCHOOL_TOPICS if not any(entry.topic == topic for entry in content.entries)]
    unapproved = [
        f"claims.yml: {claim.id} has no approver; answers that lean on it are hedged ({claim.statement})"
        for claim in content.claims
        if not claim.approver
    ]
    blocking = examples(school)
    spoken = "".join(f" ({len(items)} also in {language})" for language, items in content.translations.items())
    _list("Examples that the school has to replace", blocking)
    _list("Claims that nobody at the school has approved", unapproved)
    _list("Claims that expire within 30 days", [f"claims.yml: {one}" for one in expiring(content, today)])
    _list("Missing", missing)
    for language, items in content.translations.items():
        absent, stale = untranslated(content, items)
        _list(f"Answers without a text in {language}/faq.yml; they are not said in that language", absent)
        _list(f"Texts in {language}/faq.yml whose English words have changed; they are not said until they are reviewed", stale)
    print(f"\n{len(content.entries)} answers{spoken}, {len(content.claims)} claims, {len(school.programs)} programs.")
    return 1 if blocking else 0


def untranslated(content: FaqContent, items: Mapping[str, TranslationItem]) -> tuple[list[str], list[str]]:
    """Answers that ``items`` has no text for, and texts that the English words left behind, each with the fingerprint to write."""
    now = {entry.id: words_fingerprint(entry) for entry in content.entries}
    absent = [f'{entry_id} (of: "{of}")' for entry_id, of in now.items() if entry_id not in items]
    stale = [
        f'{entry_id}: once reviewed, write of: "{of}"' for entry_id, of in now.items() if entry_id in items and items[entry_id].of != of
    ]
    return absent, stale


def expiring(content: FaqContent, today: date) -> list[DueClaim]:
    """Claims of the content folder that have expired or soon will."""
    claims = [(claim.id, claim.statement, claim.expires) for claim in content.claims]
    return due(claims, [(entry.id, entry.claims) for entry in content.entries], today)


def examples(school: School) -> list[str]:
    """Values that were made up for a first run."""
    file = school.file
    found = []
    if file.time_zone.example:
        found.append("school.yml: time_zone is an example.")
    if file.hours.example:
        found.append("school.yml: hours are examples.")
    if file.tours.example:
        found.append("school.yml: tours are examples; visitors and staff see them marked so, and a public start is refused.")
    return found


def load(settings: Settings) -> None:
    """Loads the folder into the database and says what changed."""
    assistant = build(settings)
    try:
        report = prepare(assistant)
    finally:
        assistant.close()
    for word, ids in (
        ("added", report.added),
        ("changed", report.changed),
        ("withdrawn", report.withdrawn),
        ("translated", report.translated),
    ):
        for entry in ids:
            print(f"{word}: {entry}")
    for entry in report.kept:
        print(f"kept: {entry} was edited by staff, so the database wins over the file")
    if report.is_empty:
        print("Nothing to do: the database already has all of it.")


def _list(title: str, lines: list[str]) -> None:
    if lines:
        print(f"\n{title}:")
        for line in lines:
            print(f"  - {line}")
