"""The audit log, one's own account, and the team."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from bot.errors import Conflict, InvalidInput, NotSignedIn, Refused, TooMany
from bot.staff.audit_log import AuditQuery
from bot.staff.pages.site import Site
from bot.staff.passwords import SHORTEST
from bot.staff.roles import ROLES, Member, Permission
from bot.staff.team import NewPassword

UserId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
Short = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=1000)]
Address = Annotated[str, Form(max_length=320)]
Word = Annotated[str, Query(max_length=60)]
DONE = {
    "password": "Your password was changed. All your other browsers were signed out.",
    "email": "Your e-mail address was saved.",
    "again": "It is delivered again.",
    "role": "The role was changed.",
    "disabled": "The account was disabled and signed out everywhere.",
    "enabled": "The account was enabled.",
}


def add(router: APIRouter, site: Site) -> None:
    """Adds the pages."""

    @router.get("/audit")
    def audit_log(
        request: Request,
        member: Annotated[Member, site.needs(Permission.SEE_AUDIT)],
        actor: Word = "",
        on: Word = "",
        object_id: Annotated[str, Query(alias="object", max_length=60)] = "",
        action: Word = "",
        before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    ) -> HTMLResponse:
        query = AuditQuery(actor, on, object_id, action)
        found = site.audit_log.page(member, query, before)
        return site.page(request, "audit.html", found=found, query=query, before=before)

    @router.get("/webhooks")
    def deliveries(
        request: Request,
        member: Annotated[Member, site.needs(Permission.HAND_OVER)],
        state: str = "waiting",
        page: Annotated[int, Query(ge=1, le=999_999)] = 1,
        done: str = "",
    ) -> HTMLResponse:
        found = site.webhooks.page(member, state, page)
        targets = site.webhooks.targets.values()
        return site.page(request, "webhooks.html", found=found, state=state, targets=targets, done=DONE.get(done, ""))

    @router.post("/webhooks/{row_id}/again")
    def deliver_again(
        row_id: Annotated[int, Path(ge=1, le=2**63 - 1)], member: Annotated[Member, site.needs(Permission.HAND_OVER)]
    ) -> Response:
        site.webhooks.again(member, row_id)
        return site.go("/staff/webhooks?done=again")

    @router.get("/account")
    def account(request: Request, member: Annotated[Member, site.needs()], done: str = "") -> HTMLResponse:
        return _account_page(request, member, done=DONE.get(done, ""))

    @router.post("/account/email")
    def change_email(request: Request, member: Annotated[Member, site.needs()], email: Address = "") -> Response:
        try:
            site.team.change_own_email(member, email)
        except InvalidInput as error:
            return _account_page(request, member, wrong_email=str(error), typed=email, status=422)
        return site.go("/staff/account?done=email")

    @router.post("/account/password")
    def change_password(
        request: Request,
        member: Annotated[Member, site.needs()],
        current: Secret = "",
        new: Secret = "",
        again: Secret = "",
    ) -> Response:
        token = request.cookies[site.cookie.name]
        client = site.client(request)
        try:
            site.team.change_own_password(member, site.sign_in, current, new, again, client=client, token=token)
        except (InvalidInput, NotSignedIn, TooMany) as error:
            # A wrong current password is a mistake in the form; the member stays signed in.
            response = _account_page(request, member, error=str(error), status=429 if isinstance(error, TooMany) else 422)
            if error.retry_after:
                response.headers["Retry-After"] = str(error.retry_after)
            return response
        return site.go("/staff/account?done=password")

    @router.get("/team")
    def team(request: Request, member: Annotated[Member, site.needs(Permission.MANAGE_TEAM)], done: str = "") -> HTMLResponse:
        return _team_page(request, member, done=DONE.get(done, ""))

    @router.post("/team")
    def add_account(
        request: Request,
        member: Annotated[Member, site.needs(Permission.MANAGE_TEAM)],
        login: Short = "",
        name: Short = "",
        role: Short = "",
    ) -> HTMLResponse:
        try:
            created = site.team.add(member, login, name, role)
        except (InvalidInput, Conflict) as error:
            return _team_page(request, member, error=error, typed={"login": login, "name": name, "role": role})
        return _team_page(request, member, created=created, status=201)

    @router.post("/team/{user_id}/role")
    def set_role(user_id: UserId, member: Annotated[Member, site.needs(Permission.MANAGE_TEAM)], role: Short = "") -> Response:
        site.team.set_role(member, user_id, role)
        return site.go("/staff/team?done=role")

    @router.post("/team/{user_id}/access")
    def set_access(
        user_id: UserId,
        member: Annotated[Member, site.needs(Permission.MANAGE_TEAM)],
        access: Annotated[str, Form(pattern="^(enabled|disabled)$")],
    ) -> Response:
        site.team.set_enabled(member, user_id, access == "enabled")
        return site.go(f"/staff/team?done={access}")

    @router.post("/team/{user_id}/password")
    def reset_password(request: Request, user_id: UserId, member: Annotated[Member, site.needs(Permission.MANAGE_TEAM)]) -> HTMLResponse:
        return _team_page(request, member, created=site.team.reset_password(member, user_id))

    def _account_page(
        request: Request,
        member: Member,
        *,
        done: str = "",
        error: str = "",
        wrong_email: str = "",
        typed: str | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        return site.page(
            request,
            "account.html",
            status=status,
            done=done,
            error=error,
            wrong_email=wrong_email,
            email=site.team.own_email(member) if typed is None else typed,
            sends_mail=site.settings.sends_mail,
            shortest=SHORTEST,
        )

    def _team_page(
        request: Request,
        member: Member,
        *,
        done: str = "",
        error: Refused | None = None,
        typed: dict[str, str] | None = None,
        created: NewPassword | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        return site.page(
            request,
            "team.html",
            status=error.status if error else status,
            accounts=site.team.accounts(member),
            roles=ROLES,
            done=done,
            error=str(error or ""),
            typed=typed or {"login": "", "name": "", "role": "counselor"},
            created=created,
        )
