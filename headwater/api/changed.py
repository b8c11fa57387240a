"""`sobjects/X/updated` and `…/deleted`: what a copy elsewhere has to fetch again, or forget."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from headwater.api import answers, rows
from headwater.api.describe import is_replicable
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found, problem
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.records.sharing import visible

WINDOW = timedelta(days=30)
MOST = 600_000  # ids of one answer, as in Salesforce
WRONG = "INVALID_REPLICATION_DATE"


def updated(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/updated?start=&end=: ids of what is new or changed"""
    kind, since, until = _asked(call, name)
    found = _changed(call, kind, since, until).filter(is_deleted=False)
    keys = found.values_list("pk", flat=True)[:MOST]
    told = [ids.encode(kind.prefix, key) for key in keys]
    return answers.json({"ids": told, "latestDateCovered": answers.moment(until)})


def deleted(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/deleted?start=&end=: ids with the time at which each went"""
    kind, since, until = _asked(call, name)
    found = _changed(call, kind, since, until).filter(is_deleted=True)
    gone = [
        {"id": ids.encode(kind.prefix, key), "deletedDate": answers.moment(at)}
        for key, at in found.values_list("pk", "modified_at")[:MOST]
    ]
    earliest = kind.model._default_manager.filter(is_deleted=True).order_by("modified_at")
    first = earliest.values_list("modified_at", flat=True).first()
    return answers.json({
        "deletedRecords": gone,
        "earliestDateAvailable": answers.moment(first or until),
        "latestDateCovered": answers.moment(until),
    })  # fmt: skip


def _changed(call: Call, kind: ObjectDef, since: datetime, until: datetime) -> Any:
    seen = kind.model._default_manager.filter(visible(kind.model, call.by))
    return seen.filter(modified_at__gte=since, modified_at__lt=until).order_by("modified_at", "pk")


def _asked(call: Call, name: str) -> tuple[ObjectDef, datetime, datetime]:
    try:
        kind = rows.kind_of(name)
    except UnknownName:
        raise not_found() from None
    if not is_replicable(kind):
        message = f"{kind.name} is not replicable."
        raise problem(400, "INVALID_TYPE_FOR_OPERATION", message)
    since, until = _moment(call, "start"), _moment(call, "end")
    now = timezone.now()
    if until <= since:
        raise problem(400, WRONG, "endDate must be at least one minute greater than startDate")
    if now - since > WINDOW:
        days = WINDOW.days
        raise problem(400, WRONG, f"startDate cannot be more than {days} days ago")
    return kind, since, min(until, now)


def _moment(call: Call, name: str) -> datetime:
    """A `+` that came unescaped has become a space on its way."""
    text = call.asked(name).strip().replace(" ", "+")
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise problem(400, WRONG, f"{name}Date is a time such as 2026-03-17T16:00:00+00:00")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


updated_view = resource(GET=updated)
deleted_view = resource(GET=deleted)
