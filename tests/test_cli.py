"""The commands: their output, their exit status, and what they say of a mistake."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_knowledge import write

from bot.assistant import Assistant
from bot.reply import Kind
from bot.understanding.matcher import Matcher

CLONE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="module", autouse=True)
def _learnt(matcher: Matcher) -> None:
    """Have the project's knowledge learnt, so that no command has to say that it is learning it."""
    assert matcher.intents


def run(*arguments: str, text: str | bytes = b"", folder: Path = CLONE, **environment: str) -> Ended:
    """Run ``python -m bot`` from a folder."""
    surroundings = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}
    ended = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "bot", *arguments],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        cwd=folder,
        env={**surroundings, "PYTHONPATH": str(CLONE), "COLUMNS": "80", **environment},
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "python -m bot: the following arguments are required: COMMAND"),
        (("tell",), "python -m bot: argument COMMAND: invalid choice: 'tell' (choose from"),
        (("chat", "--tuor"), "python -m bot: unrecognized arguments: '--tuor'"),
        (("check", "nowhere"), "nowhere: there is no such folder"),
        (("check", "--knowledge", "nowhere"), "nowhere: there is no such folder"),
        (("--knowledge", "nowhere", "chat"), "nowhere: there is no such folder"),
        (("ask", "--knowledge", "nowhere", "hello"), "nowhere: there is no such folder"),
        (("--config", "nowhere.yaml", "ask", "hello"), "nowhere.yaml:1:1: there is no such file"),
        (("ask", "hello", "--config", "nowhere.yaml"), "nowhere.yaml:1:1: there is no such file"),
        (("run",), "there is no bot token: get one from @BotFather"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments: tuple[str, ...], says: str) -> None:
    """What is wrong with a call stands in one line on standard error, and the status is 2."""
    ended = run(*arguments)
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.startswith(says)
    assert ended.err.count("\n") == 1


def test_a_token_on_the_command_line_is_not_repeated() -> None:
    """Somebody who types the token after ``run`` does not find it in their log."""
    token = "123456789:" + "A" * 35
    ended = run("run", token)
    assert ended.status == 2
    assert "unrecognized arguments" in ended.err
    assert token not in ended.err


def test_a_broken_configuration_is_told_with_its_line(tmp_path: Path) -> None:
    """Every problem of the configuration stands on a line of its own."""
    path = tmp_path / "config.yaml"
    path.write_text("country: us\ntelegrm: {}\n", encoding="utf-8")
    for ended in (run("chat", "--config", str(path)), run("check", "--config", str(path))):
        assert ended.status == 2
        first, second = ended.err.splitlines()
        assert first.startswith(f"{path}:1:10: ")
        assert second.startswith(f"{path}:2:1: ")


def test_a_broken_knowledge_folder_is_told_with_its_lines(tmp_path: Path) -> None:
    """A chat does not begin with broken knowledge; it says where to look."""
    folder = shutil.copytree(CLONE / "knowledge", tmp_path / "knowledge")
    faq = folder / "faq.yaml"
    faq.write_text(faq.read_text("utf-8").replace("question:", "qestion:", 1), encoding="utf-8")
    ended = run("chat", "--knowledge", str(folder))
    assert ended.status == 2
    assert f"{folder}/faq.yaml:" in ended.err
    assert "'question'" in ended.err
    assert "Traceback" not in ended.err


def test_check_lists_problems_and_ends_with_1(tmp_path: Path) -> None:
    """Problems go to standard output as file:line:column."""
    folder = write(tmp_path, ("faq.yaml", "question:", "qestion:"))
    for ended in (run("check", str(folder)), run("--knowledge", str(folder), "check")):
        assert ended.status == 1
        assert ended.err == ""
        assert all(line.startswith(f"{folder}/") for line in ended.out.splitlines())
        assert "did you mean 'question'?" in ended.out


def test_the_version() -> None:
    """--version prints nothing but the version."""
    ended = run("--version")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.strip()


@pytest.mark.parametrize("command", ["chat", "ask", "check", "run"])
def test_every_command_explains_itself(command: str) -> None:
    """The help of each command names the options that every command takes."""
    ended = run(command, "--help")
    assert ended.status == 0
    assert "--config" in ended.out
    assert "--knowledge" in ended.out


def test_ask_from_arguments(tmp_path: Path) -> None:
    """One question gets the reply alone; from any folder."""
    ended = run("ask", "how fast does it work compared to SSRIs", folder=tmp_path)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("How fast")
    assert "[1]" in ended.out
    assert "physician" in ended.out


def test_ask_several_names_each() -> None:
    """Of several questions, each stands above its reply."""
    ended = run("ask", "hello", "how safe is that")
    assert ended.status == 0
    assert ended.out.startswith("> hello\n\n")
    assert "\n> how safe is that\n\n" in ended.out


def test_ask_json_line_by_line() -> None:
    """Every line of standard input gets an object, also an empty one, one of odd bytes, and the last one."""
    lines = b"\xef\xbb\xbfhello\r\n\nis it \xff safe\nline\rbreak \xe2\x80\xa8 inside\nlast"
    ended = run("ask", "--json", text=lines)
    assert (ended.status, ended.err) == (0, "")
    questions = [json.loads(line)["question"] for line in ended.out.split("\n")[:-1]]
    assert questions == ["hello", "", "is it \ufffd safe", "line\rbreak \u2028 inside", "last"]


def test_each_question_stands_alone() -> None:
    """A question gets the same reply whatever was asked before it."""
    first, second = (
        run("ask", "--json", "and for OCD?"),
        run("ask", "--json", "how fast is it", "and for OCD?"),
    )
    assert first.status == second.status == 0
    assert first.out.splitlines() == second.out.splitlines()[1:]


def test_ask_explains() -> None:
    """--explain says how a question was understood; with --json it is a further key."""
    ended = run("ask", "--explain", "how fast does it work")
    assert ended.status == 0
    assert "how-fast" in ended.out
    record = json.loads(run("ask", "--explain", "--json", "how fast does it work").out)
    assert record["explanation"].strip() == ended.out.strip()


def test_the_way_of_ask_leads_past_slow_imports() -> None:
    """``ask`` loads neither the transports nor what they draw with."""
    code = (
        "import sys; from bot.cli import main; main(['ask', 'hello']);"
        "slow = {'telegram', 'httpx', 'rich', 'prompt_toolkit', 'matplotlib', 'asyncio'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    ended = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", code], capture_output=True, cwd=CLONE, text=True, timeout=60, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_chat_in_a_pipe() -> None:
    """The chat answers what comes through a pipe and ends with it."""
    ended = run("chat", text="hello\n/topics\n1\n")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("> hello\n\n")
    assert "\n> 1\n\n" in ended.out
    assert "\x1b" not in ended.out


def test_the_tour_shows_what_the_bot_does() -> None:
    """The tour ends by itself and has an answer with sources, choices, a gap, an advice and help."""
    ended = run("chat", "--tour")
    assert (ended.status, ended.err) == (0, "")
    assert "Sources" in ended.out
    assert "988" in ended.out
    assert ended.out.count("\n> ") >= 4


def test_the_tour_shows_each_kind_of_reply(assistant: Assistant) -> None:
    """What the tour asks gets an answer, choices, a gap, a refused advice and help, in this order."""
    kinds = [assistant.respond(text).reply.kind for text in assistant.messages.tour]
    assert kinds == [Kind.ANSWER, Kind.CHOICES, Kind.NOT_COVERED, Kind.PERSONAL_ADVICE, Kind.CRISIS]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """With a reader such as ``head`` nothing is said when it has had enough."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=CLONE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(b"hello\n" * 100)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
