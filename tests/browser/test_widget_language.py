"""Which language the widget speaks, and how a screen reader is told of lines in the other one."""

from __future__ import annotations

import pytest
from browsing import LiveServer, NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import expect
from samples import SLOTS
from scripted_school import ScriptedSchool, host_page


@pytest.mark.parametrize(
    ("browser_speaks", "page", "placeholder", "session"),
    [
        ("es-MX", "en", "Escribe tu mensaje", "es-MX"),
        ("en-US", "es", "Escribe tu mensaje", "es"),
        ("en-US", "en", "Type your message", "en-US"),
    ],
)
def test_spanish_where_the_browser_or_the_page_is_and_the_conversation_begins_in_the_same(
    browser_speaks: str, page: str, placeholder: str, session: str, new_context: NewContext, school: ScriptedSchool
) -> None:
    school.pages["/host"] = host_page().replace('<html lang="en"', f'<html lang="{page}"')
    tab = new_context(locale=browser_speaks).new_page()
    tab.goto(f"{school.url}/host")
    chat = ChatPage(tab).open()
    expect(chat.input).to_have_attribute("placeholder", placeholder)
    assert [one["locale"] for one in school.sessions] == [session]


def test_a_line_and_its_controls_say_which_language_they_are_in(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    school.say("¿Cuándo quieres venir?", SLOTS, lang="es")
    line = scripted.lines.last
    expect(line).to_have_attribute("lang", "es")
    expect(line.locator(".bubble")).to_have_attribute("lang", "es")
    expect(line.get_by_role("group", name="Horarios libres")).to_be_visible()
    expect(line).to_contain_text("Plazas libres: 3")
    expect(scripted.input).to_have_attribute("placeholder", "Type your message")

    school.say("¿Cuánto cuesta?", role="visitor", lang="es")
    expect(scripted.lines.last.locator(".bubble")).to_have_attribute("lang", "es")
    expect(scripted.lines.last.locator(".state")).to_have_text("Sent")

    school.say("42", lang=None)
    expect(scripted.lines.last).not_to_have_attribute("lang", "es")


def test_the_schools_page_speaks_spanish_to_a_spanish_browser(new_context: NewContext, live_server: LiveServer) -> None:
    tab = watch(new_context(locale="es-MX").new_page())
    tab.goto(live_server.url)
    expect(tab.locator("html")).to_have_attribute("lang", "es")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("¿Preguntas")
    chat = ChatPage(tab).open()
    expect(chat.lines.first.locator(".bubble")).to_have_attribute("lang", "es")

    chat.send("how much is tuition?")

    expect(chat.bot_lines().last.locator(".bubble")).to_have_attribute("lang", "en")
    assert chat.complaints() == []
