"""What the launcher relies on in the real lock files."""

from __future__ import annotations

import re

import pytest
from launcher_project import REPOSITORY

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")


def entries(name: str) -> dict[str, str]:
    """Each pinned requirement (with its marker) and the lines of its hashes."""
    found: dict[str, str] = {}
    pin = ""
    for line in (REPOSITORY / name).read_text().splitlines():
        if not line.startswith((" ", "#")):
            pin = line.rstrip(" \\")
            found[pin] = ""
        elif pin:
            found[pin] += line.strip() + "\n"
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_hashes_and_no_address(name: str) -> None:
    assert "://" not in (REPOSITORY / name).read_text()
    for pin, hashes in entries(name).items():
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+( ; .+)?$", pin), pin
        assert re.fullmatch(r"(--hash=sha256:[0-9a-f]{64}( \\)?\n)+", hashes), pin


def test_the_lock_for_tests_holds_all_that_the_program_runs_on() -> None:
    run, dev = entries("requirements.lock"), entries("requirements-dev.lock")
    assert {pin: dev.get(pin) for pin in run} == run


def test_uv_is_new_enough_for_the_launcher() -> None:
    (pin,) = entries("requirements-uv.lock")
    name, version = pin.split("==")
    assert name == "uv"
    assert tuple(map(int, version.split("."))) >= (0, 5)
