"""Facts on the machine of a run, none of which names it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TypedDict

BUSY_SHARE = 0.25


class MachineFacts(TypedDict):
    """What a result file tells of its machine."""

    processor: str
    cores: int
    memory_gib: float
    system: str
    python: str
    load_before: float


def machine_facts() -> MachineFacts:
    """Processor, cores, memory, system, Python and the load average before the run."""
    return {
        "processor": _first_value(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def is_busy(facts: MachineFacts) -> bool:
    """Whether other work took more than a quarter of the machine in the minute before."""
    return facts["load_before"] > BUSY_SHARE * facts["cores"]


def _first_value(path: Path, key: str) -> str:
    if not path.is_file():
        return ""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), "")
