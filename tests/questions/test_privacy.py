"""Lists of wordings do not tell who asked."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.questions.privacy import masked, without_name
from bot.school.content import School


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Is there a gym?", "Is there a gym?"),
        ("my name is Dana Whitfield, is there a pool? dana.w@example.com", "my name is [name], is there a pool? [e-mail]"),
        ("call 407-555-0134 or 407-555-0135 about lockers", "call [phone] or [phone] about lockers"),
        ("john at gmail dot com wants a locker", "[e-mail] wants a locker"),
        ("im sofia and this is my brother Mark Jones, is there a gym", "im [name] and this is my brother [name], is there a gym"),
        ("my number is 555 0134 2", "my number is [phone]"),
        ("me@@broken wants a locker", "[e-mail] wants a locker"),
        ("is the 2026-2027 plan out, or that of 2027 2028", "is the 2026-2027 plan out, or that of 2027 2028"),
        ("does it start on 2027-01-12 or 12.1.2027", "does it start on 2027-01-12 or 12.1.2027"),
        ("student no 20261234567", "student no [phone]"),
        ("Will I get 24/7 access in 2027?", "Will I get 24/7 access in 2027?"),
    ],
)
def test_marks_stand_for_personal_data(text: str, shown: str, harbor: School) -> None:
    assert masked(text, datetime.now(harbor.zone), harbor.vocabulary) == shown


def test_masking_twice_changes_nothing(harbor: School) -> None:
    now = datetime.now(harbor.zone)
    once = masked("my name is Dana Whitfield, mail dana@example.com or call 407 555 0134", now, harbor.vocabulary)

    assert masked(once, now, harbor.vocabulary) == once


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("is dana whitfield on the list", "Dana Whitfield", "is [name] on the list"),
        ("I am Dana, is there a gym", "Dana Whitfield", "I am [name], is there a gym"),
        ("Will I get a locker", "Will May", "Will I get a locker"),
        ("is there a gym", None, "is there a gym"),
    ],
)
def test_the_name_a_visitor_gave_elsewhere_is_hidden(text: str, name: str | None, shown: str) -> None:
    assert without_name(text, name) == shown
