"""Whatever colour a school sets, text on it and in it can be read."""

from __future__ import annotations

from typing import Any

import pytest
from chat_page import ChatPage
from playwright.sync_api import Page, expect
from scripted_school import ScriptedSchool

LIGHT, DARK = [240, 242, 245], [38, 43, 49]
COLOURS = ["#1d4f91", "gold", "#fff", "#000", "rgb(128, 128, 128)", "hsl(120 100% 50%)", "#f00", "teal", "#777"]


@pytest.fixture
def colour(page: Page, school: ScriptedSchool) -> Any:
    """Runs an expression with the colour module at hand as `c`."""
    page.goto(school.url)
    return lambda expression: page.evaluate(f"import('/widget/colour.js').then((c) => {expression})")


def test_contrast_is_that_of_the_guidelines(colour: Any) -> None:
    assert colour("c.contrast([0, 0, 0], [255, 255, 255])") == pytest.approx(21)
    assert colour("c.contrast([119, 119, 119], [255, 255, 255])") == pytest.approx(4.48, abs=0.005)
    assert colour("c.contrast([18, 52, 86], [18, 52, 86])") == pytest.approx(1)


@pytest.mark.parametrize("value", COLOURS)
def test_text_on_and_in_the_colour_can_be_read(colour: Any, value: str) -> None:
    rgb = colour(f"c.readColour({value!r}, document.body)")
    assert colour(f"c.contrast({rgb}, c.textOn({rgb}))") >= 4.5
    for ground in (LIGHT, DARK):
        assert colour(f"c.contrast(c.readableOn({rgb}, {ground}), {ground})") >= 4.5


@pytest.mark.parametrize("value", ["", "nonsense", "rgb(0 0 0 / 50%)", "transparent", "red; background: url(x)"])
def test_what_is_no_opaque_colour_is_left_for_the_default(colour: Any, value: str) -> None:
    assert colour(f"c.readColour({value!r}, document.body)") is None


def test_the_attribute_takes_effect_and_can_change(scripted: ChatPage) -> None:
    background = "getComputedStyle(document.querySelector('admissions-chat').shadowRoot.querySelector('.launcher')).backgroundColor"
    assert scripted.page.evaluate(background) == "rgb(29, 79, 145)"
    scripted.host.evaluate("(host) => host.setAttribute('theme-color', 'gold')")
    assert scripted.page.evaluate(background) == "rgb(255, 215, 0)"
    expect(scripted.launcher).to_have_css("color", "rgb(0, 0, 0)")
