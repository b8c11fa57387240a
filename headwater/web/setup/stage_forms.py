"""The form of an opportunity stage: what it implies, what it asks for, how long a deal stays."""

from typing import Any

from django import forms

from headwater.catalog import objects
from headwater.records import stages
from headwater.records.models import OpportunityStage
from headwater.records.stages import Forecast

# What every stage beyond the early ones needs, or a lost one, needs no ticking.
BUILT_IN = frozenset({"amount", "close_on", "loss_reason", "name", "stage_name", "probability",
                      "forecast_category", "is_private"})  # fmt: skip


class OpportunityStageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A stage. Renaming takes the deals that stand there along; older probabilities stay."""

    forecast_category = forms.ChoiceField(
        choices=Forecast.choices, label="Forecast category",
        help_text="Omitted: in no pipeline and no forecast, and no amount or close date is asked",
    )  # fmt: skip
    required_fields = forms.MultipleChoiceField(
        required=False, label="Asks for", widget=forms.SelectMultiple({"size": 6}),
        help_text="Must be filled before somebody moves a deal here. Amount and close date are "
        "always asked for beyond the early stages",
    )  # fmt: skip

    class Meta:
        model = OpportunityStage
        fields = ("name", "sort_order", "probability", "forecast_category", "guidance",
                  "description", "required_fields", "expected_days", "is_closed", "is_won",
                  "is_active")  # fmt: skip
        labels = {
            "sort_order": "Place", "probability": "Probability (%)", "description": "Definition",
            "expected_days": "Usual days here", "is_closed": "Ends the deal", "is_won": "As won",
            "is_active": "In use",
        }  # fmt: skip
        help_texts = {
            "guidance": "Said on the page of every deal that stands here",
            "expected_days": "A deal that stays longer is marked. Empty: never",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = objects.get("Opportunity").fields.values()
        self.fields["required_fields"].choices = [  # type: ignore[attr-defined]
            (field.attribute, field.label) for field in known
            if field.is_updateable and field.attribute not in BUILT_IN
        ]  # fmt: skip

    def clean_probability(self) -> Any:
        probability = self.cleaned_data["probability"]
        if not 0 <= probability <= 100:
            raise forms.ValidationError("Between 0 and 100.")
        return probability

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, message in stages.contradictions(self.instance_of(cleaned)):
            self.add_error(name, message)
        if cleaned.get("expected_days") == 0:
            self.add_error("expected_days", "At least one day.")
        return cleaned

    def instance_of(self, cleaned: dict[str, Any]) -> OpportunityStage:
        """The stage as it would be."""
        names = ("probability", "forecast_category", "is_closed", "is_won")
        return OpportunityStage(**{name: cleaned.get(name) for name in names if name in cleaned})

    def save(self, commit: bool = True) -> Any:
        stages.rename_stage(self.initial.get("name", ""), self.instance.name)
        return super().save(commit)


# --- how rows say themselves -------------------------------------------------------------------
def ends_as(row: OpportunityStage) -> str:
    return "Won" if row.is_won else "Lost" if row.is_closed else ""


def asks_for(row: OpportunityStage) -> str:
    """All that a deal must say to stand there, by label."""
    known = {field.attribute: field.label for field in objects.get("Opportunity").fields.values()}
    built_in = ["Loss Reason"] if row.is_lost else [] if row.is_early else ["Amount", "Close Date"]
    return ", ".join([*built_in, *(known.get(name, name) for name in row.required_fields)])


def usual_days(row: OpportunityStage) -> str:
    return f"{row.expected_days} days" if row.expected_days else ""
