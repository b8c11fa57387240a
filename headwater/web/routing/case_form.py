"""The form of a test case: what the lead says (as far as rules ask), and what must become of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from headwater.catalog import objects, values
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.tree import comparisons
from headwater.people.models import Owner, Team
from headwater.records.models import Lead
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule
from headwater.web.records import inputs

ALWAYS = ("Company", "Country", "State", "LeadSource")
NO_RULE = "none"


class CaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name and expectations; the lead's own fields stand in `lead_form`."""

    expected = forms.ChoiceField(required=False, label="This rule decides")
    owner = forms.ModelChoiceField(
        Owner.objects.filter(is_active=True).order_by("kind", "name"), required=False,
        label="This person or queue gets it", empty_label="–",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, label="It goes to this team", empty_label="–"
    )

    class Meta:
        model = AssignmentCase
        fields = ("name", "owner", "team")

    def __init__(self, *args: Any, rules: Sequence[AssignmentRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), (NO_RULE, "No rule: the default owner"),
                   *((str(rule.key), rule.name) for rule in rules)]  # fmt: skip
        case = self.instance
        if case.rule_key and str(case.rule_key) not in {key for key, _ in choices}:
            choices.append((str(case.rule_key), "A rule that is not among them any more"))
        self.fields["expected"].choices = choices  # type: ignore[attr-defined]
        expects_nothing = case.pk and not (case.rule_key or case.owner_id or case.team_id)
        self.initial["expected"] = NO_RULE if expects_nothing else str(case.rule_key or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        expected = cleaned.get("expected", "")
        others = bool(cleaned.get("owner")) + bool(cleaned.get("team"))
        if not expected and not others:
            self.add_error("expected", "Say what must become of this lead.")
        if expected == NO_RULE and others:
            self.add_error("expected", "Without a rule it goes to the default owner alone.")
        self.instance.rule_key = expected if expected and expected != NO_RULE else None
        return cleaned


def asked(rules: Sequence[AssignmentRule], case: AssignmentCase) -> list[FieldDef]:
    """The lead's fields that these rules ask about, those of the case, and a few more."""
    kind = objects.get("Lead")
    names = [name for rule in rules for name in _names(rule)]
    known = {field.attribute: field for field in kind.fields.values()}
    found: dict[str, FieldDef] = {}
    for name in (*names, *case.values, *ALWAYS):
        try:
            field = known.get(name) or kind.field(name)
        except UnknownName:
            continue
        if not (field.is_reference and field.attribute != "matched_account_id"):
            found.setdefault(field.name, field)
    return sorted(found.values(), key=lambda field: field.label.lower())


def _names(rule: AssignmentRule) -> list[str]:
    try:
        paths = [each.field for each in comparisons(parse(rule.criteria, "Lead"))]
    except CriteriaError:
        paths = []
    own = [path.parts[0] for path in paths if len(path.parts) == 1]
    account = ["MatchedAccountId"] if rule.asks_account_owner else []
    email = ["Email"] if rule.asks_previous_owner else []
    return [*own, *rule.matching.values(), *account, *email]


def given_in(fields: Sequence[FieldDef], posted: QueryDict) -> dict[str, Any]:
    """What the lead says, by API name; what is empty is left out."""
    said = {field.name: inputs.read(field, posted, field.attribute) for field in fields}
    return {
        name: values.stored(value) for name, value in said.items() if value not in ("", False, [])
    }


def of_lead(fields: Sequence[FieldDef], lead: Lead) -> dict[str, Any]:
    """The same of a lead that is there."""
    said: dict[str, Any] = {}
    for field in fields:
        value = lead.custom.get(field.name) if field.is_custom else getattr(lead, field.attribute)
        if value not in ("", None, False):
            said[field.name] = values.stored(value)
    return said


def initial(fields: Sequence[FieldDef], said: Mapping[str, Any]) -> dict[str, Any]:
    """For the form of the lead, by attribute."""
    return {field.attribute: said[field.name] for field in fields if field.name in said}
