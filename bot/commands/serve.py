"""``./admissions serve``: prepares what is missing and starts the server."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI
from sqlalchemy import select

from bot.assistant import Assistant, build
from bot.conversations.models import Problem
from bot.db.migrate import migrate
from bot.errors import ContentError
from bot.faq.content_file import read_faq
from bot.faq.loader import LoadReport, load_content
from bot.faq.models import FaqEntry
from bot.getting_ready.answers import getting_ready
from bot.getting_ready.front import Front
from bot.production import check_production
from bot.settings import Settings
from bot.staff.accounts import ensure_first_admin


def prepare(assistant: Assistant) -> LoadReport:
    """Creates and migrates the database and loads the content folder. Raises :class:`ContentError` for bad content."""
    content = read_faq(assistant.settings.content_dir, assistant.school, today=assistant.today())
    migrate(assistant.database)
    return load_content(assistant.database, content, assistant.clock())


def prepare_or_keep(assistant: Assistant) -> tuple[LoadReport, ContentError | None]:
    """Like :func:`prepare`, but answers that are live already stay so when the files are faulty; the fault is returned.

    Raises :class:`ContentError` when nothing is live yet.
    """
    try:
        return prepare(assistant), None
    except ContentError as fault:
        migrate(assistant.database)
        with assistant.database.write() as session:
            if session.scalar(select(FaqEntry.id).where(FaqEntry.state == "published").limit(1)) is None:
                raise
            known = select(Problem.id).where(Problem.kind == "content", Problem.detail == str(fault), Problem.resolved_at.is_(None))
            if session.scalar(known.limit(1)) is None:
                session.add(Problem(kind="content", detail=str(fault), created_at=assistant.clock()))
        return LoadReport(), fault


def serve(settings: Settings) -> None:
    """Runs until it is stopped. Raises :class:`UnsafeSettings` when a public address is not safely set up."""
    from bot.logs import configure_logs

    configure_logs(settings.log_level)
    sock = _listen(settings)
    if settings.port == 0:
        settings = settings.model_copy(update={"port": sock.getsockname()[1]})
    assistant = build(settings)
    check_production(assistant)
    say(f"Admissions assistant for {assistant.school.name}\nGetting ready … {settings.address}/ opens by itself as soon as it can answer.")

    def make() -> FastAPI:
        _prepare_and_tell(assistant)
        from bot.server import create_app

        return create_app(assistant, say=say, ready=ready)

    def ready() -> None:
        say(f"\n  Chat        {settings.address}/\n  Staff       {settings.address}/staff")
        if assistant.school.has_example_tours:
            say("\n  Tour times are examples. Set your own in content/school.yml before people use this.")
        say("\n  Stop with Ctrl-C.\n")

    def give_up() -> None:
        server.should_exit = True

    front = Front(make, getting_ready(settings, assistant.school.name), give_up)
    config = uvicorn.Config(
        front,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who the visitor is behind a proxy is told by ADMISSIONS_TRUSTED_PROXIES alone
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        backlog=2048,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[sock])
    if front.failure is not None:
        raise front.failure


def say(line: str) -> None:
    """Tells whoever started the program, at once."""
    print(line, flush=True)


def _prepare_and_tell(assistant: Assistant) -> None:
    report, fault = prepare_or_keep(assistant)
    if fault is not None:
        say(f"Content refused: {fault}\nThe answers that were live before stay live.")
    if not report.is_empty:
        texts = f", {len(report.translated)} texts in other languages" if report.translated else ""
        say(f"Content: {len(report.added)} answers added, {len(report.changed)} changed, {len(report.withdrawn)} withdrawn{texts}.")
    for entry in report.kept:
        say(f"Content: {entry} was edited by staff; the database's version is kept, the file's is not loaded.")
    with assistant.database.write() as session:
        first = ensure_first_admin(session, assistant.clock)
    if first is not None:
        say(f"\n  First staff sign-in (shown only now):  login {first.login}   password {first.password}\n")


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        # Listening at once: two servers may bind the same port, but only one may listen, and the other must say so.
        sock.listen(2048)
    except OSError as error:
        from bot.errors import UnsafeSettings

        raise UnsafeSettings(
            f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). Is another server running there? "
            "Choose another port with --port."
        ) from error
    return sock
