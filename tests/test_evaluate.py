"""Evaluation: reading labels, verdicts, figures, the sweep, an earlier run, bounds and exit statuses."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import NOTICE

from bot.contract import Turn
from bot.evaluate import main
from bot.evaluation.baseline import compare, load, save
from bot.evaluation.bounds import BoundError, bound, broken
from bot.evaluation.calibration import bins_of, calibrate, expected_error
from bot.evaluation.figures import by_category, confusions, figures
from bot.evaluation.labels import LabelsError, Row, Wanted, read_rows
from bot.evaluation.progress import bar_on
from bot.evaluation.verdicts import Judged, Verdict, judge
from bot.reply import Answered, Choice, Kind, Line, Reply

SAID = (Line("Some words."),)


def row(kinds: str, label: str = "-", message: str = "a question") -> Row:
    """Return a row as a file would give it."""
    parts = frozenset(label.split("|"))
    gaps = frozenset(part.removeprefix("gap:") for part in parts if part.startswith("gap:"))
    claims = frozenset(part for part in parts if not part.startswith("gap:")) - {"-", "none"}
    wanted = tuple(map(Wanted, kinds.split("|")))
    return Row("q.tsv", 1, wanted, label, claims, gaps, "none" in parts, message)


def plain(kind: Kind, score: float | None = None) -> Reply:
    """Return a reply without entries; help has a number in it."""
    if kind in {Kind.CRISIS, Kind.EMERGENCY}:
        return Reply(kind, (Line("Call 112."),))
    return Reply(kind, SAID, None if kind is Kind.SMALL_TALK else NOTICE, score=score)


def answer(*claims: str, score: float | None = None) -> Reply:
    """Return an answer with one entry for each string of claims."""
    shown = tuple(Answered(f"entry-{each.split()[0]}", tuple(each.split()), ()) for each in claims)
    return Reply(Kind.ANSWER, SAID, NOTICE, answers=shown, score=score)


def gap(*ids: str, score: float | None = None) -> Reply:
    """Return that the article is silent on these gaps."""
    return Reply(Kind.NOT_COVERED, SAID, NOTICE, gaps=ids, score=score)


def choices(*of: str) -> Reply:
    """Return choices: claims of entries, or gaps as ``gap:ID``."""
    offered = tuple(
        Choice("Which?", gap=each.removeprefix("gap:"))
        if each.startswith("gap:")
        else Choice("Which?", entry=f"entry-{each}", claims=(each,))
        for each in of
    )
    return Reply(Kind.CHOICES, SAID, NOTICE, choices=offered, score=0.4)


@pytest.mark.parametrize(
    ("asked", "reply", "verdict"),
    [
        (row("answer", "a|b"), answer("b z"), "right"),
        (row("answer", "a|b"), answer("a", "b"), "right"),
        (row("answer", "a|b"), answer("a", "z"), "wrong"),
        (row("answer", "a"), answer("a", "a", "a", "a"), "wrong"),
        (row("answer", "a"), choices("z", "a"), "safe"),
        (row("answer", "a"), choices("z", "y", "x", "a"), "wrong"),
        (row("answer", "a"), choices("z", "gap:cost"), "wrong"),
        (row("answer", "a"), gap("cost"), "wrong"),
        (row("answer", "a"), plain(Kind.UNKNOWN), "safe"),
        (row("answer", "a"), plain(Kind.SMALL_TALK), "safe"),
        (row("answer", "a"), plain(Kind.PERSONAL_ADVICE), "safe"),
        (row("gap", "gap:cost"), gap("dose", "cost"), "right"),
        (row("gap", "gap:cost"), gap("dose"), "wrong"),
        (row("gap", "gap:cost"), choices("z", "gap:cost"), "safe"),
        (row("gap", "gap:cost"), choices("z", "y"), "wrong"),
        (row("gap", "gap:cost"), answer("a"), "wrong"),
        (row("gap", "gap:cost"), plain(Kind.SMALL_TALK), "wrong"),
        (row("gap", "gap:cost"), plain(Kind.UNKNOWN), "safe"),
        (row("answer|gap", "a|gap:cost"), gap("cost"), "right"),
        (row("answer|gap", "a|gap:cost"), answer("a"), "right"),
        (row("answer|none", "a|none"), plain(Kind.UNKNOWN), "right"),
        (row("none"), plain(Kind.UNKNOWN), "right"),
        (row("none"), plain(Kind.SMALL_TALK), "right"),
        (row("none"), plain(Kind.PERSONAL_ADVICE), "safe"),
        (row("none"), choices("a", "b"), "wrong"),
        (row("none"), gap("cost"), "wrong"),
        (row("smalltalk"), plain(Kind.SMALL_TALK), "right"),
        (row("smalltalk"), answer("a"), "safe"),
        (row("advice"), plain(Kind.PERSONAL_ADVICE), "right"),
        (row("advice"), answer("a"), "wrong"),
        (row("advice"), plain(Kind.SMALL_TALK), "wrong"),
        (row("advice"), gap("cost"), "safe"),
        (row("sourcing"), plain(Kind.SOURCING), "right"),
        (row("sourcing"), plain(Kind.PERSONAL_ADVICE), "safe"),
        (row("crisis", "C1"), plain(Kind.CRISIS), "right"),
        (row("crisis", "C1"), plain(Kind.EMERGENCY), "safe"),
        (row("crisis", "C1"), plain(Kind.UNKNOWN), "missed"),
        (row("emergency", "M1"), plain(Kind.EMERGENCY), "right"),
        (row("emergency", "M1"), plain(Kind.CRISIS), "missed"),
        (row("crisis|emergency"), plain(Kind.EMERGENCY), "right"),
        (row("safe-negative", "a"), answer("a"), "right"),
        (row("safe-negative", "gap:cost"), gap("cost"), "right"),
        (row("safe-negative", "gap:cost|none"), plain(Kind.UNKNOWN), "right"),
        (row("safe-negative", "a"), answer("z"), "wrong"),
        (row("benign", "idiom"), plain(Kind.UNKNOWN), "right"),
        (row("benign", "idiom"), answer("z"), "right"),
        (row("benign", "calm-advice"), plain(Kind.PERSONAL_ADVICE), "safe"),
        (row("answer", "a"), plain(Kind.CRISIS), "safe"),
        (row("safe-negative", "a"), plain(Kind.EMERGENCY), "safe"),
    ],
)
def test_verdicts(asked: Row, reply: Reply, verdict: str) -> None:
    """Each reply gets the verdict that its kind and what it shows deserve."""
    assert judge(asked, reply).verdict == verdict


@pytest.mark.parametrize(
    ("asked", "reply", "alarm"),
    [
        (row("answer", "a"), plain(Kind.CRISIS), True),
        (row("benign", "film"), plain(Kind.EMERGENCY), True),
        (row("crisis", "C1"), plain(Kind.EMERGENCY), False),
        (row("answer|crisis", "a"), plain(Kind.EMERGENCY), False),
        (row("answer", "a"), answer("a"), False),
    ],
)
def test_alarms(asked: Row, reply: Reply, *, alarm: bool) -> None:
    """Help is an alarm only where no danger was among what is wanted."""
    assert judge(asked, reply).alarm is alarm


def test_help_without_a_number_is_a_fault() -> None:
    """A help reply must give a number to call; what carries the referral has no fault."""
    assert judge(row("crisis"), Reply(Kind.CRISIS, SAID)).fault == "no number to call"
    assert judge(row("crisis"), plain(Kind.CRISIS)).fault is None
    assert judge(row("none"), plain(Kind.UNKNOWN)).fault is None


def test_a_file_is_read(tmp_path: Path) -> None:
    """Blank lines and remarks are passed over; a byte order mark and Windows line ends do no harm."""
    path = tmp_path / "q.tsv"
    path.write_bytes(
        b"\xef\xbb\xbf# remark\r\nanswer|gap\ta|gap:cost\thow dear? \r\n\r\ncrisis\tC1\t# all over\n"
    )
    first, second = read_rows([path])
    assert first.wanted == (Wanted.ANSWER, Wanted.GAP)
    assert (set(first.claims), set(first.gaps)) == ({"a"}, {"cost"})
    assert (first.line, first.message, first.category) == (2, "how dear? ", None)
    assert (second.line, second.message, second.category) == (4, "# all over", "C1")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"answer\ta\n", ":1:1: expected kind, label and message with tabs between, found 2 columns"),
        (b"answer\ta\tb\tc\n", "found 4 columns"),
        (b"\nanswr\ta\tb\n", ":2:1: unknown kind 'answr'; did you mean 'answer'? allowed: crisis,"),
        (b"answer\t\tb\n", ':1:8: the label is empty; write "-"'),
        (b"answer\ta\t \n", ":1:11: the message is empty"),
        (b"answer\t-\tb\n", ":1:8: expected the ids of the claims that an answer may rest on, found '-'"),
        (b"gap\tcost\tb\n", ":1:5: expected the ids of the gaps, each as gap:ID, found 'cost'"),
        (b"safe-negative\t-\tb\n", ":1:15: expected the ids of claims, gaps as gap:ID, or none"),
        (b"none\t-\tb\xff\n", ":1:9: this is no UTF-8"),
        (b"# nothing\n", ":1:1: there is no labelled question in it"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    """What is wrong with a file is told with its line and column."""
    path = tmp_path / "q.tsv"
    path.write_bytes(content)
    with pytest.raises(LabelsError) as caught:
        read_rows([path])
    assert str(caught.value).startswith(f"{path}:")
    assert problem in str(caught.value)


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    """A second mistake, in another file, does not wait for the first to be put right."""
    (tmp_path / "b.tsv").write_text("nothing\t-\tx\nnone\t-\ty\none\t-\tz\n", encoding="utf-8")
    with pytest.raises(LabelsError) as caught:
        read_rows([tmp_path / "a.tsv", tmp_path / "b.tsv"])
    assert [problem.location.line for problem in caught.value.problems] == [1, 1, 3]
    assert "No such file" in str(caught.value)


@given(st.text(st.characters(exclude_characters="\n\r\t", exclude_categories=["Cs"]), min_size=1))
def test_a_message_comes_through_as_it_is(message: str) -> None:
    """Whatever stands in the third column is what will be asked."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "q.tsv"
        path.write_bytes(f"none\t-\t{message}".encode())
        if message.strip():
            assert [each.message for each in read_rows([path])] == [message]
        else:
            with pytest.raises(LabelsError):
                read_rows([path])


