"""How a file writes its dates and numbers, decided from what is in it and told in one sentence.

31.12.2025 can only be day first; 12/31/2025 only month first. Where nothing tells, the
organisation's locale does. A text that can only mean one thing is read as that all the same.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.capture import shapes

ORDERS = {"DMY": "day first (31/12/2025)", "MDY": "month first (12/31/2025)",
          "YMD": "year first (2025-12-31)"}  # fmt: skip
MARKS = {",": "a comma (1.234,50)", ".": "a point (1,234.50)"}
# Locales of the parsers that read so.
DATE_LOCALES = {"DMY": "en-GB", "MDY": "en-US", "YMD": "en-GB"}
NUMBER_LOCALES = {",": "de-DE", ".": "en-US"}
LOCAL = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
DECIMAL = re.compile(r"[-+]?[\d.,'’ \xa0]*?([.,])(\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """Date order and decimal mark ('' where the file does not tell), each with its reason."""

    date_order: str = ""
    date_order_because: str = ""
    decimal_mark: str = ""
    decimal_mark_because: str = ""


def decide(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Reading:
    """Look at every column of a sample that holds dates or numbers."""
    texts = {column: [] for column in columns}  # type: dict[str, list[str]]
    for row in rows:
        for column, value in row.items():
            if isinstance(value, str) and value and column in texts:
                texts[column].append(value.strip())
    kinds = {column: shapes.of(said).type for column, said in texts.items()}
    dates = {c: texts[c] for c, kind in kinds.items() if kind in ("date", "datetime")}
    numbers = {
        c: texts[c] for c, kind in kinds.items() if kind in ("double", "currency", "percent")
    }
    return Reading(*_date_order(dates), *_decimal_mark(numbers))


def _date_order(dates: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    proofs: dict[str, list[tuple[str, str]]] = {"DMY": [], "MDY": []}
    is_open = False
    for column, texts in dates.items():
        for text in texts:
            found = LOCAL.match(text)
            if not found:
                continue
            first, second = int(found[1]), int(found[3])
            is_open = True
            if first > 12 >= second or found[2] == ".":
                proofs["DMY"].append((text, column))
            elif second > 12 >= first:
                proofs["MDY"].append((text, column))
    if not is_open:
        return "", ""
    best = max(proofs, key=lambda order: len(proofs[order]))
    other = "MDY" if best == "DMY" else "DMY"
    if not proofs[best]:
        return "", "Nothing in the file tells day from month; dates are read as usual here."
    text, column = proofs[best][0]
    because = f"{text} in “{column}” can only be {ORDERS[best].partition(' (')[0]}."
    if proofs[other]:
        text, column = proofs[other][0]
        because += f" But {text} in “{column}” is written the other way: look at your dates."
    return best, because[:300]


def _decimal_mark(numbers: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    proofs: dict[str, list[tuple[str, str]]] = {",": [], ".": []}
    for column, texts in numbers.items():
        for text in texts:
            mark = _mark_of(shapes.MONEY.sub("", text).strip(" %"))
            if mark:
                proofs[mark].append((text, column))
    best = max(proofs, key=lambda mark: len(proofs[mark]))
    if not proofs[best]:
        return "", ""
    text, column = proofs[best][0]
    return best, f"{text} in “{column}” is written with {MARKS[best].partition(' (')[0]}."[:300]


def _mark_of(text: str) -> str:
    """The decimal mark that this number proves: 1.234,5 and 1.234.567 a comma, 3.14 a point."""
    for mark, other in ((",", "."), (".", ",")):
        if text.count(mark) > 1:
            return other
    found = DECIMAL.fullmatch(text)
    is_proof = found and (len(set(text) & {",", "."}) == 2 or len(found[2]) != 3)
    return found[1] if found and is_proof else ""
