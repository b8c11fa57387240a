"""What changed in a forecast between two moments: every deal in exactly one part.

The value of the open deals of a span at the end is that at the beginning plus the parts, exactly:
each part is the sum of differences of single deals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from headwater.measure.forecast import Owners, stood_at
from headwater.measure.span import Span
from headwater.people.models import User
from headwater.records.models import OpportunityHistory
from headwater.records.opportunity import COUNTS

OMITTED = "Omitted"
NOTHING = Decimal(0)


class Part(Enum):
    """Why the value of the open deals changed; in the order in which it is told."""

    NEW = "New"
    FROM_EARLY = "Out of early stages"
    MOVED_IN = "Moved into the period"
    TAKEN_OVER = "From other owners"
    REOPENED = "Reopened"
    BROUGHT_BACK = "Brought back"
    UP = "Worth more"
    DOWN = "Worth less"
    DELETED = "Deleted"
    TO_EARLY = "Back to an early stage"
    HANDED_OVER = "To other owners"
    MOVED_OUT = "Moved out of the period"
    LOST = "Lost"
    WON = "Won"


@dataclass(frozen=True, slots=True)
class State:
    """How a deal stood at a moment."""

    owner_id: int | None
    close_on: date | None
    amount: Decimal | None
    probability: Decimal
    category: str
    stage: str = ""
    is_closed: bool = False
    is_won: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What is looked at: the open deals of a span, of these owners, weighted or not."""

    span: Span
    owners: Owners = None
    is_weighted: bool = False

    def holds(self, state: State | None) -> bool:
        """Whether a deal that stands so is in the open forecast of this frame."""
        return state is not None and _why_not(state, self) is None

    def value(self, state: State | None) -> Decimal:
        if state is None or state.amount is None or not self.holds(state):
            return NOTHING
        return state.amount * state.probability / 100 if self.is_weighted else state.amount


@dataclass(frozen=True, slots=True)
class Move:
    """One deal whose value in the frame changed, and why."""

    opportunity_id: int
    part: Part
    delta: Decimal
    before: State | None
    after: State | None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From `start` to `end` by `parts`: (how many deals, how much together)."""

    start: Decimal
    end: Decimal
    moves: tuple[Move, ...]

    @property
    def parts(self) -> dict[Part, tuple[int, Decimal]]:
        found: dict[Part, tuple[int, Decimal]] = {}
        for move in self.moves:
            count, amount = found.get(move.part, (0, NOTHING))
            found[move.part] = (count + 1, amount + move.delta)
        return {part: found[part] for part in Part if part in found}


def waterfall(
    user: User, frame: Frame, since: datetime, until: datetime, *, start: Decimal
) -> Waterfall:
    """What changed between two moments; `start` is the open value at the first of them.

    Four queries over the deals that changed; those that stood as they were are not read.
    """
    before, after = _standing(user, frame, since), _standing(user, frame, until)
    gone = {row["opportunity_id"]: _state(row) for row in before.filter(ended_at__lte=until)}
    come = {row["opportunity_id"]: _state(row) for row in after.filter(at__gt=since)}
    was = gone | _others(user, since, come.keys() - gone.keys())
    now = come | _others(user, until, gone.keys() - come.keys())
    moves = tuple(told(was, now, frame))
    return Waterfall(start, start + sum((move.delta for move in moves), NOTHING), moves)


def told(
    before: Mapping[int, State], after: Mapping[int, State], frame: Frame
) -> Iterable[Move]:  # fmt: skip
    """Each deal that came, went or changed its value, with the part it belongs to."""
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        part, delta = part_of(was, now, frame), frame.value(now) - frame.value(was)
        if part:
            yield Move(key, part, delta, was, now)


def part_of(was: State | None, now: State | None, frame: Frame) -> Part | None:
    """Why a deal's value in the frame changed; None when it did not, or never was in it."""
    stood, stands = frame.holds(was), frame.holds(now)
    if stood and stands:
        difference = frame.value(now) - frame.value(was)
        return None if not difference else Part.UP if difference > 0 else Part.DOWN
    if stands:
        return ENTERS[_why_not(was, frame)]
    if stood:
        return LEAVES[_why_not(now, frame)]
    return None


class _Out(Enum):
    """Why a deal is not in a frame."""

    UNKNOWN = 0
    DELETED = 1
    WON = 2
    LOST = 3
    EARLY = 4
    ELSEWHEN = 5
    ANOTHERS = 6


ENTERS = {
    _Out.UNKNOWN: Part.NEW, _Out.DELETED: Part.BROUGHT_BACK, _Out.WON: Part.REOPENED,
    _Out.LOST: Part.REOPENED, _Out.EARLY: Part.FROM_EARLY, _Out.ELSEWHEN: Part.MOVED_IN,
    _Out.ANOTHERS: Part.TAKEN_OVER,
}  # fmt: skip
LEAVES = {
    _Out.UNKNOWN: Part.DELETED, _Out.DELETED: Part.DELETED, _Out.WON: Part.WON,
    _Out.LOST: Part.LOST, _Out.EARLY: Part.TO_EARLY, _Out.ELSEWHEN: Part.MOVED_OUT,
    _Out.ANOTHERS: Part.HANDED_OVER,
}  # fmt: skip


def _why_not(state: State | None, frame: Frame) -> Any:
    """The first reason that keeps a deal out of a frame; None when it is in."""
    if state is None:
        return _Out.UNKNOWN
    reasons = (
        (state.is_deleted, _Out.DELETED),
        (state.is_won, _Out.WON),
        (state.is_closed, _Out.LOST),
        (state.category == OMITTED, _Out.EARLY),
        (not frame.span.holds(state.close_on), _Out.ELSEWHEN),
        (frame.owners is not None and state.owner_id not in frame.owners, _Out.ANOTHERS),
    )
    return next((out for is_so, out in reasons if is_so), None)


COLUMNS = ("opportunity_id", "owner_id", "close_on", "amount", "probability", "forecast_category",
           "stage_name", "is_closed", "is_won", "is_deleted")  # fmt: skip


def _standing(user: User, frame: Frame, at: datetime) -> Any:
    """The rows that were in the frame at a moment."""
    rows = OpportunityHistory.objects.filter(
        COUNTS, is_won=False, close_on__gte=frame.span.since, close_on__lt=frame.span.until
    )
    rows = rows if frame.owners is None else rows.filter(owner_id__in=frame.owners)
    return stood_at(rows, user, at).order_by().values(*COLUMNS)


def _others(user: User, at: datetime, keys: Iterable[int]) -> dict[int, State]:
    """How these deals stood at a moment at which they were not in the frame."""
    wanted = list(keys)
    rows = OpportunityHistory.objects.filter(opportunity_id__in=wanted)
    found = stood_at(rows, user, at).order_by().values(*COLUMNS) if wanted else ()
    return {row["opportunity_id"]: _state(row) for row in found}


def _state(row: Mapping[str, Any]) -> State:
    return State(
        row["owner_id"], row["close_on"], row["amount"], row["probability"],
        row["forecast_category"], row["stage_name"], row["is_closed"], row["is_won"],
        row["is_deleted"],
    )  # fmt: skip
