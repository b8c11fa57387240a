"""Where the boxes and arrows lie: wide, layer beside layer, and narrow, layer under layer.

Widths of arrows are by flow. The narrow picture is a river: what flows from layer to layer runs
down its left side, and each box is an arm of it.
"""

from dataclasses import dataclass, field

from headwater.web.process.graph import Arrow, Box, Graph

WIDE, BOX, LEAST, GAP, HEAD = 1240, 142, 38, 12, 26
LINE = 14  # units of one more line of a name
FLOW_HIGH = 340  # units that a whole layer's flow takes in the wide picture
NARROW, ROW, RIVER = 360, 40, 26
LETTERS, NARROW_LETTERS = 18, 30


@dataclass(slots=True)
class Placed:
    """A box with its place; `words` are the lines of its name as far as they fit."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    words: list[str]
    bar: float = 0.0
    left: float = 0.0  # how much of its side is used by arrows
    right: float = 0.0

    @property
    def lines(self) -> list[tuple[str, float]]:
        """Each line of the name with its height."""
        return [(word, self.name_y + number * LINE) for number, word in enumerate(self.words)]

    @property
    def name_y(self) -> float:
        return self.y + self.height / 2 - 2 - (len(self.words) - 1) * LINE / 2

    @property
    def count_y(self) -> float:
        return self.name_y + len(self.words) * LINE

    @property
    def middle(self) -> float:
        """Of a row: where its one line of text stands."""
        return self.y + self.height / 2 + 4.5


@dataclass(slots=True)
class Ribbon:
    """An arrow as a path; a hair that is dashed where nothing flowed."""

    arrow: Arrow
    path: str
    x: float
    y: float
    is_named: bool

    @property
    def is_used(self) -> bool:
        return self.arrow.count > 0


@dataclass(slots=True)
class Picture:
    width: float
    height: float
    boxes: list[Placed] = field(default_factory=list)
    ribbons: list[Ribbon] = field(default_factory=list)
    heads: list[tuple[str, float, float]] = field(default_factory=list)
    river: list[str] = field(default_factory=list)


def wide(graph: Graph) -> Picture:
    """Layers from left to right; boxes are as high as their flow, and never too low to read."""
    layers = graph.used_layers
    step = (WIDE - BOX) / max(len(layers) - 1, 1)
    most = max((sum(box.count for box in boxes) for _, boxes in layers), default=0) or 1
    scale = FLOW_HIGH / most
    highs = [_high(boxes, scale) for _, boxes in layers]
    picture = Picture(WIDE, max(highs, default=0) + HEAD + 8)
    placed: dict[str, Placed] = {}
    for number, (name, boxes) in enumerate(layers):
        x = number * step
        y = HEAD + (max(highs) - highs[number]) / 2
        picture.heads.append((name, x, 14))
        for box in boxes:
            high = _height(box, scale)
            placed[box.key] = Placed(box, x, y, BOX, high, wrapped(box.name, LETTERS))
            y += high + GAP
    picture.boxes = list(placed.values())
    for arrow in _in_order(graph, placed):
        picture.ribbons.append(_ribbon(arrow, placed, scale))
    return picture


def _high(boxes: list[Box], scale: float) -> float:
    return sum(_height(box, scale) for box in boxes) + GAP * (len(boxes) - 1)


def _height(box: Box, scale: float) -> float:
    least = LEAST + LINE * (len(wrapped(box.name, LETTERS)) - 1)
    return max(least, box.count * scale)


def _in_order(graph: Graph, placed: dict[str, Placed]) -> list[Arrow]:
    """From the top down at both ends, so that arrows of one box do not cross."""
    return sorted(graph.arrows.values(),
                  key=lambda a: (placed[a.source.key].y, placed[a.target.key].y))  # fmt: skip


def _ribbon(arrow: Arrow, placed: dict[str, Placed], scale: float) -> Ribbon:
    source, target = placed[arrow.source.key], placed[arrow.target.key]
    size = arrow.count * scale
    one = _start(source, source.right, arrow.source.leaves * scale)
    other = _start(target, target.left, arrow.target.enters * scale)
    source.right += size
    target.left += size
    x1, x2 = source.x + source.width, target.x
    middle = (x1 + x2) / 2
    path = (
        f"M{x1:.1f} {one:.1f}C{middle:.1f} {one:.1f} {middle:.1f} {other:.1f} {x2:.1f} {other:.1f}"
    )
    if not arrow.count:
        return Ribbon(arrow, path, middle, (one + other) / 2, False)
    size = max(size, 1.2)
    path += (
        f"V{other + size:.1f}C{middle:.1f} {other + size:.1f} {middle:.1f} {one + size:.1f} "
        f"{x1:.1f} {one + size:.1f}Z"
    )
    return Ribbon(arrow, path, x1 + 5, one + size / 2 + 3.5, size > 11)


def _start(place: Placed, used: float, whole: float) -> float:
    """Arrows leave and enter in the middle of a box that is higher than its flow."""
    return place.y + (place.height - whole) / 2 + used


def narrow(graph: Graph) -> Picture:
    """Layers from top to bottom; each box is a row with a bar, fed by the river at its left."""
    layers = graph.used_layers
    most = max((sum(box.count for box in boxes) for _, boxes in layers), default=0) or 1
    picture = Picture(NARROW, 0)
    y, running = 0.0, 0
    for name, boxes in layers:
        picture.heads.append((name, RIVER + 14, y + 14))
        if running:
            _run(picture, y - 8, y + 22, running / most)
        y += 22
        for box in boxes:
            width = NARROW - RIVER - 14
            bar = box.count / most * width
            words = [fitted(box.name, NARROW_LETTERS)]
            picture.boxes.append(Placed(box, RIVER + 14, y, width, ROW - 6, words, bar))
            running = _arm(picture, box, y, running, most)
            y += ROW
        y += 8
    picture.height = y
    return picture


def _arm(picture: Picture, box: Box, y: float, running: int, most: int) -> int:
    """A door fills the river, what stays somewhere leaves it; between them it runs on."""
    after = running + (box.count if box.layer == 0 else -box.stays if box.waits else 0)
    _run(picture, y, y + ROW, max(after, running) / most)
    arm = max(box.count / most * (ROW - 14), 1)
    middle = y + (ROW - 6) / 2
    picture.ribbons.append(Ribbon(
        Arrow(box, box, box.count),
        f"M0 {middle - arm / 2:.1f}H{RIVER + 14}V{middle + arm / 2:.1f}H0Z", 0, 0, False,
    ))  # fmt: skip
    return after


def _run(picture: Picture, top: float, low: float, share: float) -> None:
    size = max(share * (RIVER - 6), 1)
    picture.river.append(f"M0 {top:.1f}H{size:.1f}V{low:.1f}H0Z")


def wrapped(name: str, letters: int) -> list[str]:
    """A name in one line or two; what does not fit is cut."""
    if len(name) <= letters:
        return [name]
    cut = name.rfind(" ", 0, letters + 1)
    if cut < letters // 3:
        return [fitted(name, letters)]
    return [name[:cut], fitted(name[cut + 1 :], letters)]


def fitted(name: str, letters: int) -> str:
    """As much of a name as fits into its box."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
