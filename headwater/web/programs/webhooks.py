"""Webhooks: which there are, making and changing one, switching it on and off."""

from typing import Any

from django import forms
from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.api.models import Webhook, WebhookDelivery
from headwater.api.webhooks import fence, target
from headwater.api.webhooks.events import EVENTS
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.programs.access import admins_only
from headwater.web.records import undo
from headwater.web.setup.access import asker, note

State = WebhookDelivery.State
FIRST = ("lead.created", "lead.assigned", "lead.status_changed", "lead.converted")


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where to, about what, and which leads."""

    events = forms.MultipleChoiceField(
        choices=[(event, f"{words} ({event})") for event, words in EVENTS.items()],
        widget=forms.CheckboxSelectMultiple, initial=FIRST, label="What it is told",
    )  # fmt: skip
    criteria = forms.CharField(
        label="Only leads with", required=False,
        help_text="For example: LeadSource = 'Web' AND Score >= 50. Empty: every lead.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip

    class Meta:
        model = Webhook
        fields = ("name", "url", "events", "criteria")
        help_texts = {
            "name": "The system behind it",
            "url": "Begins with https://; it answers with 2xx within ten seconds",
        }
        widgets = {"url": forms.URLInput(attrs={"placeholder": "https://"})}

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            target.check(url)
        except target.Forbidden as error:
            raise forms.ValidationError(str(error)) from None
        return url

    def clean_criteria(self) -> str:
        text: str = self.cleaned_data["criteria"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text


def of_key(pk: int) -> Webhook:
    """The webhook, or 404."""
    found: Webhook = get_object_or_404(Webhook, pk=pk, is_deleted=False)
    return found


@admins_only
def webhook_list(request: HttpRequest) -> HttpResponse:
    """Each with how it goes: what waits, what failed, when it was last reached."""
    delivered = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), state=State.DELIVERED)
    newest = delivered.order_by("-created_at").values("settled_at")[:1]
    # Few, and with an index of their own.
    is_open = Q(deliveries__state__in=(State.WAITING, State.FAILED))
    rows = Webhook.objects.filter(is_deleted=False).annotate(
        open_deliveries=FilteredRelation("deliveries", condition=is_open),
        waiting_count=Count("open_deliveries", filter=Q(open_deliveries__state=State.WAITING)),
        failed_count=Count("open_deliveries", filter=Q(open_deliveries__state=State.FAILED)),
        reached_at=Subquery(newest),
    )
    return render(request, "programs/webhooks.html", {"webhooks": rows})


@admins_only
def new_webhook(request: HttpRequest) -> HttpResponse:
    """One more; it is told what happens from now on."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.created_by, row.since_entry = asker(request), fence.last_number()
        row.save()
        note("webhook.created", row, by=asker(request))
        toasts.say(request, f"“{row}” is told from now on. Send it a test.")
        return toasts.done(request, reverse("webhook", args=[row.pk]))
    return _show(request, form, "New webhook")


@admins_only
def edit_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Change it; what waits already goes to the new address."""
    form = WebhookForm(request.POST or None, instance=of_key(pk))
    if request.method == "POST" and form.is_valid():
        row = form.save()
        changes = {
            name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
            for name in form.changed_data
        }
        note("webhook.changed", row, by=asker(request), changes=changes)
        toasts.say(request, f"Saved “{row}”.")
        return toasts.done(request, reverse("webhook", args=[pk]))
    return _show(request, form, form.instance.name)


@require_POST
@admins_only
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off. What waits goes out when it is on again; what happens meanwhile is not noted."""
    row = of_key(pk)
    row.is_active = not row.is_active
    row.stopped_because, row.failure_count = "", 0
    row.failing_since = row.rests_until = None
    row.save()
    note("webhook.switched", row, by=asker(request), changes=_switched(row))
    toasts.say(request, f"“{row}” is {'on' if row.is_active else 'off'}.")
    return toasts.done(request, reverse("webhook", args=[pk]))


@require_POST
@admins_only
def change_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; both sign for a day, so that the other side can follow without a gap."""
    row = of_key(pk)
    row.change_secret(timezone.now())
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    note("webhook.secret_changed", row, by=asker(request))
    toasts.say(request, "The new secret signs from now on; the old one beside it for 24 hours.")
    return toasts.done(request, reverse("webhook", args=[pk]))


@require_POST
@admins_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Gone from the list with its log; Undo brings both back."""
    row = of_key(pk)
    row.is_deleted = True
    row.save(update_fields=["is_deleted"])
    note("webhook.removed", row, by=asker(request))
    back = undo.offer(request, "remove_webhook", pk=row.pk)
    toasts.say(request, f"“{row}” is gone.", undo_url=back)
    return toasts.done(request, reverse("webhooks"))


@undo.undoes("remove_webhook")
def bring_back(user: User, *, pk: int) -> str:
    """A removed webhook, as it was."""
    row = get_object_or_404(Webhook, pk=pk)
    row.is_deleted = False
    row.save(update_fields=["is_deleted"])
    note("webhook.restored", row, by=user)
    return f"“{row}” is back."


def _switched(row: Webhook) -> dict[str, list[Any]]:
    return {"is_active": [not row.is_active, row.is_active]}


def _show(request: HttpRequest, form: WebhookForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": request.path}
    return render(
        request, "programs/webhook_form.html", context, status=422 if form.is_bound else 200
    )
