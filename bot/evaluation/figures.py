"""What the verdicts come to: counts per kind and per category, and shares by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.labels import ASKING, DANGER, Wanted
from bot.evaluation.verdicts import Judged, Verdict
from bot.reply import Kind


@dataclass(frozen=True, slots=True)
class Tally:
    """How the rows of one kind or category came out."""

    name: str
    rows: int
    verdicts: Counter[Verdict]
    alarms: int
    faults: int

    @classmethod
    def of(cls, name: str, judged: Sequence[Judged]) -> Tally:
        """Count."""
        verdicts = Counter(each.verdict for each in judged)
        faults = sum(each.fault is not None for each in judged)
        return cls(name, len(judged), verdicts, sum(each.alarm for each in judged), faults)

    def share(self, *verdicts: Verdict) -> float:
        """Return the share of rows with one of these verdicts, 0 to 1."""
        return sum(self.verdicts[verdict] for verdict in verdicts) / self.rows


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of rows, 0 to 1, and of how many."""

    name: str
    share: float
    rows: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """What was wanted and what was shown instead, and for which rows."""

    wanted: str
    got: str
    rows: tuple[Judged, ...]


def by_kind(judged: Sequence[Judged]) -> list[Tally]:
    """Return a tally per kind, in the order of the kinds."""
    groups = ((kind, [each for each in judged if each.row.kind is kind]) for kind in Wanted)
    return [Tally.of(kind, group) for kind, group in groups if group]


def by_category(judged: Sequence[Judged], *, benign: bool) -> list[Tally]:
    """Return a tally per category: of what is harmless, or of what calls for help or is declined."""
    groups: dict[tuple[Wanted, str], list[Judged]] = {}
    for each in judged:
        kind, category = each.row.kind, each.row.category
        if category is not None and (kind is Wanted.BENIGN) is benign:
            groups.setdefault((kind, category), []).append(each)
    return [Tally.of("/".join(key), groups[key]) for key in sorted(groups, key=_natural)]


def figures(judged: Sequence[Judged]) -> list[Figure]:
    """Return the shares that have a row to count: those that bounds can be set for."""

    def share(name: str, of: Iterable[Wanted], counts: Callable[[Judged], bool]) -> None:
        kinds = frozenset(of)
        rows = [each for each in judged if each.row.kind in kinds]
        if rows:
            found.append(Figure(name, sum(map(counts, rows)) / len(rows), len(rows)))

    found: list[Figure] = []
    everything = tuple(Wanted)
    calm = [kind for kind in Wanted if kind not in DANGER]
    declined = (Wanted.ADVICE, Wanted.SOURCING)
    share("right", everything, _is(Verdict.RIGHT))
    share("wrong", everything, _is(Verdict.WRONG))
    share("asking_right", ASKING, _is(Verdict.RIGHT))
    share("asking_wrong", ASKING, _is(Verdict.WRONG))
    for kind in Wanted:
        share(f"{_plain(kind)}_right", (kind,), _is(Verdict.RIGHT))
    share("answer_right_or_offered", (Wanted.ANSWER,), _is_right_or_offered)
    share("gap_right_or_offered", (Wanted.GAP,), _is_right_or_offered)
    share("advice_or_sourcing_answered", declined, lambda each: each.kind is Kind.ANSWER)
    share("crisis_missed", (Wanted.CRISIS,), _is(Verdict.MISSED))
    share("emergency_missed", (Wanted.EMERGENCY,), _is(Verdict.MISSED))
    share("alarms", calm, lambda each: each.alarm)
    for kind in (Wanted.SAFE_NEGATIVE, Wanted.BENIGN):
        share(f"{_plain(kind)}_alarms", (kind,), lambda each: each.alarm)
    share("faults", everything, lambda each: each.fault is not None)
    return found


def confusions(judged: Sequence[Judged], most: int) -> list[Confusion]:
    """Return what was mistaken for what, the most frequent first."""
    pairs: dict[tuple[str, str], list[Judged]] = {}
    for each in judged:
        if each.verdict in {Verdict.WRONG, Verdict.MISSED} or each.alarm:
            named = each.row.label if each.row.asks and each.row.label != "-" else "|".join(each.row.wanted)
            shown = ",".join(each.shown)
            pairs.setdefault((named, f"{each.kind} {shown}".strip()), []).append(each)
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[1]))
    return [Confusion(wanted, got, tuple(rows)) for (wanted, got), rows in ordered[:most]]


def _is(verdict: Verdict) -> Callable[[Judged], bool]:
    return lambda each: each.verdict is verdict


def _is_right_or_offered(each: Judged) -> bool:
    return each.verdict is Verdict.RIGHT or (each.verdict is Verdict.SAFE and each.kind is Kind.CHOICES)


def _plain(kind: Wanted) -> str:
    return kind.replace("-", "_")


def _natural(name: tuple[Wanted, str]) -> tuple[int, str, int]:
    """Sort C2 before C10."""
    kind, category = name
    letters = category.rstrip("0123456789")
    return list(Wanted).index(kind), letters, int(category[len(letters) :] or 0)
