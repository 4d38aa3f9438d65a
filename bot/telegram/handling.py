"""One update from the inbox to its end: answered, refused for good, or given up, and then erased."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable

from telegram import Bot
from telegram.error import EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.telegram.acting import Acting
from bot.telegram.delivery import GivenUpError
from bot.telegram.desk import Desk, fixed
from bot.telegram.inbox import Inbox, Waiting
from bot.telegram.incoming import incoming
from bot.telegram.metrics import Metrics
from bot.telegram.replying import Answering, Replying
from bot.telegram.workers import Places, StoppingError

_LOG = logging.getLogger(__name__)
_TRIES = 3


class Handling:
    """The workers' handler; what it cannot do is bounded and never holds up what comes after."""

    def __init__(  # noqa: PLR0913 (one of each, named at the call)
        self,
        *,
        bot: Bot,
        inbox: Inbox,
        acting: Acting,
        desk: Desk,
        replying: Replying,
        places: Places,
        metrics: Metrics,
        refused: Callable[[], None],
        pause: float,
    ) -> None:
        """Handle for this bot; ``refused`` is called when its token is refused, ``pause`` is in seconds."""
        self._bot = bot
        self._inbox = inbox
        self._acting = acting
        self._desk = desk
        self._replying = replying
        self._places = places
        self._metrics = metrics
        self._refused = refused
        self._pause = pause

    async def __call__(self, item: Waiting) -> None:
        """Handle an update and erase it.

        Raises:
            StoppingError: the bot is being stopped; the update stays.
        """
        try:
            done = await self._handle(item)
        except (InvalidToken, EndPointNotFound) as error:
            self._refused()
            raise StoppingError from error
        except Forbidden:
            _LOG.info("update %d: the chat does not let the bot write", item.id)
        except TelegramError as error:
            _LOG.error("update %d: Telegram refused the reply (%s)", item.id, type(error).__name__)
        except GivenUpError:
            self._give_up(item, "sending failed for too long")
        except StoppingError:
            raise
        except Exception:  # noqa: BLE001 (even the fixed text could not be sent)
            _LOG.exception("update %d could not be handled", item.id)
        else:
            if done:
                self._metrics.latency.observe(max(0.0, time.time() - item.received))
        self._inbox.finish(item.id)

    async def _handle(self, item: Waiting) -> bool:
        """Handle an update, again after an error of our own; return whether there was anything to do."""
        try:
            thing = incoming(json.loads(item.content), self._bot)
        except Exception:  # noqa: BLE001 (whatever the odd update makes the parsing raise)
            _LOG.exception("update %d could not be read", item.id)
            self._give_up(item, "it is like none that this bot knows")
            return False
        if thing is None:
            return False
        for count in range(1, _TRIES + 1):
            try:
                await self._acting.act(item.id, thing)
            except (TelegramError, GivenUpError, StoppingError):
                raise
            except Exception:  # noqa: BLE001 (an error of ours must not lose a question, or hold up the next)
                _LOG.exception("update %d could not be handled (try %d)", item.id, count)
                if count < _TRIES:
                    await self._places.rest(self._pause * 2**count)
            else:
                return True
        self._give_up(item, "it could not be handled")
        place = getattr(thing, "place", None)
        if place is not None:
            await self._replying.send(Answering(place, fixed(self._desk.messages.help_only)))
        return False

    def _give_up(self, item: Waiting, why: str) -> None:
        self._metrics.given_up.inc()
        _LOG.error("update %d is given up: %s", item.id, why)
