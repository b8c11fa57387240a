"""Which leads a replay looks back at: those that came in a span of time and are still there."""

from dataclasses import dataclass
from datetime import datetime

from headwater.database import statements

OF_THE_SPAN = """
created_at >= %s::timestamptz AND created_at < %s::timestamptz
  AND NOT is_deleted AND master_record_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when leads came."""

    since: datetime
    until: datetime

    def count(self) -> int:
        """How many leads will be looked at."""
        sql = f"SELECT count(*) FROM records_lead WHERE {OF_THE_SPAN}"  # noqa: S608
        return int(statements.run(sql, [self.since, self.until])[0][0])