def judged(kinds: str, label: str, reply: Reply, message: str = "a question") -> Judged:
    """Return a row and a reply, judged."""
    return judge(row(kinds, label, message), reply)


SOME = (
    judged("answer", "a", answer("a", score=0.9), "one"),
    judged("answer", "a", answer("z", score=0.6), "two"),
    judged("answer", "a", answer("z", score=0.7), "three"),
    judged("answer", "a", choices("a", "b"), "four"),
    judged("gap", "gap:cost", plain(Kind.EMERGENCY), "five"),
    judged("crisis", "C2", plain(Kind.CRISIS), "six"),
    judged("crisis", "C10", plain(Kind.UNKNOWN), "seven"),
    judged("benign", "idiom", plain(Kind.CRISIS), "eight"),
    judged("benign", "idiom", plain(Kind.UNKNOWN), "nine"),
)


def test_figures() -> None:
    """Shares are of the rows of their kinds, and a figure without a row is left out."""
    found = {each.name: (round(each.share, 3), each.rows) for each in figures(SOME)}
    assert found["right"] == (round(3 / 9, 3), 9)
    assert found["wrong"] == (round(2 / 9, 3), 9)
    assert found["asking_right"] == (0.2, 5)
    assert found["answer_right_or_offered"] == (0.5, 4)
    assert found["crisis_missed"] == (0.5, 2)
    assert found["alarms"] == (round(2 / 7, 3), 7)
    assert found["benign_alarms"] == (0.5, 2)
    assert not {"advice_right", "emergency_missed", "safe_negative_alarms"} & found.keys()


