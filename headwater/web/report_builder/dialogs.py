"""Who finds a report, and to whom it goes by mail: two dialogs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.people.models import Team, User
from headwater.records.problem import Refused
from headwater.reporting import keeping
from headwater.reporting.report import Every, Report, Sharing
from headwater.web import toasts
from headwater.web.records import kinds
from headwater.web.report_builder import kept

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /reports/kept/7/sharing"""
    user = kinds.editor(request)
    report = kept.find(pk, user)
    if request.method == "POST":
        people, teams = _named(request)
        keeping.share(report, request.POST.get("sharing", ""), by=user, users=people, teams=teams)
        toasts.say(request, f"Who finds “{report.name}”: {report.get_sharing_display()}.")
        return toasts.done(request, reverse("report", args=[pk]))
    choices = [(value, label) for value, label in Sharing.choices]
    return _dialog(request, report, "sharing", choices=choices, users=report.users,
                   teams=report.teams)  # fmt: skip


def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /reports/kept/7/mails"""
    user = kinds.editor(request)
    report = kept.find(pk, user)
    if request.method != "POST":
        return _mails(request, report)
    people, teams = _named(request)
    every = request.POST.get("every", "")
    day = _number(request, "on_month_day" if every == Every.MONTH else "on_weekday")
    try:
        keeping.plan(report, every, by=user, at_hour=_number(request, "at_hour"), on_day=day,
                     users=people, teams=teams)  # fmt: skip
    except Refused as refused:
        return _mails(request, report, trouble=str(refused), status=422)
    said = f"goes out {report.get_every_display().lower()}" if every else "goes to nobody by mail"
    toasts.say(request, f"“{report.name}” {said}.")
    return toasts.done(request, reverse("report", args=[pk]))


def _mails(
    request: HttpRequest, report: Report, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    return _dialog(
        request, report, "mails", choices=Every.choices, users=report.mail_users,
        teams=report.mail_teams, hours=range(24), weekdays=list(enumerate(WEEKDAYS)),
        month_days=range(1, 32), trouble=trouble, status=status,
    )  # fmt: skip


def _dialog(
    request: HttpRequest, report: Report, name: str, *, users: Any, teams: Any, status: int = 200,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    is_own = report.may_change(kinds.person(request))
    context |= {
        "report": report, "is_own": is_own,
        "people": User.objects.filter(is_active=True).order_by("name"),
        "teams": Team.objects.all(),
        "chosen_people": set(users.values_list("pk", flat=True)),
        "chosen_teams": set(teams.values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, f"report_builder/{name}.html", context, status=status)


def _named(request: HttpRequest) -> tuple[list[User], list[Team]]:
    people = [int(each) for each in request.POST.getlist("user") if each.isdecimal()]
    teams = [int(each) for each in request.POST.getlist("team") if each.isdecimal()]
    return (
        list(User.objects.filter(pk__in=people, is_active=True)),
        list(Team.objects.filter(pk__in=teams)),
    )


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 4 else 0
