"""Setup, response clocks: the promises of each kind in order, each as a sentence."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.catalog import picklists
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.qualify.models import ClockPolicy
from headwater.qualify.pausing import REASONS
from headwater.records.clock import Kind
from headwater.records.submission import Door
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.records.sentences import DOORS
from headwater.web.records.undo import undoes
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.clock_forms import ClockPolicyForm, length_in_words

KINDS = {
    Kind.FIRST_ATTEMPT: ("First attempt", "By when somebody must have tried: a call, a letter."),
    Kind.FIRST_CONTACT: ("First contact", "By when they must have talked, or a reply has come."),
    Kind.NEXT_STEP: ("Next step", "How long an open lead may be without a dated next step."),
    Kind.ACCEPT: ("Accept", "By when sales must have decided about what it is offered."),
}


def state() -> str:
    """How many promises hold, for the page of Setup."""
    return f"{ClockPolicy.objects.filter(is_active=True).count()} in use"


def clocks(request: HttpRequest) -> HttpResponse:
    """GET /setup/clocks."""
    rows = list(ClockPolicy.objects.all())
    groups = [
        {"title": title, "text": text, "kind": kind,
         "lines": [_line(row, place) for place, row in enumerate(_of(rows, kind), 1)]}
        for kind, (title, text) in KINDS.items()
    ]  # fmt: skip
    context = {
        "groups": groups, "may": asker(request).can_configure,
        "reasons": picklists.values(REASONS), "list": REASONS,
    }  # fmt: skip
    return render(request, "setup/clocks.html", context)


@for_admins
def new_clock(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/clocks/new: one more at the end of its kind."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.FIRST_ATTEMPT
    return _edit(request, ClockPolicy(kind=kind, sort_order=ClockPolicy.objects.count() + 1))


@for_admins
def edit_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/clocks/<pk>."""
    return _edit(request, get_object_or_404(ClockPolicy, pk=pk))


@require_POST
@for_admins
def move_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/clocks/<pk>/move: `by` -1 or 1 changes places with its neighbour of the kind."""
    row = get_object_or_404(ClockPolicy, pk=pk)
    rows = list(ClockPolicy.objects.all())
    same = _of(rows, row.kind)
    other = same.index(row) + (-1 if request.POST.get("by") == "-1" else 1)
    if 0 <= other < len(same):
        here, there = rows.index(row), rows.index(same[other])
        rows[here], rows[there] = rows[there], rows[here]
        for number, each in enumerate(rows, 1):
            each.sort_order = number
        ClockPolicy.objects.bulk_update(rows, ["sort_order"])
        note("promise.moved", row, by=asker(request))
    return toasts.done(request, reverse("clocks"))


@require_POST
@for_admins
def switch_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/clocks/<pk>/switch: in use, or not any more; clocks that run go on."""
    row = get_object_or_404(ClockPolicy, pk=pk)
    _switch(row, not row.is_active, asker(request))
    said = f"“{row}” is in use." if row.is_active else f"“{row}” is not used any more."
    url = undo.offer(request, "promise", pk=row.pk, was=not row.is_active)
    toasts.say(request, said, undo_url=url)
    return toasts.done(request, reverse("clocks"))


@undoes("promise")
def switch_back(user: Any, *, pk: int, was: bool) -> str:
    row = ClockPolicy.objects.filter(pk=pk).first()
    if row is None or not user.can_configure:
        raise Http404("This promise is gone.")
    _switch(row, was, user)
    return "Undone."


def _switch(row: ClockPolicy, is_active: bool, by: Any) -> None:
    before, row.is_active = row.is_active, is_active
    row.save(update_fields=["is_active"])
    note("promise.changed", row, by=by, changes={"is_active": [before, is_active]})


def _of(rows: list[ClockPolicy], kind: str) -> list[ClockPolicy]:
    return [row for row in rows if row.kind == kind]


def _line(row: ClockPolicy, place: int) -> dict[str, Any]:
    is_at_work = row.counts_in == ClockPolicy.CountsIn.WORKING_HOURS
    hours = "working time" if is_at_work else "around the clock"
    return {"row": row, "place": place, "for": sentence(row), "warned": _warned(row),
            "then": _then(row), "within": f"{length_in_words(row.minutes)}, {hours}"}  # fmt: skip


def sentence(row: ClockPolicy) -> str:
    """For which leads a promise is, in plain words."""
    doors = [DOORS[Door(door)] for door in row.doors if door in Door.values]
    came = f"Leads that came {_or(doors)}" if doors else ""
    if not row.criteria.strip():
        return f"{came or 'Every lead'}."
    try:
        rule = english(row.criteria, "Lead")
    except CriteriaError as error:
        return f"No lead any more: {error}"
    return f"{came}, if {rule}." if came else f"If {rule}."


def _warned(row: ClockPolicy) -> str:
    shares = [f"{share:.0%}".replace("%", " %") for share in row.shares]
    return f"The owner is warned at {' and '.join(shares)}." if shares else "Nobody is warned."


def _then(row: ClockPolicy) -> str:
    asked = (("the owner", row.reminds_owner), ("the manager", row.tells_manager))
    told = [who for who, is_told in asked if is_told]
    if row.kind == Kind.ACCEPT:
        return "When the time is up, the hand-off is passed on or escalated."
    goes = {"reassign": "the next one who is free gets it", "queue": "it goes back to the queue"}
    parts = [f"{' and '.join(told)} {'is' if len(told) == 1 else 'are'} told"] if told else []
    parts += [goes[row.then]] if row.then in goes else []
    happens = "; ".join(parts) or "nothing happens by itself"
    return f"When the time is up, {happens}."


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _edit(request: HttpRequest, row: ClockPolicy) -> HttpResponse:
    is_new = row.pk is None
    form = ClockPolicyForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        changes = {name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
                   for name in form.changed_data}  # fmt: skip
        saved = form.save()
        event = f"promise.{'created' if is_new else 'changed'}"
        note(event, saved, by=asker(request), changes=changes)
        toasts.say(request, f"Saved {saved}. Clocks that run keep their time.")
        return toasts.done(request, reverse("clocks"))
    title = "New promise" if is_new else str(row)
    context = {"form": form, "title": title, "action": request.get_full_path()}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )
