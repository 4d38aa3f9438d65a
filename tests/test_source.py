"""YAML files become trees with places and typed values, and mistakes become problems."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import bot
from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import ANY_TEXT, DAY, FLAG, ID, TEXT, WEB, Form, integer, matching, number, one_of
from bot.knowledge.model import Location, Text
from bot.knowledge.problem import Problem, Problems, quoted
from bot.knowledge.source import Mapping, Scalar, Sequence, read_tree

if TYPE_CHECKING:
    from bot.knowledge.source import Node

Found = list[tuple[int, int, str]]
ITEM = Keys(("id", "also_asked"), ("note",))


def write(folder: Path, content: str | bytes) -> Path:
    """Put the content into a file."""
    path = folder / "file.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def tree(folder: Path, content: str | bytes) -> tuple[Node | None, Found]:
    """Return the tree and the problems as (line, column, message)."""
    problems = Problems()
    node = read_tree(write(folder, content), problems)
    return node, found(problems)


def fields(folder: Path, content: str, keys: Keys) -> Fields:
    """Return the outermost level of a file with these keys."""
    return read(write(folder, content), keys, Problems())


def found(problems: Problems) -> Found:
    """Return the problems as (line, column, message)."""
    return [(one.location.line, one.location.column, one.message) for one in problems.sorted()]


def test_nodes_know_their_places(tmp_path: Path) -> None:
    """Lines and columns count from 1, in block and flow style, and a byte order mark counts for nothing."""
    node, problems = tree(
        tmp_path, "\ufeff# note\nids: [a, b]\nlist:\n  - text: >-\n      two\n      lines\n"
    )
    file = str(tmp_path / "file.yaml")

    assert problems == []
    assert isinstance(node, Mapping)
    (ids_key, ids), (_, items) = node.pairs
    assert ids_key == Scalar("ids", plain=True, at=Location(file, 2, 1))
    assert isinstance(ids, Sequence)
    assert [item.at for item in ids.items] == [Location(file, 2, 7), Location(file, 2, 10)]
    assert isinstance(items, Sequence)
    assert isinstance(items.items[0], Mapping)
    assert items.items[0].at == Location(file, 4, 5)
    assert items.items[0].pairs[0][1] == Scalar("two lines", plain=False, at=Location(file, 4, 11))


@pytest.mark.parametrize(
    ("content", "line", "column", "word"),
    [
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a:\n  \tb: 1\n", 2, 3, "tab"),
        ("a: x\n\ty\n", 2, 1, "tab"),
        ("a: >-\n\tx\n\ty\n\tz\n", 2, 1, "and on 2 more lines"),
        ("a: foo: bar\n", 1, 7, "in quotes"),
        ("a: 1\n b: 2\n", 2, 3, "a colon and a space"),
        ("a:\n  - x\n - y\n", 3, 2, "indentation"),
        ("- x\ny: z\n", 2, 1, "indentation"),
        ("a: - b\n", 1, 4, "'- ' cannot stand here"),
        ("a: 'x\nb: 1\n", 1, 4, "quotation mark"),
        ('a: "x\n', 1, 4, "quotation mark"),
        ('a: "\\q"\n', 1, 5, "escape"),
        ("a: [x\nb: 1\n", 1, 4, "'[' is never closed"),
        ("a: {x: 1\nb: 1\n", 1, 4, "'{' is never closed"),
        ("- @x\n", 1, 3, "'@'; put it in quotes"),
        ("- %x\n", 1, 3, "'%'; put it in quotes"),
        ("a:\n  x\nb\n", 4, 1, "without its colon"),
        ("- a\n  - b\n- c\n", 2, 3, "continues the text above"),
        ("a: &x 1\n", 1, 4, "anchors"),
        ("a: *x\n", 1, 4, "aliases"),
        ("a: !!str 1\n", 1, 4, "tags"),
        ("a: !x 1\n", 1, 4, "tags"),
        ("!a!b c\n", 1, 1, "'!'"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("a: x\u2028y\n", 1, 5, "U+2028"),
        ("a: x\x07\n", 1, 5, "U+0007"),
        ('a: "x\\0"\n', 1, 4, "U+0000"),
        ("%YAML 2.0\n--- a\n", 1, 1, "not YAML"),
        (b"a: 1\nb: gr\xfcn\n", 2, 6, "UTF-8"),
        ("[" * 30, 1, 21, "20 levels"),
        ("- " * 30, 1, 41, "20 levels"),
        ("[" * 100_000, 1, 21, "20 levels"),
    ],
)
def test_what_is_no_plain_yaml_is_one_problem(
    tmp_path: Path, content: str | bytes, line: int, column: int, word: str
) -> None:
    """A syntax error or a refused feature ends the file with one problem, its place and a useful word."""
    node, problems = tree(tmp_path, content)

    assert node is None
    assert [(at_line, at_column) for at_line, at_column, _ in problems] == [(line, column)]
    assert word in problems[0][2]


@pytest.mark.parametrize("content", ["", "# only a note\n", "---\n", "~\n"])
def test_an_empty_file_is_a_null(tmp_path: Path, content: str) -> None:
    """An empty file is no problem for the tree; whether it is one is for its reader to say."""
    node, problems = tree(tmp_path, content)

    assert problems == []
    assert isinstance(node, Scalar)
    assert node.null


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """A missing file, a folder and an impossible name are problems at the start of the file."""
    problems = Problems()
    read_tree(tmp_path / "none.yaml", problems)
    read_tree(tmp_path, problems)
    read_tree(tmp_path / "nul\0", problems)

    assert [str(problem) for problem in problems.sorted()] == [
        f"{tmp_path}:1:1: the file cannot be read: Is a directory",
        f"{tmp_path}/none.yaml:1:1: there is no such file",
        f"{tmp_path}/nul\0:1:1: the file cannot be read: embedded null byte",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "id: a\nalso_aksed: []\n",
            [(2, 1, "unknown key 'also_aksed'; did you mean 'also_asked'? allowed: ")],
        ),
        ("id: a\nalso_asked: []\nzzz: 1\n", [(3, 1, "unknown key 'zzz'; allowed: id, also_asked, note")]),
        ("id: a\nid: b\nalso_asked: []\n", [(2, 1, "the key 'id' is here twice; the first is in line 1")]),
        ("also_asked: []\n", [(1, 1, "the key 'id' is missing here")]),
        ("- id\n", [(1, 1, "expected keys (id, also_asked, note), found a list")]),
        ("words\n", [(1, 1, "expected keys (id, also_asked, note), found 'words'")]),
        ("", [(1, 1, "the file is empty; expected the keys id, also_asked")]),
        ("[a]: b\nid: a\nalso_asked: []\n", [(1, 1, "expected a key of plain text, found a list")]),
    ],
)
def test_keys_are_known_single_and_complete(tmp_path: Path, content: str, expected: Found) -> None:
    """Unknown keys come with a suggestion, doubled ones with the first; a misspelt key is not missing too."""
    problems = Problems()
    read(write(tmp_path, content), ITEM, problems)

    reported = found(problems)
    assert [place[:2] for place in reported] == [place[:2] for place in expected]
    assert all(one[2].startswith(two[2]) for one, two in zip(reported, expected, strict=True))


@pytest.mark.parametrize(
    ("form", "written", "value"),
    [
        (TEXT, "no", Text("no")),
        (TEXT, "12:30", Text("12:30")),
        (TEXT, "'  spaced '", Text("spaced")),
        (ANY_TEXT, "''", Text("")),
        (ID, "a-1", Text("a-1")),
        (ID, "a" * 40, Text("a" * 40)),
        (WEB, "https://a.example/b", Text("https://a.example/b")),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (FLAG, "true", True),
        (FLAG, "false", False),
        (integer(0, 64), "64", 64),
        (integer(-5, 5), "-5", -5),
        (number(0, 1), "0.25", 0.25),
        (number(0, 8), "8", 8.0),
        (one_of("text", "json"), "json", "json"),
        (matching("[A-Z]{2}", "two letters"), "NO", Text("NO")),
    ],
)
def test_a_value_of_the_form_is_read(tmp_path: Path, form: Form[object], written: str, value: object) -> None:
    """Each form reads what it should; YAML's own guesses about types play no part."""
    top = fields(tmp_path, f"key: {written}\n", Keys(("key",)))

    assert top.one("key", form) == value
    assert not top.problems


@pytest.mark.parametrize(
    ("form", "written", "message"),
    [
        (TEXT, "", "expected a text, found nothing"),
        (TEXT, "' '", "expected a text, found '' in quotes"),
        (TEXT, "[a]", "expected a text, found a list"),
        (TEXT, "{a: b}", "expected a text, found a key with a value; put a text that has ': ' in quotes"),
        (ID, "Über", "expected an id (lower-case letters, digits and single hyphens, at most 40 characters)"),
        (ID, "a--b", "expected an id"),
        (ID, "a" * 41, "expected an id"),
        (
            WEB,
            "http://a.example",
            "expected a web address that begins with https://, found 'http://a.example'",
        ),
        (DAY, "2024-02-30", "expected a day as YYYY-MM-DD, found '2024-02-30'"),
        (DAY, "20240229", "expected a day as YYYY-MM-DD, found '20240229'"),
        (FLAG, "yes", "expected true or false, found 'yes'"),
        (FLAG, "'true'", "expected true or false, found 'true' in quotes"),
        (integer(1, 64), "65", "expected a whole number from 1 to 64, found '65'"),
        (integer(1, 64), "1.5", "expected a whole number from 1 to 64, found '1.5'"),
        (integer(1, 64), "'16'", "expected a whole number from 1 to 64, found '16' in quotes"),
        (integer(1, 64), "9" * 5000, "expected a whole number from 1 to 64"),
        (integer(1, 64), "٣", "expected a whole number from 1 to 64"),
        (number(0, 1), "1.01", "expected a number from 0 to 1, found '1.01'"),
        (number(0, 1), "nan", "expected a number from 0 to 1, found 'nan'"),
        (one_of("text", "json"), "xml", "expected one of text, json, found 'xml'"),
    ],
)
def test_another_value_is_a_problem(tmp_path: Path, form: Form[object], written: str, message: str) -> None:
    """A refused value says what was expected and found, where it stands, and reads as the form's blank."""
    top = fields(tmp_path, f"key: {written}\n", Keys(("key",)))

    assert top.one("key", form) == form.blank
    ((line, column, said),) = found(top.problems)
    assert (line, column) == (1, 6 if written else 5)
    assert said.startswith(message)


