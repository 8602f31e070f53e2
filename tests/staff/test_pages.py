"""What holds for every page: headers, escaping, errors, and a bounded number of statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from bot.db.database import Database
from bot.leads.models import Note
from bot.staff.roles import Member
from tests.staff.planting import PASSWORD, FakeClock, Plant, school_folder

PAGES = [
    "leads",
    "questions",
    "problems",
    "tours",
    "audit",
    "account",
    "team",
    "leads?search=zzz",
    "problems?state=resolved",
]
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


class Outline(HTMLParser):
    """The tags of a page, with what accessibility rests on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collects what is sent to the database, without the beginnings of transactions."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def fill(plant: Plant, count: int) -> str:
    """Plants leads with everything that a page can show; returns the id of one."""
    with plant.together():
        return _fill(plant, count)


def _fill(plant: Plant, count: int) -> str:
    sam = plant.staff("counselor")
    slot = plant.slot(plant.clock().replace(hour=20, minute=count))
    for number in range(count):
        lead = plant.lead(
            f"Person {number}",
            email=f"p{number}@example.com",
            phone=f"+1407555{number:04d}",
            owner=sam,
            program=f"Program {number}",
            page_url="https://school.edu/x",
        )
        assert lead.conversation_id
        plant.consent(lead)
        plant.booking(slot, lead)
        plant.question(lead.conversation_id)
        plant.problem(lead.conversation_id)
        plant.rows(Note(lead_id=lead.id, author_id=sam.id, text="Called.", created_at=plant.clock()))
        for seq in range(1, 4):
            plant.turn(plant.message(lead.conversation_id, seq, "visitor", "Hello?"))
    return lead.id


def test_every_answer_carries_the_security_headers(site: TestClient, enter: Callable[[Member], TestClient], plant: Plant) -> None:
    lead = plant.lead()
    plain = [site.get("/staff/sign-in"), site.get("/staff/leads"), site.get("/staff/nothing"), site.post("/staff/x")]
    plain += [site.post("/staff/sign-in", data={}), site.post("/staff/x", headers={"sec-fetch-site": "cross-site"})]
    enter(plant.staff("admin"))
    signed_in = [site.get(f"/staff/{page}") for page in (*PAGES, f"leads/{lead.id}", f"leads/{lead.id}/transcript")]
    signed_in += [site.get("/staff/leads.csv"), site.get("/staff/leads?stage=nonsense"), site.get("/staff/leads/%00")]
    assert {response.status_code for response in plain + signed_in} == {200, 303, 403, 404, 422}
    for response in plain + signed_in:
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["cache-control"] == "no-store"


def test_static_files_are_named_by_content_and_kept_for_good(site: TestClient) -> None:
    page = site.get("/staff/sign-in").text
    addresses = re.findall(r'"(/staff/static/[^"]+)"', page)
    assert len(addresses) == 2
    for address in addresses:
        response = site.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
    assert site.get("/staff/static/staff.css").headers["content-type"].startswith("text/css")
    for name in ("nothing.css", "..%2froutes.py", "%2e%2e%2froutes.py", "../routes.py"):
        assert site.get(f"/staff/static/{name}").status_code == 404


def test_pages_need_no_script_and_have_the_bones_that_screen_readers_need(
    site: TestClient, enter: Callable[[Member], TestClient], plant: Plant
) -> None:
    lead = fill(plant, 2)
    pages = {"sign-in": site.get("/staff/sign-in").text}
    enter(plant.staff("admin"))
    for page in (*PAGES, f"leads/{lead}", f"leads/{lead}/transcript", "nothing"):
        pages[page] = site.get(f"/staff/{page}").text
    for page, text in pages.items():
        outline = Outline(text)
        assert not outline.all("script", "style"), page
        assert not [name for _tag, attrs in outline.tags for name in attrs if name == "style" or name[:2] == "on"], page
        assert outline.all("html")[0]["lang"] == "en", page
        assert len(outline.all("h1")) == len(outline.all("main")) == 1, page
        assert outline.all("a")[0] == {"class": "skip", "href": "#main"}, page
        ids = [attrs["id"] for _tag, attrs in outline.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), page
        labelled = {attrs.get("for") for attrs in outline.all("label")}
        for field in outline.all("input", "select", "textarea"):
            named = field.get("type") == "hidden" or field.get("id") in labelled or field.get("aria-label")
            assert named, f"{page}: {field}"
        for header in outline.all("th"):
            assert header.get("scope") in ("col", "row"), page
        for attrs in outline.all("section"):
            assert attrs["aria-labelledby"] in ids, page


