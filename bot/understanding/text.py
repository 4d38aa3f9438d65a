"""A message as people type it, normalised once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4\uff07", "'")
    | dict.fromkeys("\u201c\u201d", '"')
    | dict.fromkeys("\u2013\u2014", "-")
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+(?:[.,]\d+)*|[\u2600-\u27bf\U0001f300-\U0001faff]")
_SENTENCE_END = re.compile(r"(?<=[!?])\s*|(?<=[.;])\s+|\n+")
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody typed: as it came, folded, and split into sentences and words.

    ``folded`` is lower case without accents, control and zero-width characters, with straight quotes and
    no letter more than twice in a row. ``words`` are those of the whole message, in order.
    """

    raw: str
    folded: str
    sentences: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, raw: str) -> Message:
        """Normalise what was typed; any string will do."""
        folded = fold(raw)
        sentences = tuple(part for part in _SENTENCE_END.split(folded) if _WORD.search(part))
        return cls(raw, folded, sentences, words(folded))


def fold(raw: str) -> str:
    """Return the text in the form that is compared; folding twice is folding once."""
    compatible = unicodedata.normalize("NFKC", raw.translate(_QUOTES)).translate(_QUOTES).casefold()
    decomposed = unicodedata.normalize("NFKD", compatible)
    kept = "".join(_plain(character) for character in decomposed)
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return _STRETCHED.sub(r"\1\1", unicodedata.normalize("NFC", "\n".join(line for line in lines if line)))


def words(folded: str) -> tuple[str, ...]:
    """Return the words, numbers and emoji of a folded text, without punctuation."""
    return tuple(match.strip("'") for match in _WORD.findall(folded))


def _plain(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cf", "Cc", "Cs", "Mn", "Me"} else character
