"""Pausing a lead's clocks with a reason, and letting them run on."""

from django.http import HttpRequest
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import pausing
from headwater.records.models import Lead
from headwater.web import toasts
from headwater.web.leads import quick_times
from headwater.web.leads.deeds import deed
from headwater.web.records import kinds, undo, words
from headwater.web.records.undo import undoes


@deed
def pause(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/pause: reason, note, and until (of `quick_times`) or until_at."""
    now = timezone.now()
    until = quick_times.at(request.POST.get("until", ""), now)
    until = until or words.moment(request.POST.get("until_at"))
    reason, note = words.given(request.POST, "reason"), words.given(request.POST, "note")
    pausing.pause([lead], reason=reason, note=note, until=until, by=user, now=now)
    ends = f" until {words.day(until)}" if until else " until somebody goes on or a reply comes"
    url = undo.offer(request, "pause", lead=lead.pk)
    toasts.say(request, f"The clock of {lead} stands still{ends}: {reason}.", undo_url=url)


@deed
def resume(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/resume: the clocks run on; the due time has moved by the pause."""
    clocks = pausing.resume([lead], by=user)
    if clocks:
        due = words.day(min(clock.due_at for clock in clocks))
        toasts.say(request, f"The clock of {lead} runs on, until {due}.")
    else:
        toasts.say(request, "Nothing is paused here any more.")


@undoes("pause")
def go_on(user: User, *, lead: int) -> str:
    pausing.resume([kinds.find("Lead", lead, user)], by=user)
    return "The clock runs on."