def test_what_visitors_and_staff_write_is_shown_as_text(enter: Callable[[Member], TestClient], plant: Plant, clock: FakeClock) -> None:
    sam = plant.staff("counselor", name=HOSTILE)
    lead = plant.lead(
        HOSTILE,
        email="x@example.com",
        owner=sam,
        program=HOSTILE,
        page_url="javascript:alert(1)",
        referrer="data:text/html,<script>alert(1)</script>",
        campaign=HOSTILE,
    )
    assert lead.conversation_id
    plant.consent(lead, wording=HOSTILE, wording_version=HOSTILE[:40])
    plant.booking(plant.slot(clock.now.replace(hour=20)), lead)
    line = plant.message(lead.conversation_id, 1, "visitor", HOSTILE)
    plant.turn(line, topics=[{"topic": HOSTILE, "confidence": 1}], faq=[HOSTILE])
    replies = {"quick_replies": [{"title": HOSTILE, "payload": "p"}]}
    plant.message(lead.conversation_id, 2, "bot", HOSTILE, custom=replies)
    plant.thumb(lead.conversation_id, 2, "down", HOSTILE)
    plant.question(lead.conversation_id, HOSTILE, topic=HOSTILE[:40])
    plant.problem(lead.conversation_id, message_id=line.id, kind=HOSTILE[:30], detail=HOSTILE)
    plant.handoff(lead.conversation_id, HOSTILE[:40])
    plant.rows(Note(lead_id=lead.id, author_id=sam.id, text=HOSTILE, created_at=clock()))
    site = enter(plant.staff("admin", name=HOSTILE))
    for page in (*PAGES, f"leads/{lead.id}", f"leads/{lead.id}/transcript"):
        text = site.get(f"/staff/{page}").text
        assert "&lt;script&gt;" in text, page
        assert "<script" not in text, page
        assert "<img" not in text, page
        assert ">49" not in text, page
        for link in Outline(text).all("a"):
            assert str(link["href"]).startswith(("/staff", "#", "mailto:", "tel:")), f"{page}: {link}"


