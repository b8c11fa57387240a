"""The forms of converting: how it begins, and when a lead is ready."""

from typing import Any

from django import forms

from headwater.catalog import objects, picklists
from headwater.convert import naming
from headwater.convert.models import ConversionRule, ConversionSettings
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.records import stages
from headwater.web.records import words

NEVER = frozenset({"last_name", "status", "closed_reason", "owner_id"})
CODE: dict[str, Any] = {"rows": 2, "class": "code", "spellcheck": "false"}


class ConversionSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Patterns, the usual role, the follow-up, and who may do what."""

    role = forms.ChoiceField(required=False, label="Usual role of the contact")

    class Meta:
        model = ConversionSettings
        fields = ("account_name", "deal_name", "role", "follow_up_subject", "follow_up_days",
                  "asks_follow_up", "allows_no_deal", "overridden_by")  # fmt: skip
        labels = {
            "account_name": "A new account is called", "deal_name": "A new opportunity is called",
            "follow_up_subject": "A follow-up is called",
            "follow_up_days": "It is due after, days",
            "asks_follow_up": "Suggest a follow-up with every conversion",
            "allows_no_deal": "A lead may be converted without an opportunity",
            "overridden_by": "Who converts what is not ready, with a reason",
        }  # fmt: skip
        help_texts = {
            "account_name": "{company}, {city} or any field of the lead, such as {Industry}",
            "deal_name": "{company}, {Interest__c}, {quarter} {year}; what is empty leaves no hole",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = picklists.values("ContactRole")
        self.fields["role"].choices = [("", "None"), *((each, each) for each in roles)]  # type: ignore[attr-defined]

    def clean_account_name(self) -> str:
        return self._pattern("account_name")

    def clean_deal_name(self) -> str:
        return self._pattern("deal_name")

    def clean_follow_up_subject(self) -> str:
        return self._pattern("follow_up_subject")

    def _pattern(self, name: str) -> str:
        pattern = str(self.cleaned_data[name]).strip()
        if strange := naming.unknown(pattern):
            raise forms.ValidationError(f"A lead has no field {{{strange[0]}}}.")
        return pattern


class ConversionRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """For which leads, and what they need; at least one thing."""

    applies_to = forms.CharField(
        label="For leads where", required=False, widget=forms.Textarea(CODE),
        help_text="For example: NumberOfEmployees >= 250. Empty: every lead",
    )  # fmt: skip
    criteria = forms.CharField(
        label="Must be true", required=False, widget=forms.Textarea(CODE),
        help_text="For example: Rating = 'Hot' AND LeadSource != 'Student fair'",
    )  # fmt: skip
    required_fields = forms.MultipleChoiceField(
        label="Must be known", required=False, widget=forms.SelectMultiple({"size": 6}),
        help_text="Budget, authority, need and timeline come first",
    )  # fmt: skip
    statuses = forms.MultipleChoiceField(
        label="Status is one of", required=False, widget=forms.SelectMultiple({"size": 6}),
        help_text="None chosen: any",
    )  # fmt: skip

    class Meta:
        model = ConversionRule
        fields = ("name", "applies_to", "criteria", "required_fields", "statuses", "least_score",
                  "asks_questions", "is_binding", "is_active")  # fmt: skip
        labels = {
            "least_score": "Score at least", "is_active": "In use",
            "asks_questions": "The needed questions of the call sheet are answered",
            "is_binding": "Nobody converts without it (else it only reminds)",
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ("budget", "authority", "need", "timeline")
        fields = [
            (field.attribute, words.label(field))
            for field in objects.get("Lead").fields.values()
            if field.is_updateable and not field.is_reference
            and field.type != "boolean" and field.attribute not in NEVER
        ]  # fmt: skip
        fields.sort(key=lambda pair: first.index(pair[0]) if pair[0] in first else len(first))
        names = [(row.name, row.name) for row in stages.known().values()
                 if row.is_active and not row.is_converted]  # fmt: skip
        self.fields["required_fields"].choices = fields  # type: ignore[attr-defined]
        self.fields["statuses"].choices = names  # type: ignore[attr-defined]

    def clean_applies_to(self) -> str:
        return self._criteria("applies_to")

    def clean_criteria(self) -> str:
        return self._criteria("criteria")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = ("criteria", "required_fields", "statuses", "asks_questions")
        asks = any(data.get(name) for name in asked) or data.get("least_score") is not None
        if not asks and not self.errors:
            raise forms.ValidationError("Say what such a lead needs: at least one of these.")
        return data

    def _criteria(self, name: str) -> str:
        try:
            parse(self.cleaned_data[name], "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data[name])
