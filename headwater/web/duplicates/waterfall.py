"""Evidence as a waterfall: where any two records start, what each field adds, where it ends.

Lengths are shares of one axis (0 to 100), so that a template can draw them without arithmetic.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, log2
from typing import Any

from headwater.records.duplicate_pair import Tier

LEAST, MOST = 2.0**-50, 1 - 2.0**-50  # what a float still tells from certainty
USUAL_START = -14.0  # bits, where a probability no longer tells where it began
SURE = 1_000_000  # to 1; more says nothing more
NO_LIKENESS = "No likeness"
TELLING = 0.05  # bits
MARGIN = 3.0  # shares left free at both ends
SHORTEST = 1.2  # a bar that is there can be seen
STRENGTHS = (
    (8.0, "very strong"), (3.5, "strong"), (1.5, "fair"), (0.0, "slight"),
    (-1.5, "slightly against"), (-6.0, "against"), (-inf, "strongly against"),
)  # fmt: skip
TONES = {Tier.CERTAIN: "good", Tier.LIKELY: "accent", Tier.POSSIBLE: "warn", Tier.NONE: ""}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: what it says, how strong that is in a word, and where its bar lies."""

    words: str
    strength: str
    bits: float
    left: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The lines from the start on, and where "as likely as not" stands on the axis."""

    bars: tuple[Bar, ...]
    middle: float

    @property
    def start(self) -> Bar:
        return self.bars[0]


def waterfall(evidence: Iterable[Mapping[str, Any]], probability: float) -> Waterfall:
    """The lines for a pair's evidence ({"field", "words", "bits"}) that ends at `probability`."""
    parts = [
        (str(each["words"]), float(each["bits"]))
        for each in evidence if abs(each["bits"]) >= TELLING
    ]  # fmt: skip
    start = _start(probability, sum(bits for _, bits in parts))
    at, spans = start, [("", 0.0, start)]
    for _, bits in parts:
        spans.append(("", at, at + bits))
        at += bits
    places = [place for _, one, other in spans for place in (one, other)]
    low, high = min(places), max(places)
    scale = (100 - 2 * MARGIN) / ((high - low) or 1)

    def share(place: float) -> float:
        return round(MARGIN + (place - low) * scale, 2)

    first = Bar(_any_two(start), "start", start, share(min(0, start)),
                _width(share(0) - share(start)), "start")  # fmt: skip
    rest = (
        Bar(words, strength(bits), bits, share(min(one, other)),
            _width(share(other) - share(one)), "pos" if bits >= 0 else "neg")
        for (words, bits), (_, one, other) in zip(parts, spans[1:], strict=True)
    )  # fmt: skip
    return Waterfall((first, *rest), share(0))


def strength(bits: float) -> str:
    """A number of bits in a word."""
    return next(word for least, word in STRENGTHS if bits >= least)


def odds(probability: float) -> str:
    """“about 700 to 1”, “about even”, “about 1 to 4”."""
    sure = min(max(probability, LEAST), MOST)
    ratio = sure / (1 - sure)
    if 0.67 < ratio < 1.5:
        return "about even"
    if ratio > SURE:
        return "more than a million to 1"
    if ratio < 1:
        return f"about 1 to {_round(1 / ratio)}"
    return f"about {_round(ratio)} to 1"


def chance(probability: float) -> str:
    """“99.9 %”: never rounded up to certainty, and in words where nothing speaks for it."""
    share = min(int(probability * 1000) / 10, 99.9)
    return f"{share:.1f} %" if share else NO_LIKENESS


def _start(probability: float, evidence: float) -> float:
    """Where any two begin, so that the evidence ends at the probability; in bits."""
    if not LEAST < probability < MOST:
        return USUAL_START
    return log2(probability / (1 - probability)) - evidence


def _any_two(start: float) -> str:
    if start >= 0:
        return "Any two that share this much"
    return f"Any two records: 1 in {_round(2 ** min(-start, 60) + 1)}"


def _round(number: float) -> str:
    """Two digits that mean something, thousands apart."""
    if number < 10:
        return f"{number:.0f}"
    digits = len(str(int(number))) - 2
    return f"{round(number / 10**digits) * 10**digits:,}"


def _width(length: float) -> float:
    return round(max(abs(length), SHORTEST), 2)
