"""What was learned about a lead, in sentences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said

MOST = 3  # reasons in one line; the panel beside the page has them all


def _estimated(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("probability", [None, None])
    if after is None:
        return Said("sparkles", "Probability is not said any more",
                    "no learned version is in use", "", "decisions")  # fmt: skip
    told = [f"{each['words']} {_side(each['weight'])}" for each in because.get("reasons", [])]
    was = f", was {before:.0f} %" if before is not None else ""
    why = ", ".join(told[:MOST]) or "as most leads"
    return Said("sparkles", f"Probability {after:.0f} %{was}", why, "", "decisions")


def _side(weight: float) -> str:
    return "(for it)" if weight > 0 else "(against it)"


EVENTS = {"lead.estimated": _estimated}
