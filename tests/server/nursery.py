"""Brings up servers that need not import the program first, which is most of a start: they are forked from a process that has.

A server comes out of it as out of a new interpreter: nothing but modules is shared, nothing has been opened, and it may be killed
at any moment. That the program starts by its own command is proved by the tests of the browser.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module

from bot.settings import PROJECT_DIR

_MODULES = (
    *("bot.cli", "bot.commands.serve", "bot.server", "bot.engine.agent", "bot.engine.turn", "alembic.command", "alembic.config"),
    *("bot.nlu.age_gate", "bot.nlu.sentence_features", "bot.nlu.spacy_entities", "bot.nlu.topic_classifier"),
    *("rasa.core.policies.rule_policy", "rasa.engine.recipes.default_recipe", "rasa.nlu.classifiers.fallback_classifier"),
)


@dataclass
class Newborn:
    """A process that was asked for."""

    pid: int
    output: int
    """What it prints can be read from this file descriptor."""
    life: int
    """This file descriptor comes to its end with the process."""


class Nursery:
    """Asks the process with the modules for others."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-W", "ignore", "-u", "-m", "tests.server.nursery", str(theirs.fileno())]
        with theirs:
            subprocess.Popen(command, cwd=PROJECT_DIR, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self._line = ours

    def fork(self, module: str, arguments: list[str], environment: dict[str, str]) -> Newborn:
        """Starts ``python -m module`` with these arguments, in a process group of its own."""
        output, their_output = os.pipe()
        life, their_life = os.pipe()
        order = json.dumps({"module": module, "arguments": arguments, "environment": environment}).encode()
        socket.send_fds(self._line, [len(order).to_bytes(4, "big")], [their_output, their_life])
        self._line.sendall(order)
        os.close(their_output)
        os.close(their_life)
        return Newborn(int.from_bytes(_exactly(self._line, 4), "big"), output, life)


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = line.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _await_order(line: socket.socket) -> dict[str, object]:
    """Forks for each order; returns it in the new process. Ends this one when nobody is there any more to give orders."""
    while True:
        head, fds, _flags, _address = socket.recv_fds(line, 4, 2)
        if not head:
            os._exit(0)
        size = int.from_bytes(head + _exactly(line, 4 - len(head)), "big")
        order: dict[str, object] = json.loads(_exactly(line, size))
        pid = os.fork()
        if pid == 0:
            os.setsid()
            output, _life = fds  # the latter stays open, and with this process alone, until it ends
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.close(output)
            line.close()
            return order
        for fd in fds:
            os.close(fd)
        line.sendall(pid.to_bytes(4, "big"))


def main(fd: int) -> None:
    """Imports, and becomes whatever it is asked to be."""
    for name in _MODULES:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is gone at once
    order = _await_order(socket.socket(fileno=fd))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    sys.argv = ["", *order["arguments"]]  # type: ignore[misc]
    runpy.run_module(str(order["module"]), run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
