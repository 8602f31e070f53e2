"""The verbs of ``./admissions``. Each imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import AdmissionsError
from bot.settings import PROJECT_DIR, Settings

app = typer.Typer(
    help="The admissions assistant: answers prospective students, books campus tours, hands leads to staff.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
content_app = typer.Typer(help="Look after the school's content (the content folder).", no_args_is_help=True)
staff_app = typer.Typer(help="Look after staff accounts.", no_args_is_help=True)
questions_app = typer.Typer(help="Answer what visitors asked and the assistant could not.", no_args_is_help=True)
consent_app = typer.Typer(help="Show what people agreed to.", no_args_is_help=True)
privacy_app = typer.Typer(help="Erase or export everything of a person.", no_args_is_help=True)
telegram_app = typer.Typer(help="Connect the assistant to Telegram.", no_args_is_help=True)
api_token_app = typer.Typer(help="Let other programs read leads.", no_args_is_help=True)
bench_app = typer.Typer(help="Measure this assistant: speed against stock Rasa, understanding, a growing FAQ.", no_args_is_help=True)
app.add_typer(content_app, name="content")
app.add_typer(staff_app, name="staff")
app.add_typer(questions_app, name="questions")
app.add_typer(consent_app, name="consent")
app.add_typer(privacy_app, name="privacy")
app.add_typer(telegram_app, name="telegram")
app.add_typer(api_token_app, name="api-token")
app.add_typer(bench_app, name="bench")

_PASS_ON: dict[str, Any] = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
) -> None:
    """Start the assistant: website chat, messaging apps and staff pages."""
    from bot.commands.serve import serve as run

    run(_settings(port=port, host=host))


@app.command(context_settings=_PASS_ON)
def test(context: typer.Context) -> None:
    """Run the tests. Arguments are handed to pytest, for example: ./admissions test -k tours"""
    import pytest

    sys.exit(pytest.main([f"--rootdir={PROJECT_DIR}", f"--config-file={PROJECT_DIR / 'pyproject.toml'}", *_tests(context.args)]))


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even when the present model still fits.")] = False) -> None:
    """Train the assistant's understanding from domain.yml, config.yml and data/."""
    from bot.engine.model import ensure_model

    path = ensure_model(Settings(), print, force=force)
    print(f"Model: {path.name}")


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="What to ask. Several questions are one conversation.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read conversations as JSON lines from standard input.")] = False,
) -> None:
    """Ask the assistant something, on a temporary copy: nothing is stored."""
    from bot.commands.ask import ask as run

    run(Settings(), question or [], jsonl=jsonl)


@app.command()
def extract(
    text: Annotated[str | None, typer.Argument(help="What a visitor might write.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read messages as JSON lines from standard input.")] = False,
) -> None:
    """Show which details (name, e-mail, phone, program, date, time, people) are found in a message."""
    from bot.commands.extract import extract as run

    run(Settings(), text, jsonl=jsonl)


@app.command()
def doctor(
    port: Annotated[int | None, typer.Option(help="The port given to serve, if it was given one.")] = None,
    host: Annotated[str | None, typer.Option(help="The address given to serve, if it was given one.")] = None,
) -> None:
    """Check the set-up and say what is missing, red or green."""
    from bot.commands.doctor import doctor as run

    sys.exit(run(_settings(port=port, host=host)))


@app.command(context_settings=_PASS_ON)
def rasa(context: typer.Context) -> None:
    """Run Rasa's own command, for example: ./admissions rasa data validate"""
    from bot.commands.rasa import rasa as run

    sys.exit(run(context.args, Settings()))


@content_app.command("check")
def content_check() -> None:
    """List what is missing, an example, or not approved yet."""
    from bot.commands.content import check

    sys.exit(check(Settings()))


@content_app.command("load")
def content_load() -> None:
    """Bring content/faq.yml and content/claims.yml into the database. A running server follows within a second."""
    from bot.commands.content import load

    load(Settings())


@staff_app.command("add")
def staff_add(
    login: Annotated[str, typer.Argument(help="The sign-in name, for example an e-mail address.")],
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    role: Annotated[str, typer.Option(help="viewer, counselor, editor, manager or admin.")] = "counselor",
) -> None:
    """Add a staff member. The password is made up and shown once."""
    from bot.commands.staff import add

    add(Settings(), login, name or login, role)


@staff_app.command("password")
def staff_password(login: Annotated[str, typer.Argument(help="The sign-in name.")]) -> None:
    """Give a staff member a new password, shown once."""
    from bot.commands.staff import new_password

    new_password(Settings(), login)


_Group = Annotated[int, typer.Argument(help="The number of the group, as the list shows it.")]
_As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the staff member who decides. Without it: the command line.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen and change nothing.")]


