"""What a person sees of the command line besides the answers."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import PROJECT_DIR


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-P", *arguments], cwd=PROJECT_DIR, capture_output=True, text=True, timeout=120, check=False)


def test_help_names_the_launcher() -> None:
    shown = _run("-m", "bot", "doctor", "--help").stdout

    assert "Usage: ./admissions doctor" in shown
    assert "python -m bot" not in shown


def test_warnings_of_other_packages_are_not_shown_whatever_filters_they_set() -> None:
    program = (
        "import sys, warnings; sys.path.insert(0, '.')\n"
        "from bot.logs import quiet_warnings\n"
        "quiet_warnings()\n"
        "warnings.simplefilter('always')\n"
        "warnings.warn_explicit('theirs', DeprecationWarning, '/elsewhere/package.py', 1)\n"
        "warnings.warn_explicit('ours', UserWarning, f'{sys.argv[1]}/bot/cli.py', 1)\n"
    )

    shown = _run("-c", program, str(PROJECT_DIR)).stderr

    assert "ours" in shown
    assert "theirs" not in shown
