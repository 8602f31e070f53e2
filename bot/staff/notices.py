"""Tells staff by e-mail that something waits for them. Nothing of a visitor stands in it, only a link to the staff page."""

from __future__ import annotations

import html
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.mail.deliverer import CHANNEL
from bot.outbox.service import enqueue
from bot.staff.models import StaffUser
from bot.staff.roles import ROLES, Permission


@dataclass(frozen=True)
class Notice:
    """What waits, and where."""

    subject: str
    says: str
    link: str
    """The address of the staff page."""


def address_of(user: StaffUser) -> str | None:
    """Where a member of staff gets e-mail: what they gave, or a login that is an address; None: nowhere."""
    return user.email or (user.login if "@" in user.login else None)


def who_may(session: Session, permissions: Collection[Permission]) -> list[StaffUser]:
    """Everybody with an open account whose role allows all of these, in a fixed order."""
    roles = [role for role, allowed in ROLES.items() if allowed.issuperset(permissions)]
    return list(session.scalars(select(StaffUser).where(StaffUser.role.in_(roles), StaffUser.disabled_at.is_(None)).order_by(StaffUser.id)))


def tell(session: Session, user: StaffUser, notice: Notice, *, key: str, now: datetime) -> bool:
    """Queues a notice in the caller's transaction, once for each key and person; false when there is no address."""
    address = address_of(user)
    if address is None:
        return False
    own_key = f"staff:{user.id}:{key}"
    page = html.escape(notice.link, quote=True)
    payload = {
        "key": own_key,
        "to": address,
        "subject": notice.subject,
        "text": f"{notice.says}\n\n{notice.link}\n",
        "html": f'<!doctype html><html lang="en"><body><p>{html.escape(notice.says)}</p><p><a href="{page}">{page}</a></p></body></html>',
        "date": now.isoformat(),
        "language": "en",
    }
    enqueue(session, now=now, key=own_key, channel=CHANNEL, lane=f"staff:{user.id}", payload=payload)
    return True
