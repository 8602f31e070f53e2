"""An outbox worker as a process of its own, for tests that kill it: ``python -m tests.mail.outbox_process DATABASE PORT``."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

from bot.clock import system_clock
from bot.db.database import Database
from bot.mail.deliverer import SmtpDeliverer
from bot.outbox.worker import OutboxWorker, Pace
from bot.settings import Settings

PACE = Pace(parallel=3, poll=0.05, step=0.7, lease=1.5, first_delay=0.05, longest_delay=0.2)


def main(database: str, port: str) -> None:
    settings = Settings(smtp_host="127.0.0.1", smtp_port=int(port), smtp_security="none", mail_from="visits@school.example")
    assistant: Any = SimpleNamespace(database=Database(database), clock=system_clock)
    worker = OutboxWorker(assistant, {"email": SmtpDeliverer(settings)}, pace=PACE)
    asyncio.run(worker.run(asyncio.Event()))


if __name__ == "__main__":
    main(*sys.argv[1:])