@questions_app.command("list")
def questions_list(
    page: Annotated[int, typer.Option(min=1, help="Which page of the list.")] = 1,
    topic: Annotated[str | None, typer.Option(help="Only questions about this topic, for example housing.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
) -> None:
    """Show what visitors asked in vain, alike questions as one group, most asked first."""
    from bot.commands.questions import list_groups

    list_groups(Settings(), page=page, topic=topic, as_json=as_json)


@questions_app.command("show")
def questions_show(group: _Group, page: Annotated[int, typer.Option(min=1, help="Which page of the questions.")] = 1) -> None:
    """Show every question of a group, without what tells who asked."""
    from bot.commands.questions import show

    show(Settings(), group, page=page)


@questions_app.command("answer")
def questions_answer(
    group: _Group,
    entry: Annotated[Path | None, typer.Option(help="A YAML file with the new answer, written like one entry of content/faq.yml.")] = None,
    existing: Annotated[str | None, typer.Option(help="The id of a published answer that these questions should get.")] = None,
    phrasing: Annotated[list[str] | None, typer.Option(help="Another way to ask for it. Can be repeated.")] = None,
    leave_out: Annotated[list[int] | None, typer.Option(help="The number of a question that does not belong. Can be repeated.")] = None,
    login: _As = None,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking back.")] = False,
    dry_run: _DryRun = False,
) -> None:
    """Publish an answer to a group, unless it would take questions away from another answer. Live within a second."""
    from bot.commands.questions import Answer, answer

    given = Answer(entry, existing, phrasing or [], leave_out or [])
    sys.exit(answer(Settings(), group, given, login=login, yes=yes, dry_run=dry_run))


@questions_app.command("dismiss")
def questions_dismiss(
    group: _Group,
    why: Annotated[str, typer.Option(help="Why no answer is due, for colleagues who look later.")],
    login: _As = None,
    dry_run: _DryRun = False,
) -> None:
    """Close a group to which no answer is due."""
    from bot.commands.questions import dismiss

    dismiss(Settings(), group, why=why, login=login, dry_run=dry_run)


@questions_app.command("cases")
def questions_cases(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write them as JSON lines, fit for: ./admissions ask --jsonl")] = False,
) -> None:
    """Try again what visitors asked before their answer was published; fails when one of them does not get it any more."""
    from bot.commands.questions import cases

    sys.exit(cases(Settings(), jsonl=jsonl))


@consent_app.command("prove")
def consent_prove(contact: Annotated[str, typer.Argument(help="An e-mail address, a phone number or the id of a chat.")]) -> None:
    """Print every receipt of a person, word for word, and whether the chain of all receipts holds."""
    from bot.commands.consent import prove

    sys.exit(prove(Settings(), contact))


_Whom = Annotated[str, typer.Argument(help="An e-mail address, a phone number, or the id of a chat, contact or conversation.")]


@privacy_app.command("erase")
def privacy_erase(
    contact: _Whom,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking back.")] = False,
) -> None:
    """Erase everything of a person. Cancels their coming tours; receipts and opt-outs stay without the person.

    Contacts that staff merged with this one are not erased with it: they are named, each with the command that erases it.
    """
    from bot.commands.privacy import erase

    sys.exit(erase(Settings(), contact, yes=yes))


@privacy_app.command("export")
def privacy_export(contact: _Whom) -> None:
    """Print everything of a person as JSON, to be handed to them."""
    from bot.commands.privacy import export

    sys.exit(export(Settings(), contact))


@telegram_app.command("connect")
def telegram_connect() -> None:
    """Tell Telegram where to deliver messages. Needs ADMISSIONS_TELEGRAM_TOKEN and ADMISSIONS_PUBLIC_URL."""
    from bot.commands.telegram import connect

    print(connect(Settings()))


@telegram_app.command("status")
def telegram_status() -> None:
    """Show what Telegram knows of this assistant."""
    from bot.commands.telegram import status

    print(status(Settings()))


@api_token_app.command("add")
def api_token_add(name: Annotated[str, typer.Argument(help="Which program uses it, for example: our CRM.")]) -> None:
    """Make a token. It is shown once."""
    from bot.commands.api_token import add

    add(Settings(), name)


@api_token_app.command("list")
def api_token_list() -> None:
    """Show every token, without its secret."""
    from bot.commands.api_token import list_all

    list_all(Settings())


@api_token_app.command("revoke")
def api_token_revoke(token: Annotated[str, typer.Argument(help="The token's id, as the list shows it.")]) -> None:
    """End a token at once."""
    from bot.commands.api_token import revoke

    revoke(Settings(), token)


@app.command()
def webhooks() -> None:
    """Show the addresses that are told of changed leads, each with its secret."""
    from bot.commands.api_token import targets

    targets(Settings())


@bench_app.command("understanding", context_settings=_PASS_ON)
def bench_understanding(context: typer.Context) -> None:
    """Measure how well questions and details are understood, on messages that no training saw."""
    from benchmarks.understanding.__main__ import main as run

    sys.exit(run(context.args))


@bench_app.command("retrieval", context_settings=_PASS_ON)
def bench_retrieval(context: typer.Context) -> None:
    """Measure what a message costs with 1,000 to 100,000 phrasings, and taking over a change."""
    from benchmarks.retrieval.__main__ import main as run

    sys.exit(run(context.args))


@bench_app.command("speed", context_settings=_PASS_ON)
def bench_speed(context: typer.Context) -> None:
    """Run this server and stock Rasa side by side and print the ratios."""
    from benchmarks.speed.__main__ import main as run

    sys.exit(run(context.args))


def _settings(**given: Any) -> Settings:
    """The settings with what the command line gave in their place."""
    return Settings().model_copy(update={name: value for name, value in given.items() if value is not None})


def _tests(arguments: list[str]) -> list[str]:
    named = any(not argument.startswith("-") and (PROJECT_DIR / argument.split("::")[0]).exists() for argument in arguments)
    return arguments if named else [*arguments, str(PROJECT_DIR / "tests")]


def main() -> None:
    """Runs a verb; an error that a person can cause ends in one clear line."""
    sys.path[:0] = [path for path in (str(PROJECT_DIR),) if path not in sys.path]
    from bot.logs import quiet_warnings

    quiet_warnings()
    try:
        app(prog_name="./admissions")
    except AdmissionsError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
