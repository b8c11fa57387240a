"""An absence as people say it: whole days, in the time zone of whoever is away."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from headwater.people.models import Absence, User
from headwater.people.sharing import visible_owner_ids

LONGEST = timedelta(days=366)


def people_of(by: User) -> QuerySet[User]:
    """Whose absences somebody keeps: their own, and those of the people below them."""
    people = User.objects.filter(is_active=True)
    if not by.can_lead_people:
        return people.filter(pk=by.pk)
    ids = visible_owner_ids(by)
    return people if ids is None else people.filter(pk__in=ids)


class AbsenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """From a first day to a last one; `by` may choose whose, where they lead people."""

    first = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        model = Absence
        fields = ("user", "delegate", "note")
        labels = {"user": "Who is away", "delegate": "Who stands in", "note": "Note"}
        help_texts = {"delegate": "Gets what would come by name. Turns of a team just pass over."}

    field_order = ("user", "first", "last", "delegate", "note")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, everybody = self.fields["user"], User.objects.filter(is_active=True)
        people.queryset = people_of(by)  # type: ignore[attr-defined]
        if len(people.queryset) == 1:  # type: ignore[attr-defined]
            people.required, people.disabled = False, True
            people.widget = forms.HiddenInput()
            self.initial.setdefault("user", by.pk)
        self.fields["delegate"].queryset = everybody  # type: ignore[attr-defined]
        self.fields["delegate"].empty_label = "Nobody"  # type: ignore[attr-defined]
        if self.instance.pk:
            zone = self.instance.user.zone
            self.initial["first"] = self.instance.starts_at.astimezone(zone).date()
            last = self.instance.ends_at - timedelta(microseconds=1)
            self.initial["last"] = last.astimezone(zone).date()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        user, first, last = (cleaned.get(name) for name in ("user", "first", "last"))
        if not (user and first and last):
            return cleaned
        if last < first:
            self.add_error("last", "The last day is before the first.")
            return cleaned
        if last - first > LONGEST:
            self.add_error("last", "Longer than a year: make the person inactive instead.")
        zone = user.zone
        self.instance.starts_at = _midnight(first, zone)
        self.instance.ends_at = _midnight(last + timedelta(days=1), zone)
        self._check_delegate(user, cleaned.get("delegate"))
        return cleaned

    def _check_delegate(self, user: User, delegate: User | None) -> None:
        """A chain of delegates has to end with somebody who is there."""
        if delegate is None:
            return
        if delegate.pk == user.pk:
            self.add_error("delegate", "Somebody else has to stand in.")
            return
        overlapping = Absence.objects.filter(
            starts_at__lt=self.instance.ends_at, ends_at__gt=self.instance.starts_at
        )
        rows = list(overlapping.exclude(pk=self.instance.pk))
        if leads_to(delegate.pk, user.pk, rows):
            words = f"{delegate} is away in that time, too, and {user} stands in for them."
            self.add_error("delegate", words)


def leads_to(start: int, goal: int, absences: Sequence[Absence]) -> bool:
    """Whether a chain of delegates comes from one user to another."""
    asked, open_ends = set(), [start]
    while open_ends:
        key = open_ends.pop()
        if key == goal:
            return True
        if key not in asked:
            asked.add(key)
            open_ends += [a.delegate_id for a in absences if a.user_id == key and a.delegate_id]
    return False


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
