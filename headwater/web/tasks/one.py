"""One task: what it is about and what is done with it; the mail of an e-mail step, prepared."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.nurture.merge import Recipient, preview
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.qualify.models import CadenceRun, CadenceStep, Recurrence
from headwater.records.models import Task
from headwater.web.records import kinds
from headwater.web.tasks import times
from headwater.web.tasks.deeds import find


def task(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /tasks/<pk>: the dialog of one task."""
    user = kinds.person(request)
    found = find(pk, user)
    about = found.person or found.opportunity or found.account or found.campaign
    run = CadenceRun.objects.filter(task=found).select_related("cadence").first()
    context: dict[str, Any] = {
        "task": found, "about": about, "about_url": kinds.page_of(about) if about else "",
        "run": run, "rule": Recurrence.objects.filter(task=found, ended_at=None).first(),
        "later": times.choices(timezone.now()), "mail": _mail(found, run),
        "can_edit": user.can_edit, "task_step_count": run.cadence.steps.count() if run else 0,
    }  # fmt: skip
    return render(request, "tasks/task.html", context)


def _mail(task: Task, run: CadenceRun | None) -> dict[str, str] | None:
    """Subject, text and the address that opens it in one's own mail program."""
    if run is None or task.task_subtype != "Email" or task.lead is None:
        return None
    step = CadenceStep.objects.filter(cadence=run.cadence, place=run.place).first()
    if step is None or step.template is None:
        return None
    owner = users().get(task.owner_id)
    recipient = Recipient(task.lead, organization(), owner)
    subject, text, _ = preview(step.template, recipient)
    address = quote(task.lead.email, safe="@")
    url = f"mailto:{address}?subject={quote(subject)}&body={quote(text)}"
    return {"to": task.lead.email, "subject": subject, "text": text, "url": url}
