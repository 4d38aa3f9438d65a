"""For the editors, what people sent them and how they rated answers: ``python -m bot.telegram.editors``."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.config import load_config
from bot.credentials import CredentialError, read_token
from bot.telegram.feedback import Feedback
from bot.telegram.parts import FEEDBACK
from bot.telegram.sealing import Seal

_USAGE = 2


def lines(feedback: Feedback) -> Iterator[str]:
    """Return the votes on each entry, then the questions, one a line."""
    for thumbs in feedback.thumbs():
        yield f"{thumbs.entry}\t{thumbs.up} up\t{thumbs.down} down"
    for question in feedback.questions():
        yield f"? {' '.join(question.split())}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what there is, or erase the questions; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.telegram.editors", description=__doc__)
    parser.add_argument("--config", type=Path, metavar="FILE", help="the configuration of the bot")
    parser.add_argument("--erase", action="store_true", help="erase all questions instead")
    options = parser.parse_args(arguments)
    config, problems = load_config(options.config)
    if config is None:
        print(*problems, sep="\n", file=sys.stderr)  # noqa: T201 (a command prints)
        return _USAGE
    try:
        token = read_token(config, os.environ)
        feedback = Feedback(config.telegram.state_folder / FEEDBACK, Seal(token))
        if options.erase:
            print(f"{feedback.erase_questions()} questions erased")  # noqa: T201
        else:
            print(*lines(feedback), sep="\n")  # noqa: T201
    except (CredentialError, sqlite3.Error, OSError) as error:
        print(f"the feedback cannot be read: {error}", file=sys.stderr)  # noqa: T201
        return _USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
