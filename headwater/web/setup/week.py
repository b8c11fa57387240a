"""A week of working hours as seven lines of text: readable, typed in seconds, checked in words."""

import itertools
import re
from typing import Any

from django import forms

from headwater.people.business_hours import DAYS

SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WeekWidget(forms.MultiWidget):
    """Seven inputs, one for each day."""

    template_name = "setup/week.html"

    def __init__(self) -> None:
        super().__init__({day: forms.TextInput(attrs={"title": name})
                          for day, name in zip(DAYS, NAMES, strict=True)})  # fmt: skip

    def decompress(self, value: Any) -> list[str]:
        week = value or {}
        return [", ".join(f"{start}-{end}" for start, end in week.get(day, [])) for day in DAYS]


class WeekField(forms.MultiValueField):
    """mon…sun → list of ["HH:MM", "HH:MM"]; a free day is left out."""

    def __init__(self, **options: Any) -> None:
        days = [forms.CharField(required=False) for _ in DAYS]
        super().__init__(
            days, widget=WeekWidget(), require_all_fields=False, required=False, **options
        )

    def compress(self, data_list: Any) -> dict[str, list[list[str]]]:
        week = {}
        for day, name, text in zip(DAYS, NAMES, data_list or [""] * 7, strict=True):
            spans = [_span(part.strip(), name) for part in text.split(",") if part.strip()]
            if spans != sorted(spans) or any(a[1] > b[0] for a, b in itertools.pairwise(spans)):
                raise forms.ValidationError(f"{name}: the spans overlap or are out of order.")
            if spans:
                week[day] = spans
        if not week:
            raise forms.ValidationError("Say at least one span, or no clock will ever run.")
        return week


def _span(text: str, day: str) -> list[str]:
    found = SPAN.match(text)
    start, end = (0, 0)
    if found:
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if not start < end <= 24 * 60:
        raise forms.ValidationError(f"{day}: “{text}” is no span such as 09:00-17:00.")
    return [f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}"]
