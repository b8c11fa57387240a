"""The part of a rule's form that says how a team's members are chosen, and who is asked first."""

from typing import Any

from django import forms

from headwater.catalog import objects
from headwater.people.skills import KINDS
from headwater.route.target import Strategy

# For `Meta.fields` of a form that has these, after owner and team; then come MATCH_FIELDS.
TARGET_FIELDS = (
    "asks_account_owner", "asks_previous_owner", "strategy", "only_matching", "prefers_at_work",
    "goes_on",
)  # fmt: skip
MATCH_FIELDS = tuple(f"match_{kind}" for kind in KINDS)
IF_NONE_FITS = (("", "All of the team"), ("1", "The next rules"))
IF_NOBODY = (("", "To the default owner"), ("1", "The next rules"))


def _or_not(choices: tuple[tuple[str, str], ...], label: str) -> forms.TypedChoiceField:
    field = forms.TypedChoiceField(choices=choices, coerce=bool, required=False, label=label)
    field.empty_value = False  # type: ignore[assignment]
    return field


def _match(kind: str) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=f"{KINDS[kind]} must match")


class TargetFields(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a rule takes these fields over; `matching` of the rule is put together here."""

    asks_account_owner = forms.BooleanField(
        required=False, label="First ask the account's owner",
        help_text="When the company is known and its owner is there",
    )  # fmt: skip
    asks_previous_owner = forms.BooleanField(
        required=False, label="First ask who had this person before",
        help_text="An earlier inquiry or the contact, when its owner is there",
    )  # fmt: skip
    strategy = forms.ChoiceField(
        choices=Strategy.choices, required=False, label="Within a team",
        help_text="Limits and absences always count; a person's delegate stands in for them",
    )  # fmt: skip
    match_language = _match("language")
    match_territory = _match("territory")
    match_product = _match("product")
    match_segment = _match("segment")
    only_matching = _or_not(IF_NONE_FITS, "If nobody fits")
    prefers_at_work = forms.BooleanField(
        required=False, label="Those at work first",
        help_text="When nobody is in their working hours, whoever is next",
    )  # fmt: skip
    goes_on = _or_not(IF_NOBODY, "If nobody is free")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(objects.get("Lead").fields.values(), key=lambda field: field.label.lower())
        choices = [(f.attribute, f.label) for f in known if f.is_updateable and not f.is_reference]
        for name, kind in zip(MATCH_FIELDS, KINDS, strict=True):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
            self.initial[name] = self.instance.matching.get(kind, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = zip(MATCH_FIELDS, KINDS, strict=True)
        asked = {kind: cleaned[name] for name, kind in chosen if cleaned.get(name)}
        cleaned["strategy"] = cleaned.get("strategy") or Strategy.TURNS
        if asked and not cleaned.get("team"):
            self.add_error("team", "Only a team's members can be matched: choose a team.")
        self.instance.matching = asked
        return cleaned
