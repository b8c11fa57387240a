"""/setup/influence: what counts as a touch of a campaign, and which model is shown first."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.jobs import enqueue
from headwater.measure import influence_sums
from headwater.measure.influence import Model
from headwater.measure.influence_settings import InfluenceSettings
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, keep

TEXT = "Which memberships in campaigns count for a deal, and how its amount is shared out."
if TYPE_CHECKING:
    Form = forms.ModelForm[InfluenceSettings]
else:
    Form = forms.ModelForm


class InfluenceForm(Form):
    """The three settings; an empty window means that all touches count, however old."""

    class Meta:
        model = InfluenceSettings
        fields = ("window_days", "responses_only", "model")
        help_texts = {
            "window_days": "before the deal was opened; empty: however long ago",
            "responses_only": "Otherwise being sent something is a touch, too.",
            "model": "on the pages of deals and campaigns",
        }


def influence(request: HttpRequest) -> HttpResponse:
    """GET: the settings, for everybody to read. POST: kept, by an admin."""
    return _keep(request) if request.method == "POST" else _page(request, _form())


@require_http_methods(["POST"])
@for_admins
def _keep(request: HttpRequest) -> HttpResponse:
    form = InfluenceForm(request.POST, instance=InfluenceSettings.current())
    if not form.is_valid():
        return _page(request, form, 422)
    if keep(form, "influence.changed", by=asker(request)):
        enqueue(influence_sums.hourly)
    toasts.say(request, "Kept. Every page counts by it from now on.")
    return toasts.done(request, reverse("influence"))


def _form() -> InfluenceForm:
    return InfluenceForm(instance=InfluenceSettings.current())


def _page(request: HttpRequest, form: InfluenceForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "models": list(Model), "may": asker(request).can_configure}
    return render(request, "setup/influence.html", context, status=status)


def state() -> str:
    """How it stands now, in a few words."""
    row = InfluenceSettings.current()
    window = f"{row.window_days} days" if row.window_days else "any time"
    return f"{row.get_model_display()}, {window}"
