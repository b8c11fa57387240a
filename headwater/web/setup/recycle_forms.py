"""The form of a recycling rule: whom it takes, after how long, and where they go."""

from typing import Any

from django import forms

from headwater.catalog import picklists
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.nurture.models import Program
from headwater.people.models import Owner
from headwater.qualify import handoff
from headwater.records import stages
from headwater.recycling.models import RecycleRule
from headwater.recycling.rule import UNANSWERED, Kind, Way

REASONS = {Kind.UNQUALIFIED.value: "ClosedReason", Kind.REJECTED.value: handoff.REASONS}


class RecycleRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The first rule that fits a lead decides; what was planned by it stays planned."""

    reasons = forms.MultipleChoiceField(
        required=False, help_text="None chosen: any. Of the close, or of the rejection."
    )
    program = forms.ModelChoiceField(
        Program.objects.order_by("name"), required=False, empty_label="None",
        help_text="For the way into a program. Who may not be written to gets a call instead.",
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        Owner.objects.filter(is_active=True).order_by("kind", "name"), required=False,
        label="And belongs to", empty_label="Whoever has it",
    )  # fmt: skip
    status = forms.ChoiceField(required=False, label="As status")

    class Meta:
        model = RecycleRule
        fields = ("name", "kind", "reasons", "attempts", "criteria", "after_days", "way", "program",
                  "owner", "status", "words", "sort_order", "is_active")  # fmt: skip
        labels = {
            "kind": "Leads that are", "attempts": "Tries without an answer", "criteria": "And",
            "after_days": "After (days)", "way": "They go", "words": "Because",
            "sort_order": "Place", "is_active": "In force",
        }  # fmt: skip
        help_texts = {
            "attempts": "Mails or calls in a row; for those who do not answer",
            "criteria": "For example: Country = 'Norway'. Empty: all.",
            "after_days": "Counted from the close, the rejection, or the last try",
        }
        widgets = {
            "criteria": forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = [  # type: ignore[attr-defined]
            (Kind(kind).label, [(value, value) for value in picklists.values(name)])
            for kind, name in REASONS.items()
        ]
        open_ones = [
            (each.name, each.name) for each in stages.known().values()
            if each.is_active and not each.is_closed and not each.is_converted
        ]  # fmt: skip
        self.fields["status"].choices = [("", "As it is"), *open_ones]  # type: ignore[attr-defined]

    def clean_criteria(self) -> str:
        text = str(self.cleaned_data["criteria"]).strip()
        try:
            if text:
                parse(text, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, way = cleaned.get("kind", ""), cleaned.get("way")
        if way == Way.PROGRAM and not cleaned.get("program"):
            self.add_error("program", "Choose the program.")
        if kind == Kind.UNQUALIFIED and way != Way.STAYS and not cleaned.get("status"):
            self.add_error("status", "Choose a status: a closed lead is opened again.")
        if kind in UNANSWERED and not cleaned.get("attempts"):
            self.add_error("attempts", "Say how many: at least 1.")
        known = set(picklists.values(REASONS[kind])) if kind in REASONS else set()
        if odd := [each for each in cleaned.get("reasons", ()) if each not in known]:
            self.add_error("reasons", f"Not a reason of these leads: {', '.join(odd)}.")
        return cleaned
