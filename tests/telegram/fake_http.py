"""The HTTP below the fake Bot API: requests in, answers out, and connections that break when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; ``status`` 0 breaks the connection instead."""

    status: int
    body: dict[str, object]


Handle = Callable[[str, dict[str, str]], Awaitable[Answer]]


class HttpProtocol(asyncio.Protocol):
    """One kept-alive connection; requests with a Content-Length, form or JSON bodies."""

    def __init__(self, handle: Handle, connections: set[HttpProtocol]) -> None:
        """Hand each request's path and parameters to the handler."""
        self._handle = handle
        self._connections = connections
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End what the other side no longer waits for."""
        del exc
        self._connections.discard(self)
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """Begin the request once it is whole."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
        }
        whole = end + 4 + int(headers.get("content-length", "0"))
        if len(self._buffer) < whole:
            return
        body = bytes(self._buffer[end + 4 : whole])
        del self._buffer[:whole]
        parameters = _parameters(body, headers.get("content-type", ""))
        self._task = asyncio.ensure_future(self._respond(head[0].split(" ")[1], parameters))

    async def _respond(self, path: str, parameters: dict[str, str]) -> None:
        answer = await self._handle(path, parameters)
        if self.transport is None or self.transport.is_closing():
            return
        if answer.status == 0:
            self.transport.abort()
            return
        body = json.dumps(answer.body).encode()
        kind = "Content-Type: application/json"
        head = f"HTTP/1.1 {answer.status} X\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + body)


def _parameters(body: bytes, kind: str) -> dict[str, str]:
    if kind.startswith("application/json"):
        return {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in json.loads(body).items()
        }
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def result_of(result: object) -> Answer:
    """Return an answer that says yes."""
    return Answer(200, {"ok": True, "result": result})


def refusal(code: int, text: str, parameters: dict[str, int] | None = None) -> Answer:
    """Return an answer that says no, and why."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": text}
    return Answer(code, {**body, "parameters": parameters} if parameters else body)
