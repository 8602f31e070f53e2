from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from bot.webhooks.signing import Target, is_genuine, signed, target

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECRET = "0123456789abcdef0123456789abcdef"


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed(
        Target("x", "https://crm.example/", key),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_only_what_was_sent_with_the_same_secret_lately_is_genuine() -> None:
    crm, other = target("https://crm.example/", SECRET), target("https://other.example/", SECRET)
    headers, body = signed(crm, "evt_1", NOW, b"{}"), b"{}"
    assert is_genuine(crm.secret, headers, body, NOW)
    assert not is_genuine(other.secret, headers, body, NOW), "no target can sign for another"
    assert not is_genuine(crm.secret, headers, b"{} ", NOW)
    assert not is_genuine(crm.secret, headers | {"webhook-id": "evt_2"}, body, NOW)
    assert not is_genuine(crm.secret, headers, body, NOW + timedelta(minutes=6))
    assert not is_genuine(crm.secret, headers | {"webhook-timestamp": "soon"}, body, NOW)
    assert not is_genuine(crm.secret, {}, body, NOW)
