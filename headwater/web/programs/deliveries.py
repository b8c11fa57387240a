"""The log of a webhook: what was sent, what came back, and when it is tried again."""

from typing import Any

import orjson
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.api.models import WebhookDelivery
from headwater.api.webhooks.events import EVENTS, TEST
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.records.models import Lead
from headwater.web.programs.access import admins_only
from headwater.web.programs.webhooks import of_key

PAGE = 50
State = WebhookDelivery.State
TONES = {State.WAITING.value: "", State.DELIVERED.value: "good", State.FAILED.value: "bad"}
WORDS = EVENTS | {TEST: "A test"}


@admins_only
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """The webhook and its deliveries, newest first."""
    row = of_key(pk)
    rows = WebhookDelivery.objects.filter(webhook=row)
    found = dict(rows.order_by().values_list("state").annotate(Count("id")))
    counts = {state: found.get(state.value, 0) for state in State}
    if request.GET.get("state") in State.values:
        rows = rows.filter(state=request.GET["state"])
    page = Paginator(rows.order_by("-created_at", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": row, "page": page, "counts": counts, "chosen": request.GET.get("state", ""),
        "lines": _lines(list(page)), "sentence": _sentence(row.criteria),
        "events": [WORDS[event] for event in row.events if event in WORDS],
    }  # fmt: skip
    return render(request, "programs/webhook.html", context)


@admins_only
def delivery(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One delivery: the request as it went out, and every try."""
    row = of_key(pk)
    found = WebhookDelivery.objects.filter(webhook=row, pk=number).first()
    if found is None:
        raise Http404("The log keeps a month; this is not in it.")
    tries = list(found.tries.all())
    context = {
        "webhook": row, "delivery": found, "tone": TONES[found.state], "tries": tries,
        "what": WORDS.get(found.event, found.event),
        "headers": tries[-1].headers if tries else {},
        "body": orjson.dumps(orjson.loads(found.body), option=orjson.OPT_INDENT_2).decode(),
        "lead": Lead.objects.filter(pk=found.record_id).first() if found.record_id else None,
    }  # fmt: skip
    return render(request, "programs/delivery.html", context)


def _lines(rows: list[WebhookDelivery]) -> list[dict[str, Any]]:
    leads = Lead.objects.in_bulk([row.record_id for row in rows if row.record_id])
    return [
        {
            "row": row, "tone": TONES[row.state], "what": WORDS.get(row.event, row.event),
            "lead": leads.get(row.record_id or 0),
        }
        for row in rows
    ]  # fmt: skip


def _sentence(criteria: str) -> str:
    if not criteria:
        return ""
    try:
        return english(parse(criteria, "Lead"), "Lead")
    except CriteriaError as error:
        return f"{criteria}: {error}"
