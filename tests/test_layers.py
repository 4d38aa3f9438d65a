"""Imports run one way, each library has its place, and the code knows nothing of the article's subject."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bot.knowledge.load import default_folder, load_or_raise

PACKAGE = Path(__file__).parents[1] / "bot"

# From the bottom up. A module belongs to the longest name here that is its own or its package's, and imports
# from its own layer and those below. A new module is entered where it belongs.
LAYERS = (
    ("values", ("bot.contract", "bot.knowledge.model", "bot.memory", "bot.reply", "bot.understanding.text")),
    ("knowledge", ("bot.knowledge",)),
    ("understanding", ("bot.config", "bot.credentials", "bot.understanding")),
    (
        "assistant",
        (
            "bot.answers",
            "bot.assistant",
            "bot.build",
            "bot.compose",
            "bot.explain",
            "bot.help",
            "bot.help_numbers",
            "bot.pages",
            "bot.release",
        ),
    ),
    (
        "transports",
        (
            "bot.ask",
            "bot.evaluate",
            "bot.evaluation",
            "bot.layout",
            "bot.render",
            "bot.screen",
            "bot.streams",
            "bot.telegram",
            "bot.terminal",
        ),
    ),
    ("commands", ("bot.cli", "bot.__main__")),
)

# What only carries messages must not understand them, and the ways to carry know nothing of each other.
NEVER = (
    ("bot.telegram", "bot.understanding"),
    ("bot.telegram", "bot.terminal"),
    ("bot.telegram", "bot.screen"),
    ("bot.terminal", "bot.understanding"),
    ("bot.terminal", "bot.telegram"),
    ("bot.ask", "bot.telegram"),
)

# Libraries, and the only modules that may import them.
HOMES = {
    "cryptography": ("bot.telegram.sealing",),
    "h11": ("bot.telegram.web",),
    "httpx": ("bot.telegram",),
    "prometheus_client": ("bot.telegram.metrics",),
    "prompt_toolkit": ("bot.terminal",),
    "rapidfuzz": ("bot.understanding",),
    "rich": ("bot.screen", "bot.evaluation.progress"),
    "scipy": ("bot.understanding.corpus", "bot.understanding.ridge"),
    "snowballstemmer": ("bot.understanding.lexicon",),
    "telegram": ("bot.telegram",),
    "yaml": ("bot.knowledge.source",),
}
ANYWHERE = {"_typeshed", "numpy"}  # _typeshed is only for type checkers

OWN_NAME = re.compile(r"ketamine-faq-bot")


@dataclass(frozen=True, slots=True)
class Import:
    """What a module imports; ``for_types`` is what only a type checker sees."""

    name: str
    line: int
    for_types: bool


def modules() -> dict[str, Path]:
    """Return every module of the package by name."""
    return {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def name_of(path: Path) -> str:
    """Return a module's name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> list[Import]:
    """Return what a module imports, wherever in it: ``from a import b`` gives a.b if that is a module."""
    return list(_imports(ast.parse(path.read_text(encoding="utf-8")), for_types=False))


def _imports(node: ast.AST, *, for_types: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, node.lineno, for_types) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: imports are written in full"
        assert node.module is not None
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            yield Import(full if full in ALL else node.module, node.lineno, for_types)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for statement in node.body:
            yield from _imports(statement, for_types=True)
        for statement in node.orelse:
            yield from _imports(statement, for_types=for_types)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, for_types=for_types)


def within(module: str, package: str) -> bool:
    """Tell if a module is the package or stands in it."""
    return module == package or module.startswith(f"{package}.")


def layer(module: str) -> int:
    """Return the number of a module's layer, or -1 if it has none."""
    found = [
        (len(name), number)
        for number, (_, names) in enumerate(LAYERS)
        for name in names
        if within(module, name)
    ]
    return max(found)[1] if found else -1


ALL = modules()
# ``bot`` and the packages hold no code that could depend on anything.
IMPORTS = {name: imports(path) for name, path in ALL.items()}


def test_every_module_has_a_layer() -> None:
    """A module that stands in no layer could import what it likes."""
    assert [name for name in ALL if name != "bot" and layer(name) < 0] == []


def test_every_name_of_a_layer_exists() -> None:
    """A layer names nothing that is gone, so that the list stays true."""
    named = [name for _, names in LAYERS for name in names]
    assert [name for name in named if not any(within(module, name) for module in ALL)] == []


@pytest.mark.parametrize("module", [name for name in ALL if name != "bot"])
def test_imports_run_one_way(module: str) -> None:
    """A module imports from its own layer and those below, even if only for its types."""
    upward = [
        f"{module}:{found.line} ({LAYERS[layer(module)][0]}) imports {found.name}"
        for found in IMPORTS[module]
        if found.name in ALL and found.name != "bot" and layer(found.name) > layer(module)
    ]
    assert not upward, "\n".join(upward)


def test_no_imports_in_a_circle() -> None:
    """The modules can be put into an order in which each needs only those before it."""
    needed = {
        module: {found.name for found in IMPORTS[module] if found.name in ALL and not found.for_types}
        - {module}
        for module in ALL
    }
    assert set(TopologicalSorter(needed).static_order()) == set(ALL)


@pytest.mark.parametrize(("importer", "imported"), NEVER)
def test_what_only_carries_does_not_understand(importer: str, imported: str) -> None:
    """The transports get a reply and carry it; they neither read messages nor know of each other."""
    crossing = [
        f"{module}:{found.line} imports {found.name}"
        for module in ALL
        if within(module, importer)
        for found in IMPORTS[module]
        if within(found.name, imported)
    ]
    assert not crossing, "\n".join(crossing)


def test_each_library_has_its_place() -> None:
    """A library is imported where it is listed and nowhere else, so that it can be replaced there."""
    misplaced = []
    for module, found_in in IMPORTS.items():
        for found in found_in:
            library = found.name.partition(".")[0]
            if library in sys.stdlib_module_names or library == "bot" or library in ANYWHERE:
                continue
            homes = HOMES.get(library, ())
            if not any(within(module, home) for home in homes):
                place = " or ".join(homes) or "not listed"
                misplaced.append(f"{module}:{found.line} imports {library}; its place is {place}")
    assert not misplaced, "\n".join(misplaced)


def test_the_subject_is_not_in_the_code() -> None:
    """No word for the article's subject stands in a Python file: another article is another folder."""
    subject = {word for name in load_or_raise(default_folder()).language.subject for word in name.split()}
    telling = {word for word in subject if len(word) > 4} - {"therapy", "treatment", "treatments", "assisted"}
    assert telling
    found = re.compile("|".join(sorted(telling)), re.IGNORECASE)
    lines = [
        f"{name}:{number}: {line.strip()}"
        for name, path in ALL.items()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if found.search(OWN_NAME.sub("", line))
    ]
    assert not lines, "\n".join(lines)
