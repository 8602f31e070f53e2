"""A server that can't have its port, or can't be made, says so and ends instead of looking alive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.serve import _listen
from bot.errors import UnsafeSettings
from bot.settings import PROJECT_DIR, Settings
from tests.faq.content_folder import add, copy_of_content, entry


def test_a_second_server_on_a_port_is_refused(tmp_path: Path) -> None:
    settings = Settings().model_copy(update={"data_dir": tmp_path, "host": "127.0.0.1", "port": 0})
    with _listen(settings) as first:
        taken = settings.model_copy(update={"port": first.getsockname()[1]})
        with pytest.raises(UnsafeSettings, match="Is another server running there"):
            _listen(taken)


def test_a_start_that_fails_behind_the_open_port_ends_in_one_line(tmp_path: Path) -> None:
    folder = copy_of_content(tmp_path / "content", PROJECT_DIR / "content")
    add(folder, [entry(answer="All our graduates get hired.")])
    environment = os.environ | {
        "ADMISSIONS_DATA_DIR": str(tmp_path),
        "ADMISSIONS_CONTENT_DIR": str(folder),
        "ADMISSIONS_LOG_LEVEL": "error",
    }

    command = [sys.executable, "-P", "-W", "ignore", "-m", "bot", "serve", "--port", "0"]
    ended = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: faq.yml, line ")
    assert ended.stderr.count("\n") == 1
