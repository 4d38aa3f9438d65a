"""What is counted; no chat, name or word of a message is in any label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.reply import Reply
from bot.telegram.inbox import Inbox

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 30.0, 120.0, 600.0)


class _Waiting(Collector):
    """The inbox as it is when asked."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def collect(self) -> list[GaugeMetricFamily]:
        return [
            GaugeMetricFamily("bot_waiting", "Updates that are not answered yet.", len(self._inbox)),
            GaugeMetricFamily("bot_oldest_waiting_seconds", "Age of the oldest of them.", self._inbox.oldest),
            GaugeMetricFamily(
                "bot_inbox_writable", "1, or 0 while only memory holds.", not self._inbox.trouble
            ),
        ]


class Metrics:
    """The counters of one bot."""

    def __init__(self, inbox: Inbox) -> None:
        """Register everything anew, so that several bots in one process count apart."""
        self.registry = CollectorRegistry()
        self.registry.register(_Waiting(inbox))
        self.updates = Counter("bot_updates", "Updates taken in.", registry=self.registry)
        self.replies = Counter("bot_replies", "Replies by kind.", ["kind"], registry=self.registry)
        self.entries = Counter("bot_entries", "Entries shown.", ["entry"], registry=self.registry)
        self.gaps = Counter("bot_gaps", "Gaps shown.", ["gap"], registry=self.registry)
        self.sends = Counter(
            "bot_sends", "Calls to Telegram by outcome.", ["outcome"], registry=self.registry
        )
        self.given_up = Counter("bot_given_up", "Updates given up.", registry=self.registry)
        self.slowed = Counter("bot_slowed_down", "Messages over the rate of a chat.", registry=self.registry)
        self.polls = Counter(
            "bot_polls", "Calls of getUpdates by outcome.", ["outcome"], registry=self.registry
        )
        self.feedback = Counter("bot_feedback", "Thumbs by direction.", ["direction"], registry=self.registry)
        self.latency = Histogram(
            "bot_answer_seconds", "From arrival to accepted reply.", buckets=_BUCKETS, registry=self.registry
        )

    def replied(self, reply: Reply) -> None:
        """Count a reply that was accepted."""
        self.replies.labels(reply.kind.value).inc()
        for shown in reply.answers:
            self.entries.labels(shown.entry).inc()
        for gap in reply.gaps:
            self.gaps.labels(gap).inc()

    def page(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self.registry)
