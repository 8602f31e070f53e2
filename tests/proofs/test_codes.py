from __future__ import annotations

import pytest

from bot.proofs.codes import code_hash, code_in, masked, new_code


@pytest.mark.parametrize(
    "text",
    [
        "482913",
        "482 913",
        "482-913",
        "my code is 482913.",
        "it's 4 8 2 9 1 3!",
        "４８２９１３",
        "  482913\n",
        "Code: 482.913",
    ],
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "482913"


@pytest.mark.parametrize(
    "text", ["", "48291", "4829134", "482913 or 482914", "482913 482913", "+1 407 555 0134", "407-555-0134", "abc482913", "48291e"]
)
def test_anything_else_is_none(text: str) -> None:
    assert code_in(text) is None


def test_codes_have_six_digits_and_differ() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 150
    assert all(len(one) == 6 and one.isdigit() for one in codes)


def test_the_hash_depends_on_the_key_the_request_and_the_code() -> None:
    hashes = {code_hash(key, request, code) for key in (b"k", b"l") for request in ("a", "b") for code in ("000000", "000001")}
    assert len(hashes) == 8


def test_a_masked_address_is_known_again_by_its_owner_only() -> None:
    assert masked("ana.lopez@example.com") == "a***@example.com"
    assert masked("+14075550188") == "***88"
