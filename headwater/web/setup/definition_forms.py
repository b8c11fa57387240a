"""The forms behind Setup's plain lists, and how their rows say themselves in a table."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from headwater.people.models import Organization, Owner, Team, User
from headwater.records.models import Topic

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
Form = forms.ModelForm  # the short name keeps the classes below readable


class TopicForm(Form):  # type: ignore[type-arg]
    """A topic of mail, as its readers see it on their preference page."""

    class Meta:
        model = Topic
        fields = ("name", "key", "text", "sort_order", "needs_consent", "is_active")


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
def members_of_team(row: Team) -> str:
    return ", ".join(user.name for user in row.members.all())
