"""The widget's types hold."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from browsing import missing
from scripted_school import WIDGET

COMPILER = Path(__file__).parent / "axe" / "node_modules" / "typescript" / "bin" / "tsc"


def test_the_type_checker_has_nothing_to_say() -> None:
    node = shutil.which("node")
    if not node or not COMPILER.is_file():
        missing("no type checker: run npm ci in tests/browser/axe")
    run = subprocess.run([node, str(COMPILER), "-p", str(WIDGET)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
