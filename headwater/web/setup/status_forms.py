"""The form of a lead status: what it asks for, what moves a lead on, and when it comes back."""

from typing import Any

from django import forms

from headwater.catalog import objects
from headwater.people.models import Owner
from headwater.records import stages
from headwater.records.models import LeadStatus
from headwater.records.stages import Event

STAYS = ("", "It stays here")
ORDER = ("name", "group", "guidance", "sort_order", "required_fields", "is_active", "is_default",
         "is_closed", "", "recycle_after_days", "recycle_to", "recycle_owner")  # fmt: skip


class LeadStatusForm(forms.ModelForm):  # type: ignore[type-arg]
    """A step of the path. Renaming takes the leads that stand there along."""

    required_fields = forms.MultipleChoiceField(
        required=False, help_text="Must be filled before a lead can come here"
    )
    recycle_to = forms.ChoiceField(required=False, label="Then it goes to")
    recycle_owner = forms.ModelChoiceField(
        Owner.objects.filter(is_active=True).order_by("kind", "name"), required=False,
        label="And belongs to", empty_label="Whoever has it",
    )  # fmt: skip

    class Meta:
        model = LeadStatus
        fields = ("name", "group", "sort_order", "guidance", "required_fields", "is_default",
                  "is_closed", "is_active", "recycle_after_days", "recycle_to",
                  "recycle_owner")  # fmt: skip
        labels = {
            "is_default": "New leads start here",
            "is_closed": "Ends the path",
            "is_active": "In use",
            "recycle_after_days": "Comes back after (days)",
        }
        help_texts = {
            "group": "Each lead is in exactly one group",
            "recycle_after_days": "Empty: never. Not while it is put aside or a task is planned",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = objects.get("Lead").fields.values()
        choices = [(f.attribute, f.label) for f in known if f.is_updateable and not f.is_reference]
        self.fields["required_fields"].choices = choices  # type: ignore[attr-defined]
        names = [
            (row.name, row.name)
            for row in LeadStatus.objects.filter(is_active=True, is_converted=False)
            if row.pk != self.instance.pk
        ]
        self.fields["recycle_to"].choices = [("", "Choose a status"), *names]  # type: ignore[attr-defined]
        for event in Event:
            self.fields[event.value] = forms.ChoiceField(
                choices=[STAYS, *names], required=False,
                label=f"When {event.label[0].lower()}{event.label[1:]}",
                initial=self.instance.moves_when.get(event.value, ""),
            )  # fmt: skip
        self.order_fields((*ORDER[:9], *Event.values, *ORDER[9:]))
        if self.instance.is_converted:  # only a conversion leads here
            for name in ("group", "is_default", "is_closed", "is_active", "recycle_after_days",
                         "recycle_to", "recycle_owner", *Event.values):  # fmt: skip
                self.fields[name].disabled = True

    def _get_validation_exclusions(self) -> set[str]:
        # That there is one first status is kept by save(), which moves the mark.
        return super()._get_validation_exclusions() | {"is_default"}  # type: ignore[misc,no-any-return]

    def clean_is_default(self) -> bool:
        wanted = bool(self.cleaned_data["is_default"])
        if self.instance.is_default and not wanted:
            raise forms.ValidationError("One status must be the first. Make another one it.")
        return wanted

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days, to = cleaned.get("recycle_after_days"), cleaned.get("recycle_to")
        if days is not None and not to:
            self.add_error("recycle_to", "Say where a lead goes when its days are over.")
        if days == 0:
            self.add_error("recycle_after_days", "At least one day.")
        if days and cleaned.get("is_closed"):
            self.add_error("recycle_after_days", "A lead that has ended does not come back.")
        self._stay_within(cleaned, ["recycle_to", *Event.values])
        return cleaned

    def _stay_within(self, cleaned: dict[str, Any], names: list[str]) -> None:
        """What happens by itself goes where people may go, too."""
        allowed = self.instance.allowed_next
        for name in names:
            target = cleaned.get(name)
            if target and allowed and target not in allowed:
                message = f"“{target}” may not follow this status; see Allowed moves."
                self.add_error(name, message)

    def save(self, commit: bool = True) -> Any:
        self.instance.moves_when = {
            event: self.cleaned_data[event]
            for event in Event.values if self.cleaned_data.get(event)
        }  # fmt: skip
        stages.keep_one_default(self.instance)
        stages.rename_status(self.initial.get("name", ""), self.instance.name)
        return super().save(commit)


# --- how rows say themselves -------------------------------------------------------------------
def required_labels(row: LeadStatus) -> str:
    """The fields a status needs, by label."""
    known = {field.attribute: field.label for field in objects.get("Lead").fields.values()}
    return ", ".join(known.get(attribute, attribute) for attribute in row.required_fields)


def by_itself(row: LeadStatus) -> str:
    """What moves a lead out of a status by itself, in words."""
    told = [
        f"{event.label.lower()}: “{row.moves_when[event.value]}”"
        for event in Event if event.value in row.moves_when
    ]  # fmt: skip
    if row.recycle_after_days and row.recycle_to:
        told.append(f"after {row.recycle_after_days} days: “{row.recycle_to}”")
    return "; ".join(told)[:1].upper() + "; ".join(told)[1:]


def followers(row: LeadStatus) -> str:
    """Which statuses may follow, in words."""
    return ", ".join(row.allowed_next) or ("" if row.is_converted else "any")
