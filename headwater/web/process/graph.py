"""The boxes and arrows of the process: what is configured, and how many inquiries went along."""

from collections.abc import Iterable
from dataclasses import dataclass, field

LAYERS = ("Doors", "Match", "Rules", "First owners", "On the way", "Where they stand", "Converted")


@dataclass(slots=True)
class Box:
    """A step. `waits` says what it keeps: these stay in it (a status) or end there (rejected)."""

    key: str
    layer: int
    name: str
    url: str = ""
    tone: str = "c1"
    waits: str = ""
    enters: int = 0
    leaves: int = 0

    @property
    def count(self) -> int:
        """What came in; a door's came from outside."""
        return max(self.enters, self.leaves)

    @property
    def stays(self) -> int:
        """What came in and did not go on."""
        return self.enters - self.leaves if self.enters else 0


@dataclass(slots=True)
class Arrow:
    source: Box
    target: Box
    count: int = 0


@dataclass(slots=True)
class Graph:
    """Boxes by key in the order of each layer, arrows by their two keys."""

    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: dict[tuple[str, str], Arrow] = field(default_factory=dict)

    def add(self, box: Box) -> Box:
        return self.boxes.setdefault(box.key, box)

    def flow(self, source: str, target: str, count: int = 0) -> None:
        """So many go along; an arrow of 0 is one that is configured and was not used."""
        one, other = self.boxes[source], self.boxes[target]
        arrow = self.arrows.setdefault((source, target), Arrow(one, other))
        arrow.count += count
        one.leaves += count
        other.enters += count

    def layer(self, number: int) -> list[Box]:
        return [box for box in self.boxes.values() if box.layer == number]

    def into(self, box: Box) -> list[Arrow]:
        return [arrow for arrow in self.arrows.values() if arrow.target is box]

    def out_of(self, box: Box) -> list[Arrow]:
        return [arrow for arrow in self.arrows.values() if arrow.source is box]

    @property
    def used_layers(self) -> list[tuple[str, list[Box]]]:
        return [
            (name, boxes) for number, name in enumerate(LAYERS) if (boxes := self.layer(number))
        ]


def unbalanced(graph: Graph) -> list[str]:
    """Boxes out of which more goes than comes in, or in which something stays that may not; [] when
    the picture is true."""
    return [
        box.name for box in graph.boxes.values()
        if box.layer and (box.leaves > box.enters or (box.stays and not box.waits))
    ]  # fmt: skip


def fold(names: Iterable[str], most: int) -> tuple[list[str], list[str]]:
    """The first so many, and the rest that is shown as one."""
    found = list(names)
    return (found, []) if len(found) <= most else (found[: most - 1], found[most - 1 :])
