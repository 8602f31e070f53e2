"""A server that can't have its port says so instead of looking alive."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.serve import _listen
from bot.errors import UnsafeSettings
from bot.settings import Settings


def test_a_second_server_on_a_port_is_refused(tmp_path: Path) -> None:
    settings = Settings().model_copy(update={"data_dir": tmp_path, "host": "127.0.0.1", "port": 0})
    with _listen(settings) as first:
        taken = settings.model_copy(update={"port": first.getsockname()[1]})
        with pytest.raises(UnsafeSettings, match="Is another server running there"):
            _listen(taken)
