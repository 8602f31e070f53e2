"""An entry may state only what a claim that it names can back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.faq.claims import BACKS, ClaimState, entry_faults, unbacked
from bot.faq.content_file import EntryItem
from bot.faq.statement_rule import StatementKind
from bot.faq.statements import KINDS
from tests.faq.content_folder import entry
from tests.faq.statement_samples import STATING

TODAY = date(2026, 11, 26)
HIRED = ClaimState("placement", "88 percent of the 2025 graduates found work.", approved=True, expires=date(2026, 11, 26))
SAYS = "88 percent of the 2025 graduates found work."
TELLS = "According to the school's report, 88 percent of the 2025 graduates found work."


def _reasons(known: dict[str, ClaimState] | None = None, /, **changes: Any) -> list[str]:
    item = EntryItem(**entry(**changes))
    return [fault.reason for fault in entry_faults(item, known or {"hired": HIRED}, programs=2, today=TODAY)]


def test_a_backed_statement_may_be_published() -> None:
    assert _reasons(answer=SAYS, hedged=TELLS, claims=["hired"]) == []


@pytest.mark.parametrize("sentence", [one for several in STATING.values() for one in several])
def test_no_hard_statement_is_published_without_a_claim(sentence: str) -> None:
    reasons = _reasons(answer=f"Thanks for asking. {sentence}")

    assert reasons
    assert all(">>" in reason and "<<" in reason for reason in reasons)


def test_the_offending_words_are_marked() -> None:
    (reason, *_rest) = _reasons(answer="Good news: 95 % get hired!")

    assert ">>95 %<<" in reason
    assert "percentage" in reason


def test_a_named_claim_has_to_be_there() -> None:
    assert "the claim nowhere is not in claims.yml." in _reasons(hedged="I don't have that.", claims=["nowhere"])


def test_a_named_claim_has_to_be_of_a_fitting_kind() -> None:
    wrong = ClaimState("accreditation", SAYS, approved=True, expires=None)

    assert any(
        "no claim of a kind that can back it" in reason
        for reason in _reasons({"hired": wrong}, answer=SAYS, hedged=TELLS, claims=["hired"])
    )


def test_a_figure_has_to_stand_in_the_claim() -> None:
    reasons = _reasons(answer="98 percent of the 2025 graduates found work.", hedged=TELLS, claims=["hired"])

    assert any("98 stands in no claim" in reason for reason in reasons)


@pytest.mark.parametrize(("expires", "refused"), [(date(2026, 11, 25), True), (date(2026, 11, 26), False), (None, False)])
def test_an_expired_claim_is_refused_from_the_day_after(expires: date | None, refused: bool) -> None:
    claim = ClaimState("placement", SAYS, approved=True, expires=expires)

    assert any("expired on" in reason for reason in _reasons({"hired": claim}, answer=SAYS, hedged=TELLS, claims=["hired"])) == refused


def test_the_hedged_wording_has_to_say_who_says_so() -> None:
    reasons = _reasons(answer=SAYS, hedged="About 88 percent of the 2025 graduates found work, as far as we know.", claims=["hired"])

    assert any("hedged" in reason and "who says so" in reason for reason in reasons)


def test_a_school_that_gives_a_figure_is_no_source() -> None:
    reasons = _reasons(answer=SAYS, hedged="Our school gives you an 88 percent chance of work.", claims=["hired"])

    assert any("who says so" in reason for reason in reasons)


@pytest.mark.parametrize("part", ["title", "without"])
def test_titles_and_lines_for_missing_fields_state_nothing(part: str) -> None:
    reasons = _reasons(**{"answer": SAYS, "hedged": TELLS, "claims": ["hired"], part: "88 percent found work"})

    assert any(f"the {part} states" in reason for reason in reasons)


def test_how_many_programs_there_are_is_a_typed_field() -> None:
    assert _reasons(answer="The school has two programs.") == []
    assert any("a count" in reason for reason in _reasons(answer="The school has twelve programs."))


def test_every_kind_of_statement_can_be_backed_and_no_claim_backs_everything() -> None:
    backed: set[StatementKind] = set().union(*BACKS.values())

    assert backed == set(KINDS)
    assert all(len(kinds) < len(KINDS) for kinds in BACKS.values())


def test_a_figure_that_looks_like_an_age_has_to_stand_in_the_claim_as_well() -> None:
    known = {"staff": ClaimState("count", "40 instructors teach at the school.", True, None)}

    assert [*unbacked("answer", "Our school has over 40 instructors and over 30 labs.", ["staff"], known, programs=2)]
    assert not [*unbacked("answer", "If you are over 18, ask one of our 40 instructors.", ["staff"], known, programs=2)]
