"""What a message says underneath its disguises and slips: the words that the safety rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.near_spelling import NearSpelling
from bot.understanding.phrases import BREAK, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.knowledge.safety import Safety
    from bot.understanding.text import Message

_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .,\-_*/|]{1,3}[^\W\d_]){2,}(?![^\W_])")
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|[.!?;\n]+|,|[:()\-\u2026]|[\U0001F000-\U0001FAFF\u2600-\u27BF]")
_NUMBER = re.compile(r"(\d+)([^\W\d_]+)")
_DISGUISED = re.compile(
    r"(?=[^\s]*[^\W\d_])[^\W_@$!|+*]*[0134578@$!|+*][^\s]*[^\W_]|[@$0134578][^\s]*[^\W\d_]"
)
_ENDING = re.compile(r"[.,!?;:)\"']+$")
_STARS = re.compile(r"\*+")
_LETTERS = str.maketrans(
    {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "+": "t"}
)
_AS_I = str.maketrans({"1": "i", "!": "i", "|": "i"})
_AS_L = str.maketrans({"1": "l", "!": "l", "|": "l"})
_SHORT_FORMS = (
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
    ("'m", " am"),
)
_IS = frozenset(
    (
        "he",
        "she",
        "it",
        "that",
        "who",
        "what",
        "there",
        "here",
        "where",
        "how",
        "this",
        "everything",
        "nobody",
    )
)
COMMA = ","
TAILS = frozenset({"t", "m", "ve", "re"})
MOST_DISGUISED = 24
MOST_GUESSED = 200


@dataclass(frozen=True, slots=True)
class DangerText:
    """Words with sentence ends among them (the first and the last are ends too), and where a comma stood."""

    words: tuple[str, ...]
    commas: int


class Undisguise:
    """Reads messages in the vocabulary of the rules. Deterministic; never raises; linear in the length."""

    def __init__(self, safety: Safety, words: frozenset[str], beginnings: frozenset[str]) -> None:
        """Take the words that the patterns look for."""
        self._written = {str(short): long.split() for short, long in safety.written}
        self._joined = frozenset(map(str, safety.joined))
        self._known = words | frozenset(self._written) | self._joined
        self._beginnings = tuple(sorted(beginnings))
        self._ordinary = frozenset(word for line in safety.ordinary for word in line.split())
        self._near = NearSpelling(safety.near_spelling)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted({*safety.near_spelling, *(word for word in safety.joined if len(word) > 3)}):
            self._by_length.setdefault(len(word), []).append(word)

    def read(self, message: Message) -> DangerText:
        """Return the words underneath."""
        words: list[str] = [BREAK]
        guesses = MOST_GUESSED
        for piece in _PIECE.findall(self._plain(message.folded)):
            if piece[0] in ".!?;\n":
                words.append(QUESTION if "?" in piece else BREAK)
            elif piece in ",:()-\u2026":
                words.append(COMMA)
            elif piece in TAILS and words[-1] + piece in self._written:
                words += self._written[words.pop() + piece]
            else:
                guesses -= not self._is_known(piece)
                words += self._words(piece, guess=guesses > 0)
        kept: list[str] = []
        commas = 0
        for word in (*self._together(words), BREAK):
            if word == COMMA:
                commas |= 1 << len(kept)
            else:
                kept.append(word)
        return DangerText(tuple(kept), commas)

    def _plain(self, folded: str) -> str:
        spaced = _SPACED.sub(self._unspaced, folded)
        left = MOST_DISGUISED
        chunks = []
        for line in spaced.split("\n"):
            row = []
            for chunk in line.split(" "):
                plain = self._undisguised(chunk) if left and _DISGUISED.match(chunk) else None
                left -= plain is not None
                row.append(chunk if plain is None else plain)
            chunks.append(" ".join(row))
        return "\n".join(chunks)

    def _unspaced(self, found: re.Match[str]) -> str:
        letters = "".join(letter for letter in found[0] if letter.isalpha())
        parts = self._parts(letters[:80])
        return f" {' '.join(parts)} " if parts else found[0]

    def _undisguised(self, chunk: str) -> str | None:
        """Return the word behind digits, signs and stars for letters; None if there is none."""
        ending = _ENDING.search(chunk)
        core = chunk[: ending.start()] if ending else chunk
        if len(core) < 3 or len(core) > 24:
            return None
        if "*" in core:
            shape = re.compile(_STARS.sub(".{1,3}", re.sub(r"[^\w*']", "", core).replace("'", "")))
            sizes = range(len(core) - 1, len(core) + 3)
            return next(
                (w for size in sizes for w in self._by_length.get(size, ()) if shape.fullmatch(w)), None
            )
        for plain in (core.translate(_LETTERS).translate(table) for table in (_AS_I, _AS_L)):
            if plain.isalpha() and (plain in self._known or plain in self._by_length.get(len(plain), ())):
                return plain + chunk[len(core) :]
        near = self._near.find(core.translate(_LETTERS).translate(_AS_I))
        return near if near is not None and len(core) > 4 and not core[0].isdigit() else None

    def _words(self, piece: str, *, guess: bool) -> list[str]:
        if (number := _NUMBER.fullmatch(piece)) is not None:
            return [number[1], *self._written.get(number[2], [number[2]])]
        bare = piece.replace("'", "")
        if bare in self._written and piece != "we're":
            return self._written[bare]
        if "'" in piece:
            for short, long in _SHORT_FORMS:
                if piece.endswith(short):
                    return [*self._words(piece.removesuffix(short), guess=guess), long.strip()]
            head, _, tail = piece.partition("'")
            if tail == "s":
                return [*self._words(head, guess=guess), "is" if head in _IS else "s"]
        return [bare] if self._is_known(bare) or not guess else self._guessed(bare)

    def _guessed(self, word: str) -> list[str]:
        for single in _unstretched(word):
            if single in self._known and len(single) > 2:
                return self._written.get(single, [single])
        if len(word) > 6 and (parts := self._parts(word)):
            return [each for part in parts for each in self._written.get(part, [part])]
        near = self._near.find(word)
        return [word] if near is None else self._written.get(near, [near])

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in self._ordinary or word.startswith(self._beginnings)

    def _parts(self, letters: str) -> tuple[str, ...]:
        """Split what was written together into the fewest joined words; empty if it does not come out."""
        best: list[tuple[str, ...] | None] = [(), *[None] * len(letters)]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 14), end):
                before = best[start]
                word = letters[start:end]
                if before is not None and word in self._joined:
                    shortest = best[end]
                    if shortest is None or len(before) + 1 < len(shortest):
                        best[end] = (*before, word)
        found = best[-1]
        return () if found is None or max(map(len, found), default=0) < 3 else found

    def _together(self, words: list[str]) -> Iterator[str]:
        """Join a key word that was broken in two (``my self``, ``sui cide``)."""
        place = 0
        while place < len(words):
            pair = "".join(words[place : place + 2])
            if len(pair) >= 6 and pair in self._joined and BREAK not in words[place : place + 2]:
                yield pair
                place += 2
                continue
            yield words[place]
            place += 1


def _unstretched(word: str) -> Iterable[str]:
    """Yield the word with its doubled letters made single: all of them, then each."""
    doubled = [place for place in range(1, len(word)) if word[place] == word[place - 1]]
    if doubled:
        yield "".join(letter for place, letter in enumerate(word) if place not in doubled)
        for gone in doubled[:6]:
            yield word[:gone] + word[gone + 1 :]
