"""The score of a lead beside its page: fit and engagement with their parts, and where it stands."""

from typing import Any

from headwater.records.models import Lead
from headwater.score import rules
from headwater.score.score_rule import Side
from headwater.web.scoring import lines

MOST_INTERESTS = 3


def of_lead(lead: Lead) -> dict[str, Any]:
    """Read from what is stored: looking costs no counting, whatever fades."""
    version = rules.known()[0]
    level = version.grid.level(lead.engagement_score)
    cell = f"{lead.grade}{level}" if lead.grade else ""
    return {
        "hot": version.hot_threshold,
        "score_sides": [_side(lead, side) for side in Side],
        "score_cell": cell,
        "score_grid": lines.grid_rows(version.grid, cell) if cell else [],
        "score_heads": lines.grid_heads(version.grid),
        "score_interests": _interests(lead),
        "score_fades": any("half_life" in part for part in lead.score_parts),
    }


def _side(lead: Lead, side: Side) -> dict[str, Any]:
    """Parts of a lead that was scored before there were sides count as fit."""
    parts = [part for part in lead.score_parts if part.get("side", Side.FIT) == side]
    return {"label": side.label, "parts": parts, "points": sum(part["points"] for part in parts)}


def _interests(lead: Lead) -> list[tuple[str, int]]:
    """Product interests with their points, the strongest first."""
    found: dict[str, int] = {}
    for part in lead.score_parts:
        if name := part.get("interest"):
            found[name] = found.get(name, 0) + part["points"]
    return sorted(found.items(), key=lambda each: -each[1])[:MOST_INTERESTS]
