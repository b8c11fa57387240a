"""What leads did that rules give points for: one SELECT for all rules and all leads of a batch."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from headwater import statements
from headwater.score.score_rule import ScoreRule
from headwater.score.sums import Done

NOW = "(SELECT id, %s::timestamptz AS until FROM unnest(%s::bigint[]) u (id))"
UNTIL = "unnest(%s::bigint[], %s::timestamptz[])"
SEEN = """
SELECT s.id, r.place, CASE WHEN r.is_per_interest THEN e.interest ELSE '' END, count(*),
  sum(CASE WHEN r.half_life IS NULL THEN 1 ELSE
    power(0.5::float8, extract(epoch FROM s.until - e.at)::float8 / 86400 / r.half_life) END)
FROM {leads} s (id, until)
JOIN records_engagement e ON e.lead_id = s.id AND e.bot_reason = '' AND e.at <= s.until
JOIN json_to_recordset(%s::json) r (place int, event text, what text, interest text,
  is_per_interest bool, half_life float8)
  ON r.event = e.kind AND (r.what = '' OR position(r.what IN lower(e.what)) > 0)
  AND (r.interest = '' OR r.interest = lower(e.interest))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def done(
    asked: Sequence[ScoreRule],
    lead_ids: Iterable[int],
    *,
    now: datetime,
    until: Mapping[int, datetime] | None = None,
) -> dict[int, tuple[Done, ...]]:
    """Lead → what it did that these rules ask for; one query, none without such rules or leads.

    What was done after now does not count, nor what some did after their time in `until`.
    """
    ids, told = list(lead_ids), _told(asked)
    if not (ids and told):
        return {}
    if until:
        sql = SEEN.format(leads=UNTIL)
        params: list[Any] = [ids, [until.get(key, now) for key in ids]]
    else:
        sql, params = SEEN.format(leads=NOW), [now, ids]
    found: dict[int, list[Done]] = {}
    for key, place, interest, count, weight in statements.run(
        sql, [*params, statements.dumped(told)]
    ):
        found.setdefault(key, []).append(Done(place, interest, count, weight))
    return {key: tuple(some) for key, some in found.items()}


def _told(asked: Sequence[ScoreRule]) -> list[dict[str, Any]]:
    return [
        {"place": place, "event": rule.event, "what": rule.what.lower(),
         "interest": rule.interest.lower(), "is_per_interest": rule.is_per_interest,
         "half_life": rule.half_life_days}
        for place, rule in enumerate(asked) if rule.event
    ]  # fmt: skip
