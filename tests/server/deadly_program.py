"""Starts the real program with one change: a message that says "deadly" ends the process in the middle of its turn."""

from __future__ import annotations

import os
import signal
import sys

from bot.engine.turn import TurnRunner

_converse = TurnRunner._converse


async def _deadly(self: TurnRunner, *arguments: object) -> None:
    await _converse(self, *arguments)  # type: ignore[arg-type]
    if getattr(arguments[2], "text", "") == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    TurnRunner._converse = _deadly  # type: ignore[assignment,method-assign]
    sys.argv[0] = "admissions"
    from bot.cli import main

    main()
