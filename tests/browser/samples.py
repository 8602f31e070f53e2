"""One message of every kind that the custom schema knows, as the server would send it."""

from __future__ import annotations

from typing import Any

FORM: dict[str, Any] = {
    "version": 1,
    "form": {
        "id": "visitor",
        "title": "Your details",
        "submit": "Continue",
        "fields": [
            {
                "name": "name",
                "label": "Name",
                "type": "text",
                "autocomplete": "name",
                "required": True,
                "hint": "As you would like to be called.",
            },
            {"name": "email", "label": "E-mail", "type": "email", "autocomplete": "email", "required": True},
            {"name": "phone", "label": "Phone", "type": "tel", "autocomplete": "tel", "required": False},
            {"name": "day", "label": "Preferred day", "type": "date", "required": False},
            {
                "name": "program",
                "label": "Program",
                "type": "select",
                "required": True,
                "options": [{"value": "arts", "label": "Recording Arts"}, {"value": "show", "label": "Show Production"}],
            },
            {"name": "age", "label": "I am 13 or older", "type": "checkbox", "required": True},
        ],
    },
}


def form_with_error() -> dict[str, Any]:
    """The same form, sent back with what was wrong and what is known."""
    fields = [dict(field) for field in FORM["form"]["fields"]]
    fields[0]["value"] = "Sam Example"
    fields[1] |= {"value": "sam@nowhere", "error": "This address cannot receive mail. Please check the part after the @."}
    fields[5]["value"] = True
    return {"version": 1, "form": {**FORM["form"], "fields": fields}}


def slot(hour: int, places: int) -> dict[str, Any]:
    return {
        "title": f"Tuesday, December 2, 2025, {hour}:00 pm Eastern Time",
        "payload": f"slot-{hour}",
        "starts_at": f"2025-12-02T{12 + hour}:00:00-05:00",
        "ends_at": f"2025-12-02T{13 + hour}:00:00-05:00",
        "places_left": places,
    }


SLOTS: dict[str, Any] = {
    "version": 1,
    "slots": {
        "note": "Tours take an hour.",
        "time_zone": "America/New_York",
        "options": [slot(1, 3), slot(2, 0), slot(3, 1)],
        "more": {"title": "Other days", "payload": "more-times"},
    },
}

CONSENT: dict[str, Any] = {
    "version": 1,
    "consent": {
        "wording": "May the school keep your name and e-mail to arrange this tour?",
        "version": "2025-11",
        "accept": {"title": "Yes, I agree", "payload": "consent-yes"},
        "decline": {"title": "No, thanks", "payload": "consent-no"},
    },
}

REVIEW: dict[str, Any] = {
    "version": 1,
    "review": {
        "title": "Please check",
        "rows": [{"label": "Name", "value": "Sam Example"}, {"label": "Tour", "value": slot(1, 3)["title"]}],
    },
    "quick_replies": [{"title": "Confirm", "payload": "confirm"}, {"title": "Change something", "payload": "change"}],
}

REPLIES: dict[str, Any] = {
    "version": 1,
    "quick_replies": [{"title": "What jobs can I get?", "payload": "ask-jobs"}, {"title": "Book a tour", "payload": "book"}],
}

RATED: dict[str, Any] = {"version": 1, "rate": True}

BOOKED: dict[str, Any] = {
    "version": 1,
    "rate": True,
    "ics": {"filename": "campus-tour.ics", "content": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"},
}

TROUBLE: dict[str, Any] = {"version": 1, "notice": "trouble"}
LIMIT: dict[str, Any] = {"version": 1, "notice": "limit"}
STAFF: dict[str, Any] = {"version": 1, "notice": "staff"}

ALL = [FORM, form_with_error(), SLOTS, CONSENT, REVIEW, REPLIES, RATED, BOOKED, TROUBLE, LIMIT, STAFF]
