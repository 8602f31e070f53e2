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
