"""/setup/retention: how long the Trail and what people did are kept."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.records.models import Retention
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, keep


class RetentionForm(forms.ModelForm):  # type: ignore[type-arg]
    """For how many months; empty is for ever."""

    class Meta:
        model = Retention
        fields = ("trail_months", "engagement_months")


def state() -> str:
    """How it stands, in Setup's own list."""
    months = Retention.current().trail_months
    return f"the Trail {months} months" if months else "the Trail for ever"


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is kept how long, and what went last."""
    return _page(request, RetentionForm(instance=Retention.current()))


@require_POST
@for_admins
def keep_for(request: HttpRequest) -> HttpResponse:
    """Other numbers of months."""
    form = RetentionForm(request.POST, instance=Retention.current())
    if not form.is_valid():
        return _page(request, form, status=422)
    keep(form, "retention.changed", by=asker(request))
    toasts.say(request, "Saved. What is older goes tonight.")
    return toasts.done(request, reverse("retention"))


def _page(request: HttpRequest, form: RetentionForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "kept": Retention.current(), "may": asker(request).can_configure,
    }  # fmt: skip
    return render(request, "setup/retention.html", context, status=status)
