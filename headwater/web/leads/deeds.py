"""What one does with a lead: every deed is a POST to a noun, done by a verb, undone by Undo."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.people.models import Owner, User
from headwater.qualify import into_cadence, snoozing, tasks
from headwater.qualify.calls import log_call
from headwater.qualify.logged_call import Outcome
from headwater.qualify.models import Cadence
from headwater.records import writing
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused
from headwater.route import reassign
from headwater.web import toasts
from headwater.web.leads import quick_times
from headwater.web.records import kinds, undo, words

Deed = Callable[[HttpRequest, Lead, User], HttpResponse | None]


def deed(do: Deed) -> Callable[[HttpRequest, int], HttpResponse]:
    """A POST about one lead that the person may see and change; a refusal is told as a toast."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        user = kinds.editor(request)
        lead = kinds.find("Lead", pk, user, "owner")
        try:
            return do(request, lead, user) or finished(request, lead)
        except Refused as refused:
            return refuse(request, lead, refused)

    return view


def refuse(request: HttpRequest, lead: Lead, refused: Refused) -> HttpResponse:
    """Nothing happened: say why, and leave the page with what was typed as it is."""
    toasts.say(request, str(refused), kind="bad")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return finished(request, lead)


def finished(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Stay where one is; without scripts, back to the lead."""
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, reverse("lead", args=[lead.pk]))


@deed
def calls(request: HttpRequest, lead: Lead, user: User) -> HttpResponse | None:
    """POST /leads/<pk>/calls: note, and either reason (dead end), again (of `quick_times`) with
    again_at (call again), cadence (its first step is the follow-up), missed (of `quick_times`:
    nobody answered), or outcome=clear_opportunity, after which the conversion opens."""
    extra: dict[str, Any] = {}
    outcome, reason = words.given(request.POST, "outcome"), words.given(request.POST, "reason")
    if reason:
        outcome, extra["reason"] = "dead_end", reason
    elif "cadence" in request.POST:
        _into_cadence(request, lead, user)
        return None
    elif "again" in request.POST:
        outcome, extra["call_at"] = "call_again", _chosen_moment(request)
    elif missed := quick_times.at(words.given(request.POST, "missed"), timezone.now()):
        outcome, extra["call_at"], extra["is_reached"] = "call_again", missed, False
    if outcome not in Outcome.values:
        raise Refused([Problem("", "INVALID_INPUT", "Say how the call went.")])
    logged = log_call(lead, outcome, by=user, note=words.given(request.POST, "note"), **extra)
    told = {
        "dead_end": f"{lead} is closed: {reason}.",
        "call_again": f"Call {lead} again {words.day(extra.get('call_at') or timezone.now())}.",
        "clear_opportunity": f"The call with {lead} is logged.",
    }[outcome]
    toasts.say(request, told, undo_url=undo.offer(request, "call", call=logged.pk))
    return _convert_next(request, lead) if logged.converts_next else None


def _into_cadence(request: HttpRequest, lead: Lead, user: User) -> None:
    """The follow-up of this call is the first step of a cadence."""
    key, note = request.POST.get("cadence", ""), words.given(request.POST, "note")
    cadence = Cadence.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if cadence is None:
        raise Refused([Problem("Cadence", "INVALID_INPUT", "Choose a cadence.")])
    logged = into_cadence.log_call(lead, cadence, by=user, note=note)
    url = undo.offer(request, "call", call=logged.pk)
    toasts.say(request, f"Called; {lead} is on “{cadence}” now.", undo_url=url)


def _convert_next(request: HttpRequest, lead: Lead) -> HttpResponse:
    """The conversion's dialog opens over the page; without scripts it is the next page."""
    url = f"/leads/{lead.pk}/conversion"
    if not request.headers.get("HX-Request"):
        return toasts.done(request, url)
    return toasts.stays({"headwater:changed": {}, "headwater:dialog": {"url": url}})


def _chosen_moment(request: HttpRequest) -> Any:
    """A quick choice by its key, or what was put in as date and time; None: nothing was."""
    quick = quick_times.at(request.POST.get("again", ""), timezone.now())
    return quick or words.moment(request.POST.get("again_at"))


@deed
def notes(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/notes."""
    body = words.given(request.POST, "note")
    if not body:
        raise Refused([Problem("Body", "REQUIRED_FIELD_MISSING", "Write something first.")])
    note = writing.create("Note", {"lead_id": lead.pk, "body": body}, by=user)
    url = undo.offer(request, "create", object_name="Note", keys=[note.pk])
    toasts.say(request, "The note is kept.", undo_url=url)


@deed
def snooze(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/snooze: out of Today until then; without a time, back on Today."""
    before = lead.snoozed_until.isoformat() if lead.snoozed_until else None
    is_waiting = request.POST.get("again") == "reply"
    until = None if is_waiting else _chosen_moment(request)
    if is_waiting:
        until = snoozing.until_reply(lead, by=user)
    elif until:
        tasks.snooze(lead, until, by=user)
    else:
        tasks.wake(lead, by=user)
    said = f"{lead} is put aside until {words.day(until)}." if until else f"{lead} is back."
    said = f"{lead} is put aside until a reply comes, at most two weeks." if is_waiting else said
    toasts.say(request, said, undo_url=undo.offer(request, "snooze", lead=lead.pk, until=before))


@deed
def emails(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/emails: a person wrote one elsewhere; it counts as the answer."""
    task = tasks.add(lead, subject=f"E-mail to {lead}", by=user, subtype="Email")
    task.lead = lead
    tasks.complete([task], by=user)
    toasts.say(request, f"Your e-mail to {lead} is noted.")


@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/<pk>/deletion: put it aside; Undo brings it back."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user)
    writing.delete([lead], by=user)
    url = undo.offer(request, "delete", object_name="Lead", keys=[lead.pk])
    toasts.say(request, f"{lead} is deleted.", undo_url=url)
    return toasts.done(request, reverse("leads"))


def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: whom it may be given to. POST /leads/<pk>/owner: give it."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user, "owner")
    if request.method != "POST":
        owners = Owner.objects.filter(is_active=True).exclude(pk=lead.owner_id)
        return render(request, "leads/owner.html",
                      {"lead": lead, "owners": owners.order_by("kind", "name")})  # fmt: skip
    chosen = request.POST.get("owner", "")
    new = Owner.objects.filter(pk=chosen, is_active=True).first() if chosen.isdecimal() else None
    try:
        if new is None:
            raise Refused([Problem("OwnerId", "REQUIRED_FIELD_MISSING", "Choose somebody.")])
        before = lead.owner_id
        reassign.give([lead], new, by=user)
        url = undo.offer(request, "owner", owners={lead.pk: before}, now=new.pk)
        toasts.say(request, f"{lead} is {new}’s now.", undo_url=url)
    except Refused as refused:
        return refuse(request, lead, refused)
    return finished(request, lead) if _still_seen(lead, user) else toasts.done(request, "/")


def _still_seen(lead: Lead, user: User) -> bool:
    return bool(Lead.objects.filter(pk=lead.pk).visible_to(user).exists())


@require_POST
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /tasks/<pk>/completion: done."""
    user = kinds.editor(request)
    seen = Task.objects.alive().visible_to(user).select_related("lead")
    task = get_object_or_404(seen, pk=pk)
    if not task.is_closed and tasks.complete([task], by=user):
        url = undo.offer(request, "completion", task=pk)
        toasts.say(request, f"Done: {task}.", undo_url=url)
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    lead = task.lead_id
    return toasts.done(request, reverse("lead", args=[lead]) if lead else "/")
