"""A small HTTP server on h11, for the health pages and the webhook."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import h11

_MOST_BYTES = 1 << 20
_IDLE_SECONDS = 75.0
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its whole body; header names in lower case."""

    method: str
    path: str
    headers: dict[bytes, bytes]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent back."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


Respond = Callable[[Request], Awaitable[Response]]


class TooLargeError(Exception):
    """The body is longer than anything that this server is for."""


@dataclass(slots=True)
class WebServer:
    """Serves until closed; ``port`` 0 takes a free one, and is then the one taken."""

    respond: Respond
    host: str
    port: int
    tls: ssl.SSLContext | None = None
    _server: asyncio.Server | None = None
    _connections: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self) -> None:
        """Begin to listen.

        Raises:
            OSError: the address or port is not to be had.
        """
        self._server = await asyncio.start_server(self._connected, self.host, self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and end what is under way."""
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
        try:
            with suppress(OSError, TimeoutError, asyncio.CancelledError, h11.RemoteProtocolError):
                await self._converse(h11.Connection(h11.SERVER, _MOST_BYTES), reader, writer)
        finally:
            if task is not None:
                self._connections.discard(task)
            writer.close()

    async def _converse(
        self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while True:
            try:
                async with asyncio.timeout(_IDLE_SECONDS):
                    request = await _request(connection, reader)
                if request is None:
                    return
                response = await self.respond(request)
            except TooLargeError:
                response = Response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            writer.write(_bytes(connection, response))
            await writer.drain()
            if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                return
            connection.start_next_cycle()


async def _request(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """Read a request to its end; return None when the other side has closed."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_PIECE))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > _MOST_BYTES:
                raise TooLargeError
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            path = head.target.decode("ascii", "replace").partition("?")[0]
            return Request(head.method.decode(), path, dict(head.headers), bytes(body))
        else:
            return None


def _bytes(connection: h11.Connection, response: Response) -> bytes:
    headers = [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        ("Cache-Control", "no-store"),
    ]
    status = response.status
    parts = (
        connection.send(h11.Response(status_code=status, headers=headers, reason=status.phrase)),
        connection.send(h11.Data(data=response.body)),
        connection.send(h11.EndOfMessage()),
    )
    return b"".join(part for part in parts if part)
