"""The form of a queue: who takes leads from it, who is told, and when it rings."""

from typing import Any

from django import forms

from headwater.people.models import BusinessHours, Owner, Queue, User
from headwater.route.alarms import span

NEVER = "Working minutes; empty: never."


class QueueForm(forms.ModelForm):  # type: ignore[type-arg]
    """Members, the address that is written to, and the two alarms."""

    class Meta:
        model = Queue
        fields = ("name", "email", "members", "is_telling_members", "tell_members_after",
                  "tell_manager_after", "manager", "business_hours", "is_active")  # fmt: skip
        widgets = {"members": forms.CheckboxSelectMultiple}
        labels = {"tell_members_after": "Members hear of a lead that waits longer than",
                  "tell_manager_after": "The manager hears after",
                  "business_hours": "Counted in", "is_active": "In use"}  # fmt: skip
        help_texts = {
            "email": "New leads are written to it, one mail a minute at most.",
            "is_telling_members": "On the bell, and by mail as each of them chose.",
            "tell_members_after": NEVER, "tell_manager_after": NEVER,
            "manager": "Empty: whom the members report to.",
            "business_hours": "Empty: the organisation's hours.",
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True)
        for name in ("members", "manager"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
            self.fields[name].required = False
        self.fields["business_hours"].queryset = BusinessHours.objects.all()  # type: ignore[attr-defined]
        if self.instance.pk is None:  # a lead never sits unseen unless somebody wants it so
            self.initial.update(tell_members_after=30, tell_manager_after=120)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        members, manager = cleaned.get("tell_members_after"), cleaned.get("tell_manager_after")
        if members is not None and manager is not None and manager < members:
            self.add_error("tell_manager_after", "Later than the members, or at the same time.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.kind = Owner.Kind.QUEUE
        return super().save(commit)


def alarms(row: Queue) -> str:
    """When it rings, for the list of queues."""
    told = (("members", row.tell_members_after), ("manager", row.tell_manager_after))
    rings = [f"{whom} after {span(minutes)}" for whom, minutes in told if minutes is not None]
    return ", ".join(rings) or "none"


def members(row: Queue) -> str:
    return ", ".join(user.name for user in row.members.all())
