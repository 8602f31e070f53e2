"""What must be in order before the program serves a public address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.assistant import Assistant
from bot.channels import telegram_setup
from bot.errors import UnsafeSettings
from bot.school.school_file import ConsentWording
from bot.settings import LOOPBACK, Settings

_ORIGIN = re.compile(r"(?:https://(?!.*:443$)|http://(?!.*:80$))(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?")
"""As browsers write it: lower case, no path, no port that goes without saying."""


def faults(assistant: Assistant) -> list[str]:
    """Everything that keeps this set-up from being served to the public, each with what to do."""
    settings, school = assistant.settings, assistant.school
    found = []
    if not settings.is_https:
        found.append("ADMISSIONS_PUBLIC_URL must start with https://: people send personal details.")
    if not _looks_random(settings.secret_key, 32):
        found.append("ADMISSIONS_SECRET_KEY must hold at least 32 random characters.")
    if settings.rate_limits == "off":
        found.append("ADMISSIONS_RATE_LIMITS=off is for measuring only.")
    if settings.telegram_token:
        found += _telegram_faults(settings)
    if settings.webhook_urls and not _looks_random(settings.webhook_secret, 32):
        found.append("ADMISSIONS_WEBHOOK_SECRET must hold at least 32 random characters when ADMISSIONS_WEBHOOK_URLS names an address.")
    if any(not url.startswith("https://") for url in settings.webhook_urls):
        found.append("ADMISSIONS_WEBHOOK_URLS must list https:// addresses: people's details are sent there.")
    if any("@" in urlsplit(url).netloc for url in settings.webhook_urls):
        found.append("ADMISSIONS_WEBHOOK_URLS must hold no user name or password: staff see the addresses. The signature proves who sends.")
    if bool(settings.smtp_host) != bool(settings.mail_from):
        found.append("ADMISSIONS_SMTP_HOST and ADMISSIONS_MAIL_FROM are both needed to send e-mails, or neither.")
    if settings.smtp_host and settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK:
        found.append("ADMISSIONS_SMTP_SECURITY=none sends people's details unencrypted; use starttls or tls.")
    if any(not origin.startswith("https://") for origin in settings.allowed_origins):
        found.append("ADMISSIONS_ALLOWED_ORIGINS must list full https:// origins, no wildcard.")
    found += malformed_origins(settings)
    if school.file.tours.example:
        found.append("content/school.yml: the tour times are examples; set your own and remove `example: true`.")
    if school.file.hours.example and school.promises_a_reply:
        found.append(
            "content/school.yml: replies are promised in office hours that are examples; set your own and remove `example: true`, "
            "or remove `reply_within_hours`."
        )
    if school.file.time_zone.example:
        found.append("content/school.yml: the time zone is an example; set your own and remove `example: true`.")
    for name in ("tour_messages", "answer"):
        text: ConsentWording = getattr(school.file.consent, name)
        if not text.is_complete:
            found.append(f"content/school.yml: consent.{name} needs a wording and a version.")
        if text.es is not None and not text.es.is_complete:
            found.append(f"content/school.yml: consent.{name}.es needs a wording and a version, or must not be there.")
    return found


def _looks_random(secret: str, length: int) -> bool:
    return len(secret) >= length and len(set(secret)) >= 8


def _telegram_faults(settings: Settings) -> Iterator[str]:
    if not (telegram_setup.takes(settings.telegram_secret) and _looks_random(settings.telegram_secret, 16)):
        yield "ADMISSIONS_TELEGRAM_SECRET must hold 16 to 256 random characters of A-Z a-z 0-9 _ - when Telegram is used."
    api = urlsplit(settings.telegram_api)
    if api.scheme != "https" and not (api.scheme == "http" and api.hostname in LOOPBACK):
        yield "ADMISSIONS_TELEGRAM_API must start with https:// unless it is on this machine: the bot's token and people's words go there."


def malformed_origins(settings: Settings) -> list[str]:
    """Each entry of the list of websites that no browser would ever send as its origin."""
    return [
        f"ADMISSIONS_ALLOWED_ORIGINS: {origin!r} is no origin; write scheme, host and port only, such as https://www.school.edu."
        for origin in settings.allowed_origins
        if not _ORIGIN.fullmatch(origin)
    ]


def check_production(assistant: Assistant) -> None:
    """Raises :class:`UnsafeSettings` naming every fault, when the public address is not this machine's own."""
    if assistant.settings.is_production and (found := faults(assistant)):
        raise UnsafeSettings("This set-up is not safe for the public:\n" + "\n".join(f"  - {fault}" for fault in found))
