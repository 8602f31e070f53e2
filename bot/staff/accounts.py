"""Staff accounts: adding, changing and closing them. Each change leaves its audit row in the same transaction."""

from __future__ import annotations

import re
import uuid
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.errors import Conflict, InvalidInput, NotFound
from bot.staff import sessions
from bot.staff.locks import hold
from bot.staff.models import StaffUser
from bot.staff.passwords import Passwords, check_chosen, generate
from bot.staff.roles import ROLES

FIRST_LOGIN = "admin"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,119}")


class FirstAdmin(NamedTuple):
    """The account made at the very first start. The password is not kept anywhere."""

    login: str
    password: str


def normal_login(login: str) -> str:
    """A login as it is stored and compared."""
    return login.strip().casefold()


def by_login(session: Session, login: str) -> StaffUser:
    """The account of this login. Raises :class:`NotFound`."""
    user = session.scalar(select(StaffUser).where(StaffUser.login == normal_login(login)))
    if user is None:
        raise NotFound(f"There is no staff account {normal_login(login)}.")
    return user


def create(
    session: Session,
    clock: Clock,
    login: str,
    name: str,
    role: str,
    password: str | None = None,
    *,
    actor: str = "command",
    passwords: Passwords | None = None,
) -> tuple[StaffUser, str | None]:
    """Adds an account; without ``password`` one is generated and returned.

    Raises :class:`InvalidInput`, and :class:`Conflict` if the login is taken.
    """
    login, name = normal_login(login), " ".join(name.split())
    if not _LOGIN.fullmatch(login):
        raise InvalidInput("A login has 2 to 120 of: letters a-z, digits, and . _ @ + - (not at the start).")
    if not 1 <= len(name) <= 120:
        raise InvalidInput("Please give a name of 1 to 120 characters.")
    _check_role(role)
    generated = None
    if password is None:
        password = generated = generate()
    else:
        check_chosen(password, login)
    hold(session, "staff accounts")
    if session.scalar(select(StaffUser.id).where(StaffUser.login == login)):
        raise Conflict(f"There is already an account with the login {login}.")
    user = StaffUser(
        id=uuid.uuid4().hex,
        login=login,
        name=name,
        role=role,
        password_hash=(passwords or Passwords()).hash(password),
        disabled_at=None,
        created_at=clock(),
    )
    session.add(user)
    session.flush()
    audit.record(
        session,
        at=user.created_at,
        actor=actor,
        action="account added",
        on="staff",
        object_id=user.id,
        detail={"role": role},
    )
    return user, generated


def ensure_first_admin(session: Session, clock: Clock, *, passwords: Passwords | None = None) -> FirstAdmin | None:
    """Makes the first administrator if there is no account at all, and returns its password that one time."""
    hold(session, "staff accounts")
    if session.scalar(select(StaffUser.id).limit(1)):
        return None
    user, generated = create(session, clock, FIRST_LOGIN, "Administrator", "admin", actor="system", passwords=passwords)
    assert generated is not None
    return FirstAdmin(user.login, generated)


def set_password(
    session: Session,
    clock: Clock,
    user_id: str,
    password: str | None = None,
    *,
    actor: str = "command",
    keep_token: str | None = None,
    passwords: Passwords | None = None,
) -> str | None:
    """Sets a chosen password, or a generated one that is returned, and ends all sessions but ``keep_token``'s."""
    user = _user(session, user_id)
    generated = None
    if password is None:
        password = generated = generate()
    else:
        check_chosen(password, user.login)
    user.password_hash = (passwords or Passwords()).hash(password)
    sessions.end_all(session, user.id, but=keep_token)
    action = "password reset" if generated else "password changed"
    audit.record(session, at=clock(), actor=actor, action=action, on="staff", object_id=user.id)
    return generated


def set_email(session: Session, clock: Clock, user_id: str, email: str, *, actor: str = "command") -> bool:
    """Where this person is told by e-mail of what waits for them; empty: at their login, if that is an address. False if it is so already.

    Raises :class:`InvalidInput`.
    """
    user = _user(session, user_id)
    address = _checked_email(email)
    if user.email == address:
        return False
    user.email = address
    audit.record(session, at=clock(), actor=actor, action="e-mail address changed", on="staff", object_id=user.id)
    return True


def set_role(session: Session, clock: Clock, user_id: str, role: str, *, actor: str = "command") -> None:
    """Gives another role, in force with the next request. Raises :class:`Conflict` for the last administrator."""
    _check_role(role)
    hold(session, "staff accounts")
    user = _user(session, user_id)
    if user.role == role:
        return
    before, user.role = user.role, role
    if before == "admin":
        _keep_an_admin(session)
    detail = {"from": before, "to": role}
    audit.record(session, at=clock(), actor=actor, action="role changed", on="staff", object_id=user.id, detail=detail)


def disable(session: Session, clock: Clock, user_id: str, *, actor: str = "command") -> None:
    """Closes an account and ends its sessions. Raises :class:`Conflict` for the last administrator."""
    hold(session, "staff accounts")
    user = _user(session, user_id)
    if user.disabled_at is not None:
        return
    user.disabled_at = clock()
    if user.role == "admin":
        _keep_an_admin(session)
    sessions.end_all(session, user.id)
    audit.record(session, at=user.disabled_at, actor=actor, action="account disabled", on="staff", object_id=user.id)


def enable(session: Session, clock: Clock, user_id: str, *, actor: str = "command") -> None:
    """Opens a closed account again, with its old password."""
    user = _user(session, user_id)
    if user.disabled_at is None:
        return
    user.disabled_at = None
    audit.record(session, at=clock(), actor=actor, action="account enabled", on="staff", object_id=user.id)


def _user(session: Session, user_id: str) -> StaffUser:
    user = session.get(StaffUser, user_id)
    if user is None:
        raise NotFound("There is no such staff account.")
    return user


def _checked_email(email: str) -> str | None:
    given = email.strip()
    if not given:
        return None
    try:
        return validate_email(given, check_deliverability=False).normalized
    except EmailNotValidError:
        raise InvalidInput("That is no e-mail address.") from None


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise InvalidInput(f"There is no role {role!r}. The roles are {', '.join(ROLES)}.")


def _keep_an_admin(session: Session) -> None:
    session.flush()
    admins = select(func.count()).select_from(StaffUser).where(StaffUser.role == "admin", StaffUser.disabled_at.is_(None))
    if not session.scalar(admins):
        raise Conflict("This is the last administrator. Make somebody else an administrator first.")
