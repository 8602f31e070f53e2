"""Managing staff accounts from the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from bot.clock import Clock
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput
from bot.staff import accounts
from bot.staff.models import StaffSession, StaffUser
from bot.staff.passwords import Passwords
from bot.staff.roles import Member, Permission
from bot.staff.sign_in import SignIn


class Account(NamedTuple):
    """An account and how many browsers are signed in with it."""

    user: StaffUser
    sessions: int


class NewPassword(NamedTuple):
    """A generated password, to be shown once."""

    login: str
    name: str
    password: str


class Team:
    """Each method is one transaction; all but those for one's own account are for administrators."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords

    def accounts(self, member: Member) -> Sequence[Account]:
        """All accounts, the closed ones last."""
        member.require(Permission.MANAGE_TEAM)
        with self._database.read() as session:
            rows = session.execute(
                select(StaffUser, func.count(StaffSession.id_hash))
                .outerjoin(StaffSession, (StaffSession.user_id == StaffUser.id) & (StaffSession.expires_at > self._clock()))
                .group_by(StaffUser.id)
                .order_by(StaffUser.disabled_at.is_not(None), StaffUser.name, StaffUser.id)
            )
            return [Account(*row) for row in rows]

    def add(self, member: Member, login: str, name: str, role: str) -> NewPassword:
        """Adds an account with a generated password. Raises :class:`InvalidInput`, :class:`Conflict`."""
        member.require(Permission.MANAGE_TEAM)
        with self._database.write() as session:
            user, generated = accounts.create(session, self._clock, login, name, role, actor=member.actor, passwords=self._passwords)
        assert generated is not None
        return NewPassword(user.login, user.name, generated)

    def set_role(self, member: Member, user_id: str, role: str) -> None:
        """Gives another role. Raises :class:`Conflict` for one's own, or the last administrator's."""
        member.require(Permission.MANAGE_TEAM)
        _not_oneself(member, user_id)
        with self._database.write() as session:
            accounts.set_role(session, self._clock, user_id, role, actor=member.actor)

    def set_enabled(self, member: Member, user_id: str, enabled: bool) -> None:
        """Opens or closes an account. Raises :class:`Conflict` for one's own."""
        member.require(Permission.MANAGE_TEAM)
        _not_oneself(member, user_id)
        with self._database.write() as session:
            change = accounts.enable if enabled else accounts.disable
            change(session, self._clock, user_id, actor=member.actor)

    def reset_password(self, member: Member, user_id: str) -> NewPassword:
        """Gives an account a generated password and ends its sessions."""
        member.require(Permission.MANAGE_TEAM)
        _not_oneself(member, user_id)
        with self._database.write() as session:
            generated = accounts.set_password(session, self._clock, user_id, actor=member.actor, passwords=self._passwords)
            user = session.get_one(StaffUser, user_id)
        assert generated is not None
        return NewPassword(user.login, user.name, generated)

    def own_email(self, member: Member) -> str:
        """What the member gave as their e-mail address; empty without one."""
        with self._database.read() as session:
            return session.scalar(select(StaffUser.email).where(StaffUser.id == member.id)) or ""

    def change_own_email(self, member: Member, email: str) -> None:
        """Sets where the member is told of what waits for them. Raises :class:`InvalidInput`."""
        with self._database.write() as session:
            accounts.set_email(session, self._clock, member.id, email, actor=member.actor)

    def change_own_password(self, member: Member, sign_in: SignIn, current: str, new: str, again: str, *, client: str, token: str) -> None:
        """Sets the member's own password; other browsers are signed out. ``token`` is this browser's cookie.

        Raises :class:`NotSignedIn` if ``current`` is wrong, :class:`TooMany`, and :class:`InvalidInput`.
        """
        if new != again:
            raise InvalidInput("The two new passwords are not the same.")
        if new == current:
            raise InvalidInput("The new password is the current one. Please choose another.")
        sign_in.confirm(member, current, client)
        with self._database.write() as session:
            accounts.set_password(session, self._clock, member.id, new, actor=member.actor, keep_token=token, passwords=self._passwords)


def _not_oneself(member: Member, user_id: str) -> None:
    if member.id == user_id:
        raise Conflict("Your own account is changed by another administrator, or on your account page.")