def test_texts_know_their_places(tmp_path: Path) -> None:
    """A text that was read carries file, line and column."""
    top = fields(tmp_path, "key:\n  - one\n  - two\n", Keys(("key",)))

    assert [text.at and str(text.at) for text in top.many("key", TEXT)] == [
        f"{tmp_path}/file.yaml:2:5",
        f"{tmp_path}/file.yaml:3:5",
    ]


def test_an_absent_or_empty_value_takes_the_default(tmp_path: Path) -> None:
    """``maybe`` returns its default for an absent key, for nothing and for null, and after a problem."""
    top = fields(tmp_path, "a:\nb: null\nc: x\n", Keys(optional=("a", "b", "c", "d")))

    assert [top.maybe(key, integer(1, 9), 7) for key in "abcd"] == [7, 7, 7, 7]
    assert found(top.problems) == [(3, 4, "expected a whole number from 1 to 9, found 'x'")]


def test_lists_and_free_keys(tmp_path: Path) -> None:
    """Lists, lists of lists and mappings with free keys are read in order, without what is refused."""
    keys = Keys(("many", "rows", "named", "lists", "each", "deep"))
    content = (
        "many: [a, [b], c]\nrows:\n  - [a, b]\n  - [c]\n  - d\nnamed: {x: y, x: z}\nlists: {k: [a], l: b}\n"
        "each:\n  - {id: one}\n  - two\ndeep: {US: {id: us}}\n"
    )
    top = fields(tmp_path, content, keys)

    assert top.many("many", TEXT, at_least=4) == ("a", "c")
    assert top.rows("rows", TEXT, at_least=2) == (("a", "b"), ("c",), ())
    assert top.named("named", TEXT) == (("x", "y"),)
    assert top.named_lists("lists", TEXT) == (("k", ("a",)), ("l", ()))
    assert top.each("each", Keys(("id",)), lambda item: item.one("id", ID)) == ("one", "")
    assert top.named_each("deep", Keys(("id",)), lambda name, item: (name, item.one("id", ID))) == (
        ("US", "us"),
    )
    assert found(top.problems) == [
        (1, 7, "expected at least 4 in this list, found 3"),
        (1, 11, "expected a text, found a list"),
        (4, 5, "expected at least 2 in this list, found 1"),
        (5, 5, "expected a list, found 'd'"),
        (6, 15, "the key 'x' is here twice; the first is in line 6"),
        (7, 20, "expected a list, found 'b'"),
        (10, 5, "expected keys (id), found 'two'"),
    ]


