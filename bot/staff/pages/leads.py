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
        status: int = 200,
    ) -> HTMLResponse:
        return site.page(
            request,
            "lead.html",
            status=status,
            detail=site.leads.detail(member, lead_id),
            stages=STAGES,
            longest_note=LONGEST_NOTE,
            done=done,
            note=note,
            error=error,
        )
