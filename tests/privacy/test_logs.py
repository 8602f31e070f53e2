"""What a person says is in no log, whatever happens in the turn, so that nothing is left there when they are erased."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT_DIR

SAID = ("zebulon", "quaggafield", "555-0199", "4075550199", "unicycle")


def test_neither_logs_nor_database_keep_anything(trained_model: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.privacy.loud_conversation", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=240, check=False)
    logged = (done.stdout + done.stderr).lower()
    assert done.returncode == 0, logged[-2000:]
    assert "event='turn.failed'" in logged
    left = {path.name: path.read_bytes().lower() for path in tmp_path.glob("admissions.sqlite3*")}
    assert "admissions.sqlite3" in left
    for word in SAID:
        assert word not in logged, word
        assert not [name for name, content in left.items() if word.encode() in content], word


FAILING = """
import sys

import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.db.database import Database
from bot.logs import configure_logs

configure_logs("debug")
log = structlog.get_logger("bot.test")
database = Database("sqlite:///" + sys.argv[1])
with database.write() as session:
    session.execute(text("CREATE TABLE people (name TEXT UNIQUE)"))
try:
    with database.write() as session:
        for _twice in range(2):
            session.execute(text("INSERT INTO people VALUES (:name)"), {"name": "Zebulon"})
except IntegrityError as error:
    assert "Zebulon" not in str(error)
    log.exception("first")
try:
    raise ValueError("Quaggafield")
except ValueError as error:
    log.exception("second")
    log.error("third", exc_info=sys.exc_info())
    log.error("fourth", exc_info=error)
log.exception("fifth")
"""


def test_an_error_that_is_logged_tells_its_kind_and_place_and_none_of_its_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FAILING, str(tmp_path / "people.sqlite3")]
    done = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    lines = dict(zip(("first", "second", "third", "fourth", "fifth"), done.stderr.strip().splitlines(), strict=True))
    assert "error='IntegrityError'" in lines["first"] and "at='sqlalchemy" in lines["first"]
    for name in ("second", "third", "fourth"):
        assert "error='ValueError'" in lines[name] and "__main__" in lines[name]
    assert "event='fifth'" in lines["fifth"]
    logged = (done.stdout + done.stderr).lower()
    assert [word for word in SAID if word in logged] == []
