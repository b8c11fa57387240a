"""What mends a class of the leak report at once: give away, plan a step, put off, remind."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.catalog import values
from headwater.measure import leaks
from headwater.measure.leak_classes import BY_KEY, LeakClass
from headwater.people.models import Owner, User
from headwater.qualify import many_steps
from headwater.records.models import Lead, Task
from headwater.records.notification import News, tell
from headwater.records.problem import Problem, Refused
from headwater.route import reassign
from headwater.web import toasts
from headwater.web.records import kinds, undo
from headwater.web.records.words import moment
from headwater.web.reports.leak_list import url_of
from headwater.web.templatetags.words import plural

MOST = 1_000  # leads of one deed, those that came first
GIVE, PLAN, PUT_OFF, REMIND = "give", "plan", "put_off", "remind"
# Which deed mends which class; the others are mended one by one, where a person decides.
DEEDS = {
    "no_owner": GIVE, "owner_inactive": GIVE, "queue_old": GIVE, "clock_broken": GIVE,
    "unread_reply": REMIND, "bounced": PLAN, "overdue": PUT_OFF, "no_next_step": PLAN,
}  # fmt: skip
STEPS = {"bounced": "Call for another address", "no_next_step": "Agree on a next step"}
Deed = Callable[[HttpRequest, LeakClass, list[Lead], User], tuple[str, str]]


@require_POST
def mend(request: HttpRequest, key: str) -> HttpResponse:
    """POST /reports/leaks/<class>/fixes: what mends this class, for all of it that one sees."""
    user, kind = kinds.editor(request), BY_KEY.get(key)
    if kind is None or key not in DEEDS:
        raise Http404
    rows = Lead.objects.open().visible_to(user).select_related("owner")
    found = leaks.among(key, rows, user, timezone.now()).order_by("created_at", "pk")
    mended = list(found[: MOST + 1])
    try:
        if not mended:
            raise Refused([Problem("", "INVALID_INPUT", "Nothing is left in this class.")])
        said, url = _DOES[DEEDS[key]](request, kind, mended[:MOST], user)
        more = f" Press again for those after the first {MOST:,}." if len(mended) > MOST else ""
        toasts.say(request, said + more, undo_url=url)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, reverse("leaks"))


def _give(request: HttpRequest, kind: LeakClass, mended: list[Lead], user: User) -> tuple[str, str]:
    chosen = request.POST.get("owner", "")
    owner = Owner.objects.filter(pk=chosen, is_active=True).first() if chosen.isdecimal() else None
    if owner is None:
        raise Refused([Problem("OwnerId", "INVALID_INPUT", "Choose who gets them.")])
    before = {lead.pk: lead.owner_id for lead in mended if lead.owner_id != owner.pk}
    words = f"given by {user.name}: {kind.name.lower()}"
    count = reassign.give(mended, owner, by=user, because={"words": words})
    url = undo.offer(request, "leak_owner", owners=before, now=owner.pk) if count else ""
    return f"{plural(count, 'lead')} given to {owner}.", url


def _plan(request: HttpRequest, kind: LeakClass, mended: list[Lead], user: User) -> tuple[str, str]:
    subject = request.POST.get("subject", "").replace("\x00", "") or STEPS[kind.key]
    tasks = many_steps.plan_each(mended, subject=subject, by=user, subtype="Call")
    url = undo.offer(request, "steps", tasks=[task.pk for task in tasks])
    return f"“{subject[:80]}” planned for {plural(len(tasks), 'lead')}.", url


def _put_off(
    request: HttpRequest, kind: LeakClass, mended: list[Lead], user: User
) -> tuple[str, str]:
    now = timezone.now()
    rows = Task.objects.open().filter(lead__in=mended)
    here = leaks.today(now)
    late = [
        task for task in rows
        if (task.due_at < now if task.due_at else task.due_on is not None and task.due_on < here)
    ]  # fmt: skip
    before = {task.pk: _kept(task) for task in late}
    days = many_steps.put_off(late, by=user, now=now)
    after = {task.pk: _kept(task) for task in late}
    url = undo.offer(request, "put_off", before=before, after=after)
    day = f"{max(days, key=lambda day: days[day]):%A}" if days else "the next working day"
    return f"{plural(len(late), 'overdue step')} put on {day}.", url


def _remind(
    request: HttpRequest, kind: LeakClass, mended: list[Lead], user: User
) -> tuple[str, str]:
    now = timezone.now()
    counts = Counter(lead.owner_id for lead in mended)
    news = [
        News(f"leak:{kind.key}:{owner}:{now:%Y-%m-%dT%H}",
             f"{plural(count, 'lead')} of yours wrote back and nobody has answered.",
             url_of(kind.key), [owner], "lead.replied")
        for owner, count in counts.items()
    ]  # fmt: skip
    told = tell(news, now, by=user)
    said = f"{plural(told, 'person,people')} reminded of {plural(len(mended), 'lead')}."
    return said, ""


_DOES: dict[str, Deed] = {GIVE: _give, PLAN: _plan, PUT_OFF: _put_off, REMIND: _remind}


@undo.undoes("leak_owner")
def give_back(user: User, *, owners: dict[str, int], now: int) -> str:
    """To who had them, also where that is somebody who has left: that is what undoing means."""
    leads = list(Lead.objects.alive().filter(pk__in=list(owners), owner=now))
    by_owner: dict[int, list[Lead]] = {}
    for lead in leads:
        by_owner.setdefault(owners[str(lead.pk)], []).append(lead)
    for owner in Owner.objects.filter(pk__in=by_owner):
        words = {"words": f"taken back by {user.name}"}
        reassign.move(by_owner[owner.pk], owner, by=user, because=words)
    left = len(owners) - len(leads)
    return f"Undone, except {plural(left, 'lead')} given on since." if left else "Undone."


@undo.undoes("steps")
def drop_steps(user: User, *, tasks: list[int]) -> str:
    """What was planned is gone again, unless it was done meanwhile."""
    rows = list(Task.objects.alive().visible_to(user).filter(pk__in=tasks))
    count = many_steps.take_back(rows, by=user)
    left = len(tasks) - count
    return f"Undone, except {plural(left, 'step')} done since." if left else "Undone."


@undo.undoes("put_off")
def put_back(user: User, *, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Tasks get their days back, except where somebody has moved or done them since."""
    rows = Task.objects.open().visible_to(user).filter(pk__in=list(before))
    same = [row for row in rows if _kept(row) == after[str(row.pk)]]
    was = {row.pk: _days(before[str(row.pk)]) for row in same}
    many_steps.move(same, was, by=user, now=timezone.now())
    left = len(before) - len(same)
    return f"Undone, except {plural(left, 'step')} changed since." if left else "Undone."


def _kept(task: Task) -> dict[str, Any]:
    return {name: values.stored(getattr(task, name)) for name in ("due_on", "due_at")}


def _days(kept: dict[str, Any]) -> dict[str, Any]:
    on = kept["due_on"]
    return {"due_on": date.fromisoformat(on) if on else None, "due_at": moment(kept["due_at"])}
