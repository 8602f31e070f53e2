"""Staff are told of claims that have expired or soon will."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.assistant import build
from bot.commands.content import check
from bot.commands.doctor import doctor
from bot.commands.serve import prepare
from bot.faq.claims_due import due
from tests.conftest import StandingClock, settings_for
from tests.faq.content_folder import add, claim, copy_of_content, entry

TODAY = date(2026, 11, 26)
SAYS, TELLS = "88 percent of them found work.", "According to the school's report, 88 percent of them found work."


@pytest.mark.parametrize(
    ("expires", "told"),
    [(date(2026, 11, 25), "expired"), (date(2026, 11, 26), "soon"), (date(2026, 12, 26), "soon"), (date(2026, 12, 27), None), (None, None)],
)
def test_a_claim_is_due_from_thirty_days_before_it_expires(expires: date | None, told: str | None) -> None:
    found = due([("hired", "…", expires)], [("b", ["hired"]), ("a", ["hired", "other"]), ("c", [])], TODAY)

    assert [("expired" if one.is_expired else "soon") for one in found] == ([told] if told else [])
    assert all(one.answers == ("a", "b") for one in found)


def test_what_nothing_leans_on_is_not_due() -> None:
    assert due([("hired", "…", date(2020, 1, 1))], [("a", [])], TODAY) == []


def test_doctor_and_content_check_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: StandingClock) -> None:
    now = datetime.now(UTC)
    soon = date.fromordinal(now.date().toordinal() + 9)
    folder = copy_of_content(tmp_path / "content")
    add(folder, [entry(answer=SAYS, hedged=TELLS, claims=["planted-claim"])], [claim(expires=soon.isoformat())])
    settings = settings_for(tmp_path, content_dir=folder)
    made = build(settings)
    prepare(made)
    made.close()

    check(settings)
    assert f"planted-claim expires on {soon}; planted will then say" in capsys.readouterr().out
    doctor(settings)
    assert f"[green] claim: planted-claim expires on {soon}" in capsys.readouterr().out

    path = folder / "claims.yml"
    path.write_text(path.read_text().replace(soon.isoformat(), "2036-01-01"))
    with made.database.write() as session:
        from sqlalchemy import update

        from bot.faq.models import Claim

        session.execute(update(Claim).where(Claim.id == "planted-claim").values(expires=date(2026, 1, 1)))
    assert doctor(settings) == 1
    assert "[red]   claim: planted-claim expired on 2026-01-01; planted say their hedged wording" in capsys.readouterr().out
