"""The lead list, one lead, its transcript, and the CSV export."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.errors import InvalidInput
from bot.leads.desk import LONGEST_NOTE, StaleLead
from bot.leads.models import STAGES
from bot.leads.query import SORTS, WANTS, LeadQuery
from bot.staff.pages.site import Site
from bot.staff.roles import Member, Permission

LeadId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
PageNumber = Annotated[int, Query(ge=1, le=999_999)]
Version = Annotated[int, Form(ge=0, le=2**31 - 1)]
DONE = {
    "stage": "The stage was changed.",
    "same": "Nothing to change: it was so already.",
    "owner": "The owner was changed.",
    "note": "The note was added.",
    "kept": "The promise was marked as kept.",
    "dropped": "The promise was dropped.",
    "merged": "They are one person now. Nothing was moved, so this can be undone.",
    "unmerged": "They are two people again.",
    "next": "The next action was saved.",
    "next_done": "The next action is done.",
    "attended": "Noted: they came.",
    "no_show": "Noted: they did not come.",
    "undo": "The mark was taken back.",
}


def add(router: APIRouter, site: Site) -> None:
    """Adds the pages."""

    @router.get("/leads")
    def lead_list(request: Request, member: Annotated[Member, site.needs(Permission.SEE_LEADS)]) -> HTMLResponse:
        query = LeadQuery.parse(request.query_params)
        return site.page(
            request,
            "leads.html",
            query=query,
            found=site.leads.page(member, query),
            choices=site.leads.choices(member),
            stages=STAGES,
            wants=WANTS,
            sorts=SORTS,
            done=DONE.get(request.query_params.get("done", ""), ""),
        )

    @router.get("/leads.csv")
    def export(request: Request, member: Annotated[Member, site.needs(Permission.EXPORT_OWN_LEADS)]) -> StreamingResponse:
        pieces = site.leads.export(member, LeadQuery.parse(request.query_params))
        name = f"leads-{site.clock().astimezone(site.school.zone):%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/promises")
    def promises(
        request: Request,
        member: Annotated[Member, site.needs(Permission.SEE_LEADS)],
        state: str = "open",
        page: PageNumber = 1,
        done: str = "",
    ) -> HTMLResponse:
        found, figures = site.promises.page(member, state, page), site.promises.figures(member)
        return site.page(request, "promises.html", found=found, figures=figures, state=state, done=DONE.get(done, ""))

    @router.get("/promises.csv")
    def export_promises(request: Request, member: Annotated[Member, site.needs(Permission.EXPORT_OWN_LEADS)]) -> StreamingResponse:
        name = f"promises-{site.clock().astimezone(site.school.zone):%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(site.promises.export(member), media_type="text/csv; charset=utf-8", headers=headers)

    @router.post("/leads/{lead_id}/promise")
    def end_promise(
        request: Request,
        lead_id: LeadId,
        outcome: Annotated[str, Form(pattern="^(kept|dropped)$")],
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
        why: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            ended = site.promises.keep(member, lead_id) if outcome == "kept" else site.promises.drop(member, lead_id, why)
        except InvalidInput as error:
            return _lead_page(request, member, lead_id, error=str(error), field="why", status=422)
        done = outcome if ended else "same"
        return site.go(f"/staff/promises?done={done}" if back == "list" else f"/staff/leads/{lead_id}?done={done}")

    @router.get("/leads/{lead_id}")
    def lead(request: Request, lead_id: LeadId, member: Annotated[Member, site.needs(Permission.SEE_LEADS)]) -> HTMLResponse:
        return _lead_page(request, member, lead_id, done=DONE.get(request.query_params.get("done", ""), ""))

    @router.post("/leads/{lead_id}/stage")
    def change_stage(
        request: Request,
        lead_id: LeadId,
        stage: Annotated[str, Form()],
        version: Version,
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
    ) -> Response:
        try:
            changed = site.leads.change_stage(member, lead_id, stage, version)
        except StaleLead as stale:
            return site.page(request, "conflict.html", status=409, stale=stale, field="stage", wanted=stage, wanted_name="")
        return site.go(f"/staff/leads/{lead_id}?done={'stage' if changed else 'same'}")

    @router.post("/leads/{lead_id}/owner")
    def change_owner(
        request: Request,
        lead_id: LeadId,
        version: Version,
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
        owner: Annotated[str, Form(max_length=32)] = "",
    ) -> Response:
        try:
            changed = site.leads.assign(member, lead_id, owner or None, version)
        except StaleLead as stale:
            name = dict(site.leads.detail(member, lead_id).owners).get(owner, "nobody")
            return site.page(request, "conflict.html", status=409, stale=stale, field="owner", wanted=owner, wanted_name=name)
        return site.go(f"/staff/leads/{lead_id}?done={'owner' if changed else 'same'}")

    @router.post("/leads/{lead_id}/merge")
    def merge(
        lead_id: LeadId,
        other: Annotated[str, Form(pattern=r"^[0-9A-Za-z_-]{1,32}$")],
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
    ) -> Response:
        merged = site.people.merge(member, lead_id, other)
        return site.go(f"/staff/leads/{lead_id}?done={'merged' if merged else 'same'}#person")

    @router.post("/leads/{lead_id}/unmerge")
    def undo_merge(
        lead_id: LeadId,
        merge: Annotated[int, Form(ge=1, le=2**63 - 1)],
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
    ) -> Response:
        undone = site.people.undo(member, lead_id, merge)
        return site.go(f"/staff/leads/{lead_id}?done={'unmerged' if undone else 'same'}#person")

    @router.post("/leads/{lead_id}/next")
    def set_next_action(
        request: Request,
        lead_id: LeadId,
        version: Version,
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
        what: Annotated[str, Form()] = "",
        due: Annotated[str, Form(max_length=20)] = "",
    ) -> Response:
        try:
            changed = site.leads.set_next_action(member, lead_id, what, due, version)
        except InvalidInput as error:
            return _lead_page(request, member, lead_id, error=str(error), field="what", next_action=(what, due), status=422)
        except StaleLead as stale:
            return _lead_page(request, member, lead_id, error=str(stale), field="what", next_action=(what, due), status=409)
        return site.go(f"/staff/leads/{lead_id}?done={'next' if changed else 'same'}")

    @router.post("/leads/{lead_id}/next/done")
    def finish_next_action(
        request: Request, lead_id: LeadId, version: Version, member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)]
    ) -> Response:
        try:
            changed = site.leads.finish_next_action(member, lead_id, version)
        except StaleLead as stale:
            return _lead_page(request, member, lead_id, error=str(stale), field="next", status=409)
        return site.go(f"/staff/leads/{lead_id}?done={'next_done' if changed else 'same'}")

    @router.post("/leads/{lead_id}/notes")
    def add_note(
        request: Request,
        lead_id: LeadId,
        member: Annotated[Member, site.needs(Permission.CHANGE_LEADS)],
        text: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            added = site.leads.add_note(member, lead_id, text)
        except InvalidInput as error:
            return _lead_page(request, member, lead_id, note=text, error=str(error), status=422)
        return site.go(f"/staff/leads/{lead_id}?done={'note' if added else 'same'}#timeline")

    @router.get("/leads/{lead_id}/transcript")
    def transcript(
        request: Request,
        lead_id: LeadId,
        member: Annotated[Member, site.needs(Permission.SEE_TRANSCRIPTS)],
        page: PageNumber = 1,
    ) -> HTMLResponse:
        return site.page(request, "transcript.html", transcript=site.transcripts.open(member, lead_id, page))

    def _lead_page(
        request: Request,
        member: Member,
        lead_id: str,
        *,
        done: str = "",
        note: str = "",
        error: str = "",
        field: str = "text",
        next_action: tuple[str, str] | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        return site.page(
            request,
            "lead.html",
            status=status,
            detail=site.leads.detail(member, lead_id),
            promises=site.promises.of_lead(member, lead_id),
            person=site.people.of_lead(member, lead_id),
            field=field,
            next_action=next_action,
            stages=STAGES,
            longest_note=LONGEST_NOTE,
            done=done,
            note=note,
            error=error,
        )
