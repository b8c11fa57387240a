"""Scoring anew: after leads or what they did changed, as time passes, and after rules were
published. A batch is counted, compared, written and told by one statement, whatever its size."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.people.models import Organization, User
from headwater.records.lead import Lead
from headwater.score import rules
from headwater.score.judging import Judge

PORTION = 2_000  # leads in one transaction
# Locked in one order, so that two of these never block each other; what is counted afterwards is
# what others had written until then.
HELD = """
SELECT id FROM records_lead WHERE id = ANY (%s::bigint[]) AND NOT is_deleted AND NOT is_converted
ORDER BY id FOR NO KEY UPDATE
"""
# Only leads that differ are written; the Trail tells of those of which more than the hour differs.
WRITE = """
WITH counted AS MATERIALIZED ({counting}),
differing AS MATERIALIZED (
  SELECT c.*, t.score AS score_was, t.grade AS grade_was, t.is_score_qualified AS was_qualified,
    (t.score, t.fit_score, t.engagement_score, t.grade, t.is_score_qualified, t.score_parts)
      IS DISTINCT FROM (c.score, c.fit, c.engagement, c.grade, c.is_qualified, c.parts) AS is_news
  FROM counted c JOIN records_lead t ON t.id = c.id
  WHERE (t.score, t.fit_score, t.engagement_score, t.grade, t.is_score_qualified, t.score_due_at,
    t.score_parts) IS DISTINCT FROM (c.score, c.fit, c.engagement, c.grade, c.is_qualified,
    c.due_at, c.parts)),
written AS (
  UPDATE records_lead t SET score = d.score, fit_score = d.fit, engagement_score = d.engagement,
    grade = d.grade, is_score_qualified = d.is_qualified, score_parts = d.parts,
    score_due_at = d.due_at
  FROM differing d WHERE t.id = d.id),
told AS (
  INSERT INTO records_trailentry (at, event, object_name, record_id, by_id, because, changes)
  SELECT %s::timestamptz, 'lead.scored', 'Lead', id, %s::bigint,
    jsonb_build_object('version', %s::int, 'parts', parts),
    CASE WHEN score = score_was THEN '{{}}'
      ELSE jsonb_build_object('score', jsonb_build_array(score_was, score)) END
    || CASE WHEN grade = grade_was THEN '{{}}'
      ELSE jsonb_build_object('grade', jsonb_build_array(grade_was, grade)) END
    || CASE WHEN is_qualified = was_qualified THEN '{{}}' ELSE
      jsonb_build_object('is_score_qualified', jsonb_build_array(was_qualified, is_qualified)) END
  FROM differing
  WHERE is_news AND (grade_was <> '' OR parts <> '[]') AND (NOT %s::bool
    OR (grade, is_qualified, score >= %s::int) <> (grade_was, was_qualified, score_was >= %s::int))
  ORDER BY id)
SELECT count(*) FROM differing WHERE is_news
"""


def rescore(lead_ids: Iterable[int], *, by: User | None = None, is_decay: bool = False) -> int:
    """Count the points of these leads anew; returns of how many the score or its parts changed.

    Deleted and converted leads keep the score they had. A fixed number of queries. That time
    passed (`is_decay`) is told only where it crosses a line: a grade, hot, qualified.
    """
    now, zone = timezone.now(), Organization.current().time_zone
    with transaction.atomic():
        held = [key for (key,) in statements.run(HELD, [list(lead_ids)])]
        if not held:
            return 0
        version, asked = rules.published()
        sql, params = Judge(version, asked, zone, now).counting(held)
        hot = version.hot_threshold
        params += [now, by.pk if by else None, version.version, is_decay, hot, hot]
        is_large = len(held) > statements.FEW
        rows = statements.run(WRITE.format(counting=sql), params, is_large=is_large)
    return int(rows[0][0])


def rescore_all() -> int:
    """Count the points of every lead anew, in portions; returns of how many something changed."""
    changed = last = 0
    living = Lead.objects.alive().filter(is_converted=False)
    ids = living.order_by("pk").values_list("pk", flat=True)
    while portion := list(ids.filter(pk__gt=last)[:PORTION]):
        changed, last = changed + rescore(portion), portion[-1]
    return changed


@job("score.rescore_everything")
def rescore_everything(version: int) -> None:
    """After publishing; a newer version has a job of its own."""
    if rules.published()[0].version == version:
        rescore_all()
