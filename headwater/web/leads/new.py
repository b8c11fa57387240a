"""New leads and tasks by hand: small dialogs. A lead goes through the journey like any other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from headwater import journey
from headwater.people.models import User
from headwater.qualify import tasks
from headwater.records.draft import Draft
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.records.submission import Door
from headwater.web import toasts
from headwater.web.direct import advice, doors
from headwater.web.leads import quick_times
from headwater.web.leads.deeds import finished
from headwater.web.records import kinds, new_record, undo, words

FIELDS = ("first_name", "last_name", "company", "title", "email", "phone", "mobile_phone",
          "lead_source", "city", "country", "description")  # fmt: skip


def new_lead(request: HttpRequest) -> HttpResponse:
    """GET: the dialog; without leads, the direct form. POST /leads/new: through the journey; a
    person who is known is joined."""
    if request.method == "GET" and not doors.is_offered(doors.NEW_LEAD):
        return redirect(f"{reverse(doors.NEW_DIRECT)}?{request.GET.urlencode()}")
    return new_record.dialog(
        request, "Lead", FIELDS, make=_make, initial=advice.initial(request, FIELDS),
        foot="Makes one lead, owned by you. Someone we know already is not made twice.",
    )  # fmt: skip


def _make(given: dict[str, Any], user: User) -> Lead:
    values = {name: value for name, value in given.items() if value not in ("", None, False)}
    values.setdefault("owner_id", user.pk)
    (draft,) = journey.create([Draft(values=values)], door=Door.HAND, by=user)
    if draft.lead is None or not draft.is_live:
        raise Refused(draft.problems or [Problem("", "INVALID_INPUT", draft.reason)])
    return draft.lead


def new_task(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog. POST /leads/<pk>/tasks: subject, subtype, again or again_at, remind."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user, "owner")
    given = request.POST
    trouble = ""
    if request.method == "POST":
        try:
            _add(request, lead, user)
            return finished(request, lead)
        except Refused as refused:
            trouble = str(refused)
    context = {"lead": lead, "again": quick_times.choices(timezone.now()), "given": given,
               "trouble": trouble, "url": request.path}  # fmt: skip
    return render(request, "leads/task.html", context, status=422 if trouble else 200)


def _add(request: HttpRequest, lead: Lead, user: User) -> None:
    given = request.POST
    due_at = words.moment(given.get("again_at")) or quick_times.at(
        given.get("again", ""), timezone.now()
    )
    subtype = given.get("subtype", "Task")
    task = tasks.add(
        lead, subject=words.given(given, "subject"), by=user, due_at=due_at, remind_at=due_at,
        subtype=subtype if subtype in ("Task", "Call", "Email") else "Task",
    )  # fmt: skip
    url = undo.offer(request, "create", object_name="Task", keys=[task.pk])
    when = f", {words.day(due_at)}" if due_at else ""
    toasts.say(request, f"To do: {task}{when}.", undo_url=url)