def test_a_list_is_not_left_empty(tmp_path: Path) -> None:
    """A list without items and brackets is told how to be empty."""
    top = fields(tmp_path, "key:\n", Keys(("key",)))

    assert top.many("key", TEXT) == ()
    assert found(top.problems) == [(1, 5, "expected a list, found nothing; write [] for none")]


def test_a_section_may_be_empty_where_nothing_is_required(tmp_path: Path) -> None:
    """A section whose options are all left out is a section all the same."""
    top = fields(tmp_path, "log:\n", Keys(optional=("log", "other")))
    log = top.inner("log", Keys(optional=("level",)))

    assert log.maybe("level", TEXT, "info") == "info"
    assert top.inner("other", Keys(("level",))).one("level", TEXT) == ""
    assert not top.problems


def test_asking_for_an_undeclared_key_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    """A reader cannot ask for a key that the keys do not allow."""
    with pytest.raises(KeyError, match="b"):
        fields(tmp_path, "a: 1\n", Keys(("a",))).one("b", TEXT)


def test_a_problem_prints_as_editors_open_it() -> None:
    """A problem is ``file:line:column: message``, and problems sort by place."""
    first, second = Problem(Location("a.yaml", 9, 1), "x"), Problem(Location("a.yaml", 10, 1), "w")

    assert str(first) == "a.yaml:9:1: x"
    assert sorted([second, first]) == [first, second]


def test_what_is_quoted_is_short_and_no_token() -> None:
    """A message shows at most 40 characters of what was found, on one line, and never a bot token."""
    assert quoted("a\n  b") == "'a b'"
    assert quoted("x" * 41) == f"'{'x' * 39}…'"
    assert quoted("at 123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi") == "'at (a bot token)'"


def test_only_source_imports_yaml() -> None:
    """One module knows the YAML library."""
    package = Path(bot.__file__).parent
    importers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(name.name.split(".")[0] == "yaml" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "yaml")
    }

    assert importers == {"knowledge/source.py"}


YAML_LIKE = st.lists(
    st.sampled_from(
        [*"ab:-[]{}&*!|>'\"%@`#?,\\~ \n\t", "- ", ": ", "\n  ", "\n- ", "id: ", "---\n", "\\u", "<<"]
    )
).map("".join)


def read_everything(path: Path) -> Problems:
    """Read a file with every reader there is."""
    problems = Problems()
    keys = Keys(("id", "a"), ("b",))
    top = read(path, keys, problems)
    for key in keys.all:
        top.one(key, TEXT)
        top.maybe(key, DAY, None)
        top.many(key, ID, at_least=2)
        top.rows(key, FLAG)
        top.named(key, number(0, 1))
        top.named_lists(key, integer(0, 1))
        top.inner(key, keys).place("b")
        top.each(key, keys, lambda item: item.one("id", ID))
        top.named_each(key, keys, lambda name, item: (name, item.one("id", ID)))
    return problems


@example(content=b"---")
@given(content=st.one_of(st.text().map(str.encode), st.binary(), YAML_LIKE.map(str.encode)))
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever a file holds, reading it returns, and every problem stands inside the file."""
    path = write(tmp_path_factory.getbasetemp(), content)
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")

    for problem in read_everything(path).sorted():
        assert 1 <= problem.location.line <= len(lines)
        assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 2
        assert problem.message.strip()
        str(problem).encode()
