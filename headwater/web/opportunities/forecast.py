"""The forecast page: by month, by people, by category; how it moved, and what changed since."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.measure import forecast as said
from headwater.measure.forecast import CATEGORIES, Cell, Line
from headwater.measure.span import around
from headwater.measure.waterfall import Frame, waterfall
from headwater.people.models import Team
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.people.user import users
from headwater.web.charts.answers import csv_file
from headwater.web.opportunities import moves
from headwater.web.opportunities.asked import Asked, day_asked, end_of, within
from headwater.web.opportunities.moves import TONES, WHOLE
from headwater.web.opportunities.whose import below

GROUPS = (("owner", "Owner"), ("team", "Team"), ("manager", "Manager"))
SINCE = (("week", "a week ago"), ("month", "a month ago"), ("start", "the period began"))


@dataclass(frozen=True, slots=True)
class Look:
    """How the page shows values: weighted or not, by whom, against which moment."""

    is_weighted: bool
    group: str
    since: str
    day: date
    at: datetime

    @classmethod
    def of(cls, asked: Asked) -> "Look":
        today = timezone.localdate()
        began = asked.span.since - timedelta(days=1)
        days = {"week": today - timedelta(days=7), "month": today - timedelta(days=30),
                "start": min(began, today)}  # fmt: skip
        since = asked.query.get("since", "")
        day = day_asked(asked.query.get("day", "")) if since == "day" else None
        since = since if since in days or day else "week"
        day = min(day or days[since], today)
        group = asked.query.get("by", "owner")
        group = group if group in dict(GROUPS) else "owner"
        return cls(asked.query.get("show") == "weighted", group, since, day, end_of(day))

    def value(self, cell: Cell) -> Decimal:
        return cell.value(is_weighted=self.is_weighted)


def forecast(request: HttpRequest) -> HttpResponse:
    """GET /opportunities/forecast?period=2026-Q4&whose=&by=owner|team|manager&show=weighted&
    since=week|month|start|day&day=: a fixed number of queries."""
    asked = Asked.of(request)
    look = Look.of(asked)
    now = said.forecast(asked.user, asked.span, owners=asked.owners)
    then = said.forecast(asked.user, asked.span, owners=asked.owners, at=look.at)
    opened = _opened(then, look)
    frame = Frame(asked.span, asked.owners, look.is_weighted)
    changed = waterfall(asked.user, frame, look.at, timezone.now(), start=opened)
    if request.GET.get("file") == "changed":
        return csv_file("what-changed", moves.lines(changed, organization().currency))
    context = asked.context() | {
        "look": look, "categories": CATEGORIES, "tones": TONES, "groups": GROUPS,
        "since_choices": SINCE, "tab": "forecast",
        "together": _all(now, then, look), "months": _months(asked, now, then, look),
        "people": _people(asked, now, then, look),
        "moved": moves.columns(asked, is_weighted=look.is_weighted),
        "changed": changed, "parts": moves.parts(changed),
        "changed_file": _file(request), "is_empty": not now and not then,
    }  # fmt: skip
    return render(request, "opportunities/forecast.html", context)


def _file(request: HttpRequest) -> str:
    """The address of all that changed, as a file."""
    query = request.GET.copy()
    query["file"] = "changed"
    return f"?{query.urlencode()}"


def _opened(lines: Iterable[Line], look: Look) -> Decimal:
    cells = (line.cell for line in lines if line.category != "Closed")
    return sum((look.value(cell) for cell in cells), Decimal(0))


def _all(now: list[Line], then: list[Line], look: Look) -> dict[str, Any]:
    """Everything in one row, also when there is nothing."""
    nothing = [Line(date.min, None, name, Cell()) for name in CATEGORIES]
    return _rows([*now, *nothing], then, lambda line: "", look)[0]


def _rows(
    now: Iterable[Line], then: Iterable[Line], key: Callable[[Line], Any], look: Look
) -> list[dict[str, Any]]:
    """A row for each key: its categories with value, count and change, and all together."""
    stands, stood = said.roll_up(now, key), said.roll_up(then, key)
    rows = []
    for each in {**stands, **stood}:
        cells, were = stands.get(each, {}), stood.get(each, {})
        total, was = said.total(cells), said.total(were)
        rows.append({
            "key": each, "total": look.value(total), "count": total.count,
            "change": look.value(total) - look.value(was),
            "cells": [_cell(name, cells.get(name, Cell()), were.get(name, Cell()), look)
                      for name in CATEGORIES],
        })  # fmt: skip
    return rows


def _cell(name: str, cell: Cell, was: Cell, look: Look) -> dict[str, Any]:
    return {
        "category": name, "tone": TONES.get(name, "mute"), "value": look.value(cell),
        "count": cell.count, "change": look.value(cell) - look.value(was),
    }  # fmt: skip


def _months(
    asked: Asked, now: list[Line], then: list[Line], look: Look
) -> list[dict[str, Any]]:  # fmt: skip
    rows = sorted(_rows(now, then, lambda line: line.month, look), key=lambda row: row["key"])
    for row in rows:
        span = around(row["key"], "month")
        row["word"], row["url"] = f"{row['key']:%B}", "?period=" + span.key
        for cell in row["cells"]:
            cell["url"] = asked.deals(_in(cell["category"]), within("CloseDate", span))
    return _with_bars(rows)


def _people(
    asked: Asked, now: list[Line], then: list[Line], look: Look
) -> list[dict[str, Any]]:  # fmt: skip
    key, word = _group(look.group)
    rows = [row | {"word": word(row["key"])} for row in _rows(now, then, key, look)]
    for row in rows:
        owner = row["key"] if look.group == "owner" else None
        for cell in row["cells"]:
            cell["url"] = asked.deals(
                _in(cell["category"]), within("CloseDate", asked.span), owner_id=owner
            ) if owner else ""  # fmt: skip
    return _with_bars(sorted(rows, key=lambda row: (-row["total"], row["word"])))


def _group(group: str) -> tuple[Callable[[Line], Any], Callable[[Any], str]]:
    """By what lines are added up, and how that is called."""
    everybody = users()
    if group == "team":
        teams = {team.pk: team.name for team in Team.objects.all()}

        def team(line: Line) -> Any:
            user = everybody.get(line.owner_id or 0)
            return user.team_id if user else None

        return team, lambda key: teams.get(key, "In no team")
    if group == "manager":
        heads = {member: head for head in _heads() for member in below(head)}
        return (
            lambda line: heads.get(line.owner_id or 0),
            lambda key: f"{everybody[key].name} and below" if key in everybody else "Nobody’s",
        )
    names = owners()
    return lambda line: line.owner_id, lambda key: names[key].name if key in names else "Nobody"


def _heads() -> list[int]:
    """Managers who report to nobody: everybody below adds up with them."""
    everybody = users()
    managers = {user.manager_id for user in everybody.values() if user.manager_id}
    return [key for key in managers if everybody[key].manager_id is None]


def _in(category: str) -> str:
    if category == "Closed":
        return "IsWon = true"
    return f"IsClosed = false AND ForecastCategoryName = '{category}'"


def _with_bars(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with its categories side by side, to one scale."""
    largest = max((row["total"] for row in rows), default=Decimal(0)) or Decimal(1)
    for row in rows:
        values = [max(cell["value"], Decimal(0)) / largest * WHOLE for cell in row["cells"]]
        starts = [Decimal(0), *accumulate(values)]
        row["bar"] = [
            {"x": f"{start:.2f}", "width": f"{width:.2f}", "tone": cell["tone"]}
            for start, width, cell in zip(starts, values, row["cells"], strict=False) if width
        ]  # fmt: skip
    return rows
