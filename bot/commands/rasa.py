"""``./admissions rasa …``: the plain Rasa command in this project; for ``shell`` an action server runs beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

from bot.errors import ModelUnavailable
from bot.settings import PROJECT_DIR, Settings

_ACTIONS_PORT = 5055
_START_SECONDS = 60


def rasa(arguments: list[str], settings: Settings) -> int:
    """Runs ``rasa`` with these arguments; its exit code. The action server is bound to loopback and always ended."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SANIC_HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "rasa", *arguments]
    if arguments[:1] != ["shell"] or "nlu" in arguments:
        return subprocess.call(command, cwd=PROJECT_DIR, env=environment)
    if not any(argument in ("-m", "--model") for argument in arguments):
        from bot.engine.model import ensure_model

        command += ["--model", str(ensure_model(settings, print))]
    actions = subprocess.Popen(
        [sys.executable, "-m", "rasa", "run", "actions", "--port", str(_ACTIONS_PORT)],
        cwd=PROJECT_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(actions)
        return subprocess.call(command, cwd=PROJECT_DIR, env=environment)
    finally:
        actions.terminate()
        try:
            actions.wait(10)
        except subprocess.TimeoutExpired:
            actions.kill()


def _wait(actions: subprocess.Popen[bytes]) -> None:
    """Until the action server accepts connections. Raises :class:`ModelUnavailable` when it does not in time."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and actions.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", _ACTIONS_PORT)) == 0:
                return
        time.sleep(0.2)
    raise ModelUnavailable(f"Rasa's action server did not start on port {_ACTIONS_PORT}. Is another one running?")
