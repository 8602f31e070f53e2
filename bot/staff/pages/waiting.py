"""Unanswered questions and failed turns."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.staff.pages.site import Site
from bot.staff.roles import Member, Permission

RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
PageNumber = Annotated[int, Query(ge=1, le=999_999)]
DONE = {
    "dealt_with": "The question was marked as dealt with.",
    "group": "All questions of the group were marked as dealt with.",
    "resolved": "The problem was marked as resolved.",
    "open": "It was opened again.",
    "same": "Nothing to change: it was so already.",
}


def add(router: APIRouter, site: Site) -> None:
    """Adds the pages."""

    @router.get("/questions")
    def questions(
        request: Request,
        member: Annotated[Member, site.needs(Permission.SEE_QUESTIONS)],
        state: str = "open",
        page: PageNumber = 1,
        done: str = "",
    ) -> HTMLResponse:
        if state == "alike":
            groups = site.questions.page(member, page=page)
            return site.page(request, "question_groups.html", found=groups, done=DONE.get(done, ""))
        found = site.inbox.questions(member, state, page)
        words = site.questions.words([one.item.id for one in found.rows])
        return site.page(request, "questions.html", found=found, words=words, state=state, done=DONE.get(done, ""))

    @router.post("/questions/{row_id}")
    def set_question(
        row_id: RowId,
        state: Annotated[str, Form()],
        member: Annotated[Member, site.needs(Permission.DEAL_WITH_QUESTIONS)],
    ) -> Response:
        changed = site.inbox.set_question(member, row_id, state)
        return site.go(_list("questions", state, "dealt_with", changed))

    @router.post("/questions/groups/{row_id}")
    def dismiss_group(
        row_id: RowId,
        why: Annotated[str, Form()],
        last: Annotated[int, Form(ge=1, le=2**63 - 1)],
        member: Annotated[Member, site.needs(Permission.DEAL_WITH_QUESTIONS)],
    ) -> Response:
        site.questions.dismiss(member, row_id, why, last=last)
        return site.go("/staff/questions?state=alike&done=group")

    @router.get("/problems")
    def problems(
        request: Request,
        member: Annotated[Member, site.needs(Permission.SEE_PROBLEMS)],
        state: str = "open",
        page: PageNumber = 1,
        done: str = "",
    ) -> HTMLResponse:
        found = site.inbox.problems(member, state, page)
        claims = site.inbox.claims(member) if state == "open" else []
        return site.page(request, "problems.html", found=found, claims=claims, state=state, done=DONE.get(done, ""))

    @router.post("/problems/{row_id}")
    def set_problem(
        row_id: RowId, state: Annotated[str, Form()], member: Annotated[Member, site.needs(Permission.RESOLVE_PROBLEMS)]
    ) -> Response:
        changed = site.inbox.set_problem(member, row_id, state)
        return site.go(_list("problems", state, "resolved", changed))


def _list(name: str, state: str, finished: str, changed: bool) -> str:
    """Back to the list that the row was in."""
    here = "open" if state == finished else finished
    return f"/staff/{name}?state={here}&done={state if changed else 'same'}"
