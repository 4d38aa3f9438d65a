"""The matcher of this bot beside the usual ones: accuracy, typos, scope, time, memory, growth, and a fuzz.

    pip install '.[benchmark]'
    python benchmarks/matching.py results --clinc data_full.json --hint3 v1

writes results/matching.md and its pictures. Without the two public sets it goes by the project's own
questions. Each matcher runs in a process of its own, on one core. --quick takes a few minutes, all of it
about an hour.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import tables  # noqa: E402 (beside this file, and needs the line above)
from matchers import OURS, PEERS, SLOW  # noqa: E402
from measuring import ONE_THREAD, Run, accuracy, auroc, measure  # noqa: E402
from questions import Corpus, clinc, hint3, mistyped, own, sampled  # noqa: E402

PARTS = ("own", "clinc", "hint3", "growth", "process", "fuzz")
PER_INTENT = (1, 10, 100)  # of CLINC150's 150 intents: 150, 1,500 and 15,000 phrasings
ALL = 10**9
EPILOG = """\
The originals are public: CLINC150 is data/data_full.json of github.com/clinc/oos-eval (Larson and others
2019, CC BY 3.0); HINT3 is the folder dataset/v1 of github.com/hellohaptik/HINT3 (Arora and others 2020,
ODbL 1.0)."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How many questions are asked: of a fast matcher, of a slow one, for the growth, and in the fuzz."""

    fast: int
    slow: int
    growth: int
    fuzz: int


QUICK = Effort(fast=400, slow=60, growth=100, fuzz=3_200)
FULL = Effort(fast=ALL, slow=300, growth=300, fuzz=100_000)


@dataclass(frozen=True, slots=True)
class Bench:
    """What to run, with what."""

    knowledge: Path
    labelled: Path
    matchers: tuple[str, ...]
    effort: Effort
    seed: int

    def score(self, corpus: Corpus) -> Iterator[tables.Scored]:
        """Yield how each matcher does on a corpus, and tell that it is done."""
        for name in self.matchers:
            asked = sampled(corpus, self.effort.slow if name in SLOW else self.effort.fast, self.seed)
            wrong = mistyped(asked, self.seed)
            both = replace(asked, questions=asked.questions + wrong.questions)
            clean, typos = measure(name, both, self.knowledge).split(len(asked.questions))
            yield _scored(name, asked, clean, accuracy(typos, wrong.questions))
            _tell(f"{corpus.name}: {name}")

    def grow(self, path: Path) -> Iterator[tables.Size]:
        """Yield time and memory of each matcher over the number of phrasings."""
        for count in PER_INTENT:
            corpus = clinc(path, count)
            for name in self.matchers:
                few = sampled(
                    corpus, self.effort.slow // 6 if name in SLOW else self.effort.growth, self.seed
                )
                if name == "TF-IDF + LR" and self.effort is QUICK and count == PER_INTENT[-1]:
                    continue
                run = measure(name, few, self.knowledge)
                yield tables.Size(name, len(corpus.phrasings), run.percentile(50), run.build, run.peak)
                _tell(f"{len(corpus.phrasings):,} phrasings: {name}")


def _scored(name: str, corpus: Corpus, clean: Run, typos: float) -> tables.Scored:
    return tables.Scored(
        name,
        corpus.name,
        len(corpus.questions),
        accuracy(clean, corpus.questions),
        auroc(clean, corpus.questions),
        typos,
        clean.percentile(50),
        clean.percentile(99),
        clean.build,
        clean.grown,
        clean.peak,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and write it down; the status is 1 if a message of the fuzz raised."""
    options = _parser().parse_args(arguments)
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    effort = QUICK if options.quick else FULL
    if options.fuzz is not None:
        effort = replace(effort, fuzz=options.fuzz)
    bench = Bench(options.knowledge, options.labelled, tuple(options.matchers), effort, options.seed)
    lines = ["# Matching", "", f"{tables.machine()}. Seed {bench.seed}.", ""]
    rows = list(_rows(bench, options))
    if rows:
        lines += ["## Accuracy, time and memory", "", *tables.scores(rows)]
        tables.draw_scores(rows, out / "accuracy.png")
    if "growth" in options.only and options.clinc is not None:
        sizes = list(bench.grow(options.clinc))
        lines += ["## Growth: median, build, peak memory by phrasings", "", *tables.growth(sizes)]
        tables.draw_growth(sizes, out / "growth.png")
    if "process" in options.only:
        lines += ["## The whole program", "", *_process(bench.knowledge), ""]
    status = 0
    if "fuzz" in options.only and effort.fuzz:
        told, status = _fuzz(bench)
        lines += ["## Fuzz", "", *told, ""]
    (out / "matching.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return status


def _rows(bench: Bench, options: argparse.Namespace) -> Iterator[tables.Scored]:
    if "own" in options.only:
        yield from bench.score(own(bench.knowledge, bench.labelled))
    if "clinc" in options.only and options.clinc is not None:
        yield from bench.score(clinc(options.clinc, 10))
    if "hint3" in options.only and options.hint3 is not None:
        found = [row for corpus in hint3(options.hint3) for row in bench.score(corpus)]
        yield from tables.mean(found, "HINT3 v1, mean of three bots")


def _process(knowledge: Path) -> list[str]:
    """Return how long ``ask`` takes as a whole process, and the most memory that it held."""
    command = [sys.executable, "-m", "bot", "ask", "--knowledge", str(knowledge), "how fast does it work"]
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603 (this bot)
            command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **ONE_THREAD}
        )
        seconds.append(time.perf_counter() - begun)
    told = subprocess.run(  # noqa: S603 (this bot)
        [sys.executable, "-c", _LOADED, str(knowledge)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    now, peak = told.stdout.split()
    asked = f"`ask`, one question: {sorted(seconds)[2]:.2f} s (the middle of 5)."
    return [f"{asked} The loaded assistant holds {now} MB, at most {peak} MB while it is built."]


_LOADED = """\
import sys; from pathlib import Path
sys.path.insert(0, "benchmarks")
from bot.build import assistant_from; from bot.config import Config
assistant = assistant_from(Config(), Path(sys.argv[1]))
assistant.respond("how fast does it work")
from worker import peak, resident
print(round(resident()), round(peak()))
"""


def _fuzz(bench: Bench) -> tuple[list[str], int]:
    done = subprocess.run(  # noqa: S603 (the file beside this one)
        [
            *(sys.executable, str(Path(__file__).with_name("fuzz.py"))),
            *(
                "--messages",
                str(bench.effort.fuzz),
                "--seed",
                str(bench.seed),
                "--knowledge",
                str(bench.knowledge),
            ),
        ],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **ONE_THREAD},
    )
    return done.stdout.splitlines(), done.returncode


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("out", type=Path, metavar="FOLDER", help="where the table and the pictures go")
    add("--clinc", type=Path, metavar="FILE", help="CLINC150's data_full.json")
    add("--hint3", type=Path, metavar="FOLDER", help="HINT3's dataset/v1")
    add("--quick", action="store_true", help="a sample of everything")
    add("--only", nargs="+", choices=PARTS, default=PARTS, help="which parts; all where it is left out")
    add("--matchers", nargs="+", choices=(*OURS, *PEERS), default=(*OURS, *PEERS), help="which matchers")
    add("--fuzz", type=int, metavar="N", help="how many messages; 100,000, or 3,200 with --quick")
    add("--seed", type=int, default=13)
    add("--knowledge", type=Path, default=ROOT / "knowledge", metavar="FOLDER")
    add("--labelled", type=Path, default=ROOT / "tests" / "regression.tsv", metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
