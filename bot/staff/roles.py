"""Who may do what: one table from role to permissions, read by the routes and by the queries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import NotAllowed


class Permission(StrEnum):
    """One thing a staff member can be allowed to do. The value completes the sentence "you may …"."""

    SEE_LEADS = "see leads"
    """Own and unassigned ones; :attr:`SEE_ALL_LEADS` widens it."""
    SEE_ALL_LEADS = "see everybody's leads"
    SEE_TRANSCRIPTS = "read transcripts"
    CHANGE_LEADS = "change leads"
    """Stage, notes, taking an unassigned lead and giving back one's own."""
    ASSIGN_LEADS = "give leads to others"
    EXPORT_OWN_LEADS = "export your own leads"
    EXPORT_LEADS = "export leads"
    SEE_TOURS = "see tours"
    CHANGE_TOURS = "change tours and bookings"
    """Capacity above what is taken, times without parties, bookings of leads that the member sees, who came, calls."""
    OVERRIDE_TOURS = "override the places of a tour"
    """More people than there are places, and what takes away what people have: each with a reason."""
    SEE_QUESTIONS = "see unanswered questions"
    DEAL_WITH_QUESTIONS = "deal with unanswered questions"
    PUBLISH_ANSWERS = "publish answers"
    SEE_PROBLEMS = "see problems"
    RESOLVE_PROBLEMS = "resolve problems"
    HAND_OVER = "repeat deliveries to other programs"
    SEE_AUDIT = "see the audit log"
    MANAGE_TEAM = "manage the team"


_P = Permission

ROLES: dict[str, frozenset[Permission]] = {
    "viewer": frozenset({_P.SEE_LEADS, _P.SEE_ALL_LEADS, _P.SEE_TOURS, _P.SEE_QUESTIONS, _P.SEE_PROBLEMS}),
    "counselor": frozenset(
        {
            _P.SEE_LEADS,
            _P.SEE_TRANSCRIPTS,
            _P.CHANGE_LEADS,
            _P.EXPORT_OWN_LEADS,
            _P.SEE_TOURS,
            _P.CHANGE_TOURS,
            _P.SEE_QUESTIONS,
            _P.DEAL_WITH_QUESTIONS,
        }
    ),
    "editor": frozenset({_P.SEE_QUESTIONS, _P.DEAL_WITH_QUESTIONS, _P.PUBLISH_ANSWERS, _P.SEE_PROBLEMS}),
    "manager": frozenset(_P) - {_P.MANAGE_TEAM},
    "admin": frozenset(_P),
}
"""Every role with what it allows. An unknown role allows nothing."""


@dataclass(frozen=True)
class Member:
    """A staff member as far as decisions need one."""

    id: str
    login: str
    name: str
    role: str

    @property
    def actor(self) -> str:
        """How the audit log names this person."""
        return f"staff:{self.id}"

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in ROLES.get(self.role, frozenset())

    def require(self, permission: Permission) -> None:
        """Raises :class:`NotAllowed` unless the role allows it."""
        if not self.may(permission):
            raise NotAllowed(f"Your role ({self.role}) does not let you {permission.value}.")
