"""Setup, business hours: who works when, which days are closed, and when each opens next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.people import business_time, public_holidays
from headwater.people.business_hours import DAYS
from headwater.people.calendars import Named, named_of
from headwater.people.models import BusinessHours, Holiday, User
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.hours_form import BusinessHoursForm

SHORT = dict(zip(DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
OPENINGS = 5  # of the preview
AHEAD = timedelta(days=366)  # of which the preview tells the days off
MOST_DAYS = 40


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of working time, as the calendar's own clock shows it."""

    opens: datetime
    closes: datetime


def hours(request: HttpRequest) -> HttpResponse:
    """GET /setup/hours."""
    now = timezone.now()
    rows = list(BusinessHours.objects.prefetch_related("holidays"))
    people = Counter(
        User.objects.filter(is_active=True).values_list("business_hours_id", flat=True)
    )
    lines = [_line(row, now) | {"people": people[row.pk]} for row in rows]
    context = {"lines": lines, "may": asker(request).can_configure}
    return render(request, "setup/hours.html", context)


@for_admins
def new_hours(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/hours/new."""
    return _edit(request, BusinessHours())


@for_admins
def edit_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/hours/<pk>."""
    return _edit(request, get_object_or_404(BusinessHours, pk=pk))


@require_POST
@for_admins
def preview(request: HttpRequest) -> HttpResponse:
    """POST /setup/hours/preview: what the form says now, with its holidays and next openings."""
    pk = request.POST.get("pk", "")
    row = BusinessHours.objects.filter(pk=pk).first() if pk.isdecimal() else None
    return render(request, "setup/hours_days.html", _sketch(request, row or BusinessHours()))


def openings(named: Named, now: datetime) -> Iterator[Opening]:
    """The next stretches of working time, in the calendar's zone; none if it never opens."""
    zone = ZoneInfo(named.calendar.zone)
    for opens, closes in business_time.openings(named.calendar, now):
        yield Opening(opens.astimezone(zone), closes.astimezone(zone))


def week_in_words(row: BusinessHours) -> str:
    """Mon–Fri 09:00–12:00, 13:00–17:00; Sat 10:00–14:00."""
    spans = {day: ", ".join(f"{a}–{b}" for a, b in row.week.get(day) or []) for day in DAYS}
    parts: list[list[str]] = []
    for day in DAYS:
        if parts and spans[parts[-1][-1]] == spans[day]:
            parts[-1].append(day)
        else:
            parts.append([day])
    named = [(_days(part), spans[part[0]]) for part in parts if spans[part[0]]]
    return "; ".join(f"{days} {span}" for days, span in named) or "never"


def _line(row: BusinessHours, now: datetime) -> dict[str, Any]:
    named = named_of(row)
    return {
        "row": row, "week": week_in_words(row), "zone": row.time_zone.replace("_", " "),
        "is_open": business_time.is_open(named.calendar, now),
        "next": next(openings(named, now), None), "days": _coming(row, now)[:3],
        "place": dict(public_holidays.countries()).get(row.country, ""),
    }  # fmt: skip


def _days(part: list[str]) -> str:
    ends = SHORT[part[0]] if len(part) == 1 else f"{SHORT[part[0]]}–{SHORT[part[-1]]}"
    return "every day" if len(part) == len(DAYS) else ends


def _edit(request: HttpRequest, row: BusinessHours) -> HttpResponse:
    is_new = row.pk is None
    form = BusinessHoursForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        changes = {name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
                   for name in form.changed_data}  # fmt: skip
        with transaction.atomic():
            saved = form.save()
            note(f"calendar.{'created' if is_new else 'changed'}", saved, by=asker(request),
                 changes=changes)  # fmt: skip
        toasts.say(request, f"Saved {saved}. Clocks that run keep their due time.")
        return toasts.done(request, reverse("hours"))
    title = "New calendar" if is_new else str(row)
    context = {"form": form, "title": title, "action": request.path, "row": row,
               **_sketch(request, row)}  # fmt: skip
    return render(request, "setup/hours_form.html", context, status=422 if form.is_bound else 200)


def _sketch(request: HttpRequest, row: BusinessHours) -> dict[str, Any]:
    """The days off of the next year and the next openings, from the form as it is filled in."""
    said = _said(request, row)
    today = timezone.localdate()
    years = (today.year, today.year + 1)
    public = public_holidays.days_off(said.country, said.subdivision, years)
    coming = {on: name for on, name in sorted(public.items()) if today <= on <= today + AHEAD}
    worked = set(said.worked_holidays)
    closed = {on for on, name in public.items() if name not in worked} | set(said.own_days)
    names = [(name, on, name not in worked) for name, on in _first_of_each(coming)]
    return {
        "regions": public_holidays.subdivisions(said.country), "region": said.subdivision,
        "country": said.country, "names": names, "openings": _first(said, closed),
    }  # fmt: skip


def _said(request: HttpRequest, row: BusinessHours) -> Any:
    """The calendar as the form says it, what cannot be read left out; never saved."""
    sketch: Any = BusinessHours(
        name="x", time_zone=row.time_zone, week=row.week, country=row.country,
        subdivision=row.subdivision, worked_holidays=row.worked_holidays,
    )  # fmt: skip
    own = row.holidays.filter(is_public=False) if row.pk else Holiday.objects.none()
    sketch.own_days = own.values_list("on", flat=True)
    if request.method == "POST":
        form = BusinessHoursForm(request.POST, instance=row)
        form.is_valid()
        data = form.cleaned_data
        sketch.week, sketch.time_zone = data.get("week") or {}, data.get("time_zone") or "UTC"
        sketch.country, sketch.subdivision = data.get("country", ""), data.get("subdivision", "")
        sketch.worked_holidays, sketch.own_days = form.worked(), data.get("holidays_text") or {}
    return sketch


def _first_of_each(days: dict[Any, str]) -> list[tuple[str, Any]]:
    """A holiday that comes twice within the year is told once."""
    found: dict[str, Any] = {}
    for on, name in days.items():
        found.setdefault(name, on)
    return list(found.items())


def _first(sketch: BusinessHours, closed: set[Any]) -> list[Opening]:
    named = named_of(sketch)
    calendar = business_time.Calendar(named.calendar.zone, named.calendar.week, frozenset(closed))
    coming = openings(Named("", calendar), timezone.now())
    return [opening for opening, _ in zip(coming, range(OPENINGS), strict=False)]


def _coming(row: BusinessHours, now: datetime) -> list[Holiday]:
    today = now.astimezone(ZoneInfo(row.time_zone)).date()
    return sorted((day for day in row.holidays.all() if day.on >= today), key=lambda day: day.on)
