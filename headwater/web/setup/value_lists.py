"""The value lists that fields choose from: closed reasons, lead sources and the rest."""

from typing import Any

from django import forms
from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.catalog import objects
from headwater.catalog.picklists import FIXED, PICKLIST_OF, TABLES, PicklistValue
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

# What Headwater itself tells apart, so that nobody renames it.
BUILT_IN = frozenset({*TABLES, *FIXED, "TaskStatus", "TaskSubtype", "ForecastCategory", "ShowAs"})
FIRST = "ClosedReason"  # the list that people change most
WORDS = {
    "ClosedReason": "Closed reasons",
    "LeadSource": "Lead sources",
    "LossReason": "Lost reasons",
    "WinReason": "Won reasons",
}


class ValueForm(forms.ModelForm):  # type: ignore[type-arg]
    """One value. Renaming takes the records that have it along."""

    class Meta:
        model = PicklistValue
        fields = ("value", "is_active")
        labels = {"value": "Value", "is_active": "May be chosen"}
        help_texts = {
            "value": "Records that have it are renamed along; rules that name it are not",
            "is_active": "Records that have it keep it",
        }

    def clean_value(self) -> str:
        value = " ".join(str(self.cleaned_data["value"]).split())
        others = PicklistValue.objects.filter(picklist=self.instance.picklist, value__iexact=value)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"“{value}” is in the list already.")
        return value


def value_lists(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """GET /setup/lists/<name>: one list in order, and the others to go to."""
    _must_exist(name)
    rows = list(PicklistValue.objects.filter(picklist=name))
    counts = _counts(name)
    context = {
        "name": name, "title": label(name), "may": asker(request).can_configure,
        "lists": [(each, label(each)) for each in editable()],
        "lines": [(row, counts.get(row.value, 0)) for row in rows],
    }  # fmt: skip
    return render(request, "setup/value_lists.html", context)


@for_admins
def new_value(request: HttpRequest, name: str) -> HttpResponse:
    """GET and POST /setup/lists/<name>/new: one more at the end."""
    _must_exist(name)
    last = PicklistValue.objects.filter(picklist=name).aggregate(last=Max("sort_order"))["last"]
    row = PicklistValue(picklist=name, sort_order=0 if last is None else last + 1)
    return _edit(request, row)


@for_admins
def edit_value(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/values/<pk>."""
    row = get_object_or_404(PicklistValue, pk=pk)
    _must_exist(row.picklist)
    return _edit(request, row)


@require_POST
@for_admins
def move_value(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/values/<pk>/move: `by` -1 or 1 changes places with its neighbour."""
    row = get_object_or_404(PicklistValue, pk=pk)
    _must_exist(row.picklist)
    rows = list(PicklistValue.objects.filter(picklist=row.picklist))
    place = rows.index(row)
    other = place + (-1 if request.POST.get("by") == "-1" else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for number, each in enumerate(rows):
            each.sort_order = number
        PicklistValue.objects.bulk_update(rows, ["sort_order"])
    return toasts.done(request, reverse("value_list", args=[row.picklist]))


def label(name: str) -> str:
    """ClosedReason → Closed reasons."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return WORDS.get(name, spaced.strip().capitalize())


def editable() -> list[str]:
    """The lists that may be changed, the closed reasons first."""
    names = PicklistValue.objects.exclude(picklist__in=BUILT_IN).order_by("picklist")
    found = list(names.values_list("picklist", flat=True).distinct())
    return sorted(found, key=lambda name: (name != FIRST, label(name)))


def _edit(request: HttpRequest, row: PicklistValue) -> HttpResponse:
    before = row.value
    form = ValueForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            count = _rename(row.picklist, before, row.value) if before != row.value else 0
            changes = {name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
                       for name in form.changed_data}  # fmt: skip
            event = "value.changed" if before else "value.created"
            note(event, row, by=asker(request), changes=changes)
        also = f"; {count} records follow" if count else ""
        toasts.say(request, f"Saved “{row}”{also}.")
        return toasts.done(request, reverse("value_list", args=[row.picklist]))
    title = before or f"New value: {label(row.picklist).lower()}"
    context = {"form": form, "title": title, "action": request.path}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )


def _rename(name: str, before: str, after: str) -> int:
    return sum(
        rows.filter(**{column: before}).update(**{column: after})
        for rows, column in _columns(name)
    ) if before else 0  # fmt: skip


def _counts(name: str) -> dict[str, int]:
    """How many records have each value, one query a column."""
    found: dict[str, int] = {}
    for rows, column in _columns(name):
        told = rows.values(named=F(column)).annotate(count=Count("pk")).order_by()
        for row in told:
            found[row["named"]] = found.get(row["named"], 0) + row["count"]
    return found


def _columns(name: str) -> list[tuple[Any, str]]:
    """(rows, column) of every field that takes its values from the list."""
    found = []
    for (object_name, field_name), picklist in PICKLIST_OF.items():
        if picklist == name:
            kind = objects.get(object_name)
            rows = apps.get_model(kind.model_label)._default_manager
            found.append((rows, kind.field(field_name).attribute))
    return found


def _must_exist(name: str) -> None:
    if name in BUILT_IN or not PicklistValue.objects.filter(picklist=name).exists():
        raise Http404("There is no such list in Setup.")
