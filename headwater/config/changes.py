"""What taking a configuration changes, and what stands in its way."""

from dataclasses import dataclass, field
from typing import Any

Said = dict[str, Any]  # a row in the words of the file; what is as usual is left out


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one section. `before` is empty for a new one, `after` for one that goes."""

    section: str
    name: str
    what: str  # "added", "changed", "retired" or "kept" (here, but not in the files)
    before: Said = field(default_factory=dict)
    after: Said = field(default_factory=dict)

    @property
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """Attribute → before and after; None stands for what is as usual."""
        names = dict.fromkeys([*self.before, *self.after])
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def is_made(self) -> bool:
        """Whether the organisation is another one afterwards."""
        return self.what != "kept"


class Wrong(Exception):
    """Everything that is wrong about a configuration; nothing of it was taken."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Unfit(Exception):
    """What is wrong about one row, in words."""
