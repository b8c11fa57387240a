"""The form of a score rule; criteria are checked, with the position of a mistake."""

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.score.models import ScoreRule

CRITERIA_HINT = "For example: LeadSource = 'Web' AND NumberOfEmployees >= 50. Empty: every lead."


class ScoreRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Criteria and points."""

    criteria = forms.CharField(
        label="If", required=False, help_text=CRITERIA_HINT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip

    class Meta:
        model = ScoreRule
        fields = ("name", "criteria", "points", "is_active")
        labels = {"points": "Points", "is_active": "In force"}
        help_texts = {"points": "May be negative"}

    def clean_criteria(self) -> str:
        text: str = self.cleaned_data["criteria"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text
