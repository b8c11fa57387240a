"""What somebody did on the site, folded as a line of a timeline for each visit.

A visit ends when nothing happened for half an hour. Machines are not told here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from headwater.database import statements
from headwater.tracking.key_page import key_page_of
from headwater.web.records.activities import Entry

SHOWN = 3  # key pages that are named in the line
LISTED = 20  # pages behind the fold
VISITS = """
WITH seen AS (
  SELECT lead_id, at, kind, what, visitor_id, at - lag(at) OVER w > interval '30 minutes' AS begins
  FROM records_engagement
  WHERE lead_id = ANY (%s::bigint[]) AND bot_reason = ''
    AND kind IN ('page_view', 'key_page', 'form_start')
  WINDOW w AS (PARTITION BY lead_id, visitor_id ORDER BY at)
), numbered AS (
  SELECT *, count(*) FILTER (WHERE begins) OVER (
    PARTITION BY lead_id, visitor_id ORDER BY at) AS visit FROM seen
)
SELECT lead_id, max(at), count(*) FILTER (WHERE kind <> 'form_start'),
  (array_agg(DISTINCT what) FILTER (WHERE kind = 'key_page'))[:20],
  (array_agg(what ORDER BY at) FILTER (WHERE kind <> 'form_start'))[:20],
  bool_or(kind = 'form_start')
FROM numbered GROUP BY lead_id, visitor_id, visit
HAVING %s::timestamptz IS NULL OR max(at) <= %s::timestamptz
ORDER BY 2 DESC LIMIT %s::int
"""


def told(lead_ids: Sequence[int], until: datetime | None, most: int) -> list[Entry]:
    """At most `most` visits of these leads, the newest until then; one query."""
    if not lead_ids:
        return []
    return [_entry(row) for row in statements.run(VISITS, [list(lead_ids), until, until, most])]


def _entry(row: tuple[Any, ...]) -> Entry:
    lead, at, count, key, pages, began = row
    names = list(dict.fromkeys(page.name for path in key or () if (page := key_page_of(path))))
    what = f"Looked at {count} {'page' if count == 1 else 'pages'}" if count else "Began a form"
    if names:
        what += f", {'among them ' if count > len(names) else ''}{_listed(names[:SHOWN])}"
    why = "and began a form" if began and count else ""
    paths = list(dict.fromkeys(pages or ()))[:LISTED]
    fold = "\n".join(paths) if len(paths) > 1 else ""
    return Entry("mouse-pointer-click", what, at, why, "good" if names else "", url=_page(lead),
                 kind="web", fold=fold)  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _page(lead: int) -> str:
    return reverse("lead_visits", args=[lead])
