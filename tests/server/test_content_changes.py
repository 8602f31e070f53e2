"""Content that changes under a running server: an edit is live within a second, a faulty file changes nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bot.assistant import build
from bot.faq.content_file import EntryItem
from bot.settings import PROJECT_DIR, Settings
from tests.conftest import settings_for
from tests.faq.content_folder import add, copy_of_content, entry, publish
from tests.server.harness import Server, Visitor, running


def test_an_edit_in_one_process_is_answered_by_another_within_a_second(tmp_path: Path, database_url: str, trained_model: Path) -> None:
    with running(Server(tmp_path, database_url)) as server:
        office = build(settings_for(tmp_path, database_url=database_url))
        visitor = Visitor(server.url).open()
        took = []
        for number in range(10):
            words = f"The bus stops at door {'abcdefghij'[number]}."
            item = EntryItem(**entry(topic="location", answer=words, phrasings=["which bus line stops at your door"]))
            time.sleep(0.137 * (number % 4))  # not in step with the look-out
            publish(office, item)
            committed = time.perf_counter()
            while visitor.say("which bus line stops at your door?")[-1]["text"] != words:
                assert time.perf_counter() - committed < 10
            took.append(time.perf_counter() - committed)
        office.close()

    print(f"edit to live answer: median {median(took):.2f} s, longest {max(took):.2f} s of {len(took)}")
    assert median(took) <= 1.0


def test_a_faulty_file_is_refused_and_the_running_server_keeps_answering(tmp_path: Path, trained_model: Path) -> None:
    folder = copy_of_content(tmp_path / "content", PROJECT_DIR / "content")
    data = tmp_path / "data"
    here = {"ADMISSIONS_CONTENT_DIR": str(folder)}

    def load() -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": "/usr/bin:/bin",
            "ADMISSIONS_DATA_DIR": str(data),
            "ADMISSIONS_CACHE_DIR": str(Settings().cache),
            **here,
        }
        command = [sys.executable, "-W", "ignore", "-m", "bot", "content", "load"]
        return subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, timeout=120, check=False)

    with running(Server(data, environment=here)) as server:
        visitor = Visitor(server.url).open()
        before = visitor.say("how much is tuition?")[-1]["text"]
        add(folder, [entry(answer="All our graduates get hired.")])

        refused = load()

        assert refused.returncode == 1
        assert "faq.yml, line" in refused.stderr and "<<" in refused.stderr and "Traceback" not in refused.stderr
        assert visitor.say("how much is tuition?")[-1]["text"] == before

    # Started anew with the same faulty file, it says so and serves what was live.
    with running(Server(data, environment=here)) as server:
        assert any("Content refused: faq.yml, line" in line for line in server.output)
        assert Visitor(server.url).open().say("how much is tuition?")[-1]["text"] == before
