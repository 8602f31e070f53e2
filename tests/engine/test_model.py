"""A training ends with whoever wants its model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from bot.settings import PROJECT_DIR

TRAINER = """
import os, sys, time
sys.argv = ["model", "", "", sys.argv[1]]
from bot.engine.model import _end_when_nobody_waits
_end_when_nobody_waits(int(sys.argv[3]))
print(os.getpid(), flush=True)
for _ in range(600):
    time.sleep(0.05)
"""

WANTS = """
import os, subprocess, sys, time
waiting, waited_for = os.pipe()
subprocess.Popen([sys.executable, "-c", sys.argv[1], str(waiting)], pass_fds=[waiting])
os.close(waiting)
time.sleep(60)
"""


def test_a_training_ends_when_the_server_that_waits_for_it_is_killed() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", WANTS, TRAINER], cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    trainer = int(server.stdout.readline())
    os.kill(trainer, 0)

    server.send_signal(signal.SIGKILL)
    server.wait(10)

    assert server.communicate(timeout=10) == ("", None)  # what it prints to is closed with the last of the two
