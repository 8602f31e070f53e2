"""Every setting is documented, and unsafe ones keep the public out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import build
from bot.errors import UnsafeSettings
from bot.production import check_production, faults
from bot.settings import PROJECT_DIR, Settings
from tests.conftest import settings_for

SECRET = "correct-horse-battery-staple-0123456789"


SAFE = {
    "public_url": "https://chat.school.example",
    "secret_key": SECRET,
    "content_dir": PROJECT_DIR / "tests" / "second_school" / "content",
}
TELEGRAM = {"telegram_token": "123:abc", "telegram_secret": SECRET}
WEBHOOK = {"webhook_urls": "https://crm.school.example/hook", "webhook_secret": SECRET}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_documented(name: str) -> None:
    text = (PROJECT_DIR / "docs" / "settings.md").read_text()

    assert f"`ADMISSIONS_{name.upper()}`" in text
    assert Settings.model_fields[name].description


def test_a_trial_on_this_machine_may_use_examples(tmp_path: Path) -> None:
    assistant = build(settings_for(tmp_path))

    check_production(assistant)

    assert not assistant.settings.is_production


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"public_url": "http://chat.school.example"}, "https://"),
        ({"secret_key": "short"}, "ADMISSIONS_SECRET_KEY"),
        ({"secret_key": "a" * 40}, "ADMISSIONS_SECRET_KEY"),
        ({"rate_limits": "off"}, "ADMISSIONS_RATE_LIMITS"),
        ({"telegram_token": "123:abc", "telegram_secret": "short"}, "ADMISSIONS_TELEGRAM_SECRET"),
        ({"telegram_token": "123:abc", "telegram_secret": "a" * 32}, "ADMISSIONS_TELEGRAM_SECRET"),
        ({"telegram_token": "123:abc", "telegram_secret": f"{SECRET}!"}, "ADMISSIONS_TELEGRAM_SECRET"),
        ({"telegram_token": "123:abc", "telegram_secret": SECRET * 7}, "ADMISSIONS_TELEGRAM_SECRET"),
        (TELEGRAM | {"telegram_api": "http://bot-api.school.example:8081"}, "ADMISSIONS_TELEGRAM_API"),
        (TELEGRAM | {"telegram_api": "http://localhost.school.example"}, "ADMISSIONS_TELEGRAM_API"),
        (TELEGRAM | {"telegram_api": "bot-api.school.example"}, "ADMISSIONS_TELEGRAM_API"),
        (WEBHOOK | {"webhook_secret": "short"}, "ADMISSIONS_WEBHOOK_SECRET"),
        (WEBHOOK | {"webhook_secret": "a" * 32}, "ADMISSIONS_WEBHOOK_SECRET"),
        ({"allowed_origins": "*"}, "ADMISSIONS_ALLOWED_ORIGINS"),
        ({"content_dir": PROJECT_DIR / "content"}, "example"),
    ],
)
def test_an_unsafe_public_start_is_refused(tmp_path: Path, changes: dict[str, object], fault: str) -> None:
    check_production(build(settings_for(tmp_path, **SAFE)))

    with pytest.raises(UnsafeSettings, match=fault):
        check_production(build(settings_for(tmp_path, **(SAFE | changes))))


@pytest.mark.parametrize("api", ["https://bot-api.school.example", "http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"])
def test_telegram_may_be_asked_over_tls_or_on_this_machine(tmp_path: Path, api: str) -> None:
    check_production(build(settings_for(tmp_path, **SAFE, **TELEGRAM, **WEBHOOK, telegram_api=api)))


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    assistant = build(settings_for(tmp_path, public_url="http://chat.school.example"))

    assert len(faults(assistant)) >= 4


def test_the_trial_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first, second = build(settings_for(tmp_path)), build(settings_for(tmp_path))

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "trial-secret.key").stat().st_mode & 0o077 == 0
