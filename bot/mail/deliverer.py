"""Hands e-mails to the school's mail server by SMTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiosmtplib

from bot.errors import DeliveryFailed
from bot.mail.message import built
from bot.outbox.deliverer import Step
from bot.settings import Settings

CHANNEL = "email"
TIMEOUT = 12.0
"""Seconds for one answer of the mail server; below the outbox's own limit for a step."""


class SmtpDeliverer:
    """One connection for each e-mail. What the server refuses for good (5xx on recipient or content) is not tried again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def steps(self, payload: dict[str, Any]) -> Sequence[Step]:
        """One message."""
        return [payload]

    async def send(self, step: Step) -> None:
        """Sends one message. Raises :class:`DeliveryFailed`; its words never hold the address."""
        settings = self._settings
        message = built(step, settings.mail_from)
        trouble, permanent = "", False
        try:
            async with aiosmtplib.SMTP(
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password or None,
                use_tls=settings.smtp_security == "tls",
                start_tls=settings.smtp_security == "starttls",
                timeout=TIMEOUT,
            ) as server:
                await server.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = max((one.code for one in error.recipients), default=0)
            trouble, permanent = f"the mail server refused the recipient ({code})", _for_good(code)
        except aiosmtplib.SMTPDataError as error:
            trouble, permanent = f"the mail server refused the message ({error.code})", _for_good(error.code)
        except aiosmtplib.SMTPAuthenticationError as error:
            trouble = f"the mail server does not accept the user name and password ({error.code})"
        except aiosmtplib.SMTPNotSupported:
            trouble, permanent = "the mail server cannot take this address", True
        except aiosmtplib.SMTPTimeoutError:
            trouble = "the mail server did not answer in time"
        except aiosmtplib.SMTPResponseException as error:
            trouble = f"the mail server answered {error.code}"
        except (aiosmtplib.SMTPException, OSError) as error:
            trouble = f"the mail server cannot be reached ({type(error).__name__})"
        # Raised out here: the errors above name the recipient.
        if trouble:
            raise DeliveryFailed(trouble, permanent=permanent)


def _for_good(code: int) -> bool:
    return 500 <= code < 600
