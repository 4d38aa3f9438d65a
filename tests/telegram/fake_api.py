"""A Bot API server on loopback with Telegram's semantics, as far as they matter for loss, order and faults.

getUpdates: at most 100 a call, one only when the same offset is asked again within half a second, long poll,
24 hours, 409 for the older of two pollers and while a webhook is set. Messages: length, HTML and buttons are
refused as Telegram refuses them; blocked chats, groups that moved, rates.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from fake_chats import ME, FakeChats, Posted
from fake_faults import Break, Fault, broken_answer, some_faults
from fake_http import Answer, HttpProtocol, refusal, result_of
from fake_updates import FakeUpdates

TOKEN = "123456789:AAfakefakefakefakefakefakefakefake_X"  # noqa: S105 (of the fake)
USERNAME = str(ME["username"])

__all__ = ["ME", "TOKEN", "USERNAME", "Break", "FakeTelegram", "Fault", "Posted", "some_faults"]


@dataclass
class FakeTelegram(FakeUpdates, FakeChats):
    """The server and all that it knows; delays in seconds. To be used from its own event loop."""

    before: float = 0.0
    after: float = 0.0
    token: str = TOKEN
    faults: list[Fault] = field(default_factory=list)
    chance: Callable[[], Break | None] | None = None
    slow: Callable[[str], float] | None = None
    hang: float = 8.0
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    port: int = 0
    log: bool = True
    _connections: set[HttpProtocol] = field(default_factory=set)
    _seconds: int = 1
    _server: asyncio.Server | None = None

    async def open(self, port: int = 0) -> None:
        """Listen on loopback."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: HttpProtocol(self._handle, self._connections), "127.0.0.1", port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and break all connections, as when the network goes."""
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            if connection.transport is not None:
                connection.transport.abort()
        while self._connections:  # noqa: ASYNC110 (they end one by one)
            await asyncio.sleep(0.001)

    @property
    def address(self) -> str:
        """What the bot takes as base_url."""
        return f"http://127.0.0.1:{self.port}"

    async def _handle(self, path: str, parameters: dict[str, str]) -> Answer:
        _, _, rest = path.partition("/bot")
        token, _, method = rest.partition("/")
        if token != self.token:
            return refusal(401, "Unauthorized")
        if self.log:
            self.calls.append((method, parameters))
        if method == "getUpdates":
            return await self._get_updates(parameters)
        broken = self._broken(method, parameters)
        if broken is Break.RESET_BEFORE:
            return Answer(0, {})
        if broken in {Break.TOO_MANY, Break.ERROR, Break.GATEWAY, Break.FORBIDDEN, Break.PARSE}:
            return broken_answer(broken, self._seconds)
        sending = method in {"sendMessage", "editMessageText"}
        if sending:
            await asyncio.sleep(
                self.before + (self.slow(parameters["text"]) if self.slow is not None else 0.0)
            )
        answer = self._do(method, parameters)
        if broken is Break.RESET_AFTER:
            return Answer(0, {})
        if broken is Break.HANG_AFTER:
            await asyncio.sleep(self.hang)
        if sending:
            await asyncio.sleep(self.after)
        return answer

    def _broken(self, method: str, parameters: dict[str, str]) -> Break | None:
        chat = int(parameters.get("chat_id", "0"))
        for fault in self.faults:
            if fault.method == method and fault.chat in {None, chat}:
                fault.times -= 1
                self._seconds = fault.seconds
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault.how
        if self.chance is not None and method == "sendMessage":
            return self.chance()
        return None

    def _do(self, method: str, parameters: dict[str, str]) -> Answer:  # noqa: PLR0911
        if method in {"sendMessage", "editMessageText", "editMessageReplyMarkup"}:
            return self._post(method, parameters)
        if method == "deleteMessage":
            self.deleted.append((int(parameters["chat_id"]), int(parameters["message_id"])))
            return result_of(result=True)
        if method == "getMe":
            return result_of(ME)
        if method in {"setWebhook", "deleteWebhook"}:
            self.webhook = dict(parameters) if method == "setWebhook" else {}
            return result_of(result=True)
        if method == "getWebhookInfo":
            info = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
            return result_of({**info, "pending_update_count": len(self._updates)})
        if method == "answerCallbackQuery":
            long = len(parameters.get("text", "")) > 200
            return refusal(400, "Bad Request: MESSAGE_TOO_LONG") if long else result_of(result=True)
        for name, key in (
            ("Commands", "commands"),
            ("Description", "description"),
            ("Short", "short_description"),
        ):
            if method.startswith(("setMy" + name, "getMy" + name)):
                return self._profile(method, key, parameters)
        return refusal(404, "Not Found")

    def _profile(self, method: str, key: str, parameters: dict[str, str]) -> Answer:
        if method.startswith("set"):
            most = {"description": 512, "short_description": 120}.get(key, 10_000)
            if len(parameters.get(key, "")) > most:
                return refusal(400, "Bad Request: description is too long")
            self.kept[key] = parameters.get(key, "")
            return result_of(result=True)
        kept = self.kept.get(key, "")
        return result_of(json.loads(kept or "[]") if key == "commands" else {key: kept})
