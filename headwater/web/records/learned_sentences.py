"""What was learned about a lead, in sentences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

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


def _learned(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    is_better = because.get("is_better")
    why = (
        "better than the rules on leads it had not seen"
        if is_better
        else "no better than the rules"
    )
    what = f"Version {because.get('version', '')} of the probability was learned"
    return Said("sparkles", what, f"{why}; {by(entry)}", "", "decisions")


def _used(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("used", ["", ""])
    if not after:
        return Said("sparkles", "No learned probability is in use any more",
                    f"was {before}; {by(entry)}", "", "decisions")  # fmt: skip
    was = f"was {before}; " if before else ""
    return Said("sparkles", f"{after} of the probability is in use", was + by(entry), "",
                "decisions")  # fmt: skip


EVENTS = {
    "lead.estimated": _estimated, "learnedmodel.learned": _learned, "learnedmodel.used": _used,
}  # fmt: skip
