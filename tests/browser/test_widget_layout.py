"""The panel can be used on a stamp of a screen, with wide text, in the dark, from right to left and on a page that fights it."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import Locator, Page, expect
from samples import BOOKED, CONSENT, FORM, REPLIES, REVIEW, SLOTS, form_with_error
from scripted_school import ScriptedSchool, host_page

KINDS = [REPLIES, form_with_error(), SLOTS, CONSENT, REVIEW, BOOKED]
SPACING = "letter-spacing: .12em; word-spacing: .16em; line-height: 1.5"

# Everything that sticks out of its scroller sideways, or has words cut off.
OVERFLOWING = """
(root) => [...root.shadowRoot.querySelectorAll('.panel *')].filter((node) => {
  if (!node.getClientRects().length || node.closest('.sr, svg, select')) return false;
  const { overflowX, overflowY } = getComputedStyle(node);
  const wide = node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0 && getComputedStyle(node).display !== 'inline';
  const cut = (overflowY === 'hidden' || overflowX === 'hidden') && node.scrollHeight > node.clientHeight + 1;
  return wide || cut;
}).map((node) => node.outerHTML.slice(0, 120))
"""

SMALL_TARGETS = """
(root) => [...root.shadowRoot.querySelectorAll('button, input, select, textarea')].map((node) => [node, node.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 24 || height < 24)).map(([node]) => node.outerHTML.slice(0, 120))
"""


def fill(chat: ChatPage, school: ScriptedSchool) -> None:
    """One message of every kind, each still open, with a question in between so that nothing is superseded."""
    for number, custom in enumerate(KINDS, start=2):
        school.say(f"A line of ordinary length for kind {number}, with an address: https://school.example/{'long-' * 20}", custom)
        expect(chat.lines).to_have_count(number)


def open_at(new_context: NewContext, url: str, **options: Any) -> ChatPage:
    page = watch(new_context(**options).new_page())
    page.goto(url)
    return ChatPage(page).open()


@pytest.mark.parametrize("size", [(320, 256), (375, 667), (768, 500), (1280, 800)], ids=str)
def test_nothing_sticks_out_at(size: tuple[int, int], new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, viewport={"width": size[0], "height": size[1]})
    fill(chat, school)
    assert chat.host.evaluate(OVERFLOWING) == []
    expect(chat.input).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("button", name="Send").last).to_be_in_viewport(ratio=1)
    assert chat.log.bounding_box()["height"] > 80  # type: ignore[index]
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_small_screen_can_still_reach_every_control(new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, viewport={"width": 320, "height": 256})
    fill(chat, school)
    for control in chat.log.locator("button:visible, input:visible, select:visible").all():
        control.focus()
        expect(control).to_be_in_viewport(ratio=0.9)


def test_wider_text_spacing_cuts_nothing_off(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    fill(scripted, school)
    scripted.page.locator("admissions-chat .root").evaluate(
        "(root, css) => { for (const rule of css.split(';')) root.style.setProperty(...rule.split(':').map((part) => part.trim())) }",
        SPACING,
    )
    expect(scripted.lines.first.locator(".bubble")).to_have_css("letter-spacing", "1.92px")
    expect(scripted.log.locator("button").last).to_have_css("letter-spacing", "1.92px")
    assert scripted.host.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(width: int, new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, viewport={"width": width, "height": 700})
    fill(chat, school)
    chat.page.get_by_role("button", name="More").click()
    assert chat.host.evaluate(SMALL_TARGETS) == []

    def side(node: Locator) -> float:
        box = node.bounding_box()
        assert box
        return min(box["width"], box["height"])

    assert side(chat.page.locator("admissions-chat .send")) >= 44
    chat.page.keyboard.press("Escape")
    chat.page.keyboard.press("Escape")
    assert side(chat.launcher) >= 56


def test_a_larger_default_font_makes_everything_larger(new_context: NewContext, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(head='<link rel="stylesheet" href="/widget/page.css">')
    chat = open_at(new_context, f"{school.url}/host")
    expect(chat.lines.first.locator(".bubble")).to_have_css("font-size", "16px")
    expect(chat.input).to_have_css("font-size", "16px")  # smaller, and a phone zooms in


HOSTILE = """
* { all: unset !important; font-size: 40px !important; position: static !important; }
admissions-chat { display: inline !important; opacity: 0 !important; transform: scale(3) !important; width: 9px !important; pointer-events: none !important; color: red !important; }
html { font-size: 3px !important; }
button, dialog, textarea { display: none !important; background: red !important; }
"""


def test_a_page_that_restyles_everything_changes_nothing_inside(new_context: NewContext, school: ScriptedSchool) -> None:
    school.pages["/plain"] = host_page()
    school.pages["/hostile"] = host_page(body="<p>Host text</p>")
    looks = """
    (host) => [host, ...host.shadowRoot.querySelectorAll('*')].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      const { color, backgroundColor, fontSize, display, opacity, pointerEvents } = getComputedStyle(node);
      return [node.tagName, x, y, width, height, color, backgroundColor, fontSize, display, opacity, pointerEvents].join();
    })
    """

    def seen(path: str, css: str) -> list[str]:
        page = watch(new_context().new_page())
        page.goto(f"{school.url}{path}")
        page.evaluate("(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }", css)
        chat = ChatPage(page).open()
        school.say("A line", REPLIES)
        expect(chat.lines).to_have_count(2)
        chat.page.wait_for_function("document.getAnimations().length === 0")
        found: list[str] = chat.host.evaluate(looks)
        return found

    plain, hostile = seen("/plain", ""), seen("/hostile", HOSTILE)
    assert plain == hostile


def test_the_widget_leaves_nothing_in_the_page_but_its_element(page: Page, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(body="<p>Text</p>")
    school.pages["/bare"] = host_page().replace("admissions-chat.js", "dom.js")
    page.goto(f"{school.url}/bare")
    names = "Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name)).sort()"
    before = page.evaluate(names)
    page.goto(f"{school.url}/host")
    ChatPage(page).open()
    assert page.evaluate(names) == before
    assert page.evaluate("[...document.body.children].map((node) => node.tagName)") == ["P", "SCRIPT", "ADMISSIONS-CHAT"]
    assert page.evaluate("document.head.children.length") == 2
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_a_strict_policy_is_kept_and_the_panel_is_styled(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    fill(scripted, school)
    scripted.page.get_by_role("button", name="Add to calendar").click()
    assert scripted.complaints() == []
    expect(scripted.page.locator("admissions-chat .head")).to_have_css("background-color", "rgb(29, 79, 145)")
    expect(scripted.dialog).to_have_css("border-radius", "16px")


def test_the_dark_follows_the_visitors_wish(new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, color_scheme="dark")
    expect(chat.dialog).to_have_css("background-color", "rgb(22, 25, 29)")
    expect(chat.input).to_have_css("background-color", "rgb(22, 25, 29)")


def test_motion_stops_for_those_who_ask(new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, reduced_motion="reduce")
    school.set_state("bot", waiting=True)
    expect(chat.status.locator(".dots i").first).to_be_visible()
    assert chat.page.evaluate("document.querySelector('admissions-chat').shadowRoot.getAnimations().length") == 0


def test_forced_colours_keep_the_edges(new_context: NewContext, school: ScriptedSchool) -> None:
    chat = open_at(new_context, school.url, forced_colors="active")
    for part in (chat.launcher, chat.lines.first.locator(".bubble"), chat.page.locator("admissions-chat .send")):
        assert part.evaluate("(node) => parseFloat(getComputedStyle(node).borderTopWidth)") >= 1
        assert part.evaluate("(node) => getComputedStyle(node).borderTopColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(
    ("html", "attributes", "side"),
    [
        ("", "", "right"),
        (' dir="rtl"', "", "left"),
        ("", ' position="start"', "left"),
        (' dir="rtl"', ' position="start"', "right"),
        ("", ' dir="rtl"', "left"),
    ],
)
def test_the_panel_stands_at_the_end_of_the_line_or_where_it_is_told(
    html: str, attributes: str, side: str, page: Page, school: ScriptedSchool
) -> None:
    school.pages["/host"] = host_page(html=html, attributes=attributes)
    page.goto(f"{school.url}/host")
    chat = ChatPage(page).open()
    for part in (chat.launcher, chat.dialog):
        box = part.bounding_box()
        assert box
        gap = box["x"] if side == "left" else 1280 - box["x"] - box["width"]
        assert gap == pytest.approx(20, abs=1)
        assert box["y"] >= 0


def test_right_to_left_turns_the_bubbles_round(page: Page, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(html=' dir="rtl"')
    page.goto(f"{school.url}/host")
    chat = ChatPage(page).open()
    chat.send("mine")
    theirs, mine = chat.lines.first.locator(".bubble").bounding_box(), chat.lines.last.locator(".bubble").bounding_box()
    assert theirs
    assert mine
    assert mine["x"] < theirs["x"] + theirs["width"] - mine["width"]
    assert chat.host.evaluate(OVERFLOWING) == []


def test_the_launcher_never_covers_what_has_the_focus(scripted: ChatPage) -> None:
    scripted.page.evaluate(
        """() => {
          for (let number = 0; number < 40; number++) {
            const [line, link] = [document.createElement('p'), document.createElement('a')];
            link.href = `#${number}`;
            link.textContent = `Link ${number}`;
            line.append(link);
            document.querySelector('main').append(line);
          }
        }"""
    )
    launcher = scripted.launcher.bounding_box()
    assert launcher
    for link in scripted.page.locator("main a").all():
        scripted.page.keyboard.press("Tab")
        expect(link).to_be_focused()
        box = link.bounding_box()
        assert box
        assert box["y"] + box["height"] <= launcher["y"] or box["x"] + box["width"] <= launcher["x"]


def test_a_thousand_messages_open_quickly(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    for number in range(1000):
        school.say(f"Line {number}")
    scripted.page.keyboard.press("Escape")
    scripted.page.reload()
    expect(scripted.lines).to_have_count(50)
    took = scripted.page.evaluate(
        """() => {
          const host = document.querySelector('admissions-chat');
          const from = performance.now();
          host.open();
          host.shadowRoot.querySelector('.panel').getBoundingClientRect();
          return performance.now() - from;
        }"""
    )
    assert took < 300


@pytest.mark.parametrize(
    ("attributes", "heading", "placeholder"),
    [
        (' lang="es"', "Asistente de admisiones", "Escribe tu mensaje"),
        (' lang="es-MX" heading="Hola"', "Hola", "Escribe tu mensaje"),
        (' lang="fr"', "Admissions assistant", "Type your message"),
    ],
)
def test_the_language_and_the_heading_can_be_set(
    attributes: str, heading: str, placeholder: str, page: Page, school: ScriptedSchool
) -> None:
    school.pages["/host"] = host_page(attributes=attributes)
    page.goto(f"{school.url}/host")
    chat = ChatPage(page).open()
    expect(chat.dialog).to_have_accessible_name(heading)
    expect(chat.input).to_have_attribute("placeholder", placeholder)


def test_a_turn_taller_than_the_view_is_shown_from_its_first_line(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    scripted.send("Where do people work afterwards?")
    expect(scripted.lines.last.locator(".state")).to_have_text("Sent")
    at = "2026-11-30T19:00:00+00:00"
    school.say("In studios, among other places. " * 12, at=at)
    school.say("Back to your tour:", at=at)
    school.say("Who is coming?", FORM, at=at)
    expect(scripted.lines).to_have_count(5)
    answer = scripted.lines.nth(2)
    expect(answer).to_be_in_viewport(ratio=0.9)

    # A turn that fits is shown to its end, and so is the last of several turns.
    school.say("A reminder.", at="2026-11-30T20:00:00+00:00")
    scripted.page.get_by_role("button", name="New messages").click()
    school.say("Another one.", at="2026-11-30T21:00:00+00:00")
    expect(scripted.lines.last).to_be_in_viewport(ratio=1)
