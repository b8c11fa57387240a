"""How deeds on leads are taken back, by the verbs that did them."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.people.models import Owner, User
from headwater.qualify.models import LoggedCall
from headwater.qualify.restart import restart
from headwater.qualify.tasks import reopen, snooze, wake
from headwater.qualify.undo_call import undo_call
from headwater.records.models import Clock, Lead, Task
from headwater.route import reassign
from headwater.web.records import kinds
from headwater.web.records.undo import change_back, undoes
from headwater.web.records.words import moment
from headwater.web.templatetags.words import plural

# What a move of the status changes, beside the values that came with it.
OF_A_MOVE = ("status", "is_closed", "status_changed_at", "closed_reason", "first_touched_at",
             "last_activity_on", "is_unread_by_owner")  # fmt: skip


def running_clocks(leads: Sequence[Lead]) -> list[int]:
    """The clocks that a touch of these leads would stop."""
    rows = Clock.objects.of_leads(lead.pk for lead in leads).running()
    return list(rows.values_list("pk", flat=True))


@undoes("call")
def take_call_back(user: User, *, call: int) -> str:
    leads = Lead.objects.visible_to(user)
    logged = LoggedCall.objects.select_related("lead").filter(pk=call, lead__in=leads).first()
    if logged is None:
        return "This call is no longer there."
    undo_call(logged, by=user)
    return "The call is taken back; everything is as it was."


@undoes("status")
def move_back(
    user: User, *, before: Mapping[str, Any], after: Mapping[str, Any], clocks: list[int]
) -> str:
    said = change_back(user, object_name="Lead", before=before, after=after)
    restart(clocks, by=user)
    return said


@undoes("owner")
def give_back(user: User, *, owners: Mapping[str, int], now: int) -> str:
    """Leads go back to who had them, as long as nobody has given them on since."""
    leads = Lead.objects.alive().filter(pk__in=list(owners), owner=now)
    by_owner: dict[int, list[Lead]] = {}
    for lead in leads:
        by_owner.setdefault(owners[str(lead.pk)], []).append(lead)
    for owner in Owner.objects.filter(pk__in=by_owner, is_active=True):
        # It was this person who gave them away, so no further permission is asked.
        words = {"words": f"taken back by {user.name}"}
        reassign.move(by_owner[owner.pk], owner, by=user, because=words)
    left = len(owners) - len(leads)
    return f"Undone, except {plural(left, 'lead')} given on since." if left else "Undone."


@undoes("snooze")
def set_snooze_back(user: User, *, lead: int, until: str | None) -> str:
    record = kinds.find("Lead", lead, user)
    at = moment(until)
    if at:
        snooze(record, at, by=user)
    else:
        wake(record, by=user)
    return "Undone."


@undoes("completion")
def open_again(user: User, *, task: int) -> str:
    reopen(list(Task.objects.visible_to(user).filter(pk=task)), by=user)
    return "It is open again."
