"""The form of a promise: of what, for which leads, how long, who is warned, and what then."""

import re
from typing import Any

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.qualify.clock_policy import WITH_THE_INQUIRY
from headwater.qualify.models import ClockPolicy
from headwater.records.clock import Kind
from headwater.records.submission import Door

LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(min|m|minutes?|h|hours?|d|days?)?$", re.IGNORECASE)
MINUTES_OF = {"m": 1, "h": 60, "d": 24 * 60}
LONGEST = 525_600  # minutes; a promise of more than a year is none


class LengthField(forms.CharField):
    """A length of time as people say it (`5 min`, `2 h`, `1 day`), in minutes."""

    def prepare_value(self, value: Any) -> Any:
        return length_in_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        found = LENGTH.match(super().clean(value).strip())
        if not found:
            raise forms.ValidationError("Say a length of time such as 5 min, 2 h or 1 day.")
        unit = (found[2] or "m")[0].lower()
        minutes = round(float(found[1].replace(",", ".")) * MINUTES_OF[unit])
        if not 1 <= minutes <= LONGEST:
            raise forms.ValidationError("Promise at least a minute and at most a year.")
        return minutes


class SharesField(forms.CharField):
    """Shares of the time in percent (`50, 80`), kept as numbers between 0 and 1."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{share:.0%}" for share in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[float]:
        parts = re.findall(r"[^,;\s%]+", super().clean(value))
        try:
            shares = sorted({int(part) / 100 for part in parts})
        except ValueError:
            raise forms.ValidationError("Say percents, for example 50, 80.") from None
        if any(not 0 < share < 1 for share in shares):
            raise forms.ValidationError("A warning comes between 1 and 99 percent of the time.")
        return shares


class ClockPolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A promise. Clocks that run keep the time they started with."""

    minutes = LengthField(
        label="Within", initial=5, help_text="5 min, 2 h, 1 day; in working time a day is 24 h"
    )
    criteria = forms.CharField(
        label="For leads that fit", required=False,
        help_text="For example: Rating = 'Hot'. Empty: every lead",
        widget=forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip
    doors = forms.MultipleChoiceField(
        label="That came", choices=Door.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: whatever the door; asked for first attempts and contacts alone",
    )  # fmt: skip
    warn_shares = SharesField(
        label="Warn when so much of the time is gone", required=False, help_text="50 %, 80 %"
    )

    class Meta:
        model = ClockPolicy
        fields = ("name", "kind", "minutes", "counts_in", "criteria", "doors", "warn_shares",
                  "then", "reminds_owner", "tells_manager", "is_active")  # fmt: skip
        labels = {
            "kind": "Promise of", "counts_in": "Counted in", "is_active": "In use",
            "reminds_owner": "Remind the owner when the time is up",
            "tells_manager": "Tell the manager when the time is up",
            "then": "And the lead",
        }  # fmt: skip

    def clean_criteria(self) -> str:
        try:
            parse(self.cleaned_data["criteria"], "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data["criteria"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") not in WITH_THE_INQUIRY:
            data["doors"] = []
        if data.get("kind") == Kind.ACCEPT and data.get("then"):
            self.add_error("then", "What becomes of a hand-off is set with the hand-offs.")
        return data


def length_in_words(minutes: int) -> str:
    """5 min, 24 h: in the unit people use."""
    for unit, size in (("days", 24 * 60), ("h", 60)):
        if minutes % size == 0 and (minutes > size or unit == "h"):
            return f"{minutes // size} {unit}"
    return f"{minutes} min"