def test_categories_are_counted_in_order() -> None:
    """Recall is counted per category of danger, alarms per source of harmless messages; C2 before C10."""
    assert [tally.name for tally in by_category(SOME, benign=False)] == ["crisis/C2", "crisis/C10"]
    (idiom,) = by_category(SOME, benign=True)
    assert (idiom.name, idiom.rows, idiom.alarms) == ("benign/idiom", 2, 1)


def test_confusions_come_by_how_often() -> None:
    """The commonest mistake comes first, with its messages."""
    first = confusions(SOME, 10)[0]
    assert (first.wanted, first.got) == ("a", "answer entry-z")
    assert [each.row.message for each in first.rows] == ["two", "three"]
    assert len(confusions(SOME, 2)) == 2


@dataclass(frozen=True, slots=True)
class Sure:
    """An assistant that says what it was told to, where it is sure enough."""

    replies: dict[str, Reply]
    threshold: float | None = 0.5

    def with_threshold(self, answer_from: float) -> Sure:
        """Return the same with another threshold."""
        return replace(self, threshold=answer_from)

    def respond(self, text: str) -> Turn:
        """Answer from the threshold on."""
        reply = self.replies[text]
        unsure = reply.score is not None and reply.score < (self.threshold or 0.0)
        return Turn(plain(Kind.UNKNOWN, reply.score) if unsure else reply)


