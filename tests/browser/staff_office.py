"""The staff pages and the pages behind e-mails' links on a server of their own, with tours that have everything a page can show."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bot.assistant import Assistant
from bot.conversations.language import speaking
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.reminders.models import PlannedMessage
from bot.reminders.writing import link_address
from bot.school.content import load_school
from bot.settings import Settings
from bot.staff import sessions
from bot.staff.routes import routes
from bot.tours.links import Link, Purpose
from bot.tours.models import Booking
from bot.tours.pages.routes import routes as link_pages
from tests.staff.planting import PROGRAMS_YML, FakeClock, Plant
from tests.staff.touring import MAIL, MONDAY_10, NEXT_MONDAY_10, Office

SCHOOL = """
name: Harbor Music College
time_zone: {value: America/New_York}
campuses:
  - {id: east, name: East campus, time_zone: America/New_York}
  - {id: west, name: West campus, time_zone: America/Los_Angeles}
tours:
  guides: [{id: kim, name: Kim Reed}]
  kinds:
    - {id: campus_tour, name: Campus tour, name_es: Visita al campus, length_minutes: 60, capacity: 8, notice_hours: 24, horizon_days: 28,
       weekly: {mon: ["10:00", "14:00"], wed: ["10:00"]}}
    - {id: studio_night, name: Studio night, campus: west, guides: [kim], length_minutes: 90, capacity: 4, notice_hours: 24,
       horizon_days: 28, weekly: {tue: ["18:00"]}}
"""


@dataclass
class StaffOffice:
    """Where it listens, what it knows, and the way in."""

    url: str
    office: Office
    cookies: dict[str, str]
    """A session for each role."""
    slot: int
    past_slot: int
    booking: Booking
    lead: str

    def link(self, purpose: Purpose, subject: str, number: int = 0, *, days: int = 7) -> str:
        """The address of a signed link."""
        made = Link(purpose, subject, number, self.office.clock() + timedelta(days=days))
        return self.url + "/tours/" + link_address(self.office.assistant, made).split("/tours/", 1)[1]


@contextmanager
def staff_office(folder: Path) -> Iterator[StaffOffice]:
    """A server until the end of the block."""
    content = folder / "content"
    content.mkdir()
    (content / "school.yml").write_text(SCHOOL, encoding="utf-8")
    (content / "programs.yml").write_text(PROGRAMS_YML, encoding="utf-8")
    database = Database(f"sqlite:///{folder / 'staff.sqlite3'}")
    migrate(database)
    clock = FakeClock()
    settings = Settings(data_dir=folder, content_dir=content, **MAIL)  # type: ignore[arg-type]
    assistant = Assistant(settings, database, load_school(content), clock)
    office = Office(assistant, Plant(database, clock))
    app = FastAPI()
    app.include_router(routes(assistant))
    app.include_router(link_pages(assistant))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        try:
            yield _fill(office, f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(20)
            assistant.close()


def _fill(office: Office, url: str) -> StaffOffice:
    plant, its, now = office.plant, office.assistant, office.clock
    cookies = {}
    for role, name in (("manager", "Kim Okafor"), ("counselor", "Sam Rivera"), ("viewer", "Front Desk")):
        member = plant.staff(role, name=name)
        with its.database.write() as session:
            cookies[role] = sessions.start(session, now(), member.id)
    manager = plant.staff("manager", name="Mo Haddad")
    past = plant.slot(now() - timedelta(hours=2), booked=3)
    plant.booking(past, office.family("Gil Early", phone="+14075550101"), party_size=1)
    plant.booking(past, office.family("Hana Kim", email="hana@example.com"), party_size=2, state="attended")
    ana = office.family("Ana Lopez", email="ana@example.com", phone="+14075550188")
    booking = office.book(
        ana,
        3,
        MONDAY_10,
        ("Ana Lopez", "student"),
        ("Rosa Lopez de la Cruz y Montenegro", "parent"),
        access_needs="A wheelchair.\nA place to rest half-way.",
        guide_question="Can Ana hear the big studio while somebody records?",
    )
    office.book(office.family("Bartholomew Featherstonehaugh-Cholmondeley", phone="+14075550133"), 4)
    cancelled = office.book(office.family("Cleo Diaz", phone="+14075550144"), 1)
    its.tours.cancel(cancelled.id, now=now(), actor=manager.actor, reason="The family is ill")
    its.tours.hold(MONDAY_10, 1, plant.conversation().id, now())
    office.wait(office.family("Dan Eu", email="dan@example.com"), 2)
    office.wait(office.family("Eva Ford", phone="+14075550155"), 4)
    full = office.book(office.family("Ivy Jones"), 8, NEXT_MONDAY_10)
    office.wait(office.family("Jack King", phone="+14075550177"), 2, NEXT_MONDAY_10)
    its.tours.cancel(full.id, now=now(), actor=f"visitor:{full.conversation_id}")
    with speaking("es"):
        office.book(office.family("Luz Marín", email="luz@example.com"), 2, NEXT_MONDAY_10 + timedelta(days=7))
    assert office.rows(PlannedMessage)
    return StaffOffice(url, office, cookies, office.slot().id, past.id, booking, ana.id)
