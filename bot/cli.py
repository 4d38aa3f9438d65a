"""The commands: parse, wire, run, and turn every failure into a line and an exit status.

0 is success, 1 a finding (``check``, ``evaluate``), 2 something that the caller has to put right.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import bot
from bot.knowledge.problem import quoted
from bot.streams import complain, forgive_encodings, let_go_of_stdout, standard_input, standard_output

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.config import Config

USAGE = 2
MANY = 3000  # examples, which take more than a second to learn
_INTERRUPTED = 130
_EPILOG = "Every command takes --config and --knowledge, before or after its name."


class StopError(Exception):
    """The command cannot go on; the message says why and what to do."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line; argparse would put the whole usage before it."""
        self.exit(USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; with a wrong one, argparse ends the process with 2."""
    forgive_encodings()
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        parser.error(f"unrecognized arguments: {quoted(' '.join(rest))}")
    options.rest = rest
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        standard_output().flush()
    except KeyboardInterrupt:
        return 0 if run is _chat else _INTERRUPTED
    except BrokenPipeError:
        let_go_of_stdout()
        return 0
    except StopError as stop:
        complain(str(stop))
        return USAGE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{parser.prog}: {where}{error.strerror or error}")
        return USAGE
    return status


def _chat(options: argparse.Namespace) -> int:
    from bot.memory import Conversations  # noqa: PLC0415
    from bot.screen import waiting  # noqa: PLC0415 (Rich is slow to import, and no other command needs it)
    from bot.terminal import chat  # noqa: PLC0415

    out = standard_output()
    with waiting("Reading the article and the questions …", out) if out.isatty() else nullcontext():
        assistant = _assistant(options)
    tour: tuple[str, ...] = ()
    if options.tour:
        tour = tuple(getattr(assistant.messages, "tour", ()))
        if not tour:
            message = "this knowledge has no tour: list what to ask under tour: in its messages.yaml"
            raise StopError(message)
    chat(assistant, Conversations(_config(options).privacy.memory_minutes), standard_input(), out, tour)
    return 0


def _ask(options: argparse.Namespace) -> int:
    from bot.ask import Form, ask, lines_of, questions_of  # noqa: PLC0415 (as fast as the others allow)

    assistant = _assistant(options)
    given: list[str] = options.questions
    by_hand = not given and standard_input().isatty()
    form = Form(as_json=options.json, explained=options.explain, named=len(given) != 1 and not by_hand)
    if by_hand:
        complain("One question on each line; Ctrl-D ends.")
    ask(assistant, questions_of(given) if given else lines_of(standard_input()), standard_output(), form)
    return 0


def _check(options: argparse.Namespace) -> int:
    from bot.knowledge.check import check  # noqa: PLC0415
    from bot.knowledge.helplines import load_helplines  # noqa: PLC0415
    from bot.knowledge.safety import load_safety  # noqa: PLC0415
    from bot.knowledge.voices import check_voices  # noqa: PLC0415
    from bot.release import unverified_in  # noqa: PLC0415

    _config(options)
    loaders = (load_safety, load_helplines, check_voices)
    also = [lambda folder, load=load: load(folder)[1] for load in loaders]
    folder = _existing(options.folder or _folder(options))
    problems = check(folder, also)
    for problem in problems:
        print(problem, file=standard_output())
    undone = unverified_in(folder) if options.release and not problems else None
    if undone:
        print(f"{folder / 'helplines.yaml'}: {undone}", file=standard_output())
    return 1 if problems or undone else 0


def _run(options: argparse.Namespace) -> int:
    from bot.config import Mode  # noqa: PLC0415 (each import comes after what can fail without it)
    from bot.credentials import CredentialError, read_token, read_webhook_secret  # noqa: PLC0415

    config = _config(options)
    try:
        token = read_token(config, os.environ)
        secret = read_webhook_secret(config) if config.telegram.mode is Mode.WEBHOOK else ""
    except CredentialError as error:
        raise StopError(str(error)) from None
    assistant = _assistant_or_help(options)

    from bot.memory import Conversations  # noqa: PLC0415
    from bot.telegram.application import Setup, run_until_signal  # noqa: PLC0415
    from bot.telegram.errors import RunError  # noqa: PLC0415
    from bot.telegram.logs import configure  # noqa: PLC0415

    configure(config.log, token)
    conversations = Conversations(config.privacy.memory_minutes)
    try:
        run_until_signal(Setup(config.telegram, token, assistant, conversations, secret))
    except RunError as error:
        raise StopError(str(error)) from None
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from bot.evaluate import main as evaluate  # noqa: PLC0415

    return evaluate(options.rest, lambda: _assistant(options))


def _folder(options: argparse.Namespace) -> Path:
    from bot.knowledge.load import default_folder  # noqa: PLC0415

    return options.knowledge or default_folder()


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        message = f"{folder}: there is no such folder; name one with article.yaml, faq.yaml and so on"
        raise StopError(message)
    return folder


def _config(options: argparse.Namespace) -> Config:
    from bot.config import load_config  # noqa: PLC0415

    config, problems = load_config(options.config)
    if config is None:
        raise StopError("\n".join(map(str, problems)))
    return config


def _assistant(options: argparse.Namespace) -> Assistant:
    from bot.knowledge.load import KnowledgeError  # noqa: PLC0415

    config, folder = _config(options), _existing(_folder(options))
    from bot.build import assistant_from  # noqa: PLC0415

    try:
        return assistant_from(config, folder, _tell)
    except KnowledgeError as error:
        raise StopError(str(error)) from None


def _assistant_or_help(options: argparse.Namespace) -> Assistant:
    """Return the assistant, or one that only gives help where the FAQ is broken; the operator is told."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from bot.build import help_only  # noqa: PLC0415
    from bot.knowledge.safety import safety_or_packaged  # noqa: PLC0415
    from bot.release import warnings  # noqa: PLC0415

    folder = _existing(_folder(options))
    _, helplines, _ = safety_or_packaged(folder)
    for warning in warnings(helplines, datetime.now(UTC).date()):
        complain(f"warning: {warning}")
    try:
        return _assistant(options)
    except StopError as stop:
        complain(f"{stop}\nthe FAQ cannot be used; only help is given until this is put right")
        return help_only(_config(options), folder, _tell)


def _tell(examples: int) -> None:
    """Say why nothing happens for a while."""
    if examples >= MANY:
        complain(f"learning {examples:,} phrasings, once for this state of the knowledge; a moment, please")


def _parser() -> argparse.ArgumentParser:
    name = Path(sys.argv[0]).name
    parser = _Parser(
        prog="python -m bot" if name in {"__main__.py", "-m", "-c", ""} else name,
        description="Answers questions from a curated FAQ about one article, with citations.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=getattr(bot, "__version__", "unreleased"))
    _shared(parser, None)
    parser.set_defaults(takes_rest=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, *, add_help: bool = True
    ) -> argparse.ArgumentParser:
        title = f"{text[0].upper()}{text[1:]}."
        added = commands.add_parser(name, help=text, description=title, allow_abbrev=False, add_help=add_help)
        _shared(added, argparse.SUPPRESS)
        added.set_defaults(run=run)
        return added

    chat = command("chat", _chat, "talk to it here, without a token or a network")
    chat.add_argument("--tour", action="store_true", help="play a short demonstration and end")
    ask = command("ask", _ask, "answer questions from the arguments, or one for each line of standard input")
    ask.add_argument("questions", nargs="*", metavar="QUESTION", help="what to ask; each stands alone")
    ask.add_argument("--json", action="store_true", help="write one JSON object for each question")
    ask.add_argument("--explain", action="store_true", help="write how the question was understood, and why")
    check = command("check", _check, "list every problem in the knowledge files; status 1 if there is one")
    check.add_argument("--release", action="store_true", help="fail while a helpline is not verified, too")
    check.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the knowledge folder")
    command("run", _run, "answer on Telegram; the token comes from TELEGRAM_BOT_TOKEN or a file")
    evaluate = command("evaluate", _evaluate, "measure the replies to labelled questions", add_help=False)
    evaluate.set_defaults(takes_rest=True)
    return parser


def _shared(parser: argparse.ArgumentParser, default: object) -> None:
    """Add the options of every command; after a command's name, one left out must not undo one before it."""
    parser.add_argument("--config", type=Path, metavar="FILE", default=default, help="the configuration")
    parser.add_argument(
        "--knowledge",
        type=Path,
        metavar="FOLDER",
        default=default,
        help="knowledge to use instead of its own",
    )
