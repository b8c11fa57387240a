"""What happens by itself when leads are handed over, and the reasons sales may give: one dialog."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog import picklists
from headwater.catalog.picklists import PicklistValue
from headwater.people.models import Owner, Team
from headwater.qualify import handoff
from headwater.qualify.models import ClockPolicy, HandoffPolicy
from headwater.records.models import LeadStatus
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.clock_forms import length_in_words

STATUSES = {
    "offered_status": "When offered, the status becomes",
    "accepted_status": "When accepted, the status becomes",
    "rejected_status": "When rejected, the status becomes",
}


class HandingForm(forms.ModelForm):  # type: ignore[type-arg]
    """To whom, which statuses, and why sales may say no."""

    reasons = forms.CharField(
        label="Why sales may say no", widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One reason a line. Reasons that were given stay with what they were given for.",
    )  # fmt: skip

    class Meta:
        model = HandoffPolicy
        fields = ("is_automatic", "owner", "team", *STATUSES, "rejected_owner")
        labels = STATUSES | {
            "is_automatic": "Offer leads by themselves when they meet the agreed definition",
            "owner": "Offer to", "team": "Or to a team, in turn",
            "rejected_owner": "Rejected leads go to",
        }  # fmt: skip
        help_texts = {
            "owner": "A person or a queue. Neither this nor a team: as the assignment rules say.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["reasons"] = "\n".join(picklists.values(handoff.REASONS))
        active = Owner.objects.filter(is_active=True).order_by("kind", "name")
        self._choices("owner", active, "Nobody by name")
        self._choices("team", Team.objects.all(), "No team")
        self._choices("rejected_owner", active, "Whoever had them before")
        usable = LeadStatus.objects.filter(is_active=True, is_converted=False)
        for name in STATUSES:
            self._choices(name, usable, "Stays what it is")

    def _choices(self, name: str, rows: Any, nothing: str) -> None:
        field: Any = self.fields[name]
        field.queryset, field.empty_label = rows, nothing

    def clean_reasons(self) -> list[str]:
        lines = [line.strip()[:255] for line in self.cleaned_data["reasons"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("owner") and cleaned.get("team"):
            self.add_error("team", "Choose a person or queue, or a team: one of the two.")
        return cleaned


@for_admins
def handing(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/agreements/handing."""
    form = HandingForm(request.POST or None, instance=HandoffPolicy.current(), auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            _keep_reasons(form.cleaned_data["reasons"])
            changes = {name: [str(form.initial.get(name) or ""), str(form.cleaned_data[name] or "")]
                       for name in form.changed_data}  # fmt: skip
            note("handoff_policy.changed", form.instance, by=asker(request), changes=changes)
        toasts.say(request, "Saved.")
        return toasts.done(request, reverse("agreements"))
    context = {"form": form, "title": "How leads are handed over", "action": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "setup/definition_form.html", context, status=status)


def in_words(policy: HandoffPolicy) -> list[tuple[str, str]]:
    """The policy as what happens when."""
    target = policy.owner or (f"team {policy.team}, in turn" if policy.team else None)
    clocks = ClockPolicy.objects.filter(kind=handoff.ACCEPT, is_active=True)
    return [
        ("Offered", "By itself, when a lead meets the agreed definition, and by hand"
         if policy.is_automatic else "By hand"),
        ("To", str(target or "whoever the assignment rules say")),
        ("Time to decide", ", ".join(map(_limit, clocks)) or "As long as it takes"),
        ("Status when offered", str(policy.offered_status or "stays")),
        ("Status when accepted", str(policy.accepted_status or "stays")),
        ("Status when rejected", str(policy.rejected_status or "stays")),
        ("Rejected leads go to", str(policy.rejected_owner or "whoever had them before")),
        ("Sales may say no because of", ", ".join(picklists.values(handoff.REASONS))),
    ]  # fmt: skip


def _limit(policy: ClockPolicy) -> str:
    return f"{length_in_words(policy.minutes)}, {policy.get_counts_in_display().lower()}"


def _keep_reasons(reasons: list[str]) -> None:
    """The list as it is now; what left it is only put aside."""
    PicklistValue.objects.filter(picklist=handoff.REASONS).exclude(value__in=reasons).update(
        is_active=False
    )
    for place, reason in enumerate(reasons):
        PicklistValue.objects.update_or_create(
            picklist=handoff.REASONS, value=reason,
            defaults={"sort_order": place, "is_active": True},
        )  # fmt: skip
