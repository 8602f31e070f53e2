"""How staff pages say things: labels of stored values, times on campus, addresses that are safe to link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from urllib.parse import quote, urlsplit

STAGES = {
    "new": "New",
    "contacted": "Contacted",
    "tour_booked": "Tour booked",
    "toured": "Toured",
    "applied": "Applied",
    "enrolled": "Enrolled",
    "closed": "Closed",
}
WANTS = {"tour": "Campus tour", "call_back": "Call back"}
CHANNELS = {
    "web": "Website",
    "telegram": "Telegram",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "slack": "Slack",
}
PURPOSES = {"tour_messages": "Tour messages", "answer": "Answer to a question", "marketing": "Marketing"}
BOOKINGS = {"booked": "Booked", "cancelled": "Cancelled", "attended": "Attended", "no_show": "Did not come"}
PEOPLE = {"student": "Student", "parent": "Parent", "guest": "Guest"}
QUEUES = {
    "waiting": "Waiting",
    "offered": "Has an offer",
    "accepted": "Took the offer",
    "expired": "Offer ran out",
    "withdrawn": "Left",
    "ended": "Ended with the time",
}
CHANGES = {
    "booked": "Booked",
    "rescheduled": "Changed",
    "people_changed": "People or needs changed",
    "cancelled": "Cancelled",
    "attended": "Came",
    "no_show": "Did not come",
    "visit_undone": "Attendance mark undone",
}
DEEDS = {"capacity changed": "Places changed", "closed": "Closed", "reopened": "Opened again", "override": "Booked over the rules"}
CALLS = {
    "confirmation": "Their visit was booked",
    "change": "Their visit was changed",
    "cancellation": "Their visit is cancelled",
    "offer": "A place is free for them",
    "offer_expired": "The offer of a place ran out",
    "waitlist_ended": "The time they queue for is closed",
    "withdrawn": "They were taken off the waitlist",
}
NO_EMAIL = {
    "no_mail": "E-mail is not set up here",
    "no_message": "There is no e-mail for this",
    "not_given": "There is no e-mail for tours that are no longer given",
    "no_address": "They gave no e-mail address",
    "no_consent": "They did not agree to messages",
    "opted_out": "They asked for no messages",
    "paused": "They paused messages",
    "too_late": "The e-mail would have come too late",
    "undelivered": "The e-mail could not be delivered",
}
CALL_TABS = (("open", "To call"), ("done", "Done"))
CALL_OUTCOMES = {"called": "Called", "told": "Knew already", "overtaken": "Overtaken by a later change"}
PROMISES = {"open": "Open", "soon": "Due soon", "overdue": "Late", "kept": "Kept", "late": "Kept late", "dropped": "Dropped"}
PROMISE_TABS = (("open", "Due"), ("kept", "Kept"), ("late", "Late"), ("dropped", "Dropped"))
EVENTS = {"lead.created": "New lead", "lead.changed": "Lead changed", "promise.late": "Promise late"}
DELIVERY_TABS = (("waiting", "Waiting"), ("dead", "Given up"), ("sent", "Arrived"))
OUTCOMES = {
    "answered": "Answered",
    "clarify": "Asked back",
    "unknown": "No answer",
    "form": "Form",
    "smalltalk": "Small talk",
    "handoff": "Person wanted",
    "opt_out": "Opted out",
    "refused": "Refused",
    "failed": "Failed",
}
SPEAKERS = {"visitor": "Visitor", "bot": "Assistant", "staff": "Staff", "system": "System"}
SORTS = {
    "newest": "Newest first",
    "activity": "Last activity",
    "tour": "Tour date",
    "next": "Next action",
    "name": "Name",
    "stage": "Stage",
}


def label(value: str | None, labels: Mapping[str, str]) -> str:
    """The label of a stored value; one without a label is shown as words."""
    if not value:
        return ""
    return labels.get(value) or value.replace("_", " ").capitalize()


def clock(at: datetime, zone: tzinfo) -> str:
    """A time of day with its zone, such as ``2:00 PM EST``."""
    local = at.astimezone(zone)
    return f"{_hour(local)} {zone_name(local)}"


def span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """From when to when, with the zone named once."""
    return f"{_hour(start.astimezone(zone))} \u2013 {clock(end, zone)}"


def short_day(value: date) -> str:
    """A date such as ``Nov 24, 2026``."""
    return f"{value:%b} {value.day}, {value.year}"


def day(value: date) -> str:
    """A date such as ``Tue, Nov 24, 2026``."""
    return f"{value:%a}, {short_day(value)}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Date, time and zone, such as ``Tue, Nov 24, 2026, 2:00 PM EST``."""
    return f"{day(at.astimezone(zone))}, {clock(at, zone)}"


def _hour(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M} {'PM' if local.hour >= 12 else 'AM'}"


def zone_name(local: datetime) -> str:
    """EST where the zone has such a name, otherwise the distance to UTC."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    seconds = int((now - at).total_seconds())
    if seconds >= 86400:
        days = seconds // 86400
        return f"{days} day{'s' if days > 1 else ''} ago"
    if seconds >= 3600:
        return f"{seconds // 3600} h ago"
    return f"{seconds // 60} min ago" if seconds >= 60 else "just now"


def web_link(address: str | None) -> str | None:
    """The address if it is one of the web, otherwise None: nothing else that a visitor sent becomes a link."""
    try:
        parts = urlsplit(address or "")
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def page_path(address: str | None) -> str:
    """The path of a page on the school's site, short enough for a table."""
    try:
        path = urlsplit(address or "").path if web_link(address) else (address or "")
    except ValueError:
        path = address or ""
    return path if len(path) <= 40 else f"{path[:39]}…"


def mail_link(address: str) -> str:
    """A ``mailto:`` link."""
    return "mailto:" + quote(address, safe="@+._-")


def phone_link(number: str) -> str:
    """A ``tel:`` link to a number in E.164."""
    return "tel:" + quote(number, safe="+")
