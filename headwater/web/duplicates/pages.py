"""The queue with the chosen pair beside it, and a pair as a page of its own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.people.models import User
from headwater.records.models import DuplicatePair
from headwater.records.problem import Refused
from headwater.web.duplicates import clusters, everything, queue, side_by_side
from headwater.web.duplicates.clusters import Cluster
from headwater.web.duplicates.queue import Asked
from headwater.web.duplicates.side_by_side import SideBySide
from headwater.web.records import kinds

MOST_PAGES = 10_000


def duplicates(request: HttpRequest) -> HttpResponse:
    """GET /duplicates?kind=&tier=&whose=&state=&page=: `current` and `place` say which row was
    chosen; when that row is gone, the row that has come into its place is chosen."""
    user = kinds.person(request)
    asked = Asked.of(request.GET, user)
    number = max(1, _number(request.GET.get("page", "1"), most=MOST_PAGES))
    first = (number - 1) * queue.PAGE
    found = list(queue.pairs(asked, user)[first : first + queue.PAGE + 1])
    rows = queue.rows(found[: queue.PAGE], user)
    counted = queue.counts(asked, user)
    context: dict[str, Any] = {
        "asked": asked, "rows": rows, "total": _total(asked, counted, rows),
        "sorts": _sorts(asked, counted),
        "tiers": _choices(asked, "tier", queue.TIERS), "states": _choices(asked, "state",
                                                                          queue.STATES),
        "number": number, "before": number - 1, "after": number + 1,
        "has_more": len(found) > queue.PAGE, "can_edit": user.can_edit,
        "may_look": everything.may_look(user), "run": everything.latest(),
    }  # fmt: skip
    chosen = _chosen(rows, request.GET.get("current", ""), request.GET.get("place", ""))
    if chosen is not None:
        context |= {"chosen": rows[chosen].pair.pk}
        context |= review(request, rows[chosen].pair, place=chosen)
    return render(request, "duplicates/queue.html", context)


def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /duplicates/<pk>: the pair as a page; beside the list when htmx asks for that.

    `master` names the record that stays, `without` those that are left out.
    """
    user = kinds.person(request)
    asked = Asked.of(request.GET, user)
    pair = clusters.find(pk, user)
    place = request.GET.get("place", "")
    context = review(request, pair, place=int(place) if place.isdecimal() else None)
    if request.headers.get("HX-Request"):
        return render(request, "duplicates/review.html", context)
    following = queue.after(pair, asked, user)
    if following is not None:
        context["next_url"] = _with(reverse("duplicate", args=[following.pk]), asked.query)
    return render(request, "duplicates/pair.html", context)


def review(request: HttpRequest, pair: DuplicatePair, *, place: int | None) -> dict[str, Any]:
    """The context of one review: the records side by side, the evidence, what may be done."""
    user = kinds.person(request)
    asked = Asked.of(request.GET, user)
    left_out = request.GET.getlist("without")
    cluster = _without(clusters.of(pair, user), left_out)
    compared, trouble = compare(request, cluster, user)
    list_url = _with(reverse("duplicates"), asked.query)
    again = {"place": place} if place is not None else {}
    query = "&".join(filter(None, (asked.query, urlencode(again | {"without": left_out}, True))))
    return {
        "cluster": cluster, "pair": pair, "compared": compared, "trouble": trouble,
        "place": "" if place is None else place, "can_edit": user.can_edit,
        "list_url": list_url, "next_url": list_url,
        "review_url": f"{reverse('duplicate', args=[pair.pk])}?{query}",
        "crossing": crossing(cluster),
    }  # fmt: skip


def compare(request: HttpRequest, cluster: Cluster, user: User) -> tuple[SideBySide, str]:
    """The records side by side, and why this person cannot make one of them, if so."""
    if not cluster.is_mergeable:
        return side_by_side.across(*cluster.records[:2]), ""
    wanted = request.GET.get("master", "")
    master = next((each for each in cluster.records if str(each.pk) == wanted), None)
    try:
        return side_by_side.for_merging(cluster.records, user, master=master), ""
    except Refused as refused:
        return side_by_side.across(*cluster.records[:2]), str(refused) if user.can_edit else ""


def crossing(cluster: Cluster) -> dict[str, Any] | None:
    """What is offered for a lead that may be a contact or an account: conversion joins the two."""
    by_object = {type(record).__name__: record for record in cluster.records}
    lead = by_object.get("Lead")
    other = by_object.get("Contact") or by_object.get("Account")
    if cluster.pair.is_mergeable or lead is None or other is None:
        return None
    noun = type(other).__name__.lower()
    chosen = {noun: other.pk}
    if noun == "contact" and other.account_id:
        chosen["account"] = other.account_id
    url = f"{reverse('conversion', args=[lead.pk])}?{urlencode(chosen)}"
    return {"lead": lead, "other": other, "noun": noun, "url": url}


def _without(cluster: Cluster, left_out: list[str]) -> Cluster:
    """The cluster without records that the person has put aside; two at least stay."""
    stay = [record for record in cluster.records if str(record.pk) not in left_out]
    if len(stay) < 2 or not cluster.pair.is_mergeable:
        return cluster
    return Cluster(cluster.pair, cluster.pairs, stay)


def _chosen(rows: list[queue.Row], current: str, place: str) -> int | None:
    if not rows:
        return None
    keys = [str(row.pair.pk) for row in rows]
    if current in keys:
        return keys.index(current)
    return _number(place, most=len(rows) - 1) if place.isdecimal() else 0


def _sorts(asked: Asked, counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """The kinds of which there are some; all of them where nothing was counted."""
    words = {"": "All"} | queue.KINDS
    return [
        {"word": word, "count": queue.told(counted[kind]) if counted else "",
         "url": f"?{asked.changed(kind=kind)}", "is_current": kind == asked.kind}
        for kind, word in words.items()
        if not counted or counted[kind] or kind in ("", asked.kind)
    ]  # fmt: skip


def _total(asked: Asked, counted: Mapping[str, int], rows: list[queue.Row]) -> str:
    if counted:
        return queue.told(counted[asked.kind])
    return f"{len(rows)}{'+' if len(rows) == queue.PAGE else ''}"


def _choices(asked: Asked, name: str, words: Mapping[Any, str]) -> list[dict[str, Any]]:
    return [
        {"word": word, "url": f"?{asked.changed(**{name: key})}",
         "is_current": getattr(asked, name) == key}
        for key, word in words.items()
    ]  # fmt: skip


def _number(text: str, *, most: int) -> int:
    given = int(text) if text.isdecimal() and len(text) < 6 else 0
    return min(given, most)


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
