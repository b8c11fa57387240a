"""The forms behind Setup's plain lists, and how their rows say themselves in a table."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms

from headwater.nurture import merge
from headwater.nurture.models import MailTemplate
from headwater.people.models import BusinessHours, Holiday, Organization, Owner, Queue, Team, User
from headwater.qualify.models import ClockPolicy
from headwater.records import stages
from headwater.records.models import OpportunityStage
from headwater.records.submission import Door
from headwater.web.setup.week import WeekField

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
Form = forms.ModelForm  # the short name keeps the classes below readable


class OpportunityStageForm(Form):  # type: ignore[type-arg]
    """A stage. Renaming takes the deals that stand there along; older probabilities stay."""

    forecast_category = forms.ChoiceField(
        choices=[(each, each) for each in ("Omitted", "Pipeline", "Best Case", "Commit", "Closed")]
    )

    class Meta:
        model = OpportunityStage
        fields = ("name", "sort_order", "probability", "forecast_category", "is_closed", "is_won",
                  "is_active", "description")  # fmt: skip
        labels = {"is_closed": "Ends the deal", "is_won": "As won", "is_active": "In use"}

    def save(self, commit: bool = True) -> Any:
        stages.rename_stage(self.initial.get("name", ""), self.instance.name)
        return super().save(commit)


class ClockPolicyForm(Form):  # type: ignore[type-arg]
    """A promise: for which leads, how many minutes, counted when."""

    doors = forms.MultipleChoiceField(
        choices=Door.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: whatever the door",
    )  # fmt: skip

    class Meta:
        model = ClockPolicy
        fields = ("name", "sort_order", "minutes", "counts_in", "doors", "criteria", "is_active")
        labels = {"minutes": "Minutes", "counts_in": "Counted in", "is_active": "In use"}

    def clean_criteria(self) -> str:
        from headwater.criteria.errors import CriteriaError
        from headwater.criteria.parse import parse

        try:
            parse(self.cleaned_data["criteria"], "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data["criteria"])


class MailTemplateForm(Form):  # type: ignore[type-arg]
    """A template; its merge fields are checked, with the place of a mistake."""

    class Meta:
        model = MailTemplate
        fields = ("name", "key", "subject", "text", "is_active")
        help_texts = {
            "text": "Merge fields: {{FirstName|there}}, {{Owner.Name}}, {{Clock.DueAt}}",
            "key": "By this name forms and programs know it",
        }

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def _checked(self, name: str) -> str:
        try:
            merge.check(self.cleaned_data[name])
        except merge.MergeError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data[name])


class TeamForm(Form):  # type: ignore[type-arg]
    """A name and who belongs to it."""

    members = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Team
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["members"] = [user.pk for user in self.instance.members.all()]

    def save(self, commit: bool = True) -> Any:
        team = super().save(commit)
        chosen = self.cleaned_data["members"]
        User.objects.filter(team=team).exclude(pk__in=chosen).update(team=None)
        User.objects.filter(pk__in=chosen).update(team=team)
        return team


class QueueForm(Form):  # type: ignore[type-arg]
    """A name and who takes leads from it."""

    class Meta:
        model = Queue
        fields = ("name", "email", "members", "is_active")
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["members"].required = False

    def save(self, commit: bool = True) -> Any:
        self.instance.kind = Owner.Kind.QUEUE
        return super().save(commit)


class BusinessHoursForm(Form):  # type: ignore[type-arg]
    """A week in a zone, and the days on which nobody works."""

    time_zone = forms.ChoiceField(choices=ZONES)
    holidays_text = forms.CharField(
        label="Holidays",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line: 2026-12-25 Christmas Day",
    )
    week = WeekField(help_text="Spans of a day, for example 09:00-12:00, 13:00-17:30. Empty: free.")

    class Meta:
        model = BusinessHours
        fields = ("name", "time_zone", "week")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            days = self.instance.holidays.all()
            self.initial["holidays_text"] = "\n".join(f"{day.on} {day.name}" for day in days)

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

    def save(self, commit: bool = True) -> Any:
        hours = super().save(commit)
        days: dict[date, str] = self.cleaned_data["holidays_text"]
        hours.holidays.all().delete()
        Holiday.objects.bulk_create(
            Holiday(business_hours=hours, on=day, name=name) for day, name in days.items()
        )
        return hours


class OrganizationForm(Form):  # type: ignore[type-arg]
    """What holds for everybody."""

    time_zone = forms.ChoiceField(choices=ZONES)

    class Meta:
        model = Organization
        fields = ("name", "country", "locale", "currency", "time_zone", "default_lead_owner",
                  "lead_access", "account_access", "opportunity_access",
                  "has_person_accounts")  # fmt: skip
        labels = {"has_person_accounts": "People may be accounts (leads without a company)"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = self.fields["default_lead_owner"]
        owners.queryset = Owner.objects.filter(is_active=True)  # type: ignore[attr-defined]
        owners.required = True


# --- how rows say themselves -------------------------------------------------------------------
def promise(row: ClockPolicy) -> str:
    """5 min, 24 h: the promise in the unit people use."""
    whole_hours = row.minutes % 60 == 0
    return f"{row.minutes // 60} h" if whole_hours else f"{row.minutes} min"


def doors_in_words(row: ClockPolicy) -> str:
    """Which doors a promise is for."""
    return ", ".join(str(Door(door).label) for door in row.doors) or "every door"


def members_of_team(row: Team) -> str:
    return ", ".join(user.name for user in row.members.all())


def members_of_queue(row: Queue) -> str:
    return ", ".join(user.name for user in row.members.all())
