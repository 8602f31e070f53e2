"""What the browser tests agree on: the browser, the server, and what to do when one of them is not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import pytest
from playwright.sync_api import BrowserContext

CHROMIUM = os.environ.get("ADMISSIONS_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
REQUIRED = "browser" in os.environ.get("ADMISSIONS_TESTS_MUST_NOT_SKIP", "").split(",")
"""Set where the run has brought everything along: then nothing may be skipped."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The last two, the list below its address bar, cost two thirds of every new window. The others are Playwright's own,
    # which a second list would take the place of.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
]

NewContext = Callable[..., BrowserContext]


@dataclass(frozen=True)
class LiveServer:
    """Where the real server listens and which school it speaks for."""

    url: str
    school_name: str


def missing(what: str) -> NoReturn:
    """Skips the test, or fails it where nothing may be missing."""
    if REQUIRED:
        pytest.fail(what)
    pytest.skip(what)
