from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from bot.errors import InvalidInput
from bot.leads.query import LeadQuery


def test_the_query_string_holds_the_state_and_refuses_what_cannot_be() -> None:
    query = LeadQuery.parse({"search": " Ana & Co ", "stage": "new", "page": "3", "unknown": "x", "sort": "name"})
    assert query == LeadQuery(search="Ana & Co", stage="new", page=3, sort="name")
    assert query.address() == "search=Ana+%26+Co&stage=new&sort=name"
    assert query.address(page=4) == "search=Ana+%26+Co&stage=new&sort=name&page=4"
    assert query.address(sort="tour") == "search=Ana+%26+Co&stage=new&sort=tour"
    assert LeadQuery().address() == ""
    assert query.filters() == {"stage": "new", "sort": "name", "search": "(not kept)"}
    assert not LeadQuery(sort="name", page=2).is_filtered
    assert LeadQuery(owner="none").is_filtered
    bad: Iterable[dict[str, Any]] = (
        {"stage": "New"},
        {"wants": "x"},
        {"sort": "id"},
        {"upcoming": "no"},
        {"page": "x"},
        {"page": "\u0661"},
    )
    for given in bad:
        with pytest.raises(InvalidInput):
            LeadQuery.parse(given)
