"""The load of each person before and after: two bars, drawn as SVG by numbers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEFT, WIDTH, HEIGHT = 92, 138, 31  # of the bars, in the chart's own units
MOST = 12  # people; the others stand in the table


@dataclass(frozen=True, slots=True)
class Bar:
    """One person: where the bars stand, how long they are, and the numbers beside them."""

    name: str
    y: int
    before: int
    after: int
    before_width: float
    after_width: float

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under each other; `height` is that of the whole."""

    bars: list[Bar]
    left_out: int

    @property
    def height(self) -> int:
        return len(self.bars) * HEIGHT + 16

    @property
    def words(self) -> str:
        told = (f"{bar.name} {bar.before}, then {bar.after}" for bar in self.bars)
        return f"Leads per person, published and draft: {'; '.join(told)}"


def of(people: Sequence[Mapping[str, Any]]) -> Chart:
    """The chart of a replay's people; those whose load changes most come into it first."""
    ranked = sorted(people, key=lambda each: (-abs(_difference(each)), -max(each["leads"])))
    chosen = [each for each in people if each in ranked[:MOST]]
    most = max((max(each["leads"]) for each in chosen), default=0) or 1
    bars = [_bar(each, place, most) for place, each in enumerate(chosen)]
    return Chart(bars, len(people) - len(chosen))


def _difference(each: Mapping[str, Any]) -> int:
    before, after = each["leads"]
    return int(after - before)


def _bar(each: Mapping[str, Any], place: int, most: int) -> Bar:
    before, after = each["leads"]
    return Bar(each["name"], place * HEIGHT, before, after,
               round(WIDTH * before / most, 1), round(WIDTH * after / most, 1))  # fmt: skip