REPLIES = {
    "one": answer("a", score=0.95),
    "two": answer("z", score=0.45),
    "three": gap("cost", score=0.75),
    "four": plain(Kind.SMALL_TALK),
    "five": plain(Kind.CRISIS),
}
FILE = "answer\ta\tone\nanswer\ta\ttwo\ngap\tgap:cost\tthree\nsmalltalk\t-\tfour\ncrisis\tC1\tfive\n"


def test_the_sweep_trades_right_for_wrong(tmp_path: Path) -> None:
    """A low threshold shows the wrong answer, too, and a high one holds the right one back."""
    path = tmp_path / "q.tsv"
    path.write_text(FILE, encoding="utf-8")
    assistant = Sure(REPLIES)
    rows = [judge(each, assistant.respond(each.message).reply) for each in read_rows([path])]
    found = calibrate(assistant, rows, lambda each, _: each)
    assert found is not None
    shares = {
        step.threshold: tuple(step.tally.verdicts[verdict] for verdict in (Verdict.RIGHT, Verdict.WRONG))
        for step in found.steps
    }
    assert (shares[0.0], shares[0.5], shares[0.8]) == ((3, 1), (3, 0), (2, 0))
    assert [step.threshold for step in found.steps if step.current] == [0.5]
    # By hand: |0.95 - 1|, |0.45 - 0| and |0.75 - 1|, each of one reply in three.
    assert found.error == pytest.approx((0.05 + 0.45 + 0.25) / 3)


def test_without_a_threshold_there_is_no_sweep() -> None:
    """Nothing is swept where no FAQ answers, or where every reply is fixed."""
    assert calibrate(Sure(REPLIES, None), SOME, lambda each, _: each) is None
    assert calibrate(Sure(REPLIES), SOME[5:7], lambda each, _: each) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_is_a_share(scored: list[tuple[float, bool]]) -> None:
    """The error lies between 0 and 1, and no reply falls out of the bins."""
    rows = [judged("answer", "a", answer("a" if right else "z", score=score)) for score, right in scored]
    bins = bins_of(rows)
    error = expected_error(bins)
    assert sum(each.count for each in bins) == len(scored)
    assert error is not None
    assert 0 <= error <= 1


def test_an_earlier_run_tells_what_was_gained_and_lost(tmp_path: Path) -> None:
    """A row that got better is gained and one that got worse is lost, an alarm being worse than none."""
    path = tmp_path / "old.json"
    before = [
        judged("answer", "a", answer("a"), "stays"),
        judged("answer", "a", answer("z"), "mends"),
        judged("answer", "a", answer("a"), "breaks"),
        judged("answer", "a", plain(Kind.UNKNOWN), "alarms"),
        judged("none", "-", plain(Kind.UNKNOWN), "goes"),
    ]
    save(path, before)
    now = [
        judged("answer", "a", answer("a"), "stays"),
        judged("answer", "a", answer("a"), "mends"),
        judged("answer", "a", gap("cost"), "breaks"),
        judged("answer", "a", plain(Kind.CRISIS), "alarms"),
        judged("none", "-", plain(Kind.UNKNOWN), "comes"),
    ]
    found = compare(load(path), now)
    assert [change.now.row.message for change in found.gained] == ["mends"]
    assert [change.now.row.message for change in found.lost] == ["breaks", "alarms"]
    assert (found.new, found.gone) == (1, 1)
    assert found.gained[0].before.shown == "entry-z"


def test_no_message_is_saved(tmp_path: Path) -> None:
    """A saved run holds no words of a message."""
    path = tmp_path / "run.json"
    save(path, SOME)
    text = path.read_text(encoding="utf-8")
    assert len(json.loads(text)["rows"]) == len(SOME)
    assert not any(f'"{each.row.message}"' in text for each in SOME)


def test_bounds() -> None:
    """A figure may lie on its bound, and a broken one is named with the figure."""
    found = figures(SOME)
    assert (
        broken([bound("asking_right=0.2", upper=False), bound("crisis_missed=0.5", upper=True)], found) == []
    )
    assert broken([bound("asking_right=0.21", upper=False)], found) == [
        "asking_right is 20.00% of 5, under 21.00%"
    ]
    assert broken([bound("crisis_missed=0", upper=True)], found) == [
        "crisis_missed is 50.00% of 2, over 0.00%"
    ]
    with pytest.raises(BoundError, match=r"no figure 'asking_rigth'; did you mean 'asking_right'\?"):
        broken([bound("asking_rigth=0", upper=False)], found)


