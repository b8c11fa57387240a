"""From what a forecast said to marks: its columns week by week, the parts of a waterfall."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from heapq import nlargest
from itertools import accumulate
from typing import Any

from django.utils import timezone

from headwater.measure import forecast as said
from headwater.measure.forecast import CATEGORIES
from headwater.measure.waterfall import Move, Part, State, Waterfall
from headwater.people.owner import Owner, owners
from headwater.records.models import Opportunity
from headwater.web.opportunities.asked import Asked

WEEKS = 12  # of the past in the chart
TONES = {"Closed": "goodf", "Commit": "c1", "Best Case": "c2", "Pipeline": "c3"}
MOST_DEALS = 25  # of one part of the waterfall
WHOLE = 100  # units of a bar
SLIVER = Decimal("0.6")  # what changed a little is still seen


def columns(asked: Asked, *, is_weighted: bool) -> list[dict[str, Any]]:
    """What the forecast said week by week, each with its categories upon each other."""
    last = min(timezone.now(), asked.span.ends_at)
    moments = [last - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]
    steps = said.moved(asked.user, asked.span, moments, owners=asked.owners)
    totals = [said.total(cells).value(is_weighted=is_weighted) for cells in steps]
    largest, width = max(totals) or Decimal(1), WHOLE / len(moments)
    return [
        {
            "day": timezone.localtime(at).date(), "total": total, "x": f"{place * width:.2f}",
            "width": f"{width * 0.72:.2f}",
            "marks": _upon_each_other(
                [cells[name].value(is_weighted=is_weighted) for name in CATEGORIES], largest
            ),
        }
        for place, (at, cells, total) in enumerate(zip(moments, steps, totals, strict=True))
    ]  # fmt: skip


def _upon_each_other(values: Sequence[Decimal], largest: Decimal) -> list[dict[str, Any]]:
    heights = [value / largest * WHOLE for value in values]
    tops = accumulate(heights)
    return [
        {"tone": TONES[name], "y": f"{WHOLE - top:.2f}", "height": f"{height:.2f}", "value": value}
        for name, value, height, top in zip(CATEGORIES, values, heights, tops, strict=True)
    ]


def parts(changed: Waterfall) -> list[dict[str, Any]]:
    """The parts of a waterfall, each with its bar and its largest deals."""
    shown = {part: _largest(changed, part) for part in changed.parts}
    names = _names([move for moves in shown.values() for move in moves])
    amounts = [amount for _, amount in changed.parts.values()]
    steps = list(accumulate(amounts, initial=changed.start))
    # Not from nought: what changed is looked at, not how much there is.
    low, high = min(steps), max(steps)
    whole = max(high - low, Decimal(1)) / WHOLE
    rows = []
    for (part, (count, amount)), began in zip(changed.parts.items(), steps, strict=False):
        rows.append({
            "word": part.value, "count": count, "amount": amount,
            "tone": "goodf" if part.name == "WON" or amount > 0 else "badf",
            "x": f"{(min(began, began + amount) - low) / whole:.2f}",
            "width": f"{max(abs(amount) / whole, SLIVER):.2f}",
            "deals": [_told(move, names) for move in shown[part]],
            "more": max(0, count - MOST_DEALS),
        })  # fmt: skip
    return rows


def _largest(changed: Waterfall, part: Part) -> list[Move]:
    moves = (move for move in changed.moves if move.part is part)
    return nlargest(MOST_DEALS, moves, key=lambda move: abs(move.delta))


def _told(move: Move, names: Mapping[int, str]) -> dict[str, Any]:
    return {"pk": move.opportunity_id, "name": names.get(move.opportunity_id, "A deal"),
            "delta": move.delta, "before": move.before, "after": move.after}  # fmt: skip


def lines(changed: Waterfall, currency: str) -> list[list[Any]]:
    """Head and a line for each deal that changed, the largest difference of each part first."""
    names, owner_names = _names(changed.moves), owners()
    head = ["Why", "Deal", "Owner", "Stage then", "Amount then", "Closes then", "Stage now",
            "Amount now", "Closes now", f"Difference ({currency})"]  # fmt: skip
    order = list(changed.parts)
    moves = sorted(changed.moves, key=lambda move: (order.index(move.part), -abs(move.delta)))
    return [head, *(
        [move.part.value, names.get(move.opportunity_id, "A deal"), _owner(move, owner_names),
         *_stood(move.before), *_stood(move.after), move.delta] for move in moves
    )]  # fmt: skip


def _owner(move: Move, names: Mapping[int, Owner]) -> str:
    state = move.after or move.before
    owner = names.get(state.owner_id or 0) if state else None
    return owner.name if owner else ""


def _stood(state: State | None) -> list[Any]:
    if state is None or state.is_deleted:
        return ["deleted" if state else "", "", ""]
    return [state.stage, "" if state.amount is None else state.amount, state.close_on or ""]


def _names(moves: Sequence[Move]) -> dict[int, str]:
    keys = [move.opportunity_id for move in moves]
    return dict(Opportunity.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
