"""The forms of a rule; criteria are checked, with the position of a mistake."""

from typing import Any

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import Owner
from headwater.route.models import AssignmentRule
from headwater.score.models import ScoreRule

CRITERIA_HINT = "For example: LeadSource = 'Web' AND NumberOfEmployees >= 50. Empty: every lead."


class _RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    criteria = forms.CharField(
        label="If", required=False, help_text=CRITERIA_HINT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_criteria(self) -> str:
        text: str = self.cleaned_data["criteria"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text


class AssignmentRuleForm(_RuleForm):
    """Criteria, and either somebody or a team whose members take turns."""

    owner = forms.ModelChoiceField(
        Owner.objects.filter(is_active=True).order_by("kind", "name"), required=False,
        label="Then to", help_text="A person or a queue",
    )  # fmt: skip

    class Meta:
        model = AssignmentRule
        fields = ("name", "criteria", "owner", "team", "is_active")
        labels = {"team": "Or to a team, in turn", "is_active": "In force"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("owner")) == bool(cleaned.get("team")):
            self.add_error("owner", "Choose a person or queue, or a team: one of the two.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # clean() says it in words; the table's own check would say it in SQL.
        return super()._get_validation_exclusions() | {"owner", "team"}  # type: ignore[misc,no-any-return]


class ScoreRuleForm(_RuleForm):
    """Criteria and points."""

    class Meta:
        model = ScoreRule
        fields = ("name", "criteria", "points", "is_active")
        labels = {"points": "Points", "is_active": "In force"}
        help_texts = {"points": "May be negative"}
