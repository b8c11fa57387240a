"""How sure a number is: 95 % intervals of rates and of means, and what two of them tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt

Z = 1.959964  # of the normal distribution, for 95 %
# Student's t for one to four degrees of freedom; beyond that the series below is exact enough.
FEW = (12.7062, 4.3027, 3.1824, 2.7764)


class Verdict(Enum):
    """What two intervals tell about the numbers between."""

    FIRST = "first"  # the first is higher
    SECOND = "second"
    UNCLEAR = "unclear"  # they overlap, or one of them is not known


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of a whole; the interval is Wilson's (1927), which small numbers need."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """0 to 1; None of nothing."""
        if not self.whole:
            return None
        n, p = self.whole, self.part / self.whole
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return (max(0.0, middle - reach), min(1.0, middle + reach))


@dataclass(frozen=True, slots=True)
class Mean:
    """The average of `count` numbers with their standard deviation (of a sample).

    The interval is Student's: right for averages of many numbers, and wide for a few.
    """

    count: int = 0
    value: float | None = None
    deviation: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """None of fewer than two numbers."""
        if self.count < 2 or self.value is None or self.deviation is None:
            return None
        reach = student(self.count - 1) * self.deviation / sqrt(self.count)
        return (self.value - reach, self.value + reach)


def compare(first: Rate | Mean, second: Rate | Mean) -> Verdict:
    """Only intervals that lie apart tell which number is higher."""
    one, other = first.interval, second.interval
    if one is None or other is None or (one[0] <= other[1] and other[0] <= one[1]):
        return Verdict.UNCLEAR
    return Verdict.FIRST if one[0] > other[1] else Verdict.SECOND


def student(freedom: int) -> float:
    """The two-sided 95 % value of Student's t (series of Abramowitz and Stegun, 26.7.5)."""
    if freedom <= len(FEW):
        return FEW[freedom - 1]
    z, n = Z, freedom
    return (
        z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )  # fmt: skip


def mean(numbers: Iterable[float]) -> Mean:
    """Of numbers at hand."""
    every = list(numbers)
    if not every:
        return Mean()
    middle = sum(every) / len(every)
    if len(every) < 2:
        return Mean(1, middle)
    spread = sum((each - middle) ** 2 for each in every) / (len(every) - 1)
    return Mean(len(every), middle, sqrt(spread))
