"""Setup, cadences: each as a vertical list of steps, edited where one may configure."""

from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.nurture.models import MailTemplate
from headwater.qualify.models import Cadence, CadenceStep
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

STEPS = Prefetch("steps", CadenceStep.objects.select_related("template"))


class CadenceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Cadence
        fields = ("name", "description", "is_active")
        labels = {"is_active": "In use", "description": "What it is for"}
        widgets = {
            "is_active": forms.CheckboxInput(attrs={"role": "switch", "class": "switch"}),
        }


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CadenceStep
        fields = ("kind", "subject", "after_days", "template")
        labels = {"subject": "What to do", "template": "Prepared mail, for an e-mail"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after_days"].max_value = 365  # type: ignore[attr-defined]
        active = MailTemplate.objects.filter(is_active=True)
        self.fields["template"].queryset = active  # type: ignore[attr-defined]

    def clean_after_days(self) -> int:
        days: int = self.cleaned_data["after_days"]
        if days > 365:
            raise forms.ValidationError("At most a year of days.")
        return days


def state() -> str:
    """How many are in use, for the page of Setup."""
    return f"{Cadence.objects.filter(is_active=True).count()} in use"


def cadences(request: HttpRequest) -> HttpResponse:
    """GET /setup/cadences."""
    rows = Cadence.objects.prefetch_related(STEPS).annotate(
        running_count=Count("runs", Q(runs__state="running")),
        replied_count=Count("runs", Q(runs__because="they replied")),
    )
    context = {"cadences": rows, "may": asker(request).can_configure}
    return render(request, "cadences/index.html", context)


def cadence(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /setup/cadences/<pk>: its steps."""
    row = get_object_or_404(Cadence.objects.prefetch_related(STEPS), pk=pk)
    context = {"cadence": row, "may": asker(request).can_configure}
    return render(request, "cadences/cadence.html", context)


@for_admins
def new_cadence(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/cadences/new."""
    return _name(request, Cadence(), "New cadence", "Add cadence")


@for_admins
def edit_cadence(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/cadences/<pk>/name."""
    return _name(request, get_object_or_404(Cadence, pk=pk), "Name and use", "Save")


def _name(request: HttpRequest, row: Cadence, title: str, verb: str) -> HttpResponse:
    form = CadenceForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        is_new = row.pk is None
        form.save()
        note("cadence.created" if is_new else "cadence.changed", row, by=asker(request))
        toasts.say(request, f"“{row}” is {'in use' if row.is_active else 'not used'}.")
        return toasts.done(request, reverse("cadence", args=[row.pk]))
    context = {"form": form, "title": title, "verb": verb, "foot": "Leads on their way go on."}
    return _form(request, context)


@for_admins
def new_step(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/cadences/<pk>/steps/new: one more at the end."""
    cadence = get_object_or_404(Cadence, pk=pk)
    last = cadence.steps.last()
    row = CadenceStep(cadence=cadence, place=last.place + 1 if last else 1)
    return _step(request, row, "New step", "Add step")


@for_admins
def edit_step(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/cadences/steps/<pk>."""
    row = get_object_or_404(CadenceStep.objects.select_related("cadence"), pk=pk)
    return _step(request, row, "Step", "Save step")


def _step(request: HttpRequest, row: CadenceStep, title: str, verb: str) -> HttpResponse:
    form = StepForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        note("cadence.changed", row.cadence, by=asker(request))
        return toasts.done(request, reverse("cadence", args=[row.cadence_id]))
    foot = "Days are counted from when the step before is done."
    return _form(request, {"form": form, "title": title, "verb": verb, "foot": foot})


@require_POST
@for_admins
def move_step(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/cadences/steps/<pk>/move: `by` -1 or 1 changes places with its neighbour."""
    row = get_object_or_404(CadenceStep, pk=pk)
    steps = list(CadenceStep.objects.filter(cadence=row.cadence))
    here = steps.index(row)
    other = here + (-1 if request.POST.get("by") == "-1" else 1)
    if 0 <= other < len(steps):
        steps[here], steps[other] = steps[other], steps[here]
        _number(steps)
        note("cadence.changed", row.cadence, by=asker(request))
    return toasts.done(request, reverse("cadence", args=[row.cadence_id]))


@require_POST
@for_admins
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/cadences/steps/<pk>/removal."""
    row = get_object_or_404(CadenceStep, pk=pk)
    cadence = row.cadence
    row.delete()
    _number(list(cadence.steps.all()))
    note("cadence.changed", cadence, by=asker(request))
    toasts.say(request, f"“{row}” is no step any more; who has it to do keeps it.")
    return toasts.done(request, reverse("cadence", args=[cadence.pk]))


def _number(steps: list[CadenceStep]) -> None:
    for place, step in enumerate(steps, 1):
        step.place = place
    CadenceStep.objects.bulk_update(steps, ["place"])


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "cadences/form.html", context, status=status)
