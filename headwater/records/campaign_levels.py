"""Campaigns stand in a tree of at most five levels, as in Salesforce."""

from collections.abc import Sequence
from typing import Any

from headwater.database import statements
from headwater.records.campaign import Campaign
from headwater.records.problem import Problem, Refused

DEEPEST = 5  # levels, the topmost counted
# How many stand above a campaign, itself counted; a circle ends where it began.
ABOVE = """
WITH RECURSIVE way(id) AS (
  SELECT %s::bigint
  UNION
  SELECT next.parent_id FROM way JOIN records_campaign AS next ON next.id = way.id
  WHERE next.parent_id IS NOT NULL
)
SELECT count(*) FROM way
"""
# The most levels that hang below any of these campaigns, themselves counted.
BELOW = f"""
WITH RECURSIVE tree(id, level) AS (
  SELECT id, 1 FROM unnest(%s::bigint[]) AS id
  UNION ALL
  SELECT child.id, tree.level + 1 FROM tree JOIN records_campaign AS child
  ON child.parent_id = tree.id AND NOT child.is_deleted WHERE tree.level <= {DEEPEST}
)
SELECT max(level) FROM tree
"""  # noqa: S608
# From the topmost of a campaign's tree down, each before those below it, by name.
FAMILY = f"""
WITH RECURSIVE way(id, parent_id, step) AS (
  SELECT id, parent_id, 1 FROM records_campaign WHERE id = %s
  UNION ALL
  SELECT above.id, above.parent_id, way.step + 1 FROM way JOIN records_campaign AS above
  ON above.id = way.parent_id AND NOT above.is_deleted WHERE way.step < {DEEPEST}
), tree(id, level, path) AS (
  SELECT top.id, 1, ARRAY[''] FROM (SELECT id FROM way ORDER BY step DESC LIMIT 1) AS top
  UNION ALL
  SELECT child.id, tree.level + 1, tree.path || (lower(child.name) || ' ' || child.id)
  FROM tree JOIN records_campaign AS child ON child.parent_id = tree.id AND NOT child.is_deleted
  WHERE tree.level < {DEEPEST}
)
SELECT id, level FROM tree ORDER BY path LIMIT %s
"""  # noqa: S608


def refuse(campaigns: Sequence[Any], parent_id: int | None) -> None:
    """Raise Refused where campaigns under this parent would stand lower than five levels."""
    if parent_id is None or not campaigns:
        return
    above = statements.run(ABOVE, [parent_id])[0][0]
    below = statements.run(BELOW, [[campaign.pk for campaign in campaigns]])[0][0]
    if above + below > DEEPEST:
        message = f"Campaigns stand in at most {DEEPEST} levels; this would make {above + below}."
        raise Refused([Problem("ParentId", "FIELD_INTEGRITY_EXCEPTION", message)])


def family(campaign: Campaign, *, most: int = 200) -> list[tuple[int, Campaign]]:
    """The whole tree that a campaign stands in, as (level from 1, campaign), the topmost first."""
    rows = statements.run(FAMILY, [campaign.pk, most])
    found = Campaign.objects.select_related("owner").in_bulk([key for key, _ in rows])
    return [(level, found[key]) for key, level in rows]
