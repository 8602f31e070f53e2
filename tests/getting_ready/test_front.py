"""The port is handed over once the program has started; a start that fails or is not wanted any more ends cleanly."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from bot.errors import ModelUnavailable
from bot.getting_ready.front import Front

MEANWHILE = PlainTextResponse("in a moment", 503)


class Program:
    """An application whose making and starting wait until they are let go on."""

    def __init__(self) -> None:
        self.made, self.started = threading.Event(), threading.Event()
        self.given_up = threading.Event()
        self.said: list[str] = []
        self.fault: Exception | None = None

    def make(self) -> FastAPI:
        assert self.made.wait(10)
        app = FastAPI(lifespan=self.lifespan)
        app.add_api_route("/", lambda: "the program")
        return app

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        import anyio

        await anyio.to_thread.run_sync(self.started.wait, abandon_on_cancel=True)
        if self.fault is not None:
            raise self.fault
        self.said.append("started")
        yield
        self.said.append("ended")


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def front(program: Program) -> Front:
    return Front(program.make, MEANWHILE, program.given_up.set)


def _until_open(client: TestClient) -> None:
    for _ in range(500):
        if client.get("/").status_code == 200:
            return
        threading.Event().wait(0.01)
    raise AssertionError("never opened")


def test_something_answers_until_the_program_has_started_and_then_the_program_does(program: Program, front: Front) -> None:
    with TestClient(front) as client:
        assert client.get("/").text == "in a moment"
        program.made.set()
        assert client.get("/").text == "in a moment"
        program.started.set()
        _until_open(client)
        assert client.get("/").json() == "the program"
        assert program.said == ["started"]
    assert program.said == ["started", "ended"]
    assert front.failure is None


def test_a_start_that_fails_ends_the_server_with_the_reason(program: Program, front: Front) -> None:
    program.fault = ModelUnavailable("Rasa made no model.")
    with TestClient(front) as client:
        program.made.set()
        program.started.set()
        assert program.given_up.wait(10)
        assert client.get("/").text == "in a moment"
    assert str(front.failure) == "Rasa made no model."
    assert program.said == []


def test_a_start_that_nobody_wants_any_more_is_left(program: Program, front: Front) -> None:
    with TestClient(front) as client:
        assert client.get("/").text == "in a moment"
        program.made.set()
    program.started.set()
    assert front.failure is None
    assert not program.given_up.is_set()
    assert program.said == []
