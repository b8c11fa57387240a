"""How the values of a chart are said: beside a mark, on an axis, in a table."""

from math import floor, log10

from headwater.web.templatetags.words import MINUTE, duration, money, percent


def told(value: float | None, unit: str) -> str:
    """1,284, 34 %, 6 min, €12,400; a dash where nothing is known."""
    if value is None:
        return "–"
    if unit == "%":
        return percent(value)
    if unit == "min":
        return duration(value * MINUTE)
    if is_money(unit):
        return money(round(value), unit)
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def read(value: float | None, unit: str) -> str:
    """As `told`, with the noun: 37 leads, 1 lead."""
    words = told(value, unit)
    if value is None or unit in ("%", "min", "") or is_money(unit):
        return words
    return f"{words} {unit[:-1] if value == 1 and unit.endswith('s') else unit}"


def short(value: float, unit: str) -> str:
    """For axes: 1.2k, 3M, 40 %."""
    if unit == "min":
        return brief(value)
    if unit == "%" or value < 1000:
        return told(value, unit)
    sign = money(0, unit)[:-1] if is_money(unit) else ""
    size, letter = (1e6, "M") if value >= 1e6 else (1e3, "k")
    return f"{sign}{value / size:g}{letter}"


def brief(minutes: float) -> str:
    """Minutes without their word, where a title says what they are: 12, 3h, 5d."""
    if minutes < 100:
        return f"{minutes:.0f}"
    return f"{minutes / 60:.0f}h" if minutes < 6000 else f"{minutes / 1440:.0f}d"


def is_money(unit: str) -> bool:
    """A currency's three capital letters."""
    return len(unit) == 3 and unit.isupper()


def ticks(largest: float, *, unit: str = "", about: int = 4) -> list[float]:
    """Round numbers from 0 to at least the largest value: 0, 20, 40, 60."""
    if largest <= 0:
        return [0.0, 1.0]
    if unit == "min" and largest >= 120:  # round hours, round days
        whole = 60 if largest < 6000 else 1440
        return [tick * whole for tick in ticks(largest / whole, about=about)]
    rough = largest / about
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough - 1e-12)
    if unit != "%" and not (unit == "min" and largest < 1):
        step = max(1.0, round(step)) if step < 10 else step
    count = 0
    while step * count < largest - 1e-9:
        count += 1
    return [step * number for number in range(count + 1)]
