"""Setup, the advisor's rules: added, changed, moved, switched and removed, each with Undo."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.advising import rules as advising
from headwater.advising.advice_rule import AdviceRule
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.records.undo import undoes
from headwater.web.setup.access import asker, for_admins, note

COLUMNS = ("name", "way", "company", "account", "qualified", "criteria", "words", "is_followed",
           "is_active", "sort_order")  # fmt: skip
CODE = forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"})


class AdviceRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """What must be so, what is then advised, and why."""

    class Meta:
        model = AdviceRule
        fields = ("name", "way", "company", "account", "qualified", "criteria", "words",
                  "is_followed", "is_active")  # fmt: skip
        widgets = {"criteria": CODE, "words": forms.Textarea(attrs={"rows": 2})}
        labels = {
            "way": "Then advise", "company": "Company is known", "account": "There is an account",
            "qualified": "Qualified", "criteria": "And", "words": "Because",
            "is_followed": "Doors follow it by themselves", "is_active": "In force",
        }  # fmt: skip
        help_texts = {
            "criteria": "For example: Country = 'Norway'. Empty asks nothing more.",
            "words": "Shown with the advice.",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            advising.check(AdviceRule(criteria=cleaned.get("criteria", "")))
        except Refused as refused:
            self.add_error("criteria", str(refused))
        return cleaned


@for_admins
def new_rule(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/leads-or-direct/rules/new: at the end of the list."""
    return _edit(request, AdviceRule(sort_order=AdviceRule.objects.count() + 1))


@for_admins
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/leads-or-direct/rules/<pk>."""
    return _edit(request, get_object_or_404(AdviceRule, pk=pk))


@require_POST
@for_admins
def move_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """POST …/move: `by` -1 or 1 changes places with its neighbour."""
    rule = get_object_or_404(AdviceRule, pk=pk)
    places = -1 if request.POST.get("by") == "-1" else 1
    advising.move(rule, places)
    note("advice_rule.moved", rule, by=asker(request))
    url = undo.offer(request, "advice_rule_move", pk=pk, places=-places)
    return _said(request, f"Moved “{rule}”.", url)


@require_POST
@for_admins
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """POST …/switch: in force, or not."""
    rule = get_object_or_404(AdviceRule, pk=pk)
    before = _state(rule)
    rule.is_active = not rule.is_active
    _save(rule, before, asker(request))
    said = f"“{rule}” is {'in force' if rule.is_active else 'not asked any more'}."
    return _said(request, said, undo.offer(request, "advice_rule", pk=pk, values=before))


@require_POST
@for_admins
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST …/removal."""
    rule = get_object_or_404(AdviceRule, pk=pk)
    before, name = _state(rule), rule.name
    note("advice_rule.removed", rule, by=asker(request))
    rule.delete()
    url = undo.offer(request, "advice_rule", pk=pk, values=before)
    return _said(request, f"Removed “{name}”.", url)


@require_POST
@for_admins
def define(request: HttpRequest) -> HttpResponse:
    """POST /setup/leads-or-direct/qualified: `qualified_when`, criteria about a lead."""
    try:
        before = advising.define(request.POST.get("qualified_when", ""), by=asker(request))
    except Refused as refused:
        toasts.say(request, f"It is not saved: {refused}", kind="bad")
        return toasts.done(request, reverse("lead_mode"))
    url = undo.offer(request, "qualified", before=before)
    return _said(request, "Saved who counts as qualified.", url)


@undoes("qualified")
def define_back(user: User, *, before: str) -> str:
    """Who counts as qualified, as it was said before."""
    advising.define(before, by=user)
    return "Undone."


@undoes("advice_rule")
def put_back(user: User, *, pk: int, values: dict[str, Any]) -> str:
    """The rule as it was, also one that was removed."""
    rule = AdviceRule.objects.filter(pk=pk).first() or AdviceRule(pk=pk)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()
    note("advice_rule.changed", rule, by=user)
    return "Undone."


@undoes("advice_rule_move")
def move_back(user: User, *, pk: int, places: int) -> str:
    """Back to its place."""
    rule = AdviceRule.objects.filter(pk=pk).first()
    if rule:
        advising.move(rule, places)
    return "Undone."


def _edit(request: HttpRequest, rule: AdviceRule) -> HttpResponse:
    before = _state(rule)
    is_new = rule.pk is None
    form = AdviceRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        _save(saved, {} if is_new else before, asker(request))
        url = (
            undo.offer(request, "advice_rule_new", pk=saved.pk) if is_new
            else undo.offer(request, "advice_rule", pk=saved.pk, values=before)
        )  # fmt: skip
        return _said(request, f"Saved “{saved}”.", url)
    title = "New rule" if is_new else str(rule)
    context = {"form": form, "title": title, "action": request.get_full_path()}
    status = 422 if form.is_bound else 200
    return render(request, "setup/definition_form.html", context, status=status)


@undoes("advice_rule_new")
def forget(user: User, *, pk: int) -> str:
    """A rule that was just added goes again."""
    AdviceRule.objects.filter(pk=pk).delete()
    return "Undone."


def _save(rule: AdviceRule, before: dict[str, Any], by: User) -> None:
    rule.save()
    after = _state(rule)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    note(f"advice_rule.{'changed' if before else 'created'}", rule, by=by, changes=changes)


def _state(rule: AdviceRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in COLUMNS}


def _said(request: HttpRequest, said: str, undo_url: str) -> HttpResponse:
    toasts.say(request, said, undo_url=undo_url)
    return toasts.done(request, reverse("lead_mode"))
