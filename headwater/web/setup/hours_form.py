"""The form of a calendar: a week with its breaks, where its holidays come from, days of our own."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone

from headwater.people import public_holidays
from headwater.people.models import BusinessHours, Holiday
from headwater.web.setup.week import WeekField

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class BusinessHoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """A week in a zone, the public holidays of a country, and the days on which nobody works.

    `shown` are the public holidays that the page offered, `closed` those that stayed ticked; what
    was not offered is closed.
    """

    time_zone = forms.ChoiceField(choices=ZONES)
    country = forms.ChoiceField(
        required=False, label="Public holidays of",
        help_text="They are closed by themselves, years ahead",
    )  # fmt: skip
    subdivision = forms.CharField(required=False, widget=forms.HiddenInput)
    holidays_text = forms.CharField(
        label="Closing days of our own",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: 2026-12-27 Between the years",
    )
    week = WeekField(help_text="Spans of a day, for example 09:00-12:00, 13:00-17:30. Empty: free.")

    class Meta:
        model = BusinessHours
        fields = ("name", "time_zone", "week", "country", "subdivision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", "No country: only the days below")
        self.fields["country"].choices = [none, *public_holidays.countries()]  # type: ignore[attr-defined]
        if self.instance.pk:
            days = self.instance.holidays.filter(is_public=False)
            self.initial["holidays_text"] = "\n".join(f"{day.on} {day.name}" for day in days)

    def clean_subdivision(self) -> str:
        region = str(self.cleaned_data["subdivision"])
        known = dict(public_holidays.subdivisions(self.cleaned_data.get("country", "")))
        return region if region in known else ""

    def clean_holidays_text(self) -> dict[date, str]:
        """Day → name; the text of the first line that is none is told."""
        days = {}
        for line in filter(None, map(str.strip, self.cleaned_data["holidays_text"].splitlines())):
            day, _, name = line.partition(" ")
            try:
                days[date.fromisoformat(day)] = name.strip()[:80] or "Holiday"
            except ValueError:
                words = f"“{line}” does not begin with a day such as 2026-12-25."
                raise forms.ValidationError(words) from None
        return days

    def worked(self) -> list[str]:
        """The public holidays on which people work: offered, and not ticked as closed."""
        if "shown" not in self.data:
            return list(self.instance.worked_holidays)
        shown, closed = set(self.data.getlist("shown")), set(self.data.getlist("closed"))  # type: ignore[attr-defined]
        return sorted(shown - closed)

    def save(self, commit: bool = True) -> Any:
        self.instance.worked_holidays = self.worked() if self.cleaned_data["country"] else []
        hours = super().save(commit)
        days: dict[date, str] = self.cleaned_data["holidays_text"]
        hours.holidays.filter(is_public=False).delete()
        hours.holidays.filter(on__in=days).delete()
        Holiday.objects.bulk_create(
            Holiday(business_hours=hours, on=day, name=name) for day, name in days.items()
        )
        public_holidays.fill(hours, today=timezone.localdate())
        return hours
