"""What is wrong with a value, and the refusal that carries all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (API name), by Salesforce's error code, in a plain sentence."""

    field: str
    code: str
    message: str


class Refused(Exception):
    """Nothing was written. `problems` says everything that is wrong, not just the first thing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in problems))
