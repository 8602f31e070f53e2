"""``./admissions questions``: what nobody could answer, answered from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.assistant import Assistant, build, use
from bot.db.migrate import migrate
from bot.errors import ContentError, InvalidInput, NotAllowed
from bot.faq.content_file import EntryItem
from bot.questions.cases import all_cases
from bot.questions.desk import QuestionDesk
from bot.questions.listing import Summary
from bot.school.yaml_file import YamlFile
from bot.settings import Settings
from bot.staff import accounts
from bot.staff.roles import Member

if TYPE_CHECKING:
    from bot.questions.publication import Plan
    from bot.questions.reading import Reader
    from bot.questions.replay import Change

_SHOWN = 10


class _CommandLine(Member):
    """Whoever works on the server itself: they may do everything, and the audit log says ``command``."""

    @property
    def actor(self) -> str:
        """How the audit log names this person."""
        return "command"


@dataclass(frozen=True)
class Answer:
    """What the command line gave as the answer to a group."""

    entry: Path | None
    existing: str | None
    phrasings: Sequence[str]
    leave_out: Sequence[int]


def list_groups(settings: Settings, *, page: int, topic: str | None, as_json: bool) -> None:
    """Prints a page of the groups."""
    with _assistant(settings) as assistant:
        found = _desk(assistant).page(_member(assistant, None), topic=topic, page=page)
        if as_json:
            rows = [_as_json(one) for one in found.rows]
            print(json.dumps({"page": found.number, "pages": found.pages, "total": found.total, "groups": rows}, ensure_ascii=False))
            return
        if not found.total:
            print("No question waits for an answer." if topic is None else f"No question about {topic} waits for an answer.")
            return
        print(f"{found.total} {_plural(found.total, 'group')}, page {found.number} of {found.pages}, most asked first.")
        for one in found.rows:
            _print_group(one, assistant.school.zone)


def show(settings: Settings, group: int, *, page: int) -> None:
    """Prints one group with its wordings."""
    with _assistant(settings) as assistant:
        found = _desk(assistant).group(_member(assistant, None), group, page=page)
        _print_group(found.summary, assistant.school.zone)
        print(f"\nQuestions {found.wordings.first} to {found.wordings.last} of {found.wordings.total}, newest first:")
        for one in found.wordings.rows:
            print(f"  {one.id:>6}  {_when(one.asked_at, assistant.school.zone)}  {one.text}")


def dismiss(settings: Settings, group: int, *, why: str, login: str | None, dry_run: bool) -> None:
    """Closes a group without an answer."""
    with _assistant(settings) as assistant:
        member, desk = _member(assistant, login), _desk(assistant)
        found = desk.group(member, group).summary
        if dry_run:
            print(f"Would close {found.count} {_plural(found.count, 'question')} without an answer, such as: {found.wording}")
            return
        count = desk.dismiss(member, group, why, last=found.last)
        print(f"Closed {count} {_plural(count, 'question')} without an answer.")


def answer(settings: Settings, group: int, given: Answer, *, login: str | None, yes: bool, dry_run: bool) -> int:
    """Checks an answer to a group, shows what it does, and publishes it; 1 when it is blocked or not wanted."""
    if (given.entry is None) == (given.existing is None):
        raise InvalidInput("Give either --entry with a file that holds the new answer, or --existing with the id of an answer.")
    entry = _read_entry(given.entry) if given.entry is not None else None
    if not (yes or dry_run or sys.stdin.isatty()):
        raise InvalidInput("Nobody is there to be asked. Say --yes to publish without a question, or --dry-run to look only.")
    from bot.questions.publication import AnswerDesk

    with _assistant(settings) as assistant:
        member = _member(assistant, login)
        _desk(assistant).find(group)  # before the model is loaded, which takes a while
        desk = AnswerDesk(assistant.database, assistant.clock, assistant.school, _reader(assistant))
        plan = desk.prepare(member, group, entry=entry, existing=given.existing, phrasings=given.phrasings, without=given.leave_out)
        _print_plan(plan)
        if plan.is_blocked:
            print("\nNothing was published. Word the new phrasings differently, or leave questions out with --leave-out.")
            return 1
        if dry_run:
            print("\nNothing was published: this was a trial.")
            return 0
        if not yes and not typer.confirm("\nPublish this?"):
            print("Nothing was published.")
            return 1
        desk.publish(member, plan)
        count = len(plan.questions)
        print(f"\nPublished. {count} {_plural(count, 'question')} closed; visitors get the answer within a second.")
    return 0


def cases(settings: Settings, *, jsonl: bool) -> int:
    """Writes the regression cases as JSON lines, or tries them; 1 when one does not reach its answer."""
    with _assistant(settings) as assistant:
        if jsonl:
            with assistant.database.read() as session:
                found = all_cases(session)
            for number, case in enumerate(found, 1):
                print(json.dumps({"id": f"case-{number}", "turns": [case.text], "entry": case.entry_id}, ensure_ascii=False))
            return 0
        from bot.questions.publication import failing

        count, failed = failing(assistant.database, assistant.clock, assistant.school, _reader(assistant))
        for text, wanted, got in failed:
            print(f'  "{text}" should get {wanted}, but gets {got}')
        print(f"{count - len(failed)} of {count} {_plural(count, 'wording')} of visitors get their answer.")
        return 1 if failed else 0


@contextmanager
def _assistant(settings: Settings) -> Iterator[Assistant]:
    assistant = build(settings)
    try:
        migrate(assistant.database)
        yield assistant
    finally:
        assistant.close()


def _desk(assistant: Assistant) -> QuestionDesk:
    return QuestionDesk(assistant.database, assistant.clock, assistant.school)


def _member(assistant: Assistant, login: str | None) -> Member:
    """The staff member who is named, with their role; without a name the command line itself."""
    if login is None:
        return _CommandLine("", "command", "Command line", "admin")
    with assistant.database.read() as session:
        user = accounts.by_login(session, login)
    if user.disabled_at is not None:
        raise NotAllowed(f"The account {user.login} is closed.")
    return Member(user.id, user.login, user.name, user.role)


def _reader(assistant: Assistant) -> Reader:
    from bot.engine.agent import load_agent
    from bot.engine.model import ensure_model
    from bot.logs import configure_logs
    from bot.questions.reading import reader

    configure_logs("error")
    use(assistant)
    model = ensure_model(assistant.settings, lambda line: print(line, file=sys.stderr))
    return reader(load_agent(assistant, model), assistant.answers)


def _read_entry(path: Path) -> EntryItem:
    if not path.is_file():
        raise ContentError(f"There is no file {path}.")
    return YamlFile(path).as_model(EntryItem)


def _as_json(one: Summary) -> dict[str, Any]:
    return {
        "group": one.key,
        "questions": one.count,
        "people": one.people,
        "newest": one.newest.isoformat(),
        "topic": one.topic,
        "wording": one.wording,
        "examples": list(one.examples),
    }


def _print_group(one: Summary, zone: tzinfo) -> None:
    asked = f"{one.count} {_plural(one.count, 'question')} by {one.people} {'person' if one.people == 1 else 'people'}"
    print(f"\n{one.key:>6}  {one.wording}")
    print(f"        {asked}, last {_when(one.newest, zone)}, topic: {one.topic or 'not recognised'}")
    for example in one.examples:
        print(f"        - {example}")


def _print_plan(plan: Plan) -> None:
    count = len(plan.questions)
    what = "A new answer" if plan.new is not None else "The answer that is there"
    print(f"{what}, {plan.entry_id} ({plan.title}), for {count} {_plural(count, 'question')}.")
    _list("Further phrasings", plan.phrasings)
    _list("Visitors' wordings that become phrasings", plan.learned)
    if plan.left_out:
        print(f"\n{plan.left_out} {_plural(plan.left_out, 'wording')} left out: too long, or they tell who asked.")
    _list("Still not answered by it", plan.unanswered)
    print(f"\n{plan.replay.replayed} known {_plural(plan.replay.replayed, 'wording')} of other answers tried again.")
    _list("Close to another answer; it goes on working, but read these", [_change(one) for one in plan.replay.close])
    _list("BLOCKED: these would no longer get their answer", [_change(one) for one in plan.replay.blocking], every=True)


def _change(one: Change) -> str:
    return f'{one.entry_id}: "{one.text}" would get {one.becomes}, because of "{one.because_of}" ({one.score:.2f})'


def _list(title: str, lines: Sequence[str], *, every: bool = False) -> None:
    if lines:
        print(f"\n{title}:")
        for line in lines if every else lines[:_SHOWN]:
            print(f"  - {line}")
        if not every and len(lines) > _SHOWN:
            print(f"  and {len(lines) - _SHOWN} more")


def _when(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
