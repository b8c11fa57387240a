"""Merging: chosen records side by side, and the deed itself, from wherever it is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater import merging
from headwater.catalog import objects
from headwater.merge.act import Merge
from headwater.merge.preview import Preview, preview
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.duplicates import choosing, clusters, side_by_side
from headwater.web.records import kinds, undo
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural

OBJECTS = frozenset({"Lead", "Contact", "Account"})
VALUE = "value-"  # name of the inputs that say whose value is kept


@require_http_methods(["GET", "POST"])
def merger(request: HttpRequest, object_name: str) -> HttpResponse:
    """GET /records/<object>/merge?id=…&id=…: these records side by side. POST with `id` and
    `master`: they become one; with `id` alone (a list's button): have a look first."""
    user = kinds.editor(request)
    if object_name not in OBJECTS:
        raise Http404
    if request.method == "POST" and "master" not in request.POST:
        return redirect(_address(object_name, request.POST.getlist("id")))
    given = request.POST if request.method == "POST" else request.GET
    records = _records(object_name, given.getlist("id"), user)
    if request.method == "POST":
        return _merge(request, records, user)
    return _look(request, object_name, records, user)


def merge_proposed(records: Sequence[Any], user: User) -> Merge:
    """Merge with the proposed master and values."""
    seen = preview(records, by=user)
    others = [record for record in records if record.pk != seen.master.pk]
    return merging.merge(seen.master, others, by=user, values=_values(seen, {}), seen=seen.stamp)


def _look(
    request: HttpRequest, object_name: str, records: list[Any], user: User, status: int = 200
) -> HttpResponse:
    master = next((r for r in records if str(r.pk) == request.GET.get("master", "")), None)
    compared, trouble = None, ""
    if len(records) > 1:
        try:
            compared = side_by_side.for_merging(records, user, master=master)
        except Refused as refused:
            trouble = str(refused)
    kind = objects.get(object_name)
    is_alone = len(records) == 1
    context = {
        "alike": choosing.resembling(records[0], user) if is_alone else [],
        "cluster": choosing.judged(records) if len(records) == 2 and compared else None,
        "object_name": object_name, "records": records, "compared": compared, "trouble": trouble,
        "noun": kind.label.lower(), "nouns": kind.label_plural.lower(), "can_edit": True,
        "review_url": _address(object_name, [str(record.pk) for record in records]),
        "list_url": reverse(kind.label_plural.lower()),
        "choices_url": reverse("record_choices", args=[object_name]),
    }  # fmt: skip
    template = "duplicates/compare.html" if _is_part(request) else "duplicates/merge.html"
    return render(request, template, context, status=status)


def _merge(request: HttpRequest, records: list[Any], user: User) -> HttpResponse:
    """Do it as chosen; a refusal is told and nothing has happened."""
    from headwater.web.duplicates import deeds

    master = next((r for r in records if str(r.pk) == request.POST["master"]), None)
    if master is None or len(records) < 2:
        raise Http404("One of them is no longer there.")
    others = [record for record in records if record.pk != master.pk]
    try:
        seen = preview(records, by=user, master=master)
        values, stamp = _values(seen, request.POST), request.POST.get("seen", "")
        done = merging.merge(master, others, by=user, values=values, seen=stamp)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return redirect(_address(type(master).__name__, [str(each.pk) for each in records]))
    word = objects.of_model(master).label.lower()
    url = undo.offer(request, "merge", keys=[done.pk])
    said = f"{plural(len(records), word)} are one now: {master}."
    toasts.say(request, said, undo_url=url, lasts="or at any time on its page")
    if "next" in request.POST:
        return deeds.decided(request)
    return toasts.done(request, kinds.page_of(master))


def _values(seen: Preview, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Attribute → the value of the record that was chosen for it, else the proposed one."""
    values = {}
    for choice in seen.fields:
        if choice.differs:
            wanted = chosen.get(VALUE + choice.attribute, "")
            by_record = {str(pk): value for pk, value in choice.options.items()}
            values[choice.attribute] = by_record.get(wanted, choice.proposed)
    return values


def _records(object_name: str, given: Sequence[str], user: User) -> list[Any]:
    """Those that the person may see, in the order in which they were named."""
    keys = [int(each) for each in dict.fromkeys(given) if each.isdecimal() and len(each) < 19]
    rows: Any = objects.get(object_name).model._default_manager.filter(
        pk__in=keys[: clusters.MOST], is_deleted=False
    )
    seen = rows.visible_to(user).select_related(*clusters.JOINED[object_name])
    return sorted(seen, key=lambda record: keys.index(record.pk))


def _address(object_name: str, keys: Sequence[str]) -> str:
    query = "&".join(f"id={key}" for key in keys if key.isdecimal())
    return f"{reverse('merger', args=[object_name])}?{query}"


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == "compare"


@undoes("merge")
def take_merge_back(user: User, *, keys: list[int]) -> str:
    """The records are several again, in the reverse order of the merging."""
    found = Merge.objects.filter(pk__in=keys, undone_at=None).order_by("-pk")
    count = 0
    for each in found:
        kinds.find(each.object_name, each.survivor_id, user)
        merging.unmerge(each, by=user, answers={})
        count += 1
    return f"{plural(count, 'merge')} taken back." if count else "That was taken back already."