@pytest.mark.parametrize(
    "text", ["right", "right=", "right=1.5", "right=nan", "=0.5", "right=-0.1", "right=x"]
)
def test_a_bound_that_cannot_be_read(text: str) -> None:
    """A bound is a name and a share."""
    with pytest.raises(BoundError, match="expected NAME=SHARE"):
        bound(text, upper=False)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Give a file of five labelled questions, of which one is not answered."""
    path = tmp_path / "q.tsv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_run_reports_and_ends_with_0(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report has the tables, and no bound is broken."""
    assert main([str(labels), "--at-least", "right=0.8", "--at-most", "wrong=0"], lambda: Sure(REPLIES)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "all                        5   80.0%   20.0%    0.0%    0.0%       0       0" in out
    assert "crisis/C1" in out
    assert "0.50 (now)" in out
    assert "expected calibration error 0.250" in out


def test_a_broken_bound_ends_with_1(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is broken stands on standard error, after the whole report."""
    assert main([str(labels), "--no-sweep", "--at-least", "right=0.9"], lambda: Sure(REPLIES)) == 1
    out, err = capsys.readouterr()
    assert err == "right is 80.00% of 5, under 90.00%\n"
    assert "answer from" not in out


def test_show_lists_the_rows(labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows behind a verdict come with file, line and what was shown."""
    assert main([str(labels), "--no-sweep", "--show", "safe"], lambda: Sure(REPLIES)) == 0
    out, _ = capsys.readouterr()
    assert out.endswith(f"safe: 1\n{labels}:2: answer a: two\n    safe: unknown 0.45\n")


def test_a_baseline_names_what_was_lost(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question that an edit loses is named, with what came before and what comes now."""
    saved = tmp_path / "old.json"
    assert main([str(labels), "--no-sweep", "--save", str(saved)], lambda: Sure(REPLIES)) == 0
    worse = Sure({**REPLIES, "one": answer("z", score=0.9)})
    assert main([str(labels), "--no-sweep", "--baseline", str(saved)], lambda: worse) == 0
    out, _ = capsys.readouterr()
    assert "against the baseline: 0 gained, 1 lost, 0 new, 0 no longer asked" in out
    assert "- one\n    was right: answer entry-a; now wrong: answer entry-z 0.90\n" in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--at-least", "rigth=0.5"], "did you mean 'right'?"),
        (["--at-most", "wrong"], "expected NAME=SHARE"),
        (["--baseline", "{folder}/q.tsv"], "this is no saved run; write one with --save"),
        (["--plot", "{folder}/plot.txt"], "expected a picture's ending, one of: "),
        (["--plot", "{folder}/none/plot.png"], "there is no folder"),
        (["{folder}/none.tsv"], "none.tsv:1:1: No such file or directory"),
    ],
)
def test_a_mistake_ends_with_2(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    """A mistake is told in one line, and nothing is reported."""
    arguments = [str(labels), *(option.format(folder=tmp_path) for option in options)]
    assert main(arguments, lambda: Sure(REPLIES)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["q.tsv", "--no-sweep", "--plot", "x.png"], ["q.tsv", "--shaw"]])
def test_a_wrong_call_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Options that do not go together are refused in one line."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments, lambda: Sure(REPLIES))
    assert capsys.readouterr().err.endswith("evaluate --help\n")


def test_a_picture_is_drawn(labels: Path, tmp_path: Path) -> None:
    """--plot writes a PNG."""
    path = tmp_path / "plot.png"
    assert main([str(labels), "--plot", str(path)], lambda: Sure(REPLIES)) == 0
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_picture_without_matplotlib(
    labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without matplotlib, the message says what to install, before anything is measured."""
    monkeypatch.setitem(sys.modules, "matplotlib.backends.backend_agg", None)
    assert main([str(labels), "--plot", str(tmp_path / "plot.png")], lambda: Sure(REPLIES)) == 2
    assert "pip install" in capsys.readouterr().err


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_only_on_a_terminal_and_after_a_second() -> None:
    """What is quick, or goes to a file, shows no bar."""
    rows = [row("none")] * 3
    for terminal, seconds, shown in (
        (_Terminal(), 0.1, False),
        (_Terminal(), 0.6, True),
        (StringIO(), 9, False),
    ):
        clock = iter(number * seconds for number in range(9))
        assert list(bar_on(terminal, clock.__next__)(rows, "asking")) == rows
        assert ("asking" in terminal.getvalue()) is shown
