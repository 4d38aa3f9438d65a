"""Has one matcher measured in a process of its own, and scores what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from questions import Corpus, Question

WORKER = Path(__file__).with_name("worker.py")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
NOT_OURS = ("elsewhere:", "talk:")


@dataclass(frozen=True, slots=True)
class Run:
    """What a matcher said to each question, and what it took.

    ``build`` is seconds from the phrasings to readiness, libraries being imported before where they can be;
    ``times`` are milliseconds per question. ``grown`` is by how many MB the process had grown when all was
    answered, libraries included, and ``peak`` the most that it ever held, Python itself included.
    """

    said: tuple[tuple[str, float], ...]
    times: tuple[float, ...]
    build: float
    grown: float
    peak: float

    def split(self, place: int) -> tuple[Run, Run]:
        """Return the run as two: up to a question, and from it on."""
        return (
            replace(self, said=self.said[:place], times=self.times[:place]),
            replace(self, said=self.said[place:], times=self.times[place:]),
        )

    def percentile(self, share: float) -> float:
        """Return a percentile of the times, in milliseconds."""
        return float(np.percentile(self.times, share))


def measure(name: str, corpus: Corpus, knowledge: Path) -> Run:
    """Run a matcher over the questions of a corpus, in a process of its own."""
    job = {
        "name": name,
        "phrasings": corpus.phrasings,
        "questions": [question.text for question in corpus.questions],
        "knowledge": str(corpus.knowledge or knowledge),
        "own": corpus.knowledge is not None,
    }
    done = subprocess.run(  # noqa: S603 (the file beside this one)
        [sys.executable, str(WORKER)],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(WORKER.parents[1])},
    )
    said = json.loads(done.stdout)
    return Run(
        tuple((intent, score) for intent, score in said["said"]),
        tuple(said["times"]),
        said["build"],
        said["grown"],
        said["peak"],
    )


def accuracy(run: Run, questions: tuple[Question, ...]) -> float:
    """Return the share of the questions in scope whose best intent is right, no threshold applied."""
    inside = [(said, each) for (said, _), each in zip(run.said, questions, strict=True) if each.accepted]
    return sum(said in each.accepted for said, each in inside) / len(inside)


def auroc(run: Run, questions: tuple[Question, ...]) -> float:
    """Return the chance that a question in scope scores higher than one that is not (a tie counts half).

    What is taken for small talk or another subject is taken for out of scope, whoever says so.
    """
    scores = np.array([-score - 1e-9 if said.startswith(NOT_OURS) else score for said, score in run.said])
    inside = np.array([bool(each.accepted) for each in questions])
    return _area(scores[inside], scores[~inside])


def _area(inside: npt.NDArray[np.float64], outside: npt.NDArray[np.float64]) -> float:
    if not len(inside) or not len(outside):
        return float("nan")
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    upto = np.searchsorted(ordered, inside, side="right")
    return float((below + upto).mean() / 2 / len(outside))
