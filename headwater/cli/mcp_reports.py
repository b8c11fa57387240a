"""What an assistant may ask of reports that people keep: which there are, and what one says.

Each public method is a tool: its docstring is what the assistant reads.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from headwater.people.user import User
    from headwater.reporting.report import Report

MOST_ROWS = 500
MOST_REPORTS = 100


class Reports:
    """The tools that read reports, in the name of `user`."""

    def __init__(self, user: "User") -> None:
        self.user = user

    def reports(self) -> list[dict[str, Any]]:
        """The saved reports that you may see: number, name, what they are about."""
        from headwater.reporting.models import Report

        rows = Report.objects.alive().visible_to(self.user).select_related("owner")
        return [
            {"number": row.pk, "name": row.name, "about": row.about, "owner": row.owner.name,
             "description": row.description}
            for row in rows.order_by("name", "pk")[:MOST_REPORTS]
        ]  # fmt: skip

    def report(self, report: str, limit: int = 100) -> dict[str, Any]:
        """Run a saved report, named by its number or its name: its columns and rows, for you.

        You get what you may see; a summary ends with its totals. At most 500 rows.
        """
        from itertools import islice

        import orjson
        from django.db import transaction

        from headwater.api.answers import json
        from headwater.records.problem import Problem, Refused
        from headwater.reporting import sheets
        from headwater.reporting.running import TooMuch

        found, most = self._found(report), min(max(limit, 1), MOST_ROWS)
        try:
            with transaction.atomic():  # the cursor of its rows lives there
                sheet = sheets.sheet(found.spec, found.name, self.user)
                rows = [list(row) for row in islice(sheet.rows, most + 1)]
        except TooMuch as error:
            raise Refused([Problem("", "QUERY_TOO_COMPLICATED", str(error))]) from None
        told = orjson.loads(json([_plain(row) for row in rows[:most]]).content)
        columns = [column.name for column in sheet.columns]
        return {"name": found.name, "columns": columns, "rows": told, "more": len(rows) > most}

    def _found(self, said: str) -> "Report":
        from headwater.records.problem import Problem, Refused
        from headwater.reporting.models import Report

        seen = Report.objects.alive().visible_to(self.user)
        text = str(said).strip()
        is_number = text.isascii() and text.isdigit() and len(text) < 16
        rows = seen.filter(pk=int(text)) if is_number else seen.filter(name__iexact=text[:120])
        report: Report | None = rows.order_by("pk").first()
        if report is None:
            message = f"There is no report {text[:80]} that you can see. `reports` names them."
            raise Refused([Problem("", "NOT_FOUND", message)])
        return report


def _plain(row: list[Any]) -> list[Any]:
    """Intervals and the like as texts."""
    from datetime import timedelta

    return [str(value) if isinstance(value, timedelta) else value for value in row]
