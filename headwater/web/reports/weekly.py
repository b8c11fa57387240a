"""/reports/weekly: the week of marketing beside the week before, as the weekly mail tells it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from headwater.nurture.models import Program
from headwater.people.organization import organization
from headwater.web.records.kinds import person
from headwater.weekly import kept, sentences, weeks
from headwater.weekly.figures import Line, Pair
from headwater.weekly.weeks import Week

WORDS = {
    "sent": ("Sent", "send"), "opened": ("Opened", "mail-open"),
    "clicked": ("Clicked", "mouse-pointer-click"), "replied": ("Replied", "reply"),
    "qualified": ("Became MQL", "badge-check"), "won": ("Won", "trophy"),
    "amount": ("Money", "banknote"),
}  # fmt: skip
NO_PAGES: Mapping[str, str] = {}
Cell = tuple[str, Pair, bool]


def weekly(request: HttpRequest) -> HttpResponse:
    """GET /reports/weekly?week=2026-03-02: any day of it; the last whole week for anything else."""
    week = _week(request.GET.get("week", ""))
    report, counted_at = kept.report(week, person(request))
    now = timezone.now()
    context = {
        "week": week, "currency": organization().currency, "report": report,
        "counted_at": counted_at, "cells": _cells(report.all), "told": sentences.told(report),
        "words": WORDS,
        "tables": [
            ("Programs", "program", _lines(report.programs, _program_pages(report.programs))),
            ("Campaigns", "campaign", _lines(report.campaigns)),
        ],
        "is_running": week.starts_at <= now < week.ends_at, "has_next": week.ends_at <= now,
    }  # fmt: skip
    return render(request, "reports/weekly.html", context)


def _week(text: str) -> Week:
    try:
        day = date.fromisoformat(text)
        return weeks.week_of(day) if 2000 <= day.year < 2100 else weeks.last_whole(timezone.now())
    except ValueError:
        return weeks.last_whole(timezone.now())


def _cells(line: Line) -> list[dict[str, Any]]:
    """Each figure with its word, its picture, and whether it is money."""
    return [
        {"name": name, "label": WORDS[name][0], "icon": WORDS[name][1], "pair": pair,
         "is_money": name == "amount"}
        for name, pair in line.pairs
    ]  # fmt: skip


def _program_pages(lines: list[Line]) -> dict[str, str]:
    """Name → page of the program; mails remember only the name, and keep that of one that is gone
    or was renamed."""
    known = Program.objects.filter(name__in=[line.name for line in lines])
    return {name: reverse("nurture_program", args=[pk])
            for name, pk in known.values_list("name", "pk")}  # fmt: skip


def _lines(
    lines: list[Line], pages: Mapping[str, str] = NO_PAGES
) -> list[tuple[Line, str, list[dict[str, Any]]]]:
    return [(line, pages.get(line.name, ""), _cells(line)) for line in lines]
