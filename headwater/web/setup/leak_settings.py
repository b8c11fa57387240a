"""/setup/leaks: from when on something counts as a leak, and when the report goes out by mail."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.measure import leak_letter
from headwater.measure.leak_classes import LEAKING
from headwater.measure.leak_settings import LeakSettings
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, keep

TEXT = "From when on a lead counts as left behind, and who is told each morning or week."
if TYPE_CHECKING:
    Form = forms.ModelForm[LeakSettings]
else:
    Form = forms.ModelForm


class LeakSettingsForm(Form):
    """The limits, and the mail."""

    class Meta:
        model = LeakSettings
        fields = (
            "queue_hours", "step_hours", "duplicate_days", "stuck_days", "mailed", "mail_at",
        )  # fmt: skip
        help_texts = {
            "queue_hours": "after that a lead in a queue is too old; so is one whose alarm rang",
            "step_hours": "a new lead has so long until something must be planned",
            "duplicate_days": "so long may a possible duplicate wait for a decision",
            "stuck_days": "unless a program goes on with it or it is put aside",
            "mailed": "to who leads people in sales and to administrators, when anything leaks",
            "mail_at": "in the time zone of whoever gets it",
        }
        widgets = {"mail_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


def leak_settings_page(request: HttpRequest) -> HttpResponse:
    """GET: the settings, for everybody to read. POST: kept, by an admin."""
    if request.method == "POST":
        return _keep(request)
    return _page(request, LeakSettingsForm(instance=LeakSettings.current()))


@require_http_methods(["POST"])
@for_admins
def _keep(request: HttpRequest) -> HttpResponse:
    form = LeakSettingsForm(request.POST, instance=LeakSettings.current())
    if not form.is_valid():
        return _page(request, form, 422)
    keep(form, "leaks.changed", by=asker(request))
    toasts.say(request, "Kept. The leak report counts by it from now on.")
    return toasts.done(request, reverse("leak_settings"))


def _page(request: HttpRequest, form: LeakSettingsForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "classes": LEAKING, "may": asker(request).can_configure,
        "readers": leak_letter.readers(),
    }  # fmt: skip
    return render(request, "setup/leaks.html", context, status=status)


def state() -> str:
    """How it stands now, in a few words."""
    row = LeakSettings.current()
    mailed = f"by mail {row.get_mailed_display().lower()}" if row.mailed else "no mail"
    return f"{row.queue_hours} h in a queue, {row.stuck_days} days in a status, {mailed}"
