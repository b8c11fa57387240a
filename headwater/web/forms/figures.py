"""What came of a form in the last thirty days: looked at, sent, and what became of it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from headwater.capture import form_views
from headwater.capture.models import FormViews, WebForm
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.submission import Door, State
from headwater.web.submissions.chosen import seen_by

DAYS = 30
STEP, HEIGHT = 20, 60  # of the chart’s own units


def of_all(user: User) -> dict[str, dict[str, Any]]:
    """Address of a form → its numbers, as far as this person sees what was sent."""
    form_views.write()
    found = counts_of(user, since=timezone.now() - timedelta(days=DAYS))
    seen = FormViews.objects.filter(day__gt=_first_day()).values("form__slug").order_by()
    for row in seen.annotate(views=Sum("count")):
        found.setdefault(row["form__slug"], {})["views"] = row["views"]
    for numbers in found.values():
        numbers["rate"] = rate(numbers.get("sent", 0), numbers.get("views", 0))
    return found


def of_form(form: WebForm, user: User) -> dict[str, Any]:
    """The same of one form, by day, for its page."""
    form_views.write()
    seen = dict(form.views.filter(day__gt=_first_day()).values_list("day", "count"))
    zone = ZoneInfo(organization().time_zone)
    own = seen_by(user).filter(door=Door.FORM, form=form.slug)
    recent = own.filter(received_at__gte=timezone.now() - timedelta(days=DAYS + 1)).order_by()
    by_day = recent.annotate(day=TruncDate("received_at", tzinfo=zone)).values("day")
    sent = dict(by_day.annotate(count=Count("pk")).values_list("day", "count"))
    days = form_views.last_days(DAYS)
    views = sum(seen.get(day, 0) for day in days)
    posts = sum(sent.get(day, 0) for day in days)
    return {
        "views": views, "posts": posts, "rate": rate(posts, views),
        "bars": bars(days, seen, sent) if views or posts else [], "chart_width": DAYS * STEP,
    }  # fmt: skip


def rate(sent: int, views: int) -> float | None:
    """The share of those who looked that sent it; None where posts came past the counted pages."""
    return sent / views if views and sent <= views else None


def bars(days: list[date], seen: dict[date, int], sent: dict[date, int]) -> list[dict[str, Any]]:
    """A pair of bars for each day, in units of the chart."""
    most = max(max(seen.get(day, 0), sent.get(day, 0)) for day in days)
    return [
        {
            "day": day, "views": seen.get(day, 0), "sent": sent.get(day, 0), "x": place * STEP,
            "high": round(seen.get(day, 0) * HEIGHT / most, 1),
            "top": round(HEIGHT - seen.get(day, 0) * HEIGHT / most, 1),
            "sent_high": round(sent.get(day, 0) * HEIGHT / most, 1),
            "sent_top": round(HEIGHT - sent.get(day, 0) * HEIGHT / most, 1),
        }
        for place, day in enumerate(days)
    ]  # fmt: skip


def counts_of(user: User, *, since: datetime) -> dict[str, dict[str, Any]]:
    """Address of a form → how many were sent, became leads or were set aside, and the last time."""
    sent = seen_by(user).filter(door=Door.FORM, received_at__gte=since)
    found = (
        sent.order_by()
        .values("form")
        .annotate(
            sent=Count("pk"),
            created=Count("pk", filter=Q(state=State.CREATED)),
            merged=Count("pk", filter=Q(state=State.MERGED)),
            quarantined=Count("pk", filter=Q(state=State.QUARANTINED)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
            last=Max("received_at"),
        )
    )
    return {row["form"]: dict(row) for row in found}


def _first_day() -> date:
    return form_views.last_days(DAYS + 1)[0]
