"""What follows from all rows together: how long deals stood, who was touched, what scores."""

from collections.abc import Callable

from django.db import transaction

from headwater.catalog import old_ids
from headwater.database import statements
from headwater.moving.course import Course
from headwater.records.trail import MOVED_IN
from headwater.score.rescore import rescore

OURS = (
    f"SELECT record_id FROM catalog_externalid WHERE field = '{old_ids.FIELD}'"  # noqa: S608
    " AND object_name = '{name}'"
)
DEALS, LEADS = OURS.format(name="Opportunity"), OURS.format(name="Lead")
STAYS = f"""
WITH told AS (
  SELECT id, lead(at) OVER (PARTITION BY opportunity_id ORDER BY at, id) AS next
  FROM records_opportunityhistory WHERE opportunity_id IN ({DEALS}))
UPDATE records_opportunityhistory AS own
SET ended_at = told.next, held_by_id = deal.owner_id,
  owner_id = COALESCE(own.owner_id, deal.owner_id)
FROM told, records_opportunity AS deal
WHERE own.id = told.id AND deal.id = own.opportunity_id
  AND (own.held_by_id IS NULL OR own.ended_at IS DISTINCT FROM told.next)
"""  # noqa: S608
# A deal's history ends with how it stands; the org may not say so, or keep none at all.
PRESENT = f"""
INSERT INTO records_opportunityhistory (opportunity_id, at, owner_id, held_by_id, stage_name,
  amount, probability, close_on, forecast_category, is_closed, is_won, is_deleted)
SELECT deal.id, CASE WHEN last.id IS NULL THEN deal.created_at
    ELSE GREATEST(last.at, deal.stage_changed_at) END,
  deal.owner_id, deal.owner_id, deal.stage_name, deal.amount, deal.probability, deal.close_on,
  deal.forecast_category, deal.is_closed, deal.is_won, deal.is_deleted
FROM records_opportunity AS deal
LEFT JOIN records_opportunityhistory AS last
  ON last.opportunity_id = deal.id AND last.ended_at IS NULL
WHERE deal.id IN ({DEALS}) AND (last.id IS NULL
  OR (last.stage_name, last.amount, last.probability, last.close_on, last.forecast_category)
    IS DISTINCT FROM
    (deal.stage_name, deal.amount, deal.probability, deal.close_on, deal.forecast_category))
"""  # noqa: S608
SINCE_WHEN = f"""
UPDATE records_lead AS own SET status_changed_at = it.at
FROM (SELECT record_id, max(at) AS at FROM records_trailentry
      WHERE event = 'lead.status_changed' AND object_name = 'Lead'
        AND because->>'door' = '{MOVED_IN}' GROUP BY record_id) AS it
WHERE own.id = it.record_id AND own.status_changed_at = own.created_at
"""  # noqa: S608
# Whoever was called or met is not waiting for a first answer.
TOUCHED = f"""
UPDATE records_lead AS own SET first_touched_at = it.at
FROM (SELECT lead_id, min(at) AS at FROM (
        SELECT lead_id, completed_at AS at FROM records_task
        WHERE is_closed AND NOT is_deleted AND lead_id IN ({LEADS})
        UNION ALL SELECT lead_id, starts_at FROM records_event
        WHERE NOT is_deleted AND starts_at < now() AND lead_id IN ({LEADS})) AS done
      GROUP BY lead_id) AS it
WHERE own.id = it.lead_id AND own.first_touched_at IS NULL AND it.at IS NOT NULL
"""  # noqa: S608
NEXT = LEADS + " AND record_id > %s::bigint ORDER BY record_id LIMIT 2000"


def settle(course: Course, report: Callable[[str, float], None]) -> None:
    """Each statement may run again: what is settled stays as it is."""
    report("Settling what follows", 0.0)
    with transaction.atomic():
        for sql in (STAYS, PRESENT, STAYS, SINCE_WHEN, TOUCHED):
            statements.run(sql)
    last = 0
    while portion := [key for (key,) in statements.run(NEXT, [last])]:
        rescore(portion, by=course.by)
        last = portion[-1]
    report("Settling what follows", 1.0)
