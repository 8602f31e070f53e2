"""Tour times, who comes, who waits, who has to be called, and what staff change about it."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.errors import Conflict, InvalidInput, Refused
from bot.staff.agenda import AgendaQuery
from bot.staff.pages.site import Site
from bot.staff.roles import Member, Permission
from bot.staff.tour_desk import LARGEST_PARTY, LONGEST_REASON, VISITS, NoRoom, Override, Visit
from bot.tours.models import Booking, WaitlistEntry
from bot.tours.people import People, Person, Role

SlotKey = Annotated[str, Path(max_length=80)]
BookingId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
PageNumber = Annotated[int, Query(ge=1, le=999_999)]
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]
Tick = Annotated[str, Form(pattern="^(yes)?$")]
Seen = Annotated[str, Form(max_length=40)]
See = Permission.SEE_TOURS
Change = Permission.CHANGE_TOURS
DONE = {
    "same": "Nothing to change: it was so already.",
    "capacity": "The places were changed.",
    "closed": "The time is closed.",
    "reopened": "The time is open again.",
    "booked": "The party is booked.",
    "booked_already": "This party was booked already; nothing was booked twice.",
    "cancelled": "The booking is cancelled.",
    "moved": "The booking was moved.",
    "party": "The party was changed.",
    "attended": "Noted: they came.",
    "no_show": "Noted: they did not come.",
    "undo": "The mark was taken back.",
    "withdrawn": "They are off the waitlist.",
    "accepted": "They are booked.",
    "called": "Noted: they were called.",
    "reopened_call": "It is on the list again.",
}
_ROWS = 12
"""How many lines for people a form offers without being asked for more."""


def add(router: APIRouter, site: Site) -> None:
    """Adds the pages."""

    @router.get("/tours")
    def agenda(
        request: Request,
        member: Annotated[Member, site.needs(See)],
        first: Annotated[str, Query(alias="from", max_length=10)] = "",
        kind: Annotated[str, Query(max_length=40)] = "",
        campus: Annotated[str, Query(max_length=40)] = "",
        show: Annotated[str, Query(max_length=10)] = "",
        lead: Annotated[str, Query(max_length=32)] = "",
    ) -> HTMLResponse:
        query = AgendaQuery(_day(first) if first else None, kind, campus, show, lead)
        chosen = site.leads.detail(member, lead) if lead and member.may(Change) else None
        found = site.agenda.agenda(member, query)
        return site.page(request, "tours.html", agenda=found, query=query, chosen=chosen, sends_mail=site.settings.sends_mail)

    @router.get("/tours/days/{day}")
    def day_sheet(
        request: Request,
        day: Annotated[str, Path(max_length=10)],
        member: Annotated[Member, site.needs(See)],
        kind: Annotated[str, Query(max_length=40)] = "",
        campus: Annotated[str, Query(max_length=40)] = "",
    ) -> HTMLResponse:
        query = AgendaQuery(_day(day), kind, campus)
        return site.page(request, "tour_day.html", sheet=site.agenda.day_sheet(member, _day(day), query), query=query)

    # --- one time ----------------------------------------------------------------------------------------------------

    @router.get("/tours/slots/{slot}")
    def tour_time(request: Request, slot: SlotKey, member: Annotated[Member, site.needs(See)], done: str = "") -> HTMLResponse:
        return _slot_page(request, member, slot, done=DONE.get(done, ""))

    @router.post("/tours/slots/{slot}/capacity")
    def set_capacity(
        request: Request,
        slot: SlotKey,
        member: Annotated[Member, site.needs(Change)],
        capacity: Text = "",
        seen: Text = "",
        reason: Text = "",
        override: Tick = "",
    ) -> Response:
        typed = {"capacity": capacity, "capacity_reason": reason}

        def act() -> str:
            wanted = _number(capacity, 1, LARGEST_PARTY, "A tour time has 1 to 10,000 places. Please write a number.")
            before = _number(seen, 1, LARGEST_PARTY, "This form is not complete. Please open the page again.")
            changed = site.tour_desk.set_capacity(member, slot, wanted, seen=before, override=Override(reason) if override else None)
            return _slot(slot, "capacity" if changed else "same")

        def again(error: Refused) -> Response:
            below = bool(override) or isinstance(error, NoRoom)
            return _slot_page(request, member, slot, error=error, field="capacity", typed=typed | {"capacity_override": below})

        return _tried(act, again)

    @router.post("/tours/slots/{slot}/close")
    def close(
        request: Request,
        slot: SlotKey,
        member: Annotated[Member, site.needs(Change)],
        reason: Text = "",
        seen: Seen = "",
        with_parties: Tick = "",
    ) -> Response:
        def act() -> str:
            closed = site.tour_desk.close(member, slot, reason, seen=seen or None, with_parties=bool(with_parties))
            return _slot(slot, "closed" if closed else "same")

        return _tried(act, lambda error: _slot_page(request, member, slot, error=error, field="close", typed={"close": reason}))

    @router.post("/tours/slots/{slot}/reopen")
    def reopen(request: Request, slot: SlotKey, member: Annotated[Member, site.needs(Change)], reason: Text = "") -> Response:
        def act() -> str:
            return _slot(slot, "reopened" if site.tour_desk.reopen(member, slot, reason) else "same")

        return _tried(act, lambda error: _slot_page(request, member, slot, error=error, field="reopen", typed={"reopen": reason}))

    @router.post("/tours/slots/{slot}/bookings")
    def book(
        request: Request,
        slot: SlotKey,
        member: Annotated[Member, site.needs(Change)],
        lead: Annotated[str, Form(pattern=r"^[0-9A-Za-z_-]{1,32}$")],
        token: Annotated[str, Form(pattern=r"^[0-9a-f]{32}$")],
        party: Text = "",
        name: Texts = [],  # noqa: B006 (FastAPI copies it)
        role: Texts = [],  # noqa: B006
        needs: Text = "",
        question: Text = "",
        told: Tick = "",
        reason: Text = "",
        override: Tick = "",
    ) -> Response:
        typed: dict[str, Any] = {"party": party, "people": list(zip(name, role, strict=False)), "needs": needs, "question": question}
        typed |= {"told": bool(told), "book_reason": reason, "token": token}

        def act() -> str:
            booking, is_new = site.tour_desk.book(
                member,
                slot,
                lead_id=lead,
                party=_party(party),
                people=_people(name, role, needs, question),
                token=token,
                told=bool(told),
                override=Override(reason) if override else None,
            )
            return _booking(booking.id, "booked" if is_new else "booked_already")

        def again(error: Refused) -> Response:
            over = bool(override) or isinstance(error, NoRoom)
            return _slot_page(request, member, slot, error=error, field="party", typed=typed | {"book_override": over}, lead_id=lead)

        return _tried(act, again)

    # --- one booking -------------------------------------------------------------------------------------------------

    @router.get("/tours/bookings/{booking}")
    def booking_page(request: Request, booking: BookingId, member: Annotated[Member, site.needs(See)], done: str = "") -> HTMLResponse:
        return _booking_page(request, member, booking, done=DONE.get(done, ""))

    @router.post("/tours/bookings/{booking}/cancel")
    def cancel(
        request: Request,
        booking: BookingId,
        member: Annotated[Member, site.needs(Change)],
        seen: Seen,
        reason: Text = "",
        told: Tick = "",
    ) -> Response:
        typed = {"cancel_reason": reason, "cancel_told": bool(told)}

        def act() -> str:
            done = site.tour_desk.cancel(member, booking, reason, seen=_seen(seen), told=bool(told))
            return _booking(booking, "cancelled" if done else "same")

        return _tried(act, lambda error: _booking_page(request, member, booking, error=error, field="cancel", typed=typed))

    @router.post("/tours/bookings/{booking}/move")
    def move(
        request: Request,
        booking: BookingId,
        member: Annotated[Member, site.needs(Change)],
        seen: Seen,
        time: Annotated[str, Form(max_length=40)] = "",
        reason: Text = "",
        told: Tick = "",
    ) -> Response:
        typed = {"time": time, "move_reason": reason, "move_told": bool(told)}

        def act() -> str:
            done = site.tour_desk.move(member, booking, _time(time), reason, seen=_seen(seen), told=bool(told))
            return _booking(booking, "moved" if done else "same")

        return _tried(act, lambda error: _booking_page(request, member, booking, error=error, field="time", typed=typed))

    @router.post("/tours/bookings/{booking}/party")
    def change_party(
        request: Request,
        booking: BookingId,
        member: Annotated[Member, site.needs(Change)],
        seen: Seen,
        party: Text = "",
        name: Texts = [],  # noqa: B006
        role: Texts = [],  # noqa: B006
        needs: Text = "",
        question: Text = "",
        told: Tick = "",
    ) -> Response:
        typed = {"party": party, "people": list(zip(name, role, strict=False)), "needs": needs, "question": question, "told": bool(told)}

        def act() -> str:
            people = _people(name, role, needs, question)
            done = site.tour_desk.change_party(member, booking, _party(party), people, seen=_seen(seen), told=bool(told))
            return _booking(booking, "party" if done else "same")

        return _tried(act, lambda error: _booking_page(request, member, booking, error=error, field="party", typed=typed))

    @router.post("/tours/bookings/{booking}/visit")
    def note_visit(
        request: Request,
        booking: BookingId,
        member: Annotated[Member, site.needs(Change)],
        seen: Seen,
        visit: Annotated[str, Form(pattern=f"^({'|'.join(VISITS)})$")],
        back: Annotated[str, Form(pattern="^(slot|lead|booking)$")] = "booking",
    ) -> Response:
        try:
            row = site.tour_desk.note_visit(member, booking, cast(Visit, visit), seen=_seen(seen))
        except Conflict as error:
            slot = str(site.tour_desk.slot_of(member, Booking, booking))
            return _slot_page(request, member, slot, error=error, field=f"party-{booking}")
        if back == "slot":
            return site.go(f"{_slot(str(row.slot_id), visit)}#party-{booking}")
        return site.go(f"/staff/leads/{row.lead_id}?done={visit}#tours" if back == "lead" and row.lead_id else _booking(booking, visit))

    # --- the waitlist ------------------------------------------------------------------------------------------------

    @router.post("/tours/waitlist/{entry}/withdraw")
    def withdraw(
        request: Request,
        entry: RowId,
        member: Annotated[Member, site.needs(Change)],
        seen: Seen,
        reason: Text = "",
        told: Tick = "",
    ) -> Response:
        slot = str(site.tour_desk.slot_of(member, WaitlistEntry, entry))
        typed = {"entry": entry, "withdraw_reason": reason, "withdraw_told": bool(told)}

        def act() -> str:
            done = site.tour_desk.withdraw(member, entry, reason, seen=_seen(seen), told=bool(told))
            return f"{_slot(slot, 'withdrawn' if done else 'same')}#waitlist"

        return _tried(act, lambda error: _slot_page(request, member, slot, error=error, field=f"withdraw-{entry}", typed=typed))

    @router.post("/tours/waitlist/{entry}/accept")
    def accept(request: Request, entry: RowId, member: Annotated[Member, site.needs(Change)]) -> Response:
        slot = str(site.tour_desk.slot_of(member, WaitlistEntry, entry))
        return _tried(
            lambda: _booking(site.tour_desk.accept(member, entry).id, "accepted"),
            lambda error: _slot_page(request, member, slot, error=error, field="waitlist"),
        )

    # --- calls -------------------------------------------------------------------------------------------------------

    @router.get("/tours/calls")
    def calls(
        request: Request,
        member: Annotated[Member, site.needs(See)],
        state: Annotated[str, Query(max_length=10)] = "open",
        page: PageNumber = 1,
        done: str = "",
    ) -> HTMLResponse:
        found = site.calls.page(member, state, page)
        return site.page(request, "calls.html", found=found, state=state, done=DONE.get(done, ""), sends_mail=site.settings.sends_mail)

    @router.post("/tours/calls/{call}")
    def tick(
        call: RowId,
        member: Annotated[Member, site.needs(Change)],
        state: Annotated[str, Form(pattern="^(open|done)$")],
        back: Annotated[str, Form(pattern=r"^([0-9A-Za-z_-]{1,32})?$")] = "",
    ) -> Response:
        changed = site.calls.tick(member, call, done=state == "done")
        done = "same" if not changed else "called" if state == "done" else "reopened_call"
        if back:
            return site.go(_booking(back, done))
        return site.go(f"/staff/tours/calls?state={'open' if state == 'done' else 'done'}&done={done}")

    # --- pages -------------------------------------------------------------------------------------------------------

    def _tried(act: Callable[[], str], again: Callable[[Refused], Response]) -> Response:
        """Does it and goes where it says, or shows the page again with what was typed and why it was refused."""
        try:
            return site.go(act())
        except (InvalidInput, Conflict) as error:
            return again(error)

    def _slot_page(
        request: Request,
        member: Member,
        slot: str,
        *,
        done: str = "",
        error: Refused | None = None,
        field: str = "",
        typed: dict[str, Any] | None = None,
        lead_id: str | None = None,
    ) -> HTMLResponse:
        given = request.query_params
        lead = given.get("lead", "")[:32] if lead_id is None else lead_id
        pages = tuple(_page_number(given.get(name, "")) for name in ("parties", "queue", "history"))
        find = given.get("find", "")[:200].strip()
        return site.page(
            request,
            "slot.html",
            status=error.status if error else 200,
            detail=site.tour_times.slot(member, slot, pages=cast(tuple[int, int, int], pages), lead_id=lead, find=find),
            find=find,
            done=done,
            error=str(error or ""),
            field=field,
            typed=typed or {},
            token=(typed or {}).get("token") or secrets.token_hex(16),
            rows=_ROWS,
            longest=LONGEST_REASON,
            address=lambda **changes: _with(f"/staff/tours/slots/{slot}", pages, changes),
        )

    def _booking_page(
        request: Request,
        member: Member,
        booking: str,
        *,
        done: str = "",
        error: Refused | None = None,
        field: str = "",
        typed: dict[str, Any] | None = None,
    ) -> HTMLResponse:
        return site.page(
            request,
            "booking.html",
            status=error.status if error else 200,
            detail=site.tour_times.booking(member, booking),
            done=done,
            error=str(error or ""),
            field=field,
            typed=typed or {},
            rows=_ROWS,
            longest=LONGEST_REASON,
        )


def _slot(slot: str, done: str) -> str:
    return f"/staff/tours/slots/{slot}?done={done}"


def _booking(booking: str, done: str) -> str:
    return f"/staff/tours/bookings/{booking}?done={done}"


def _with(path: str, pages: tuple[int, ...], changes: dict[str, int]) -> str:
    """The page of a time with another page of one of its lists."""
    numbers = dict(zip(("parties", "queue", "history"), pages, strict=True)) | changes
    return f"{path}?" + "&".join(f"{name}={number}" for name, number in numbers.items() if number > 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("The day is not a date such as 2026-11-24.") from error


def _page_number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def _number(text: str, least: int, most: int, otherwise: str) -> int:
    tidy = text.strip()
    if not re.fullmatch(r"[0-9]{1,6}", tidy) or not least <= int(tidy) <= most:
        raise InvalidInput(otherwise)
    return int(tidy)


def _party(text: str) -> int:
    return _number(text, 1, LARGEST_PARTY, "Please write how many people come, as a number.")


def _people(names: list[str], roles: list[str], needs: str, question: str) -> People:
    if len(names) != len(roles):
        raise InvalidInput("This form is not complete. Please open the page again.")
    named = tuple(Person(name, cast(Role, role)) for name, role in zip(names, roles, strict=True) if name.strip())
    return People(named, needs, question)


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidInput("Please choose one of the times.")


def _seen(text: str) -> datetime:
    try:
        return _time(text)
    except InvalidInput as error:
        raise InvalidInput("This form is not complete. Please open the page again.") from error
