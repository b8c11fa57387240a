"""Changing the draft: a rule is added, changed, moved, switched, left out; each with Undo."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.route import drafts, rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.routing import criteria
from headwater.web.routing.rule_form import AssignmentRuleForm
from headwater.web.setup.access import asker, for_admins

State = dict[str, Any] | None


@for_admins
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule at the end of the draft."""
    return _edit(request, AssignmentRule(), is_new=True)


@for_admins
def edit_rule(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a rule; without a draft, its first change makes one."""
    found = _find(key)
    if found is None and request.method != "POST":
        raise Http404("This rule is not among them any more.")
    # Somebody may have removed it while it was being edited: what was typed is not lost.
    return _edit(request, found or AssignmentRule(key=key), is_new=found is None)


@for_admins
@require_POST
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """One place up (`by=-1`) or down (`by=1`)."""
    step = -1 if request.POST.get("by") == "-1" else 1
    return _done(request, lambda user: f"Moved “{drafts.move(key, step, by=user)}”")


@for_admins
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """All rules in the order of the posted `key`s, of the draft in the state `revision`."""
    try:
        keys = [UUID(key) for key in request.POST.getlist("key")]
        revision = int(request.POST.get("revision", "0"))
    except ValueError:
        raise Http404("There are no such rules.") from None

    if keys == [rule.key for rule in rules.rules_of(drafts.current() or rules.current())]:
        return HttpResponse(status=204)  # dragged to where it was: no reason for a draft

    def deed(user: User) -> str:
        drafts.arrange(keys, revision=revision, by=user)
        return "Moved"

    return _done(request, deed)


@for_admins
@require_POST
def switch(request: HttpRequest, key: UUID) -> HttpResponse:
    """On (`on=1`) or off."""
    is_on = request.POST.get("on") == "1"

    def deed(user: User) -> str:
        name = drafts.switch(key, is_on, by=user)
        return f"“{name}” is switched {'on' if is_on else 'off'}"

    return _done(request, deed)


@for_admins
@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leave a rule out of the draft."""
    return _done(request, lambda user: f"Left out “{drafts.remove(key, by=user)}”")


def _find(key: UUID) -> AssignmentRule | None:
    """The rule of the draft, or of the published version where there is none."""
    there = rules.rules_of(drafts.current() or rules.current())
    return next((rule for rule in there if rule.key == key), None)


def _edit(request: HttpRequest, rule: AssignmentRule, *, is_new: bool) -> HttpResponse:
    seen = "" if is_new else drafts.fingerprint(rule)
    name = rule.name
    form = AssignmentRuleForm(request.POST or None, instance=rule, initial={"seen": seen})
    overtaken = ""
    if request.method == "POST" and form.is_valid():
        changed, before = form.save(commit=False), drafts.state()
        try:
            drafts.put(changed, by=asker(request), seen=form.cleaned_data["seen"])
            return _said(request, f"Saved “{changed.name}” in the draft", before)
        except Refused as refused:
            form.add_error(None, str(refused))
        except drafts.Overtaken as news:
            overtaken = str(news)
            again = request.POST.copy()
            again["seen"] = seen
            form.data = again
    builder = criteria.read(request.POST) if request.method == "POST" else None
    context = {
        "form": form, "rule": rule, "is_new": is_new, "name": name, "overtaken": overtaken,
        "builder": builder or criteria.shown(rule.criteria),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "routing/rule_form.html", context, status=status)


def _done(request: HttpRequest, deed: Callable[[User], str]) -> HttpResponse:
    before = drafts.state()
    try:
        return _said(request, deed(asker(request)), before)
    except drafts.Overtaken as news:
        toasts.say(request, str(news), kind="bad")
    return toasts.done(request, draft_url())


def _said(request: HttpRequest, words: str, before: State) -> HttpResponse:
    draft = drafts.current()
    revision = draft.revision if draft else 0
    back = undo.offer(request, "rule_draft", before=before, revision=revision)
    toasts.say(request, f"{words}.", undo_url=back)
    return toasts.done(request, draft_url())


def draft_url() -> str:
    """The page of the draft."""
    return reverse("assignment_rules") + "?view=draft"


@undo.undoes("rule_draft")
def _undone(user: User, *, before: State, revision: int) -> str:
    if not user.can_configure:
        return "Only an admin changes Setup."
    try:
        drafts.restore(before, by=user, revision=revision)
    except drafts.Overtaken as news:
        return str(news)
    return "Undone."
