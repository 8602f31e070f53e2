"""The schema of `custom` takes what the contract describes and nothing near it."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from samples import ALL, BOOKED, CONSENT, FORM, REPLIES, REVIEW, SLOTS
from scripted_school import SCHEMA, WIDGET

VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def changed(sample: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The sample with one place, named as in "form.fields.0.name", set to the value; `...` takes it away."""
    result = copy.deepcopy(sample)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = result
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return result


def test_the_schema_itself_is_sound() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", ALL)
def test_every_kind_of_message_is_taken(sample: dict[str, Any]) -> None:
    VALIDATOR.validate(sample)


def test_keys_of_a_later_version_are_no_error_at_the_top() -> None:
    VALIDATOR.validate({"version": 1, "carousel": []})


@pytest.mark.parametrize(
    ("sample", "path", "value"),
    [
        (REPLIES, "version", ...),
        (REPLIES, "version", 2),
        (REPLIES, "version", "1"),
        (REPLIES, "quick_replies", []),
        (REPLIES, "quick_replies.0.payload", ""),
        (REPLIES, "quick_replies.0.payload", 7),
        (REPLIES, "quick_replies.0.title", ...),
        (REPLIES, "quick_replies.0.url", "https://x.example"),
        (FORM, "form.id", "no spaces"),
        (FORM, "form.submit", ...),
        (FORM, "form.fields", []),
        (FORM, "form.fields.0.type", "password"),
        (FORM, "form.fields.0.required", "yes"),
        (FORM, "form.fields.0.options", [{"value": "a", "label": "A"}]),
        (FORM, "form.fields.0.value", True),
        (FORM, "form.fields.4.options", ...),
        (FORM, "form.fields.4.options", []),
        (FORM, "form.fields.5.value", "true"),
        (FORM, "form.fields.0.placeholder", "Name"),
        (SLOTS, "slots.time_zone", "Eastern Time"),
        (SLOTS, "slots.options", []),
        (SLOTS, "slots.options.0.places_left", -1),
        (SLOTS, "slots.options.0.places_left", "3"),
        (SLOTS, "slots.options.0.starts_at", "2025-12-02T13:00:00"),
        (SLOTS, "slots.options.0.starts_at", "tomorrow"),
        (SLOTS, "slots.more.payload", ...),
        (CONSENT, "consent.decline", ...),
        (CONSENT, "consent.wording", ""),
        (CONSENT, "consent.version", 1),
        (REVIEW, "review.rows", []),
        (REVIEW, "review.rows.0.value", 3),
        (BOOKED, "rate", False),
        (BOOKED, "ics.filename", "../tour.ics"),
        (BOOKED, "ics.filename", "tour.exe"),
        (BOOKED, "ics.content", "<html>"),
        (BOOKED, "notice", "oops"),
    ],
)
def test_what_is_near_the_contract_is_refused(sample: dict[str, Any], path: str, value: Any) -> None:
    assert not VALIDATOR.is_valid(changed(sample, path, value))


def test_the_widgets_types_name_the_same_properties() -> None:
    """A property added to the schema has to reach the widget's types, and the other way round."""

    def names(node: Any) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(names, node)) if node else set()
        if not isinstance(node, dict):
            return set()
        own = set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
        return own.union(*(names(value) for value in node.values()))

    declared = (WIDGET / "types.d.ts").read_text().split("type Role")[0]
    typed = set(re.findall(r"[{;,]\s*(\w+)\??:", declared)) | set(re.findall(r"^\s+(\w+)\??:", declared, re.MULTILINE))
    assert typed == names(SCHEMA)
