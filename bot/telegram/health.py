"""How the bot does: /healthz, /readyz and /metrics."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from bot.telegram.inbox import Inbox
from bot.telegram.metrics import CONTENT_TYPE, Metrics
from bot.telegram.settings import Pace
from bot.telegram.web import Request, Response

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Health:
    """``heard`` returns when Telegram was last heard, by the monotonic clock: None if it never was."""

    inbox: Inbox
    metrics: Metrics
    pace: Pace
    heard: Callable[[], float | None]

    def problems(self) -> tuple[str, ...]:
        """Return why the bot is not ready; nothing if it is."""
        heard = self.heard()
        found: list[str] = []
        if heard is None:
            found.append("Telegram was not reached yet")
        elif time.monotonic() - heard > self.pace.stale:
            found.append(f"Telegram was not reached for {time.monotonic() - heard:.0f} s")
        if self.inbox.trouble is not None:
            found.append(f"the inbox cannot be written ({self.inbox.trouble})")
        if self.inbox.oldest > self.pace.stale:
            found.append(f"an update has waited for {self.inbox.oldest:.0f} s")
        return tuple(found)

    async def respond(self, request: Request) -> Response:
        """Answer a request for one of the three pages."""
        if request.method not in {"GET", "HEAD"}:
            return Response(HTTPStatus.METHOD_NOT_ALLOWED)
        if request.path == "/healthz":
            return Response(HTTPStatus.OK, b"ok\n")
        if request.path == "/readyz":
            return self._ready()
        if request.path == "/metrics":
            return Response(HTTPStatus.OK, self.metrics.page(), CONTENT_TYPE)
        return Response(HTTPStatus.NOT_FOUND)

    def _ready(self) -> Response:
        problems = self.problems()
        heard = self.heard()
        page = {
            "ready": not problems,
            "problems": problems,
            "telegram_heard_seconds_ago": None if heard is None else round(time.monotonic() - heard, 1),
            "waiting": len(self.inbox),
            "oldest_waiting_seconds": round(self.inbox.oldest, 1),
        }
        status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
        return Response(status, json.dumps(page).encode() + b"\n", _JSON)
