"""What a screen reader is told: each message once, history not at all, states in their own place."""

from __future__ import annotations

from typing import Any

import pytest
from chat_page import ChatPage
from playwright.sync_api import expect
from samples import FORM, REPLIES, REVIEW, SLOTS, form_with_error
from scripted_school import ScriptedSchool

# Notes every text added where the nearest live region is the log itself, as a screen reader would take it up.
LISTEN = """
window.heard = [];
customElements.whenDefined('admissions-chat').then(() => {
  const log = document.querySelector('admissions-chat').shadowRoot.querySelector('[role=log]');
  const spoken = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.getAttribute('aria-live') === 'off' || node.hidden || ['status', 'alert'].includes(node.getAttribute('role'))) return '';
    return [...node.childNodes].map(spoken).join('');
  };
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest('[aria-live], [role=status], [role=alert]');
      if (region !== log || log.getAttribute('aria-live') !== 'polite') continue;
      for (const node of addedNodes) if (spoken(node).trim()) heard.push(spoken(node).replace(/\\s+/g, ' ').trim());
    }
  }).observe(log, { childList: true, subtree: true, characterData: true });
});
"""


@pytest.fixture
def chat(scripted: ChatPage) -> ChatPage:
    scripted.page.add_init_script("addEventListener('DOMContentLoaded', () => {" + LISTEN + "})")
    scripted.page.reload()
    return scripted


def heard(chat: ChatPage) -> list[str]:
    found: list[str] = chat.page.evaluate("heard")
    return found


def live(chat: ChatPage) -> None:
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_the_log_has_its_role_and_name(chat: ChatPage) -> None:
    chat.open()
    expect(chat.log).to_have_accessible_name("Conversation")
    assert chat.log.get_attribute("aria-atomic") is None


def test_the_greeting_of_a_new_conversation_is_read_out(chat: ChatPage) -> None:
    chat.open()
    live(chat)
    assert len(heard(chat)) == 1
    assert heard(chat)[0].startswith("Assistant said: Hello! How can I help?")


def test_each_message_is_read_out_once(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    live(chat)
    before = len(heard(chat))
    chat.send("My question")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    school.say("My answer")
    expect(chat.lines).to_have_count(3)
    said = heard(chat)[before:]
    assert len(said) == 2
    assert said[0].startswith("You said: My question")
    assert said[1].startswith("Assistant said: My answer")


def test_what_was_there_before_is_not_read_out(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    school.say("An older line")
    expect(chat.lines).to_have_count(2)
    chat.page.reload()
    expect(chat.lines).to_have_count(2)
    live(chat)
    assert heard(chat) == []
    school.say("News")
    expect(chat.lines).to_have_count(3)
    assert len(heard(chat)) == 1


def test_earlier_messages_are_not_read_out(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    for number in range(80):
        school.say(f"Line {number}")
    chat.page.reload()
    expect(chat.lines).to_have_count(50)
    live(chat)
    chat.page.get_by_role("button", name="Earlier messages").click()
    expect(chat.lines).to_have_count(81)
    live(chat)
    assert heard(chat) == []


@pytest.mark.parametrize(
    ("custom", "told", "untold"),
    [
        (REPLIES, "Choices below: 2.", "Book a tour"),
        (SLOTS, "Choices below: 4.", "December 2"),
        (FORM, "Form below.", "Recording Arts"),
        (REVIEW, "Sam Example", "Change something"),
    ],
    ids=["replies", "slots", "form", "review"],
)
def test_controls_are_announced_and_not_read_out(
    custom: dict[str, Any], told: str, untold: str, chat: ChatPage, school: ScriptedSchool
) -> None:
    chat.open()
    live(chat)
    before = len(heard(chat))
    school.say("Please look.", custom)
    expect(chat.lines).to_have_count(2)
    (said,) = heard(chat)[before:]
    assert told in said
    assert untold not in said


def test_what_is_wrong_with_a_field_is_read_out_once(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    live(chat)
    before = len(heard(chat))
    custom = form_with_error()
    error = custom["form"]["fields"][1]["error"]
    school.say(f"{error} Who is coming?", custom)
    expect(chat.lines).to_have_count(2)
    (said,) = heard(chat)[before:]
    assert said.count(error) == 1
    assert said.index(error) < said.index("Who is coming?")


def test_typing_is_said_in_the_status_line_and_stands_still_soon(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    school.set_state("bot", waiting=True)
    expect(chat.status).to_have_text("The assistant is typing")
    assert chat.status.get_attribute("role") == "status"
    dot = chat.status.locator(".dots i").first
    assert (
        dot.evaluate(
            "(dot) => { const { animationDuration, animationIterationCount } = getComputedStyle(dot); return parseFloat(animationDuration) * animationIterationCount }"
        )
        <= 5
    )
    school.say("Here it is.")
    expect(chat.status).to_have_text("")


def test_bubbles_are_no_tab_stops_and_times_are_times(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    assert chat.page.locator("admissions-chat li[tabindex], admissions-chat .bubble[tabindex]").count() == 0
    at = chat.lines.first.locator("time").get_attribute("datetime")
    assert at == school.messages[0]["at"]
    tabindexes = chat.page.locator("admissions-chat [tabindex]").evaluate_all(
        "(nodes) => nodes.map((node) => node.getAttribute('tabindex'))"
    )
    assert set(tabindexes) <= {"0", "-1"}
