"""`1 AND (2 OR 3)`: how the items of a matching rule, by their numbers, are joined.

OR binds weaker than AND, as in Salesforce; an empty text joins all items by AND.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 255
DEEPEST = 10
_WORD = re.compile(r"\s*(\d+|\(|\)|and\b|or\b|\S)", re.IGNORECASE)


class Misread(ValueError):
    """Not such a text; says in plain words why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item, by its place (0 is the first)."""

    place: int


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """One part must hold."""

    parts: "tuple[Filter, ...]"


Filter = Item | All | Any


def parse(text: str, count: int) -> Filter:
    """The tree of a text about `count` items, each named at least once; raises Misread."""
    if not text.strip():
        return All(tuple(Item(place) for place in range(count)))
    words = [word.upper() for word in _WORD.findall(text[: LONGEST + 1])]
    if len(text) > LONGEST:
        raise Misread(f"The logic has more than {LONGEST} characters.")
    reader = _Reader(words, count)
    found = reader.either(0)
    if reader.words:
        raise Misread(f"“{reader.words[0]}” does not belong there.")
    missing = [str(place + 1) for place in range(count) if place not in set(places(found))]
    if missing:
        raise Misread(f"The logic leaves out {', '.join(missing)}.")
    return found


def places(tree: Filter) -> Iterator[int]:
    """The items that a tree names, in its order."""
    if isinstance(tree, Item):
        yield tree.place
        return
    for part in tree.parts:
        yield from places(part)


@dataclass(slots=True)
class _Reader:
    words: list[str]
    count: int

    def either(self, depth: int) -> Filter:
        if depth > DEEPEST:
            raise Misread(f"The brackets are nested more than {DEEPEST} deep.")
        parts = [self.both(depth)]
        while self._took("OR"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self, depth: int) -> Filter:
        parts = [self.one(depth)]
        while self._took("AND"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Filter:
        if self._took("("):
            inside = self.either(depth + 1)
            if not self._took(")"):
                raise Misread("A bracket is not closed.")
            return inside
        word = self.words.pop(0) if self.words else "the end"
        if not word.isdecimal():
            raise Misread(f"A number of a field is missing before {word}.")
        if not 1 <= int(word) <= self.count:
            raise Misread(f"There is no field {word}.")
        return Item(int(word) - 1)

    def _took(self, word: str) -> bool:
        if self.words and self.words[0] == word:
            self.words.pop(0)
            return True
        return False
