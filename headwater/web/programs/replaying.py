"""Sending again by hand: a test, one delivery, a span of time."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.api.models import WebhookDelivery
from headwater.api.webhooks import replay
from headwater.web import toasts
from headwater.web.programs.access import admins_only
from headwater.web.programs.webhooks import of_key
from headwater.web.setup.access import asker, note

State = WebhookDelivery.State
WHICH = (("failed", "Only what did not get through"), ("all", "Everything that happened"))


class SpanForm(forms.Form):
    """From when to when, and which."""

    start = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    end = forms.DateTimeField(
        label="To", widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    which = forms.ChoiceField(
        label="What", choices=WHICH, widget=forms.RadioSelect,
        help_text="Everything comes from the Trail: also what happened while it was off.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start >= end:
            self.add_error("end", "The end comes after the beginning.")
        return cleaned


@require_POST
@admins_only
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """A test event now; its page says what came back."""
    found = replay.test(of_key(pk))
    if found.state == State.DELIVERED:
        toasts.say(request, f"It answered {found.last_status}.")
    else:
        toasts.say(request, "The test did not get through; see below.", kind="bad")
    return toasts.done(request, reverse("webhook_delivery", args=[pk, found.pk]))


@require_POST
@admins_only
def again(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One delivery once more, with the same id."""
    row = of_key(pk)
    found = WebhookDelivery.objects.filter(webhook=row, pk=number, entry_id__isnull=False).first()
    if found is None:
        raise Http404("There is no such delivery.")
    replay.again(found)
    later = "" if row.is_active else " It goes out when the webhook is on."
    toasts.say(request, f"Sent again, with the same webhook-id.{later}")
    return toasts.done(request, reverse("webhook_delivery", args=[pk, number]))


@admins_only
def span(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of a span of time once more."""
    row, now = of_key(pk), timezone.localtime()
    initial = {"start": now - timedelta(days=1), "end": now, "which": "failed"}
    form = SpanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        only_failed = said["which"] == "failed"
        replay.span(row, said["start"], said["end"], only_failed=only_failed)
        note("webhook.replayed", row, by=asker(request))
        toasts.say(
            request, "On its way. A receiver tells by the webhook-id what it has had before."
        )
        return toasts.done(request, reverse("webhook", args=[pk]))
    context = {"form": form, "webhook": row}
    return render(request, "programs/replay.html", context, status=422 if form.is_bound else 200)
