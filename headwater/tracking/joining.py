"""The journey's step: whoever sends a form says who they are, and their visits are theirs.

The form carries the key of the visitor; nothing is guessed from addresses or networks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headwater.database import statements
from headwater.records.draft import Batch, Draft
from headwater.records.engagement import Kind
from headwater.records.models import Engagement
from headwater.records.submission import Door
from headwater.tracking.visits import KEY

PARAMETER = "hw_visitor"
FORMS = (Door.FORM, Door.WEB_TO_LEAD)
# A browser belongs to who said last who they are; what was done before by somebody else stays so.
JOIN = """
WITH said AS (
  SELECT DISTINCT ON (key) key, lead_id
  FROM unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS s (key, lead_id, place)
  ORDER BY key, place DESC
), who AS (
  UPDATE records_visitor AS v SET lead_id = said.lead_id, joined_at = %s::timestamptz
  FROM said WHERE v.key = said.key RETURNING v.id, v.lead_id
)
UPDATE records_engagement AS e SET lead_id = who.lead_id
FROM who WHERE e.visitor_id = who.id AND e.lead_id IS NULL RETURNING e.id
"""


def join(batch: Batch) -> None:
    """What was posted is noted, and the visits of who posted it join the lead.

    No query where no form carried a visitor's key, else one.
    """
    if batch.door not in FORMS or batch.is_history:
        return
    batch.add([_posted(draft, batch) for draft in batch.live if draft.lead], or_skip=True)
    joining = {key: draft.lead.pk for draft in batch.live if draft.lead and (key := key_of(draft))}
    if joining:
        join_visits(joining, now=batch.now)


def join_visits(joining: Mapping[str, int], *, now: datetime) -> int:
    """Visitor's key → lead; returns how many things done became the leads'."""
    # The leads may not be stored yet; PostgreSQL looks at the end of the transaction.
    return len(statements.run(JOIN, [list(joining), list(joining.values()), now]))


def key_of(draft: Draft) -> str:
    """The key of the visitor who sent this, '' where there is none."""
    payload: Any = draft.submission.payload if draft.submission else None
    given = payload.get(PARAMETER) if isinstance(payload, Mapping) else None
    text = given[0] if isinstance(given, list) and given else given
    return text if isinstance(text, str) and KEY.fullmatch(text) else ""


def _posted(draft: Draft, batch: Batch) -> Engagement:
    submission, lead = draft.submission, draft.lead
    return statements.new(
        Engagement, at=draft.received_at or batch.now, kind=Kind.FORM_POST.value,
        lead_id=lead.pk if lead else None, what=(submission.form if submission else "")[:500],
        key=f"post:{submission.pk if submission else lead.pk if lead else 0}",
    )  # fmt: skip
