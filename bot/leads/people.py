"""Which contacts are one person: merged by staff alone, never by the program, and always to be undone.

A merge moves nothing. It lets one contact point to another, so undoing it leaves both as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from bot.audit.service import record
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound
from bot.leads.models import Contact, ContactMerge, Identity, Lead
from bot.leads.query import visible_lead, visible_to
from bot.staff.roles import Member, Permission
from bot.webhooks.events import Events

_SHOWN = 20


@dataclass(frozen=True)
class OtherLead:
    """A lead of the same person, or of somebody who may be."""

    lead: Lead
    name: str


@dataclass(frozen=True)
class Match:
    """Somebody who may be the same person, with what speaks for it."""

    other: OtherLead
    evidence: Sequence[str]
    """For example ``email``, ``phone (proven by both)``, ``name``."""


@dataclass(frozen=True)
class Merged:
    """A merge in force that touches this person."""

    id: int
    name: str
    evidence: Sequence[str]
    at: datetime


@dataclass(frozen=True)
class Person:
    """Everything that belongs to the person of a lead besides the lead."""

    leads: Sequence[OtherLead]
    merges: Sequence[Merged]
    matches: Sequence[Match]


def people_of(session: Session, contact_ids: Collection[str]) -> dict[str, str]:
    """For each contact the one that stands for the person: itself, unless it was merged into another."""
    parent: dict[str, str | None] = {}
    wanted = set(contact_ids)
    while wanted:
        rows = session.execute(select(Contact.id, Contact.merged_into).where(Contact.id.in_(wanted)))
        parent.update((contact_id, up) for contact_id, up in rows)
        wanted = {up for up in parent.values() if up is not None} - parent.keys()

    def root(contact_id: str) -> str:
        while (up := parent.get(contact_id)) is not None:
            contact_id = up
        return contact_id

    return {contact_id: root(contact_id) for contact_id in contact_ids}


def contacts_of(session: Session, person: str) -> list[str]:
    """The contact that stands for a person and all that were merged into it, directly or not."""
    found, newest = [person], [person]
    while newest:
        newest = list(session.scalars(select(Contact.id).where(Contact.merged_into.in_(newest)).order_by(Contact.id)))
        found += newest
    return found


def same_person(session: Session, contact_id: str) -> list[str]:
    """Every contact that is the same person as this one, itself included."""
    return contacts_of(session, people_of(session, [contact_id])[contact_id])


class People:
    """Shows staff who may be the same person, and merges or separates on their word."""

    def __init__(self, database: Database, clock: Clock, events: Events | None = None) -> None:
        self._database = database
        self._clock = clock
        self._events = events or Events(())

    def of_lead(self, member: Member, lead_id: str) -> Person:
        """The person's other leads, the merges that made them one, and who else they may be; only leads that the member may see."""
        member.require(Permission.SEE_LEADS)
        with self._database.read() as session:
            lead = visible_lead(session, member, lead_id)
            person = people_of(session, [lead.contact_id])[lead.contact_id]
            contacts = contacts_of(session, person)
            own = select(Lead, Contact.name).join(Contact, Contact.id == Lead.contact_id)
            leads = session.execute(
                own.where(Lead.contact_id.in_(contacts), Lead.id != lead_id, visible_to(member)).order_by(Lead.created_at)
            )
            merges = session.execute(
                select(ContactMerge, Contact.name)
                .join(Contact, Contact.id == ContactMerge.merged_id)
                .where(ContactMerge.merged_id.in_(contacts), ContactMerge.undone_at.is_(None))
                .order_by(ContactMerge.id)
            )
            return Person(
                [OtherLead(*row) for row in leads],
                [Merged(merge.id, name, merge.evidence, merge.at) for merge, name in merges],
                _matches(session, member, contacts),
            )

    def merge(self, member: Member, lead_id: str, other_lead_id: str) -> bool:
        """Makes the other lead's contact the same person as this lead's; false if they are already.

        Raises :class:`InvalidInput` where nothing but staff's wish speaks for it: then it is more likely a slip.
        """
        member.require(Permission.CHANGE_LEADS)
        now = self._clock()
        with self._database.write() as session:
            kept, merged = visible_lead(session, member, lead_id), visible_lead(session, member, other_lead_id)
            people = people_of(session, [kept.contact_id, merged.contact_id])
            # Locked in one order, and looked at again: two colleagues may press the button at once, each on their side.
            session.execute(select(Contact.id).where(Contact.id.in_(people.values())).order_by(Contact.id).with_for_update()).all()
            people = people_of(session, [kept.contact_id, merged.contact_id])
            into, away = people[kept.contact_id], people[merged.contact_id]
            if into == away:
                return False
            evidence = _evidence(session, contacts_of(session, into), contacts_of(session, away))
            if not evidence:
                raise InvalidInput("These two have no e-mail address, phone number or messaging account in common.")
            session.execute(update(Contact).where(Contact.id == away).values(merged_into=into))
            merge = ContactMerge(merged_id=away, kept_id=into, evidence=evidence, actor=member.actor, at=now)
            session.add(merge)
            session.flush()
            self._note(session, member, "contacts merged", merge, now)
        return True

    def undo(self, member: Member, lead_id: str, merge_id: int) -> bool:
        """Makes them two people again; false if that was done before. Raises :class:`NotFound`, :class:`Conflict`."""
        member.require(Permission.CHANGE_LEADS)
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            merge = session.get(ContactMerge, merge_id, with_for_update=True)
            if merge is None:
                raise NotFound("There is no such merge.")
            people = people_of(session, [lead.contact_id, merge.merged_id, merge.kept_id])
            if merge.undone_at is not None:
                return False
            if people[lead.contact_id] != people[merge.merged_id]:
                raise Conflict("This merge is about somebody else.")
            merge.undone_by, merge.undone_at = member.actor, now
            session.execute(
                update(Contact).where(Contact.id == merge.merged_id, Contact.merged_into == merge.kept_id).values(merged_into=None)
            )
            session.flush()
            self._note(session, member, "merge undone", merge, now)
        return True

    def _note(self, session: Session, member: Member, action: str, merge: ContactMerge, now: datetime) -> None:
        """On every lead of both, which thereby count as changed."""
        contacts = [*contacts_of(session, merge.kept_id), *contacts_of(session, merge.merged_id)]
        for lead in session.scalars(select(Lead).where(Lead.contact_id.in_(contacts)).order_by(Lead.id)):
            lead.updated_at = now
            self._events.tell(session, "lead.changed", lead.id, now)
            record(session, at=now, actor=member.actor, action=action, on="lead", object_id=lead.id, detail={"merge": merge.id})


