"""``./admissions doctor``: green or red, and what to do."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from sqlalchemy import func, select

from bot.assistant import Assistant, build
from bot.channels.telegram import is_configured
from bot.db.migrate import current_version, latest_version
from bot.engine.model import model_path
from bot.errors import AdmissionsError, EncoderUnavailable
from bot.faq.claims_due import due_claims
from bot.faq.content_file import read_faq
from bot.leads.models import Promise
from bot.nlu.encoder import load_encoder
from bot.nlu.encoder_of import fingerprint_of
from bot.production import faults, malformed_origins
from bot.settings import Settings

Finding = tuple[bool, str]


def doctor(settings: Settings) -> int:
    """Prints one line for each check; 1 when something is red."""
    try:
        assistant = build(settings)
    except AdmissionsError as error:
        print(f"[red]   content: {error}")
        return 1
    findings: list[Finding] = []
    for check in (_content, _claims, _database, _encoder, _model, _telegram, _mail, _promises, _webhooks, _websites, _public, _port):
        findings += _guarded(check, assistant)
    for good, line in findings:
        print(f"[{'green' if good else 'red'}]{' ' if good else '   '}{line}")
    assistant.close()
    return 0 if all(good for good, _line in findings) else 1


def _guarded(check: Callable[[Assistant], list[Finding]], assistant: Assistant) -> list[Finding]:
    try:
        return check(assistant)
    except AdmissionsError as error:
        return [(False, f"{check.__name__.strip('_')}: {error}")]


def _content(assistant: Assistant) -> list[Finding]:
    content = read_faq(assistant.settings.content_dir, assistant.school, today=assistant.today())
    return [(True, f"content: {len(content.entries)} answers for {assistant.school.name}")]


def _claims(assistant: Assistant) -> list[Finding]:
    """What is live may lean on a claim that the folder no longer has, so the database is asked."""
    with assistant.database.read() as session:
        if current_version(session) != latest_version():
            return []
        found = due_claims(session, assistant.today())
    return [(not one.is_expired, f"claim: {one}") for one in found] or [(True, "claims: none has expired or will within 30 days")]


def _database(assistant: Assistant) -> list[Finding]:
    kind = "SQLite" if assistant.database.is_sqlite else "PostgreSQL"
    with assistant.database.read() as session:
        version = current_version(session)
    if version is None:
        return [(True, f"database: {kind}, empty; it is set up at the first start")]
    if version != latest_version():
        return [(False, f"database: {kind} is at version {version}, the next start brings it to {latest_version()}")]
    return [(True, f"database: {kind}, version {version}")]


def _encoder(assistant: Assistant) -> list[Finding]:
    encoder = load_encoder()
    try:
        spanish = fingerprint_of("es")
    except EncoderUnavailable as error:
        spanish = f"none, so Spanish questions are passed to a person. {error}"
    return [(True, f"encoder: {encoder.name}"), (True, f"encoder for Spanish: {spanish}")]


def _model(assistant: Assistant) -> list[Finding]:
    path = model_path(assistant.settings)
    return [(True, f"model: {path.name}" if path.exists() else "model: none fits yet; it is trained at the next start")]


def _telegram(assistant: Assistant) -> list[Finding]:
    settings = assistant.settings
    if not settings.telegram_token:
        return [(True, "telegram: not used")]
    if not is_configured(settings):
        return [(False, "telegram: ADMISSIONS_TELEGRAM_SECRET is missing; run ./admissions telegram connect for one")]
    return [(True, "telegram: token and secret are set; ./admissions telegram status asks Telegram itself")]


def _promises(assistant: Assistant) -> list[Finding]:
    hours = assistant.school.file.hours
    if not assistant.school.promises_a_reply:
        return [(True, "promises: nobody is told by when they are answered; set hours.reply_within_hours in school.yml")]
    told = f"promises: whoever asks for a person is told a time {hours.reply_within_hours} office hours later"
    with assistant.database.read() as session:
        if current_version(session) != latest_version():
            return [(True, told)]
        waiting = (Promise.outcome.is_(None), Promise.due_at < assistant.clock())
        late = session.scalar(select(func.count()).select_from(Promise).where(*waiting)) or 0
    return [(False, f"promises: {late} late; see Promises among the staff pages")] if late else [(True, told)]


def _webhooks(assistant: Assistant) -> list[Finding]:
    settings = assistant.settings
    if settings.webhook_urls and not settings.webhooks:
        return [(False, "webhooks: nothing is sent; ADMISSIONS_WEBHOOK_SECRET must hold at least 32 characters")]
    return [(True, f"webhooks: {', '.join(one.url for one in settings.webhooks) or 'not used'}")]


def _mail(assistant: Assistant) -> list[Finding]:
    settings = assistant.settings
    if settings.sends_mail:
        return [(True, f"e-mail: sent through {settings.smtp_host}:{settings.smtp_port}")]
    if settings.smtp_host or settings.mail_from:
        return [(False, "e-mail: ADMISSIONS_SMTP_HOST and ADMISSIONS_MAIL_FROM are both needed")]
    return [(True, "e-mail: not used; no confirmation or reminder is sent, and the chat promises none")]


def _websites(assistant: Assistant) -> list[Finding]:
    origins = assistant.settings.allowed_origins
    listed = ", ".join(origins) if origins else "none but its own page"
    return [(False, fault) for fault in malformed_origins(assistant.settings)] or [(True, f"websites that may embed the chat: {listed}")]


def _public(assistant: Assistant) -> list[Finding]:
    found = faults(assistant)
    if not assistant.settings.is_production:
        note = "; before the public may use it:" if found else ""
        todo = "".join(f"\n          - {fault}" for fault in found)
        return [(True, f"address: {assistant.settings.address}, a trial on this machine{note}{todo}")]
    return [(False, fault) for fault in found] or [(True, f"address: {assistant.settings.address}")]


def _port(assistant: Assistant) -> list[Finding]:
    settings = assistant.settings
    if settings.port == 0:
        return [(True, "port: any free one, chosen at the start")]
    where = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
    taken = f"port: {where} is taken by another program; choose another with ADMISSIONS_PORT or serve --port"
    try:
        ours = httpx.get(f"http://{where}/healthz", timeout=3, trust_env=False).json() == {"status": "ok"}
    except httpx.ConnectError:
        return [(True, f"port: nothing runs at {where} yet")]
    except (httpx.HTTPError, ValueError):
        ours = False
    return [(True, f"port: the assistant answers at {where}") if ours else (False, taken)]
