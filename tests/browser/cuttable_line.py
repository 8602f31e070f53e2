"""A wire to the server that a test can hold, cut and mend."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class CuttableLine:
    """Passes bytes between a port of its own and the server behind a URL."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname and parts.port
        self.target = (parts.hostname, parts.port)
        self.flowing = threading.Event()
        self.flowing.set()
        self.ends: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.port = 0
        self.listener: socket.socket | None = None
        self.mend()
        self.url = f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Listens again, always on the same port."""
        self.flowing.set()
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = listener.getsockname()[1]
        self.listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def hold(self) -> None:
        """What the visitor sends goes through; what the server says stays on the wire."""
        self.flowing.clear()

    def cut(self) -> None:
        """Drops every connection, with all that is on it, and refuses new ones."""
        assert self.listener
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            ends, self.ends = self.ends, set()
        for end in ends:
            self._close(end)
        self.flowing.set()

    def __enter__(self) -> CuttableLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return  # cut
            try:
                far = socket.create_connection(self.target)
            except OSError:
                self._close(near)
                continue
            with self.lock:
                self.ends |= {near, far}
            threading.Thread(target=self._pass, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, holdable: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if holdable:
                    self.flowing.wait()
                with self.lock:
                    if source not in self.ends:
                        break  # cut while it was held: it is lost
                sink.sendall(piece)
        with self.lock:
            self.ends -= {source, sink}
        self._close(source)
        self._close(sink)

    @staticmethod
    def _close(end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
