"""The forms of a duplicate rule and of a matching rule; what is wrong is told in words."""

import re
from typing import Any

from django import forms
from django.db.models import Case, When

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.match.rules import boolean_filter, vocabulary
from headwater.match.rules.duplicate_rule import MOST_ACTIVE, MOST_MATCHING, DuplicateRule
from headwater.match.rules.matching_rule import (
    MOST_ITEMS,
    Blanks,
    Engine,
    MatchingRule,
    MatchingRuleItem,
    Method,
)
from headwater.records.duplicate_pair import Tier

DOORS = (
    ("People, on the pages", "people_on_create", "people_on_edit"),
    ("Programs, through the API", "api_on_create", "api_on_edit"),
    ("Imports", "import_on_create", ""),
    ("Forms and e-mail", "submission_on_create", ""),
)
LONGEST_NAME = 80


class DuplicateRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is done at each door, about whom, by which matching rules."""

    class Meta:
        model = DuplicateRule
        fields = (
            "master_label", "matching_rules", "conditions", "people_on_create", "people_on_edit",
            "api_on_create", "api_on_edit", "import_on_create", "submission_on_create",
            "reports_on_create", "reports_on_edit", "alert_text", "security", "description",
            "is_active",
        )  # fmt: skip
        widgets = {
            "matching_rules": forms.CheckboxSelectMultiple,
            "conditions": forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"}),
        }
        labels = {
            "matching_rules": "Is like another record, by", "alert_text": "What people are asked",
            "security": "Which records count", "conditions": "Only for records where",
            "reports_on_create": "a new one", "reports_on_edit": "a changed one",
            "is_active": "In force",
        }  # fmt: skip
        help_texts = {
            "conditions": "For example: LeadSource = 'Web'. Empty: all of them.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own_first = Case(When(sobject_type=self.instance.sobject_type, then=0), default=1)
        rules = MatchingRule.objects.filter(is_deleted=False, rule_status="Active")
        field: Any = self.fields["matching_rules"]
        field.queryset = rules.order_by(own_first, "sobject_type", "-is_standard", "master_label")
        field.label_from_instance = _called
        for words, new, edit in DOORS:
            self.fields[new].widget.attrs["aria-label"] = f"{words}: a new one"
            if edit:
                self.fields[edit].widget.attrs["aria-label"] = f"{words}: a change"

    def clean_conditions(self) -> str:
        text: str = self.cleaned_data["conditions"]
        try:
            parse(text, self.instance.sobject_type)
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text

    def clean_matching_rules(self) -> Any:
        chosen = self.cleaned_data["matching_rules"]
        objects = [rule.sobject_type for rule in chosen]
        if len(objects) > MOST_MATCHING or len(set(objects)) < len(objects):
            raise forms.ValidationError("Choose one matching rule for each object at most.")
        return chosen

    def clean_is_active(self) -> bool:
        wanted: bool = self.cleaned_data["is_active"]
        others = DuplicateRule.objects.filter(
            sobject_type=self.instance.sobject_type, is_active=True, is_deleted=False
        )
        if wanted and others.exclude(pk=self.instance.pk).count() >= MOST_ACTIVE:
            raise forms.ValidationError(f"{MOST_ACTIVE} rules of one object can be in force.")
        return wanted


class MatchingRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The match model at a tier, or up to ten fields with their logic."""

    class Meta:
        model = MatchingRule
        fields = ("master_label", "match_engine", "tier", "boolean_filter", "description")
        labels = {"tier": "At least", "boolean_filter": "Logic"}
        help_texts = {"boolean_filter": "For example: 1 AND (2 OR 3). Empty: all of them."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.match_engine == Engine.EXACT:
            self.initial["match_engine"] = Engine.FUZZY
        engine: Any = self.fields["match_engine"]
        engine.choices = [(Engine.MODEL, "as a whole, by the match model"),
                          (Engine.FUZZY, "field by field")]  # fmt: skip
        tier: Any = self.fields["tier"]
        tier.choices = [(each.value, each.label) for each in Tier if each != Tier.NONE]
        fields = [("", ""), *vocabulary.choices(self.instance.sobject_type)]
        for place in range(1, MOST_ITEMS + 1):
            self.fields |= _item_fields(place, fields)
        for item in self.instance.items.all() if self.instance.pk else ():
            self.initial[f"field_{item.sort_order}"] = item.field
            self.initial[f"method_{item.sort_order}"] = item.matching_method
            self.initial[f"blanks_{item.sort_order}"] = item.blank_value_behavior

    @property
    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """The lines of the builder: number, field, method, blanks."""
        return [
            (place, self[f"field_{place}"], self[f"method_{place}"], self[f"blanks_{place}"])
            for place in range(1, MOST_ITEMS + 1)
        ]

    def items(self) -> list[MatchingRuleItem]:
        """The lines that name a field, as unsaved items in their order."""
        said = self.cleaned_data
        places = [n for n in range(1, MOST_ITEMS + 1) if said.get(f"field_{n}")]
        return [
            MatchingRuleItem(
                sort_order=order, field=said[f"field_{place}"],
                matching_method=said[f"method_{place}"],
                blank_value_behavior=said[f"blanks_{place}"],
            )
            for order, place in enumerate(places, 1)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("match_engine") == Engine.MODEL:
            return said
        count = len(self.items())
        if not count:
            self.add_error("field_1", "Choose at least one field.")
        try:
            boolean_filter.parse(said.get("boolean_filter", ""), count)
        except boolean_filter.Misread as misread:
            self.add_error("boolean_filter", str(misread))
        return said


def _called(rule: MatchingRule) -> str:
    """A standard rule's name says of what it is."""
    return str(rule) if rule.is_standard else f"{rule} ({rule.get_sobject_type_display().lower()})"


def _item_fields(place: int, fields: list[tuple[str, str]]) -> dict[str, forms.Field]:
    choices = {"field": fields, "method": Method.choices, "blanks": Blanks.choices}
    usual = {"field": "", "method": Method.EXACT, "blanks": Blanks.NOT_ALLOWED}
    words = {"field": "Field", "method": "How field is compared", "blanks": "Empty field"}
    return {
        f"{name}_{place}": forms.ChoiceField(
            choices=choices[name], required=False, initial=usual[name], label=f"{said} {place}",
            widget=forms.Select(attrs={"aria-label": f"{said} {place}"}),
        )
        for name, said in words.items()
    }  # fmt: skip


def developer_name(label: str, model: type[DuplicateRule] | type[MatchingRule]) -> str:
    """A name that programs use, made of what people call it; one that is free."""
    name = re.sub(r"\W+", "_", label, flags=re.ASCII).strip("_")[: LONGEST_NAME - 4] or "Rule"
    name = name if name[0].isalpha() else f"R_{name}"
    taken = set(
        model._default_manager.filter(developer_name__startswith=name).values_list(
            "developer_name", flat=True
        )
    )
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)
