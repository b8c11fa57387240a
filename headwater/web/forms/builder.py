"""The form that makes forms: what it asks for, what comes along unseen, what happens afterwards."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify

from headwater.capture.form_post import CONSENT, EMBEDDED, TOKEN, TRAP
from headwater.capture.models import WebForm
from headwater.catalog import picklists
from headwater.nurture.models import MailTemplate
from headwater.records.consent import Channel
from headwater.records.models import Campaign, CampaignMemberStatus, Submission
from headwater.web.forms import origins, rows
from headwater.web.forms.rows import Ask, Unseen

PARAMETER = re.compile(r"[\w.-]{1,80}")
OWN = frozenset({CONSENT, EMBEDDED, TOKEN, TRAP, "altcha", "g-recaptcha-response"})
USUAL, NONE = "usual", "none"  # of the answers by e-mail; every other choice is a template's key


class FormForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything of a WebForm; its rows are read beside Django's fields."""

    answer = forms.ChoiceField(label="Answer by e-mail")
    consent = forms.CharField(
        label="Consent text", max_length=500, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Shown with a box to tick; without the tick nothing can be sent.",
    )  # fmt: skip
    consent_channels = forms.MultipleChoiceField(
        label="They agree to be reached by", choices=Channel.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sites = forms.CharField(
        label="Sites that may show it", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="One a line, such as https://www.example.com. None: any site may.",
    )  # fmt: skip

    class Meta:
        model = WebForm
        fields = (
            "name", "slug", "intro", "button", "lead_source", "campaign", "member_status", "thanks",
            "redirect_url", "protection", "is_strict", "posts_per_minute",
            "is_active",
        )  # fmt: skip
        widgets = {
            "intro": forms.Textarea({"rows": 2}),
            "thanks": forms.Textarea({"rows": 2}),
            "redirect_url": forms.TextInput({"inputmode": "url", "placeholder": "https://"}),
            "posts_per_minute": forms.NumberInput({"min": 1, "inputmode": "numeric"}),
            "member_status": forms.TextInput({"list": "member-statuses", "autocomplete": "off"}),
        }

    def __init__(self, posted: QueryDict | None, *, instance: WebForm) -> None:
        super().__init__(posted, instance=instance)
        self.was_sent = bool(instance.pk) and is_used(instance)
        self.asks = rows.posted_asks(posted) if posted is not None else rows.asks_of(instance)
        self.unseen = rows.posted_unseen(posted) if posted is not None else rows.unseen_of(instance)
        self._offer_what_there_is()

    def _offer_what_there_is(self) -> None:
        form = self.instance
        self.fields["campaign"].queryset = (  # type: ignore[attr-defined]
            Campaign.objects.alive().filter(is_active=True)
            | Campaign.objects.filter(pk=form.campaign_id)
        )
        self.fields["campaign"].empty_label = "None"  # type: ignore[attr-defined]
        sources = picklists.values("LeadSource")
        now = [form.lead_source] if form.lead_source not in ("", *sources) else []
        choices = [("", ""), *((each, each) for each in now + sources)]
        self.fields["lead_source"].widget = forms.Select(choices=choices)
        self.fields["answer"].choices = answers()  # type: ignore[attr-defined]
        self.initial["answer"] = (form.auto_response or USUAL) if form.answers else NONE
        self.initial["consent"] = form.consent
        self.initial["consent_channels"] = form.consent_channels
        self.initial["sites"] = "\n".join(form.sites)
        self.fields["slug"].required = False
        self.fields["slug"].disabled = self.was_sent

    @property
    def more_to_ask(self) -> list[Ask]:
        """Fields that are not asked for yet, by label."""
        taken = {ask.field.name for ask in self.asks}
        return sorted(
            (Ask(field) for name, field in rows.askable().items() if name not in taken),
            key=lambda ask: ask.field.label.lower(),
        )

    @property
    def more_unseen(self) -> list[Unseen]:
        """Fields that could come along unseen, by label."""
        taken = {row.field.name for row in self.unseen}
        return sorted(
            (Unseen(field) for name, field in rows.settable().items() if name not in taken),
            key=lambda row: row.field.label.lower(),
        )

    @property
    def member_statuses(self) -> list[str]:
        """What a member of a campaign of ours can be."""
        labels = CampaignMemberStatus.objects.filter(campaign__is_active=True)
        return list(labels.order_by("label").values_list("label", flat=True).distinct()[:50])

    def clean_slug(self) -> str:
        """Left out, it is made of the title."""
        given: str = self.cleaned_data.get("slug", "")
        return given.lower() or free_slug(self.data.get("name", ""), self.instance)

    def clean_sites(self) -> list[str]:
        """Origins, one a line."""
        found = []
        for line in re.split(r"[\s,;]+", self.cleaned_data["sites"]):
            if line:
                try:
                    found.append(origins.site_of(line))
                except ValueError as error:
                    self.add_error("sites", str(error))
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        """A form that asks for nothing is none; the rows go to the form that is being made."""
        cleaned = super().clean() or {}
        form = self.instance
        form.ask([ask.row for ask in self.asks])
        form.hidden = {row.field.name: row.value for row in self.unseen if row.value}
        form.taken = {row.field.name: row.parameter for row in self.unseen if row.parameter}
        form.sites = cleaned.get("sites", [])
        channels = cleaned.get("consent_channels", [])
        form.ask_consent(cleaned.get("consent", ""), channels, at=timezone.now())
        if channels and not form.consent:
            self.add_error("consent", "Say what they agree to.")
        answer = cleaned.get("answer", USUAL)
        form.answers = answer != NONE
        form.auto_response = "" if answer in (USUAL, NONE) else answer
        if not self.asks:
            self.add_error(None, "Ask for at least one field.")
        for row in self.unseen:
            self._check_unseen(row)
        self._check_member_status(cleaned)
        return cleaned

    def _check_unseen(self, row: Unseen) -> None:
        if row.parameter and not PARAMETER.fullmatch(row.parameter):
            self.add_error(None, f"“{row.parameter}” is no parameter: write utm_term, for example.")
        if row.parameter in OWN or row.parameter in rows.settable():
            # An address could tick the box of consent, or answer for the visitor.
            self.add_error(None, f"“{row.parameter}” is a name of the form’s own; take another.")
        if not (row.value or row.parameter):
            self.add_error(None, f"{row.field.label} comes along unseen: give it a value.")

    def _check_member_status(self, cleaned: dict[str, Any]) -> None:
        campaign, status = cleaned.get("campaign"), cleaned.get("member_status", "")
        if not status:
            return
        if campaign is None:
            self.add_error("member_status", "Choose the campaign that it is a member of.")
            return
        labels = list(campaign.member_statuses.values_list("label", flat=True))
        if status.lower() not in [label.lower() for label in labels]:
            known = ", ".join(labels) or "none"
            self.add_error("member_status", f"“{campaign}” has no such status. It has: {known}.")


def answers() -> list[tuple[str, str]]:
    """What can answer a visitor at once."""
    templates = MailTemplate.objects.filter(is_active=True).values_list("key", "name")
    named = [(key, name) for key, name in templates if key != "auto_response"]
    return [(USUAL, "The usual answer"), *named, (NONE, "No answer")]


def is_used(form: WebForm) -> bool:
    """Whether anything has been sent by it: its address is out in the world then."""
    return bool(Submission.objects.filter(door="form", form=form.slug).order_by()[:1])


def free_slug(name: str, form: WebForm | None = None) -> str:
    """An address made of a title that no other form has."""
    base = slugify(name)[:60] or "form"
    base = f"{base}-form" if base == "new" else base
    others = WebForm.objects.exclude(pk=form.pk) if form and form.pk else WebForm.objects.all()
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, 10_000))
    return next(slug for slug in (base, *numbered) if slug not in taken)
