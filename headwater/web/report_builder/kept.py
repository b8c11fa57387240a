"""A kept report for whoever may find it."""

from django.http import Http404

from headwater.people.models import User
from headwater.reporting.report import Report


def find(pk: int, user: User) -> Report:
    """The report if it is this person's or shared with them; else 404."""
    report: Report | None = (
        Report.objects.alive().visible_to(user).select_related("owner").filter(pk=pk).first()
    )
    if report is None:
        raise Http404
    return report