def test_only_web_addresses_become_links_and_tell_nothing(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    lead = plant.lead(page_url="https://school.edu/apply?a=1&b=2", referrer="HTTP://search.example/")
    text = enter(plant.staff("admin")).get(f"/staff/leads/{lead.id}").text
    outside = [link for link in Outline(text).all("a") if not str(link["href"]).startswith(("/", "#"))]
    assert [link["href"] for link in outside] == ["https://school.edu/apply?a=1&b=2", "HTTP://search.example/"]
    assert {link["rel"] for link in outside} == {"noopener noreferrer"}


def test_addresses_that_cannot_be_get_a_plain_answer(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    for address in (
        "leads?stage=nonsense",
        "leads?sort=nonsense",
        "leads?page=-1",
        "leads?page=99999999999",
        "questions?state=x",
        "questions?page=0",
        "problems?state=x",
        "tours?from=2026-02-30",
        "audit?before=x",
        "audit?before=99999999999999999999",
    ):
        response = site.get(f"/staff/{address}")
        assert response.status_code == 422, address
        assert "That did not work" in response.text


def test_unknown_rows_cannot_be_changed(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    for page in ("questions/99999999999999999999", "problems/x", "questions/4711", "problems/4711"):
        assert site.post(f"/staff/{page}", data={"state": "open"}).status_code == 404, page


def test_large_bodies_are_turned_away(site: TestClient) -> None:
    response = site.post("/staff/sign-in", data={"login": "x" * 70_000, "password": "y"})
    assert response.status_code == 413
    assert response.headers["content-security-policy"] == POLICY


def test_a_database_that_is_gone_is_told_with_a_way_on(site: TestClient, plant: Plant, database: Database) -> None:
    """Somebody else writes and does not end: nobody can sign in, and the page says that it will pass."""
    plant.staff(login="sam")
    database._lock_timeout = 0.05
    with database.write():
        response = site.post("/staff/sign-in", data={"login": "sam", "password": PASSWORD})
    assert response.status_code == 503
    assert "try again" in response.text
    assert int(response.headers["retry-after"]) > 0


def test_the_number_of_statements_does_not_grow_with_the_rows(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    most = {
        "leads": 12,
        "leads?sort=tour&search=person&upcoming=yes": 12,
        "leads/{lead}": 23,  # with its promise, its next action, who may be the same person, what was merged, and its waitlists
        "leads/{lead}/transcript": 11,
        "questions": 6,
        "problems": 6,
        "tours": 7,
        "audit": 9,
        "team": 5,
    }
    counts: dict[str, list[int]] = {page: [] for page in most}
    for more in (2, 20):
        lead = fill(plant, more)
        for page in most:
            with statements() as sent:
                assert site.get(f"/staff/{page.format(lead=lead)}").status_code == 200
            counts[page].append(len(sent))
    for page, (few, many) in counts.items():
        assert few == many <= most[page], (page, few, many)


def test_example_times_are_announced_on_every_page(
    open_site: Callable[..., TestClient], enter: Callable[[Member], TestClient], plant: Plant, tmp_path: Path
) -> None:
    admin = plant.staff("admin")
    plain = enter(admin)
    assert "Example times" not in plain.get("/staff/leads").text
    example = open_site(content_dir=school_folder(tmp_path / "example", example=True))
    example.cookies.set("staff-trial", plain.cookies["staff-trial"])
    for page in ("leads", "tours", "questions", "account"):
        assert "Example times" in example.get(f"/staff/{page}").text


def test_the_top_bar_counts_what_waits(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    conversation = plant.conversation()
    for _ in range(3):
        plant.question(conversation.id)
    plant.question(conversation.id, state="dealt_with")
    plant.problem(conversation.id)
    plant.problem(None, resolved_at=plant.clock())
    site = enter(plant.staff("admin"))
    text = site.get("/staff/account").text
    assert re.findall(r'class="count[^"]*">(\d+)', text) == ["3", "1"]
    assert "Harbor Music College" in text
    counselor = enter(plant.staff("counselor")).get("/staff/account").text
    assert re.findall(r'class="count[^"]*">(\d+)', counselor) == ["3"]


def test_an_error_nobody_thought_of_gets_a_page_with_a_reference(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    lead = plant.lead()
    plant.booking(plant.slot(plant.clock(), time_zone="Not/AZone"), lead)
    response = site.get("/staff/leads")
    assert response.status_code == 500
    assert re.search(r"the reference [0-9a-f]{8}", response.text)
    assert "Not/AZone" not in response.text
    assert response.headers["content-security-policy"] == POLICY


def test_host_names_that_are_none_open_nothing(enter: Callable[[Member], TestClient], plant: Plant) -> None:
    site = enter(plant.staff("admin"))
    for host in ("[::1", "localhost:x", "", "a b", "evil.example"):
        response = site.get("/staff/leads", headers={"host": host})
        assert response.status_code in (200, 303), host
        assert (response.status_code == 200) == (host == "localhost:x"), host
        posted = site.post("/staff/sign-out", headers={"host": host, "sec-fetch-site": "cross-site"})
        assert posted.status_code == 403, host
