"""What leads did that rules give points for: one SELECT for all rules and all leads of a batch."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from headwater import statements
from headwater.score.score_rule import ScoreRule
from headwater.score.sums import Done

# Until when the doing counts: now, or for those that have ended, until they ended.
NOW = "(SELECT id, %s::timestamptz AS until FROM unnest(%s::bigint[]) u (id))"
THEN = """(SELECT id, CASE WHEN is_closed OR is_converted
  THEN least(status_changed_at, %s::timestamptz) ELSE %s::timestamptz END AS until
  FROM records_lead WHERE id = ANY (%s::bigint[]))"""
SEEN = """
SELECT s.id, r.place, CASE WHEN r.is_per_interest THEN e.interest ELSE '' END, count(*),
  sum(CASE WHEN r.half_life IS NULL THEN 1 ELSE
    power(0.5::float8, extract(epoch FROM s.until - e.at)::float8 / 86400 / r.half_life) END)
FROM {leads} s
JOIN records_engagement e ON e.lead_id = s.id AND e.bot_reason = '' AND e.at <= s.until
JOIN json_to_recordset(%s::json) r (place int, event text, what text, interest text,
  is_per_interest bool, half_life float8)
  ON r.event = e.kind AND (r.what = '' OR position(r.what IN lower(e.what)) > 0)
  AND (r.interest = '' OR r.interest = lower(e.interest))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def done(
    asked: Sequence[ScoreRule], lead_ids: Iterable[int], *, now: datetime
) -> dict[int, tuple[Done, ...]]:
    """Lead → what it did that these rules ask for; one query, none without such rules or leads."""
    ids = list(lead_ids)
    return _read(asked, ids, NOW, [now, ids])


def done_then(
    asked: Sequence[ScoreRule], lead_ids: Iterable[int], *, now: datetime
) -> dict[int, tuple[Done, ...]]:
    """The same as it stood when the lead was closed or converted, where it was."""
    ids = list(lead_ids)
    return _read(asked, ids, THEN, [now, now, ids])


def _read(
    asked: Sequence[ScoreRule], ids: Sequence[int], leads: str, params: list[Any]
) -> dict[int, tuple[Done, ...]]:
    told = [
        {"place": place, "event": rule.event, "what": rule.what.lower(),
         "interest": rule.interest.lower(), "is_per_interest": rule.is_per_interest,
         "half_life": rule.half_life_days}
        for place, rule in enumerate(asked) if rule.event
    ]  # fmt: skip
    if not (ids and told):
        return {}
    found: dict[int, list[Done]] = {}
    sql = SEEN.format(leads=leads)
    for key, place, interest, count, weight in statements.run(
        sql, [*params, statements.dumped(told)]
    ):
        found.setdefault(key, []).append(Done(place, interest, count, weight))
    return {key: tuple(some) for key, some in found.items()}
