"""GET /conversions/runs/<pk>/refused: the leads that were not converted, each with why, as CSV."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse

from headwater.people.models import User
from headwater.records.models import ConversionRun, ConversionRunRow, Lead
from headwater.web.conversions.access import run_of
from headwater.web.lists.export import Echo, safe
from headwater.web.records.kinds import editor

PORTION = 2_000  # rows read at once
COLUMNS = ("Id", "Name", "Company", "Email", "Status", "Outcome", "Reason")
LEFT = (ConversionRunRow.Outcome.SKIPPED, ConversionRunRow.Outcome.REFUSED)


def refused(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Skipped and refused rows of the run, with what the lead says now."""
    run = run_of(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="conversions-{run.pk}-left.csv"'}
    parts = _lines(run, editor(request))
    return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(run: ConversionRun, user: User) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    rows, last = ConversionRunRow.objects.filter(run=run, outcome__in=LEFT), 0
    while portion := list(rows.after(last)[:PORTION]):
        last = portion[-1].number
        seen = Lead.objects.visible_to(user).filter(pk__in=[row.lead_id for row in portion])
        leads = seen.in_bulk()
        for row in portion:
            if lead := leads.get(row.lead_id):
                values = (lead.sf_id, lead.name, lead.company, lead.email, lead.status,
                          row.get_outcome_display(), row.words)  # fmt: skip
                yield writer.writerow([safe(value) for value in values])
