"""Sign-in, sign-out, and the way in."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from bot.errors import NotAllowed, NotSignedIn, TooMany
from bot.staff.pages.site import Site
from bot.staff.roles import Member, Permission

HOMES = ((Permission.SEE_LEADS, "/staff/leads"), (Permission.SEE_QUESTIONS, "/staff/questions"))


def add(router: APIRouter, site: Site) -> None:
    """Adds the pages."""

    @router.get("")
    @router.get("/")
    def home(member: Annotated[Member, site.needs()]) -> Response:
        return site.go(next((address for needed, address in HOMES if member.may(needed)), "/staff/account"))

    @router.get("/sign-in")
    def sign_in_page(request: Request, next: str = "") -> Response:
        if site.member(request) is not None:
            return site.go(_own_page(next))
        refused = site.why_refused(request)
        return _form(request, wanted=next, refused=refused, status=403 if refused else 200)

    @router.post("/sign-in")
    def sign_in(
        request: Request,
        login: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=1000)] = "",
        next: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        refused = site.why_refused(request)
        if refused:
            raise NotAllowed(refused)
        old = request.cookies.get(site.cookie.name)
        try:
            token = site.sign_in.start(login, password, site.client(request), replaces=old)
        except (NotSignedIn, TooMany) as error:
            # 422 and not 401: the form is shown again, and no HTTP authentication is on offer.
            status = 429 if isinstance(error, TooMany) else 422
            response = _form(request, wanted=next, login=login, error=str(error), status=status)
            if error.retry_after:
                response.headers["Retry-After"] = str(error.retry_after)
            return response
        arrived = site.go(_own_page(next))
        arrived.set_cookie(site.cookie.name, token, path="/", secure=site.cookie.secure, httponly=True, samesite="lax")
        return arrived

    @router.post("/sign-out")
    def sign_out(request: Request, member: Annotated[Member, site.needs()]) -> Response:
        site.sign_in.end(member, request.cookies[site.cookie.name])
        left = site.go("/staff/sign-in")
        left.delete_cookie(site.cookie.name, path="/", secure=site.cookie.secure, httponly=True, samesite="lax")
        return left

    def _form(request: Request, *, wanted: str, login: str = "", error: str = "", refused: str | None = None, status: int) -> HTMLResponse:
        return site.page(request, "sign_in.html", status=status, wanted=wanted, login=login, error=error, refused=refused)


def _own_page(address: str) -> str:
    """``address`` if it is one of the staff pages, otherwise the way in: a link must not lead to another site."""
    return address if re.fullmatch(r"/staff(/[\w/.-]*)?(\?[\w%&=+.,:@~!*'()/-]*)?", address, re.ASCII) else "/staff"
