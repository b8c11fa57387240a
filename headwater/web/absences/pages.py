"""/absences: who is away and who stands in; each person's own ones are at /me, too."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.people.models import Absence, User
from headwater.records import trail
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.absences.form import AbsenceForm, people_of
from headwater.web.records.kinds import person
from headwater.web.records.undo import offer, undoes

KEPT_DAYS = 31  # an absence that is over is shown for so long


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Those of everybody whom the person leads, the next one first."""
    by = person(request)
    rows = [row for row in kept_by(by) if row.ends_at > timezone.now() - _shown_for()]
    return render(request, "absences/absences.html", {"rows": [line(row) for row in rows]})


def new_absence(request: HttpRequest) -> HttpResponse:
    """Somebody will be away."""
    by = person(request)
    form = AbsenceForm(request.POST or None, by=by, initial={"user": by.pk}, auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid():
        row = _save(form, "user.absence_added", by)
        return _done(request, f"{row.user} is away {days_of(row)}.")
    return _sheet(request, form, "New absence")


def edit_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """At another time, or with somebody else."""
    by = person(request)
    row = get_object_or_404(kept_by(by), pk=pk)
    form = AbsenceForm(request.POST or None, instance=row, by=by, auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid():
        _save(form, "user.absence_changed", by)
        return _done(request, f"{row.user} is away {days_of(row)}.")
    return _sheet(request, form, f"Absence of {row.user}")


@require_POST
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """They are there after all."""
    by = person(request)
    row = get_object_or_404(kept_by(by), pk=pk)
    url = offer(
        request, "absence", user=row.user_id, delegate=row.delegate_id, note=row.note,
        first=row.starts_at.isoformat(), last=row.ends_at.isoformat(),
    )  # fmt: skip
    with transaction.atomic():
        _tell("user.absence_removed", row, by)
        row.delete()
    return _done(request, f"{row.user} is not away {days_of(row)}.", undo_url=url)


@undoes("absence")
def bring_back(
    by: User, *, user: int, delegate: int | None, note: str, first: str, last: str
) -> str:
    """The absence that was removed is there again."""
    if not people_of(by).filter(pk=user).exists():
        message = "You do not keep the absences of this person any more."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    with transaction.atomic():
        row = Absence.objects.create(
            user_id=user, delegate_id=delegate, note=note,
            starts_at=datetime.fromisoformat(first), ends_at=datetime.fromisoformat(last),
        )  # fmt: skip
        _tell("user.absence_added", row, by)
    return f"{row.user} is away {days_of(row)}."


def kept_by(by: User) -> QuerySet[Absence]:
    """The absences that somebody may see and change."""
    rows = Absence.objects.filter(user__in=people_of(by))
    return rows.select_related("user", "delegate").order_by("starts_at", "pk")


def own(user: User) -> list[dict[str, Any]]:
    """Those of one person that are not over, for the page of their own details."""
    rows = Absence.objects.filter(user=user, ends_at__gt=timezone.now())
    return [line(row) for row in rows.select_related("user", "delegate").order_by("starts_at")]


def line(row: Absence) -> dict[str, Any]:
    """An absence as a row of a list."""
    now = timezone.now()
    is_now = row.starts_at <= now < row.ends_at
    return {"row": row, "days": days_of(row), "is_now": is_now, "is_over": row.ends_at <= now}


def days_of(row: Absence) -> str:
    """“3 – 14 March 2026”, in the time zone of whoever is away."""
    zone = row.user.zone
    first = row.starts_at.astimezone(zone)
    last = (row.ends_at - timedelta(microseconds=1)).astimezone(zone)
    end = f"{last.day} {last:%B %Y}"
    if first.date() == last.date():
        return end
    begin = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else (
        f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    )  # fmt: skip
    return f"{begin} – {end}"


def _save(form: AbsenceForm, event: str, by: User) -> Absence:
    with transaction.atomic():
        row: Absence = form.save()
        _tell(event, row, by)
    return row


def _tell(event: str, row: Absence, by: User) -> None:
    last = row.ends_at - timedelta(microseconds=1)
    zone = row.user.zone
    because = {
        "from": row.starts_at.astimezone(zone).date().isoformat(),
        "to": last.astimezone(zone).date().isoformat(),
        "delegate": row.delegate.name if row.delegate else "",
    }
    trail.write([trail.entry(event, row.user, by=by, because=because)])


def _done(request: HttpRequest, words: str, undo_url: str = "") -> HttpResponse:
    toasts.say(request, words, undo_url=undo_url)
    came = request.headers.get("Referer", "")
    return toasts.done(request, reverse("me" if came.endswith(reverse("me")) else "absences"))


def _sheet(request: HttpRequest, form: AbsenceForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "absences/absence.html", context, status=status)


def _shown_for() -> timedelta:
    return timedelta(days=KEPT_DAYS)
