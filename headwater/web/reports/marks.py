"""From figures to marks: the numbers that the SVG of the charts is drawn with."""

from collections.abc import Sequence
from typing import Any

from headwater.measure.deals import WinRate
from headwater.measure.figure import Row

WIDE = 1000  # units of the balance bar
BAR = 100  # units of a bar in a table
GAP = 2


def stack(parts: Sequence[tuple[str, int, str, str, str]], total: int) -> list[dict[str, Any]]:
    """(word, count, tone, hint, state) side by side; the widths add up to WIDE."""
    place = 0.0
    drawn = []
    for word, count, tone, hint, state in parts:
        width = count / total * WIDE if total else 0.0
        drawn.append({
            "word": word, "count": count, "tone": tone, "hint": hint, "state": state,
            "x": f"{place:.1f}", "width": f"{max(0.0, width - GAP):.1f}",
        })  # fmt: skip
        place += width
    return drawn


def bars(rows: Sequence[Row], tones: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Each row with the width of its bar: by amount where there are amounts, else by count."""
    by_amount = any(row.amount for row in rows)
    sizes = [float(row.amount) if by_amount else float(row.count) for row in rows]
    largest = max(sizes, default=0.0) or 1.0
    return [
        {
            "row": row,
            "width": f"{size / largest * BAR:.1f}",
            "tone": tones[place] if tones else "c1",
        }
        for place, (row, size) in enumerate(zip(rows, sizes, strict=True))
    ]


def interval(rate: WinRate) -> dict[str, Any]:
    """A rate with its 95 % whisker, in hundredths."""
    low, high = rate.interval
    return {
        "rate": rate, "low": f"{low * 100:.1f}", "high": f"{high * 100:.1f}",
        "at": f"{rate.rate * 100:.1f}", "low_share": low, "high_share": high,
    }  # fmt: skip
