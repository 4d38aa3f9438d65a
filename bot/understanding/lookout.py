"""Danger first: the rules, and behind them the likeness to what people in danger wrote."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reply import HELP
from bot.understanding.finding import Assessment
from bot.understanding.likeness import Likeness
from bot.understanding.matcher import Ranking
from bot.understanding.text import Message
from bot.understanding.triage import Triage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lookout:
    """Assesses messages; ``likeness`` is None where nothing could be learnt, and the rules stand alone."""

    triage: Triage
    likeness: Likeness | None

    def assess(self, message: Message, heard: Sequence[Ranking] = ()) -> Assessment:
        """Return the most urgent finding in the whole message, faint where only the likeness found it.

        ``heard`` are the rankings of the message and of its parts, where they are known already.
        """
        assessment = self.triage.assess(message)
        found = assessment.finding
        if self.likeness is None or (found is not None and found.kind in HELP):
            return assessment
        try:
            alike = self.likeness.find(message, heard, spoken_of=assessment.touches_danger)
        except Exception as error:  # noqa: BLE001 - the rules go on whatever happens here
            log.error("the likeness could not be found: %s", type(error).__name__)  # noqa: TRY400 - no message text
            return assessment
        if alike is not None and (found is None or alike.kind in HELP):
            return replace(assessment, finding=alike, faint=True)
        return assessment
