"""The form that makes forms: which fields to ask for, in which order, which are needed."""

from dataclasses import dataclass
from typing import Any

from django import forms

from headwater.capture.models import WebForm
from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.records.models import Campaign

# Nobody asks a visitor for these.
INTERNAL = frozenset(
    {"OwnerId", "Status", "IsUnreadByOwner", "LeadSource", "Rating", "ClosedReason", "SnoozedUntil"}
    | {"FirstTouchedAt"}
)


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of the builder: a field, its place ('' when it is not asked for), its label."""

    field: FieldDef
    place: str
    label: str
    required: bool


class FormForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything of a WebForm; the fields are lines of place, label and "needed"."""

    class Meta:
        model = WebForm
        fields = (
            "name", "slug", "intro", "button", "lead_source", "campaign", "member_status", "thanks",
            "redirect_url", "consent", "answers", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.alive().filter(is_active=True)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    @property
    def picks(self) -> list[Pick]:
        """Asked-for fields first, in their order; then everything else that could be asked for."""
        asked = self._sent_rows() if self.is_bound else list(self.instance.fields)
        names = [row["name"] for row in asked]
        known = askable()
        picks = [
            Pick(known[row["name"]], str(place), row.get("label", ""), bool(row.get("required")))
            for place, row in enumerate(asked, 1)
            if row["name"] in known
        ]
        rest = [field for name, field in known.items() if name not in names]
        return picks + [Pick(field, "", "", False) for field in rest]

    def clean(self) -> dict[str, Any]:
        """A form that asks for nothing is none."""
        cleaned = super().clean() or {}
        self.instance.fields = self._sent_rows()
        if not self.instance.fields:
            raise forms.ValidationError("Give at least one field a place: 1 comes first.")
        return cleaned

    def _sent_rows(self) -> list[dict[str, Any]]:
        rows = []
        for name in askable():
            place = self.data.get(f"place-{name}", "").strip()
            if place.isdecimal() and int(place[:4]):
                label = self.data.get(f"label-{name}", "").strip()[:120]
                needed = f"required-{name}" in self.data
                rows.append((int(place[:4]), {"name": name, "label": label, "required": needed}))
        return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def askable() -> dict[str, FieldDef]:
    """The lead's fields that a visitor can be asked for, by API name."""
    return {
        name: field
        for name, field in objects.get("Lead").fields.items()
        if field.is_createable and not field.is_reference and name not in INTERNAL
    }
