"""What one does with accounts, contacts, deals and campaigns: hand over, task, note, delete."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import objects
from headwater.people.models import User
from headwater.qualify import tasks
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.leads import quick_times
from headwater.web.records import kinds, undo, words

PLACES = {"Account": "accounts", "Contact": "contacts", "Opportunity": "opportunities",
          "Campaign": "campaigns"}  # fmt: skip


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """GET: to whom it may be given. POST /records/<object>/<pk>/owner: give it, with Undo."""
    user, record = _mine(request, object_name, pk)
    people = User.objects.filter(is_active=True).exclude(pk=record.owner_id).order_by("name")
    if request.method == "GET":
        context = {"record": record, "people": people, "url": request.path}
        return render(request, "relations/owner.html", context)
    chosen = request.POST.get("owner", "")
    new = get_object_or_404(people, pk=int(chosen) if chosen.isdecimal() else 0)
    before = {pk: {"owner_id": record.owner_id}}
    kinds.change([record], {"owner_id": new.pk}, by=user)
    url = undo.offer(request, "change", object_name=object_name, before=before,
                     after={pk: {"owner_id": new.pk}})  # fmt: skip
    toasts.say(request, f"{record} is {new}’s now.", undo_url=url)
    rows: Any = type(record)._default_manager
    still_seen = rows.filter(pk=pk).visible_to(user).exists()
    return toasts.done(request, kinds.page_of(record) if still_seen else _list(object_name))


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """GET: the dialog. POST /records/<object>/<pk>/tasks: subject, subtype, again or again_at."""
    user = kinds.editor(request)
    record = kinds.find(object_name, pk, user)
    given, trouble = request.POST, ""
    if request.method == "POST":
        try:
            _add_task(request, record, user)
            return toasts.done(request, kinds.page_of(record))
        except Refused as refused:
            trouble = str(refused)
    context = {"lead": record, "again": quick_times.choices(timezone.now()), "given": given,
               "trouble": trouble, "url": request.path}  # fmt: skip
    return render(request, "leads/task.html", context, status=422 if trouble else 200)


@require_POST
def note(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """POST /records/<object>/<pk>/notes: `body` goes onto the timeline."""
    user = kinds.editor(request)
    record = kinds.find(object_name, pk, user)
    body = request.POST.get("body", "").replace("\x00", "").strip()[:32_000]
    if body:
        about = {f"{object_name.lower()}_id": pk}
        made = writing.create("Note", {"body": body, **about}, by=user)
        url = undo.offer(request, "create", object_name="Note", keys=[made.pk])
        toasts.say(request, "Note kept.", undo_url=url)
    return toasts.done(request, kinds.page_of(record))


@require_POST
def deletion(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """POST /records/<object>/<pk>/deletion: put it aside; Undo brings it back."""
    user, record = _mine(request, object_name, pk)
    writing.delete([record], by=user)
    url = undo.offer(request, "delete", object_name=object_name, keys=[pk])
    toasts.say(request, f"{record} is deleted.", undo_url=url)
    return toasts.done(request, _list(object_name))


def _mine(request: HttpRequest, object_name: str, pk: int) -> tuple[User, Any]:
    """The record, if the person may give it away or delete it: the owner, or who leads people."""
    user = kinds.editor(request)
    record = kinds.find(object_name, pk, user, "owner")
    if not (record.owner_id == user.pk or user.can_lead_people):
        raise PermissionDenied(f"It is {record.owner}’s: only they or a manager may do that.")
    return user, record


def _add_task(request: HttpRequest, record: Any, user: User) -> None:
    given, now = request.POST, timezone.now()
    due_at = words.moment(given.get("again_at")) or quick_times.at(given.get("again", ""), now)
    subtype = given.get("subtype", "Task")
    made = tasks.add(
        record, subject=given.get("subject", ""), by=user, due_at=due_at, remind_at=due_at,
        subtype=subtype if subtype in ("Task", "Call", "Email") else "Task",
    )  # fmt: skip
    url = undo.offer(request, "create", object_name="Task", keys=[made.pk])
    toasts.say(request, f"To do: {made}.", undo_url=url)


def _list(object_name: str) -> str:
    name = PLACES.get(object_name) or objects.get(object_name).label_plural.lower()
    return reverse(name)
