"""The form of an assignment rule: when (rows or text), to whom and how, on or off."""

from typing import Any

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import Owner, Team
from headwater.route.models import AssignmentRule
from headwater.web.routing import criteria
from headwater.web.setup.target_fields import MATCH_FIELDS, TARGET_FIELDS, TargetFields


class AssignmentRuleForm(TargetFields):
    """Criteria, and either somebody or a team with how its members are chosen."""

    owner = forms.ModelChoiceField(
        Owner.objects.filter(is_active=True).order_by("kind", "name"), required=False,
        label="A person or a queue", empty_label="–",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, label="Or a team", empty_label="–"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = AssignmentRule
        fields = ("name", "owner", "team", *TARGET_FIELDS, "is_active")
        labels = {"is_active": "On"}

    @property
    def how(self) -> list[Any]:
        """The fields about how somebody is chosen, in their order."""
        return [self[name] for name in (*TARGET_FIELDS[:3], *MATCH_FIELDS, *TARGET_FIELDS[3:])]

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said about how: it can stay folded."""
        return not (self.is_bound or AssignmentRule().aim[2:] != self.instance.aim[2:])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = criteria.read(self.data)  # type: ignore[arg-type]
        text: str = found["where"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            self.add_error(None, str(error))
        self.instance.criteria = text
        if bool(cleaned.get("owner")) == bool(cleaned.get("team")):
            self.add_error("owner", "Choose a person or queue, or a team: one of the two.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # clean() says it in words; the table's own check would say it in SQL.
        return super()._get_validation_exclusions() | {"owner", "team", "key"}  # type: ignore[misc,no-any-return]
