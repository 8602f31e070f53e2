"""Every process that works with the database knows all of its tables."""

from __future__ import annotations

import json
import subprocess
import sys

from bot.db.tables import metadata
from bot.settings import PROJECT_DIR

_KNOWN = "import json; from bot.assistant import build; from bot.db.base import Base; print(json.dumps(sorted(Base.metadata.tables)))"


def test_whoever_builds_the_assistant_knows_all_tables() -> None:
    # As `rasa shell` does, which imports no staff pages: a lead refers to the table of staff all the same.
    command = [sys.executable, "-P", "-W", "ignore", "-c", f"import sys; sys.path.insert(0, {str(PROJECT_DIR)!r}); {_KNOWN}"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=PROJECT_DIR).stdout
    assert json.loads(said) == sorted(metadata.tables)
