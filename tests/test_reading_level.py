"""How hard the texts are to read: grades by Flesch-Kincaid, measured with textstat.

The grade is that of Kincaid, Fishburne, Rogers and Chissom (1975): the year of an American school after which
a text is understood. Syllables come from the CMU Pronouncing Dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from statistics import mean
from typing import Final

import pytest
import textstat

from bot.knowledge.load import default_folder, load_or_raise
from bot.knowledge.safety import load_safety

ANSWERS_ON_AVERAGE: Final = 8.0
ANY_ANSWER: Final = 10.0
ANY_HELP: Final = 6.0

# The replies to who asks for advice or for the drug; those are neither crisis nor emergency.
NO_HELP = ("sourcing", "advice")
FILLED_IN = {"emergency": "112", "country": "France", "lines": "a line"}

KNOWLEDGE = load_or_raise(default_folder())
ANSWERS = {
    str(entry.id): " ".join(statement.says for statement in entry.answer) for entry in KNOWLEDGE.entries
}
GAPS = {str(gap.id): str(gap.says) for gap in KNOWLEDGE.gaps}


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value of texts, tuples and dataclasses."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def help_texts() -> list[str]:
    """Return every text of a crisis or emergency reply that is a sentence; labels and addresses are none."""
    safety, problems = load_safety(default_folder())
    assert safety is not None, problems
    own = [field.name for field in fields(safety.texts) if field.name not in NO_HELP]
    found = [text for name in own for text in texts(getattr(safety.texts, name))]
    return [text.format(**FILLED_IN) for text in found if text.endswith((".", "?"))]


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    return float(textstat.flesch_kincaid_grade(text))


def too_hard(named: dict[str, str], most: float) -> list[str]:
    """Return a line for each text above a grade, the hardest first."""
    found = sorted(((grade(text), name) for name, text in named.items()), reverse=True)
    return [f"{value:.1f}  {name}" for value, name in found if value > most]


def test_the_measure_tells_easy_from_hard() -> None:
    """A child's sentence is graded low and the language of journals high, so that a limit means something."""
    easy = "You can call us. We are here day and night."
    hard = "Neuropharmacological investigations demonstrate heterogeneous antidepressant efficacy."
    assert grade(easy) < 2
    assert grade(hard) > 15


@pytest.mark.parametrize(("kind", "named"), [("answers", ANSWERS), ("gaps", GAPS)])
def test_average(kind: str, named: dict[str, str]) -> None:
    """Over all answers, and over what is said of gaps, the average is grade 8 or below."""
    average = mean(map(grade, named.values()))
    assert average <= ANSWERS_ON_AVERAGE, f"{kind}: {average:.1f}"


def test_no_answer_is_hard() -> None:
    """No answer, and nothing that is said of a gap, is above grade 10."""
    hard = too_hard(ANSWERS | GAPS, ANY_ANSWER)
    assert not hard, "\n".join(hard)


def test_help_is_easy() -> None:
    """No text of a crisis or emergency reply is above grade 6."""
    found = help_texts()
    assert len(found) > 20
    hard = too_hard({text: text for text in found}, ANY_HELP)
    assert not hard, "\n".join(hard)
