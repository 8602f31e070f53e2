"""Every kind of control that a message may carry: what it shows, what it posts, when it closes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chat_page import ChatPage
from playwright.sync_api import Locator, expect
from samples import BOOKED, CONSENT, FORM, LIMIT, RATED, REPLIES, REVIEW, SLOTS, STAFF, TROUBLE, form_with_error, slot
from scripted_school import ScriptedSchool

from bot.conversations.lines import line as fixed_line


@pytest.fixture
def chat(scripted: ChatPage) -> ChatPage:
    return scripted.open()


def posted(school: ScriptedSchool) -> dict[str, Any]:
    """What the last post carried besides its id."""
    return {name: value for name, value in school.posts[-1].items() if name not in ("client_id", "page_url")}


def say(school: ScriptedSchool, chat: ChatPage, text: str, custom: dict[str, Any] | None = None, role: str = "bot") -> Locator:
    """Lets the bot say something and returns its line once it is shown."""
    before = chat.lines.count()
    school.say(text, custom, role)
    line = chat.lines.nth(before)
    expect(line).to_be_visible()
    return line


def test_a_quick_reply_posts_its_payload_and_says_its_title(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "What would you like?", REPLIES)
    line.get_by_role("button", name="Book a tour").click()
    own = chat.lines.last
    expect(own.locator(".bubble")).to_have_text("Book a tour")
    expect(own.locator(".state")).to_have_text("Sent")
    assert posted(school) == {"payload": "book"}
    # The choice stays readable, the buttons stay in place and do nothing more, and the focus is where one goes on.
    assert "You chose Book a tour" in line.inner_text()
    for button in line.get_by_role("button").all():
        expect(button).to_have_attribute("aria-disabled", "true")
        button.click(force=True)
    assert len(school.posts) == 1
    expect(chat.input).to_be_focused()


def test_a_form_is_made_of_real_labelled_controls(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Who is coming?", FORM)
    form = line.get_by_role("form", name="Your details")
    for label, kind, autocomplete in [
        ("Name", "text", "name"),
        ("E-mail", "email", "email"),
        ("Phone (optional)", "tel", "tel"),
        ("Preferred day (optional)", "date", None),
    ]:
        field = form.get_by_label(label, exact=True)
        expect(field).to_have_attribute("type", kind)
        if autocomplete:
            expect(field).to_have_attribute("autocomplete", autocomplete)
    expect(form.get_by_label("Name")).to_have_accessible_description("As you would like to be called.")
    assert form.get_by_label("Program").locator("option").all_inner_texts() == ["Choose", "Recording Arts", "Show Production"]
    expect(form.get_by_role("checkbox", name="I am 13 or older")).not_to_be_checked()


def test_a_field_whose_hint_says_when_it_is_needed_is_not_called_optional(school: ScriptedSchool, chat: ChatPage) -> None:
    text, custom = fixed_line("ask_contact")
    form = say(school, chat, text, {"version": 1, **custom}).locator("form")
    expect(form.get_by_label("E-mail", exact=True)).to_have_accessible_description("Or give a phone number below.")
    expect(form.get_by_label("Phone", exact=True)).to_have_accessible_description("Or give an e-mail address above.")


def test_a_form_says_what_is_wrong_and_takes_the_visitor_there(school: ScriptedSchool, chat: ChatPage) -> None:
    form = say(school, chat, "Who is coming?", FORM).get_by_role("form")
    form.get_by_label("Name").fill("Sam Example")
    form.get_by_label("E-mail").fill("sam")
    form.get_by_role("button", name="Continue").click()
    wrong = form.get_by_label("E-mail")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile("@"))
    expect(form.get_by_label("Name")).to_have_attribute("aria-invalid", "false")
    assert not school.posts
    wrong.fill("sam@example.org")
    form.get_by_label("Program").select_option("Show Production")
    form.get_by_label("I am 13 or older").check()
    form.get_by_role("button", name="Continue").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    values = {"name": "Sam Example", "email": "sam@example.org", "phone": "", "day": "", "program": "show", "age": True}
    assert posted(school) == {"form": {"id": "visitor", "values": values}}
    expect(chat.input).to_be_focused()


def test_a_sent_form_takes_no_more_input(school: ScriptedSchool, chat: ChatPage) -> None:
    form = say(school, chat, "Who is coming?", form_with_error()).get_by_role("form")
    form.get_by_label("E-mail").fill("sam@example.org")
    form.get_by_label("Program").select_option("arts")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_role("button", name="Continue")).to_have_attribute("aria-disabled", "true")
    form.get_by_label("E-mail").press("Enter")
    form.get_by_label("I am 13 or older").click(force=True)
    form.get_by_label("Program").press("ArrowDown")
    expect(form.get_by_label("I am 13 or older")).to_be_checked()
    expect(form.get_by_label("Program")).to_have_value("arts")
    expect(form.get_by_label("E-mail")).not_to_be_editable()
    school.wait_until(lambda: bool(school.posts))
    assert len(school.posts) == 1


def test_what_the_server_finds_wrong_is_shown_with_what_is_known(school: ScriptedSchool, chat: ChatPage) -> None:
    form = say(school, chat, "That address does not work.", form_with_error()).get_by_role("form")
    expect(form.get_by_label("Name")).to_have_value("Sam Example")
    expect(form.get_by_label("I am 13 or older")).to_be_checked()
    wrong = form.get_by_label("E-mail")
    expect(wrong).to_have_value("sam@nowhere")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description("This address cannot receive mail. Please check the part after the @.")


def test_what_is_wrong_stands_at_its_field_and_not_above_it(school: ScriptedSchool, chat: ChatPage) -> None:
    custom = form_with_error()
    error = custom["form"]["fields"][1]["error"]
    line = say(school, chat, f"{error} Who is coming?", custom)
    expect(line.locator(".bubble")).to_have_text("Who is coming?")
    shown = line.locator("p, .bubble").filter(has_text=error, visible=True)
    expect(shown).to_have_count(1)
    expect(line.get_by_role("form").get_by_text(error, exact=True)).to_be_visible()


def test_what_was_given_once_is_not_asked_again(school: ScriptedSchool, chat: ChatPage) -> None:
    first = say(school, chat, "Who is coming?", form_with_error()).get_by_role("form")
    first.get_by_label("E-mail").fill("sam@example.org")
    first.get_by_label("Program").select_option("arts")
    first.get_by_role("button", name="Continue").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    again = say(school, chat, "Once more, please.", FORM).get_by_role("form")
    expect(again.get_by_label("Name")).to_have_value("Sam Example")
    expect(again.get_by_label("E-mail")).to_have_value("sam@example.org")
    expect(again.get_by_label("Program")).to_have_value("arts")
    expect(again.get_by_label("I am 13 or older")).to_be_checked()


def test_tour_times_are_worded_by_the_server_and_a_full_one_cannot_be_taken(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "These times are open.", SLOTS)
    # The text says in which time; each line says a time and what is left of it.
    assert line.inner_text().count("Tours take an hour.") == 1
    assert "America" not in line.inner_text()
    full = line.get_by_role("button", name=slot(2, 0)["title"])
    expect(full).to_have_attribute("aria-disabled", "true")
    expect(full).to_contain_text("Full")
    full.click(force=True)
    assert not school.posts
    line.get_by_role("button", name=slot(3, 1)["title"]).click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert posted(school) == {"payload": "slot-3"}
    expect(line.get_by_role("button", name="Other days")).to_have_attribute("aria-disabled", "true")


def test_other_times_can_be_asked_for(school: ScriptedSchool, chat: ChatPage) -> None:
    say(school, chat, "These times are open.", SLOTS).get_by_role("button", name="Other days").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert posted(school) == {"payload": "more-times"}


def test_what_was_given_is_forgotten_with_the_conversation(school: ScriptedSchool, chat: ChatPage) -> None:
    form = say(school, chat, "Who is coming?", form_with_error()).get_by_role("form")
    form.get_by_label("E-mail").fill("sam@example.org")
    form.get_by_label("Program").select_option("arts")
    form.get_by_role("button", name="Continue").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    school.forget()
    chat.page.get_by_role("button", name="Start a new conversation").click()
    expect(chat.lines).to_have_count(1)
    again = say(school, chat, "Who is coming?", FORM).get_by_role("form")
    expect(again.get_by_label("E-mail")).to_have_value("")
    expect(again.get_by_label("I am 13 or older")).not_to_be_checked()


def test_the_wording_of_a_consent_is_shown_once(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, f"{CONSENT['consent']['wording']} Do you agree?", CONSENT)
    said = line.inner_text()
    assert said.count(CONSENT["consent"]["wording"]) == 1
    # In the order in which one agrees: what to, whether, and the answers.
    assert said.index(CONSENT["consent"]["wording"]) < said.index("Do you agree?") < said.index("Yes, I agree")
    assert said.count("Do you agree?") == 1


@pytest.mark.parametrize(("answer", "payload"), [("Yes, I agree", "consent-yes"), ("No, thanks", "consent-no")])
def test_consent_shows_the_exact_wording_and_two_equal_answers(answer: str, payload: str, school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "", CONSENT)
    assert CONSENT["consent"]["wording"] in line.inner_text()
    yes, no = line.get_by_role("button").all()
    looks = "(button) => ['color', 'backgroundColor', 'borderTopColor', 'fontWeight', 'fontSize'].map((name) => getComputedStyle(button)[name]).join()"
    assert yes.evaluate(looks) == no.evaluate(looks)
    line.get_by_role("button", name=answer).click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert posted(school) == {"payload": payload}


def test_a_review_shows_what_will_be_stored(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Is this right?", REVIEW)
    assert line.locator("dt").all_inner_texts() == ["Name", "Tour"]
    assert line.locator("dd").all_inner_texts() == ["Sam Example", slot(1, 3)["title"]]
    line.get_by_role("button", name="Confirm").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert posted(school) == {"payload": "confirm"}


def test_an_answer_can_be_rated_and_a_thumb_down_may_say_why(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Pay varies.", RATED)
    up, down = line.get_by_role("button", name="Helpful", exact=True), line.get_by_role("button", name="Not helpful")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(line.get_by_role("status")).to_have_text("Thank you.")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    line.get_by_label("What was missing?").fill("Figures")
    line.get_by_role("button", name="Send").click()
    expect(line.get_by_label("What was missing?")).to_be_hidden()
    expect(down).to_be_focused()
    seq = len(school.messages)
    school.wait_until(lambda: len(school.feedback) == 3)
    assert school.feedback == [
        {"seq": seq, "value": "up"},
        {"seq": seq, "value": "down"},
        {"seq": seq, "value": "down", "reason": "Figures"},
    ]


def test_a_rating_that_was_not_kept_is_not_shown_as_kept(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Pay varies.", RATED)
    school.refuse("POST /chat/feedback", 503)
    line.get_by_role("button", name="Helpful", exact=True).click()
    expect(line.get_by_role("status")).to_have_text("That did not work. Please try again.")
    expect(line.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")


def test_a_booking_goes_into_the_calendar(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Your tour is booked.", BOOKED)
    with chat.page.expect_download() as download:
        line.get_by_role("button", name="Add to calendar").click()
    assert download.value.suggested_filename == "campus-tour.ics"
    assert download.value.path().read_bytes().decode() == BOOKED["ics"]["content"]
    assert not chat.complaints()


@pytest.mark.parametrize("custom", [FORM, SLOTS, CONSENT, REPLIES], ids=["form", "slots", "consent", "replies"])
def test_controls_close_when_a_later_turn_was_answered(custom: dict[str, Any], school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Please answer.", custom)
    button = line.locator("button").last
    school.say("Where do people usually work afterwards?", role="visitor")
    expect(chat.lines.last).to_contain_text("usually work")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    say(school, chat, "In studios, among other places.")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert all(control.get_attribute("tabindex") == "-1" for control in line.locator(".custom button, .custom input, .custom select").all())


def test_controls_close_when_the_same_turn_asks_again(school: ScriptedSchool, chat: ChatPage) -> None:
    old = say(school, chat, "Who is coming?", FORM)
    new = say(school, chat, "Again, please.", FORM)
    expect(old.locator(".primary")).to_have_attribute("aria-disabled", "true")
    expect(new.locator(".primary")).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("notice", [TROUBLE, LIMIT], ids=["trouble", "limit"])
def test_a_turn_that_failed_leaves_the_controls_open(notice: dict[str, Any], school: ScriptedSchool, chat: ChatPage) -> None:
    form = say(school, chat, "Who is coming?", form_with_error()).get_by_role("form")
    form.get_by_label("E-mail").fill("sam@example.org")
    form.get_by_label("Program").select_option("arts")
    for count in (1, 2):
        form.get_by_role("button", name="Continue").click()
        expect(chat.lines.last.locator(".state")).to_have_text("Sent")
        say(school, chat, "Something went wrong. Please try again.", notice)
        expect(form.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")
        assert len(school.posts) == count


def test_a_quick_reply_that_failed_can_be_chosen_again(school: ScriptedSchool, chat: ChatPage) -> None:
    button = say(school, chat, "What would you like?", REPLIES).get_by_role("button", name="Book a tour")
    button.click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    say(school, chat, "Something went wrong. Please try again.", TROUBLE)
    expect(button).not_to_have_attribute("aria-disabled", "true")


def test_after_a_reload_the_choice_is_still_told(school: ScriptedSchool, chat: ChatPage) -> None:
    say(school, chat, "What would you like?", REPLIES).get_by_role("button", name="Book a tour").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    say(school, chat, "Good.")
    chat.page.reload()
    line = chat.page.locator("admissions-chat li", has_text="What would you like?")
    expect(line).to_contain_text("You chose Book a tour")
    expect(line.locator("[data-chosen]")).to_have_text("Book a tour")


def test_staff_and_system_are_told_apart(school: ScriptedSchool, chat: ChatPage) -> None:
    say(school, chat, "Ana has joined.", role="system")
    line = say(school, chat, "Hello, this is Ana.", STAFF, role="staff")
    assert "Staff:" in line.inner_text()
    school.set_state("handoff", waiting=True)
    expect(chat.dialog.get_by_text("A member of staff answers here")).to_be_visible()
    expect(chat.status.locator(".dots")).to_be_hidden()


def test_only_web_mail_and_phone_addresses_become_links(school: ScriptedSchool, chat: ChatPage) -> None:
    text = (
        "See https://school.example/a?b=c#d. Write to office@school.example, or mailto:x@y.example; call tel:+1-407-555-0100! "
        "Not javascript:alert(1) or data:text/html,x or [x](javascript:y) or <a href='http://z.example'>"
    )
    line = say(school, chat, text)
    links = line.locator("a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://school.example/a?b=c#d",
        "mailto:office@school.example",
        "mailto:x@y.example",
        "tel:+1-407-555-0100",
        "http://z.example",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener"}
    shown = line.locator(".bubble").evaluate("(bubble) => bubble.textContent.replaceAll(' (opens in a new tab)', '')")
    assert shown == text.replace("mailto:", "").replace("tel:", "")


def test_what_the_widget_does_not_know_is_left_aside(school: ScriptedSchool, chat: ChatPage) -> None:
    line = say(school, chat, "Plain words.", {"version": 1, "hologram": {"x": 1}})
    expect(line.locator(".bubble")).to_have_text("Plain words.")
    assert not chat.complaints()


def test_earlier_messages_come_page_by_page(school: ScriptedSchool, scripted: ChatPage) -> None:
    scripted.open()
    for number in range(2, 131):
        school.say(f"Line {number}")
    scripted.page.reload()
    expect(scripted.lines).to_have_count(50)
    button = scripted.page.get_by_role("button", name="Earlier messages")
    button.click()
    expect(scripted.lines).to_have_count(100)
    top = scripted.page.get_by_text("Line 81", exact=True)
    expect(top).to_be_in_viewport()
    button.click()
    expect(scripted.lines).to_have_count(130)
    expect(button).to_be_hidden()
    assert scripted.texts()[1:] == [f"Line {number}" for number in range(2, 131)]
    expect(scripted.input).to_be_focused()


def test_a_long_absence_is_made_good(school: ScriptedSchool, chat: ChatPage) -> None:
    say(school, chat, "Before.")
    chat.page.context.set_offline(True)
    for number in range(450):
        school.say(f"Line {number}")
    chat.page.context.set_offline(False)
    expect(chat.lines).to_have_count(452)
    assert chat.texts()[2:] == [f"Line {number}" for number in range(450)]


def test_the_first_call_tells_where_the_visitor_came_from(school: ScriptedSchool, chat: ChatPage) -> None:
    (session,) = school.sessions
    assert session == {"page_url": f"{school.url}/", "referrer": "", "locale": "en-US"}


def test_each_message_tells_on_which_page_the_visitor_is_now(school: ScriptedSchool, chat: ChatPage) -> None:
    say(school, chat, "Hello.")
    chat.send("From the first page")
    chat.page.evaluate("history.pushState(null, '', '/fees?year=2027#rooms')")
    chat.send("From another")
    school.wait_until(lambda: len(school.posts) == 2)
    assert [post["page_url"] for post in school.posts] == [f"{school.url}/", f"{school.url}/fees?year=2027"]
