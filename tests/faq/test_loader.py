"""What is taken out of the content folder is not said as approved any more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.commands.serve import prepare
from bot.faq.claims_due import count_expired, due_claims
from bot.faq.content_file import EntryItem
from bot.faq.models import Claim, ContentVersion
from tests.conftest import StandingClock, settings_for
from tests.faq.content_folder import add, claim, copy_of_content, entry, publish

SAYS, TELLS = "88 percent of them found work.", "According to the school's report, 88 percent of them found work."


def _version(office: Assistant) -> int:
    with office.database.read() as session:
        return session.scalar(select(ContentVersion.version)) or 0


@pytest.mark.parametrize("hour", [1, 12, 23])
def test_a_claim_that_is_taken_out_of_the_file_is_not_said_as_approved(tmp_path: Path, clock: StandingClock, hour: int) -> None:
    clock.now = datetime(2026, 11, 26, hour, 30, tzinfo=UTC)
    folder = copy_of_content(tmp_path / "content")
    without = (folder / "claims.yml").read_text()
    add(folder, claims=[claim(expires=None)])
    office = build(settings_for(tmp_path, content_dir=folder), clock=clock)
    prepare(office)
    publish(office, EntryItem(**entry(answer=SAYS, hedged=TELLS, claims=["planted-claim"])))
    office.answers.refresh()
    assert office.answers.text(office.answers.snapshot.entries["planted"]) == SAYS
    with_it = (folder / "claims.yml").read_text()

    (folder / "claims.yml").write_text(without)
    prepare(office)

    assert office.answers.refresh() is True
    assert office.answers.text(office.answers.snapshot.entries["planted"]) == TELLS
    assert {TELLS} <= office.answers.served()
    assert SAYS not in office.answers.served()
    with office.database.read() as session:
        (told,) = due_claims(session, office.today())
        assert (told.id, told.answers, told.is_expired) == ("planted-claim", ("planted",), True)
        assert session.scalar(count_expired(office.today())) == 1
        assert session.get_one(Claim, "planted-claim").approver is None
    version = _version(office)
    prepare(office)
    assert _version(office) == version, "nothing new the second time"

    (folder / "claims.yml").write_text(with_it)
    prepare(office)
    assert office.answers.refresh() is True
    assert office.answers.text(office.answers.snapshot.entries["planted"]) == SAYS
    with office.database.read() as session:
        assert due_claims(session, office.today()) == []
    office.close()
