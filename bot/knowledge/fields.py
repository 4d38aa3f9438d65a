"""Typed reading of keys and values; every mistake becomes a problem, none is raised.

``bot.knowledge.source`` shows an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.knowledge.model import Location, Text
from bot.knowledge.problem import Problems, closest, quoted, start_of
from bot.knowledge.source import Mapping, Node, Scalar, Sequence, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.knowledge.forms import Form

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that a mapping must and may have."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Both, the required ones first."""
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys and values of one mapping.

    Readers return a blank where a key is missing or its value is refused; the problem is noted either way.
    Asking for a key that ``keys`` does not hold is a mistake of the program and raises KeyError.
    """

    at: Location
    keys: Keys
    values: dict[str, Node]
    problems: Problems

    @classmethod
    def of(cls, node: Node, keys: Keys, problems: Problems) -> Fields:
        """Take a node as a mapping with these keys; note unknown, doubled and missing ones."""
        if isinstance(node, Scalar) and node.null and not keys.required:
            return cls(node.at, keys, {}, problems)
        if not isinstance(node, Mapping):
            _expected(f"keys ({', '.join(keys.all)})", node, problems)
            return cls(node.at, keys, {}, problems)
        values: dict[str, Node] = {}
        meant: set[str | None] = set()
        for name, value in _named(node, problems):
            if name in keys.all:
                values[str(name)] = value
            else:
                meant.add(_unknown(name, keys, problems))
        for key in keys.required:
            if key not in values and key not in meant:
                problems.add(node.at, f"the key '{key}' is missing here")
        return cls(node.at, keys, values, problems)

    def place(self, key: str) -> Location:
        """Return where the key's value stands, or where the mapping begins if it has none."""
        node = self._node(key)
        return self.at if node is None else node.at

    def one(self, key: str, form: Form[T]) -> T:
        """Return a value that has to be there."""
        node = self._node(key)
        return form.blank if node is None else self._value(node, form, form.blank)

    def maybe(self, key: str, form: Form[T], default: D) -> T | D:
        """Return a value, or the default where the key is absent or has nothing after it."""
        node = self._node(key)
        if node is None or (isinstance(node, Scalar) and node.null):
            return default
        return self._value(node, form, default)

    def many(self, key: str, form: Form[T], *, at_least: int = 0) -> tuple[T, ...]:
        """Return a list of values, without those that are refused."""
        return self._list(self._node(key), form, at_least)

    def rows(self, key: str, form: Form[T], *, at_least: int = 0) -> tuple[tuple[T, ...], ...]:
        """Return a list of lists; each inner one has ``at_least`` values."""
        return tuple(self._list(item, form, at_least) for item in self._items(self._node(key)))

    def named(self, key: str, form: Form[T]) -> tuple[tuple[Text, T], ...]:
        """Return a mapping with free keys as pairs, in order."""
        return tuple((name, self._value(node, form, form.blank)) for name, node in self._pairs(key))

    def named_lists(
        self, key: str, form: Form[T], *, at_least: int = 0
    ) -> tuple[tuple[Text, tuple[T, ...]], ...]:
        """Return a mapping from free keys to lists as pairs, in order."""
        return tuple((name, self._list(node, form, at_least)) for name, node in self._pairs(key))

    def named_each(self, key: str, keys: Keys, read: Callable[[Text, Fields], T]) -> tuple[T, ...]:
        """Return what ``read`` makes of each mapping under a free key, in order."""
        return tuple(read(name, Fields.of(node, keys, self.problems)) for name, node in self._pairs(key))

    def each(self, key: str, keys: Keys, read: Callable[[Fields], T], *, at_least: int = 0) -> tuple[T, ...]:
        """Return what ``read`` makes of each mapping in a list."""
        items = self._items(self._node(key), at_least)
        return tuple(read(Fields.of(item, keys, self.problems)) for item in items)

    def inner(self, key: str, keys: Keys) -> Fields:
        """Return the mapping under a key; an absent one has no values."""
        node = self._node(key)
        if node is None:
            return Fields(self.at, keys, {}, self.problems)
        return Fields.of(node, keys, self.problems)

    def _node(self, key: str) -> Node | None:
        if key not in self.keys.all:
            raise KeyError(key)
        return self.values.get(key)

    def _value(self, node: Node, form: Form[T], otherwise: D) -> T | D:
        value = form.parse(node) if isinstance(node, Scalar) else None
        if value is None:
            _expected(form.name, node, self.problems)
            return otherwise
        return value

    def _list(self, node: Node | None, form: Form[T], at_least: int) -> tuple[T, ...]:
        values = (self._value(item, form, None) for item in self._items(node, at_least))
        return tuple(value for value in values if value is not None)

    def _items(self, node: Node | None, at_least: int = 0) -> tuple[Node, ...]:
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            _expected("a list", node, self.problems)
            return ()
        if len(node.items) < at_least:
            self.problems.add(node.at, f"expected at least {at_least} in this list, found {len(node.items)}")
        return node.items

    def _pairs(self, key: str) -> list[tuple[Text, Node]]:
        node = self._node(key)
        if node is None:
            return []
        if isinstance(node, Mapping):
            return _named(node, self.problems)
        _expected("keys with values", node, self.problems)
        return []


def read(path: Path, keys: Keys, problems: Problems) -> Fields:
    """Read a file whose outermost level has these keys; one that is broken has no values.

    An empty file is a problem if a key is required.
    """
    node = read_tree(path, problems)
    if node is None:
        return Fields(start_of(str(path)), keys, {}, problems)
    if isinstance(node, Scalar) and node.null and keys.required:
        problems.add(node.at, f"the file is empty; expected the keys {', '.join(keys.required)}")
        return Fields(node.at, keys, {}, problems)
    return Fields.of(node, keys, problems)


def _named(node: Mapping, problems: Problems) -> list[tuple[Text, Node]]:
    """Return the pairs with a text as key, the first of each; note the others."""
    first: dict[str, Location] = {}
    pairs = []
    for key, value in node.pairs:
        if not isinstance(key, Scalar) or not key.value:
            _expected("a key of plain text", key, problems)
        elif key.value in first:
            line = first[key.value].line
            problems.add(key.at, f"the key {quoted(key.value)} is here twice; the first is in line {line}")
        else:
            first[key.value] = key.at
            pairs.append((Text(key.value, key.at), value))
    return pairs


def _unknown(name: Text, keys: Keys, problems: Problems) -> str | None:
    """Note an unknown key; return the one that was probably meant."""
    meant = closest(name, keys.all)
    suggestion = "" if meant is None else f"; did you mean '{meant}'?"
    separator = ";" if meant is None else ""
    message = f"unknown key {quoted(name)}{suggestion}{separator} allowed: {', '.join(keys.all)}"
    if name.at is not None:
        problems.add(name.at, message)
    return meant


def _expected(what: str, node: Node, problems: Problems) -> None:
    problems.add(node.at, f"expected {what}, found {_found(what, node)}")


def _found(what: str, node: Node) -> str:
    if isinstance(node, Scalar):
        if node.null:
            return "nothing; write [] for none" if what == "a list" else "nothing"
        return quoted(node.value) + ("" if node.plain else " in quotes")
    if isinstance(node, Sequence):
        return "a list"
    if what == "a list":
        return "keys with values"
    return "a key with a value; put a text that has ': ' in quotes"
