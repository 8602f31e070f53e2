"""Events on their way to other programs, through the real outbox worker and real connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select, update

from bot.conversations.models import Problem
from bot.db.database import Database
from bot.errors import DatabaseUnavailable, InvalidInput, NotAllowed
from bot.leads.desk import LeadDesk
from bot.outbox.models import OutboxRow
from bot.outbox.worker import OutboxWorker
from bot.webhooks import deliverer as webhook_deliverer
from bot.webhooks.deliverer import WebhookDeliverer
from bot.webhooks.desk import WebhookDesk
from bot.webhooks.events import CHANNEL, Events
from bot.webhooks.signing import Target, is_genuine, target
from tests.staff.planting import ZONE, FakeClock, Plant

SECRET = "0123456789abcdef0123456789abcdef"


@dataclass
class Receiver:
    """A program that is told of leads. ``answers`` are the statuses it gives, the last one again and again; 0 hangs."""

    answers: list[int]
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
            status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if status == 0:
                await asyncio.sleep(60)
            writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[Target]:
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield target(receiver.url, SECRET)
    finally:
        server.close()


async def deliver(database: Database, clock: FakeClock, targets: list[Target], done: Callable[[], bool], *, random: float = 0.0) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assistant: Any = SimpleNamespace(database=database, clock=clock)
        deliverer = WebhookDeliverer(http, database, clock, targets)
        worker = OutboxWorker(assistant, {CHANNEL: deliverer}, random=lambda: random, missed=lambda *what: None)
        stop = asyncio.Event()
        task = asyncio.create_task(worker.run(stop))
        try:
            async with asyncio.timeout(30):
                while not done():  # noqa: ASYNC110 - what is waited for is in the database
                    await asyncio.sleep(0.02)
        finally:
            stop.set()
            await task


def states(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)))


def rows(database: Database) -> list[OutboxRow]:
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_a_change_by_staff_arrives_signed_with_the_lead_as_it_is(database: Database, plant: Plant, clock: FakeClock) -> None:
    async def run() -> None:
        receiver = Receiver([500, 204])
        async with listening(receiver) as crm:
            lead = plant.lead("Ana Lopez", email="ana@example.com", program="Recording Arts")
            LeadDesk(database, clock, ZoneInfo(ZONE), Events([crm])).change_stage(plant.staff("manager"), lead.id, "contacted", 1)
            assert "ana@example.com" not in json.dumps(rows(database)[0].payload)
            await deliver(database, clock, [crm], lambda: states(database) == ["sent"])
            first, second = receiver.got
            assert first[0]["webhook-id"] == second[0]["webhook-id"], "the repeat can be told"
            headers, body = second
            assert is_genuine(crm.secret, headers, body, clock())
            event = json.loads(body)
            assert event["type"] == "lead.changed"
            assert event["id"] == headers["webhook-id"]
            assert event["data"]["lead"]["stage"] == "contacted"
            assert event["data"]["lead"]["identities"] == [{"kind": "email", "value": "ana@example.com", "verified": False}]

    asyncio.run(run())


def test_a_receiver_that_hangs_holds_up_nobody_else(
    database: Database, plant: Plant, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webhooks.deliverer.TIMEOUT", 0.3)

    async def run() -> None:
        hanging, well = Receiver([0]), Receiver([200])
        async with listening(hanging) as stuck, listening(well) as crm:
            leads = [plant.lead(f"Lead {n}") for n in range(3)]
            with database.write() as session:
                for lead in leads:
                    Events([stuck, crm]).tell(session, "lead.created", lead.id, clock())
            await deliver(database, clock, [stuck, crm], lambda: len(well.got) == 3, random=1.0)
            assert [json.loads(body)["data"]["lead"]["id"] for _headers, body in well.got] == [lead.id for lead in leads]
            waiting = [row for row in rows(database) if row.state == "waiting"]
            assert len(waiting) == 3
            assert len(hanging.got) <= 1, "one at a time, and the next one waits its turn"

    asyncio.run(run())


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_an_answer_that_is_no_success_is_tried_again_later(database: Database, plant: Plant, clock: FakeClock, status: int) -> None:
    async def run() -> None:
        receiver = Receiver([status])
        async with listening(receiver) as crm:
            with database.write() as session:
                Events([crm]).tell(session, "lead.created", plant_lead, clock())
            await deliver(database, clock, [crm], lambda: bool(rows(database)[0].last_error), random=1.0)
        (row,) = rows(database)
        assert (row.state, row.last_error) == ("waiting", f"the receiver answered {status}")
        assert row.due_at > clock()

    plant_lead = plant.lead().id
    asyncio.run(run())


def test_a_database_that_is_away_for_a_moment_ends_no_delivery(
    database: Database, plant: Plant, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, away = plant.lead(), [DatabaseUnavailable("away")] * 2
    there = webhook_deliverer.one_lead

    def unreliable(*given: Any) -> Any:
        if away:
            raise away.pop()
        return there(*given)

    monkeypatch.setattr(webhook_deliverer, "one_lead", unreliable)

    async def run() -> None:
        receiver = Receiver([200])
        async with listening(receiver) as crm:
            with database.write() as session:
                Events([crm]).tell(session, "lead.created", lead.id, clock())
            await deliver(database, clock, [crm], lambda: states(database)[0] != "waiting")
            assert states(database) == ["sent"]
            assert len(receiver.got) == 1

    asyncio.run(run())


def test_what_was_given_up_or_arrived_is_delivered_again_on_staffs_word(database: Database, plant: Plant, clock: FakeClock) -> None:
    lead, manager = plant.lead(), plant.staff("manager")

    async def run() -> None:
        receiver = Receiver([410, 200])
        async with listening(receiver) as crm:
            desk = WebhookDesk(database, clock, [crm])
            with database.write() as session:
                Events([crm]).tell(session, "lead.created", lead.id, clock())
            await deliver(database, clock, [crm], lambda: states(database) == ["dead"])
            with database.read() as session:
                assert session.scalars(select(Problem.detail)).all() == ["webhook: the receiver answered 410"]
            (dead,) = desk.page(manager, "dead", 1).rows
            assert (dead.url, dead.lead_id, dead.last_error) == (crm.url, lead.id, "the receiver answered 410")
            with pytest.raises(NotAllowed):
                desk.again(plant.staff("counselor"), dead.id)
            desk.again(manager, dead.id)
            with pytest.raises(InvalidInput):
                desk.again(manager, dead.id)
            await deliver(database, clock, [crm], lambda: states(database) == ["sent"])
            desk.again(manager, dead.id)
            desk.again(manager, dead.id)
            await deliver(database, clock, [crm], lambda: states(database) == ["sent"] * 3)
            assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1, "the receiver can tell a repeat"

    asyncio.run(run())


def test_an_address_that_left_the_settings_is_not_written_to(database: Database, plant: Plant, clock: FakeClock) -> None:
    lead = plant.lead()

    async def run() -> None:
        receiver = Receiver([200])
        async with listening(receiver) as crm:
            with database.write() as session:
                Events([crm]).tell(session, "lead.created", lead.id, clock())
            await deliver(database, clock, [], lambda: states(database) == ["dead"])
            assert receiver.got == []

    asyncio.run(run())


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n" + b"x" * 10_000_000,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n" + b"x" * 10_000_000,
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!",
        b"HTTP/1.1 200 OK\r\nset-cookie: a=" + b"b" * 4000 + b"\r\ncontent-length: 0\r\n\r\n",
    ],
    ids=["ten megabytes", "endless", "broken gzip", "cookies"],
)
def test_what_a_receiver_says_besides_its_status_does_nothing(database: Database, plant: Plant, clock: FakeClock, head: bytes) -> None:
    sent: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        assert "cookie" not in asked.lower()
        await reader.readexactly(int(asked.lower().split("content-length: ")[1].split("\r\n")[0]))
        try:
            for start in range(0, len(head), 65536):
                writer.write(head[start : start + 65536])
                await writer.drain()
                sent.append(len(head[start : start + 65536]))
        except ConnectionError:
            return  # nobody listens any more
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        crm = target(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", SECRET)
        with database.write() as session:
            for _twice in range(2):
                Events([crm]).tell(session, "lead.created", lead, clock())
        await deliver(database, clock, [crm], lambda: states(database) == ["sent", "sent"])
        server.close()

    lead = plant.lead().id
    asyncio.run(run())
    assert sum(sent) < 10_000_000, "it is not read to its end"


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: " + b"y" * 300_000, b"HTTP/1.1 999 X\r\n\r\n"])
def test_an_answer_that_is_none_is_tried_again(database: Database, plant: Plant, clock: FakeClock, answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        crm = target(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", SECRET)
        with database.write() as session:
            Events([crm]).tell(session, "lead.created", lead, clock())
        await deliver(database, clock, [crm], lambda: bool(rows(database)[0].last_error), random=1.0)
        server.close()

    lead = plant.lead("Ana Quagga").id
    asyncio.run(run())
    (row,) = rows(database)
    assert row.state == "waiting" and row.due_at > clock()
    assert "Quagga" not in str(row.last_error) and "nonsense" not in str(row.last_error)


def test_a_receiver_that_answers_drop_by_drop_is_given_up_in_time(
    database: Database, plant: Plant, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webhooks.deliverer.TIMEOUT", 0.5)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            for byte in b"HTTP/1.1 200 OK" + b"y" * 1000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        crm = target(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", SECRET)
        with database.write() as session:
            Events([crm]).tell(session, "lead.created", lead, clock())
        await deliver(database, clock, [crm], lambda: bool(rows(database)[0].last_error), random=1.0)
        server.close()

    lead = plant.lead().id
    asyncio.run(run())
    assert rows(database)[0].last_error == "the receiver did not answer in time"


def test_a_delivery_may_be_repeated_as_often_as_staff_like_and_so_may_its_repeats(
    database: Database, plant: Plant, clock: FakeClock
) -> None:
    lead, manager = plant.lead(), plant.staff("manager")
    crm = target("https://crm.example/", SECRET)
    desk = WebhookDesk(database, clock, [crm])
    with database.write() as session:
        Events([crm]).tell(session, "lead.created", lead.id, clock())
    for number in range(1, 15):
        with database.write() as session:
            session.execute(update(OutboxRow).values(state="sent", sent_at=clock()))
        desk.again(manager, rows(database)[-1].id)
        assert len(rows(database)) == number + 1
    assert len({row.payload["event"] for row in rows(database)}) == 1
    assert max(len(row.key) for row in rows(database)) <= 120, "as long as the column of PostgreSQL"