def _shared(contacts: Collection[str]) -> tuple[Any, Any, Any]:
    """Identities of these contacts next to the equal ones of others."""
    mine, theirs = aliased(Identity), aliased(Identity)
    pairs = select(mine, theirs).join(theirs, (theirs.kind == mine.kind) & (theirs.value == mine.value))
    return pairs.where(mine.contact_id.in_(contacts), theirs.contact_id.not_in(contacts)), mine, theirs


def _matches(session: Session, member: Member, contacts: Collection[str]) -> list[Match]:
    pairs, _mine, theirs = _shared(contacts)
    others = list(dict.fromkeys(session.scalars(pairs.with_only_columns(theirs.contact_id).order_by(theirs.id.desc()).limit(200))))
    newest: dict[str, OtherLead] = {}
    rows = select(Lead, Contact.name).join(Contact, Contact.id == Lead.contact_id)
    for lead, name in session.execute(rows.where(Lead.contact_id.in_(others), visible_to(member)).order_by(Lead.created_at)):
        newest[lead.contact_id] = OtherLead(lead, name)
    found = [Match(newest[other], _evidence(session, contacts, [other])) for other in others[:_SHOWN] if other in newest]
    return sorted(found, key=lambda match: -len(match.evidence))


def _evidence(session: Session, contacts: Collection[str], others: Collection[str]) -> list[str]:
    """In which identities they agree, and whether in the name too. A name alone is none."""
    pairs, _mine, theirs = _shared(contacts)
    proven: dict[str, bool] = {}
    for one, other in session.execute(pairs.where(theirs.contact_id.in_(others))):
        both = one.verified_at is not None and other.verified_at is not None
        proven[one.kind] = proven.get(one.kind, False) or both
    evidence = [f"{kind} (proven by both)" if both else kind for kind, both in sorted(proven.items())]
    if evidence:
        names = {
            key: {" ".join(name.casefold().split()) for name in session.scalars(select(Contact.name).where(Contact.id.in_(ids)))}
            for key, ids in (("mine", contacts), ("theirs", others))
        }
        if names["mine"] & names["theirs"]:
            evidence.append("name")
    return evidence
