"""The list of tasks: mine by day, overdue, done."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify.models import CadenceRun, Recurrence
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds
from headwater.web.tasks import times

OPEN = "IsClosed = false"
ICONS = {"Call": "Call", "Email": "E-mail", "Task": "To do"}
JOINED = ("lead", "contact", "account", "opportunity", "campaign")


def _about(task: Any) -> Cell:
    about = task.person or task.opportunity or task.account or task.campaign
    return Cell("link", str(about), kinds.page_of(about)) if about else Cell()


def _subject(task: Any) -> Cell:
    return Cell("link", task.subject or "To do", reverse("task", args=[task.pk]))


def _due(task: Any) -> Cell:
    value = task.due_at or task.due_on
    late = "bad-t" if task.is_overdue else ""
    return Cell("ago" if task.due_at else "day", value, css=late)


COMPUTED = {
    "Subject": Column("Subject", "What", _subject, sort="subject",
                      export=lambda task: task.subject),
    "About": Column("About", "About", _about, joins=JOINED,
                    export=lambda task: _about(task).value),
    "Kind": Column("Kind", "Kind", lambda task: Cell("text", ICONS.get(task.task_subtype, "To do")),
                   sort="task_subtype", export=lambda task: task.task_subtype),
    "Due": Column("Due", "Due", _due, sort="due_on", css="num",
                  export=lambda task: task.due_at or task.due_on),
    "Follows": Column("Follows", "Comes from", lambda task: Cell("text", task.follows),
                      export=lambda task: task.follows),
}  # fmt: skip


def add_what_follows(tasks: list[Any], user: User) -> None:
    """The series or the cadence that a task belongs to: two queries a page."""
    runs = CadenceRun.objects.filter(task__in=tasks).select_related("cadence")
    step = {run.task_id: f"Step {run.place} of “{run.cadence}”" for run in runs}
    rules = Recurrence.objects.filter(task__in=tasks, ended_at=None)
    often = {rule.task_id: rule.words.capitalize() for rule in rules}
    for task in tasks:
        task.follows = step.get(task.pk) or often.get(task.pk, "")


def bulk_context(user: User) -> dict[str, Any]:
    return {"later": times.choices(timezone.now())} if user.can_edit else {}


TASKS = ListKind(
    object_name="Task",
    url_name="tasks",
    record_url_name="task",
    title="Tasks",
    views=(
        View("mine", "My open tasks", OPEN, Scope.MINE),
        View("today", "Due today", f"{OPEN} AND ActivityDate = TODAY", Scope.MINE),
        View("overdue", "Overdue", f"{OPEN} AND ActivityDate < TODAY", Scope.MINE),
        View("week", "Next 7 days", f"{OPEN} AND ActivityDate = NEXT_N_DAYS:7", Scope.MINE),
        View("queues", "Queue tasks", OPEN, Scope.QUEUES),
        View("open", "All open", OPEN),
        View("done", "Done", "IsClosed = true", Scope.MINE, sort="-CompletedDateTime"),
    ),
    columns=("Subject", "About", "Kind", "Due", "OwnerId", "Follows"),
    sort="Due",
    computed=COMPUTED,
    bulk="tasks/bulk.html",
    context=bulk_context,
    template="tasks/list.html",
    extras=add_what_follows,
    empty="Nothing is planned. Press t on a lead to plan the next step.",
)


def tasks(request: HttpRequest) -> HttpResponseBase:
    """GET /tasks."""
    return page.show(request, TASKS)
