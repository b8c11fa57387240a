"""Nurture: which programs and mails went out, and what people did: opened, answered, bought."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.measure import kept_answers
from headwater.measure.figure import Period
from headwater.nurture.models import MailTemplate
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.web.charts.chart import Chart, Series
from headwater.web.lists.kind import View
from headwater.web.records.kinds import person
from headwater.web.reports import behind
from headwater.web.reports.filters import PERIODS, period_of
from headwater.web.reports.frame import filters_of, frame
from headwater.weekly import over_time
from headwater.weekly.over_time import FACTS, Line, OverTime

PREFIX = "nurture-"
NO_PROGRAM = "Without a program"
HEADS = {
    "sent": "Sent", "opened": "Opened", "clicked": "Clicked", "replied": "Replied",
    "qualified": "Became MQL", "won": "Deals won",
}  # fmt: skip
OF_MAILS = ("sent", "opened", "clicked", "replied")
TONES = ("soft", "c1", "c6", "c4")  # curves that can be told apart on either ground


@require_safe
def nurture(request: HttpRequest) -> HttpResponse:
    """GET /reports/nurture?period=: one query for each figure."""
    filters, user = filters_of(request), person(request)
    found, period = over_time.over_time(user, filters.period), period_of(request)
    programs = _rows(found.programs, period, "program", lambda name: name or NO_PROGRAM)
    mails = _rows(
        {key: line for key, line in found.mails.items() if key}, period, "mail", _names_of_mails()
    )
    charts = [_weeks(found, period), _money(found, period)]
    charts += [_file("programs", "Program", programs), _file("mails", "Mail", mails)]
    return frame(
        request, "nurture", filters=filters, shown=(), charts=charts,
        all=found.all, of_programs=found.of_programs, programs=programs, mails=mails,
        urls={name: _behind(name, period) for name in FACTS} | {
            f"{name}_by_programs": _behind(name, period, "programs")
            for name in ("qualified", "won")
        }, heads=list(HEADS.values()),
        rates=[(name, found.all.share(name)) for name in OF_MAILS[1:]],
        counted_at=found.counted_at or kept_answers.since(user),
    )  # fmt: skip


def _names_of_mails() -> Callable[[str], str]:
    """Mails remember the key of their template; what is gone is called by it."""
    names = dict(MailTemplate.objects.values_list("key", "name"))
    return lambda key: names.get(key, key)


def _rows(
    lines: dict[str, Line], period: str, axis: str, word: Callable[[str], str]
) -> list[dict[str, Any]]:
    """A line for each program or mail, what brought and sent most first."""
    order = sorted(lines, key=lambda name: (-lines[name].cents, -lines[name].sent, name))
    return [
        {
            "word": word(name), "line": lines[name], "name": name,
            "parts": [(getattr(lines[name], part), lines[name].share(part),
                       _behind(part, period, axis, name) if name else "") for part in OF_MAILS],
            "urls": {part: _behind(part, period, axis, name) if name else "" for part in FACTS},
        }
        for name in order
    ]  # fmt: skip


def _weeks(found: OverTime, period: str) -> Chart:
    weeks = sorted(found.weeks)
    return Chart(
        "weeks", "Week by week", "line", [f"{week.day} {week:%b}" for week in weeks],
        [Series(HEADS[name], [getattr(found.weeks[week], name) for week in weeks], tone,
                [_behind(name, period, "week", str(week)) for week in weeks])
         for name, tone in zip(OF_MAILS, TONES, strict=True)],
        unit="mails", note="by the week in which it happened", head="Week of",
        nothing="No mail went out in this period.",
    )  # fmt: skip


def _money(found: OverTime, period: str) -> Chart:
    lines = {name: line for name, line in found.programs.items() if name and line.cents}
    order = sorted(lines, key=lambda name: -lines[name].cents)
    return Chart(
        "money", "Became money", "bars", order,
        [Series("Won", [float(lines[name].amount) for name in order], tone="goodf",
                links=[_behind("won", period, "program", name) for name in order])],
        hints=[f"{lines[name].won:,} won" for name in order], unit=organization().currency,
        note="deals won by people who had been in the program last", head="Program",
        nothing="No deal of somebody in a program was won in this period.",
    )  # fmt: skip


def _file(key: str, head: str, rows: list[dict[str, Any]]) -> Chart:
    """A table as a file."""
    series = [Series(word, [getattr(row["line"], name) for row in rows])
              for name, word in HEADS.items()]  # fmt: skip
    series.append(Series("Amount won", [float(row["line"].amount) for row in rows]))
    return Chart(key, f"{head}s", "bars", [row["word"] for row in rows], series, head=head)


def _behind(fact: str, period: str, axis: str = "all", of: str = "") -> str:
    """The people behind a number (of a mail that went to a lead). A program needs no axis."""
    asked = fact if axis in ("all", "program") else f"{fact}~{axis}"
    key = f"{PREFIX}{asked}.{period}" + (f".{of}" if of else "")
    return f"{reverse('leads')}?{urlencode({'view': key})}"


def view(key: str, user: User) -> View | None:
    """`/leads?view=nurture-opened.90.Warm again`: the leads of a figure, or of one program's;
    `nurture-opened~mail.90.welcome`, `nurture-opened~week.90.2026-03-02`: of a mail, of a week."""
    asked, _, rest = key.removeprefix(PREFIX).partition(".")
    days, _, of = rest.partition(".")
    fact, _, axis = asked.partition("~")
    axis = axis or ("program" if of else "all")
    known = fact in FACTS and days in PERIODS and axis in over_time.ONLY
    if not key.startswith(PREFIX) or not known or (axis in ("all", "programs") and of):
        return None
    period = Period(PERIODS[days][1], timezone.now())
    sql, values = over_time.behind(fact, period, user, axis, of.replace("\x00", ""))
    condition = RawSQL(f"records_lead.id IN ({sql})", values, BooleanField())  # noqa: S611
    word = {"all": "all mail", "programs": "after a program"}.get(axis, of)
    word = _names_of_mails()(of) if axis == "mail" else word
    return View(
        key, f"{HEADS[fact]}: {word}{behind.ONCE}", among=lambda rows: rows.filter(condition)
    )
