"""Assignment and score rules: a rule is a name, a sentence and its text. A change is a version.

Editing, moving or removing a rule publishes the next version at once; Undo publishes the version
before it again. Nothing of an older version is ever lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.criteria.english import english
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.route import rules as routing
from headwater.route.models import AssignmentRule, AssignmentRuleSet
from headwater.score import rules as scoring
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins
from headwater.web.setup.rule_forms import AssignmentRuleForm, ScoreRuleForm


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of versioned rules and how it is shown and published."""

    title: str
    text: str
    empty: str
    sets: type[models.Model]
    form: type[forms.ModelForm]  # type: ignore[type-arg]
    publish: Callable[..., Any]
    verdict: Callable[[Any], str]

    def current(self) -> Any:
        return self.sets._default_manager.get(is_published=True)

    def state(self) -> str:
        return f"version {self.current().version}"


KINDS = {
    "assignment": Kind(
        "Assignment rules", "Who gets a new lead. The first rule that is true decides.",
        "Every new lead goes to the default owner until a rule says otherwise.",
        AssignmentRuleSet, AssignmentRuleForm, routing.publish,
        lambda rule: rule.target,
    ),
    "score": Kind(
        "Score rules", "How promising a lead is. The points of all rules that are true add up.",
        "Every lead has the score 0 until a rule gives points.",
        ScoreRuleSet, ScoreRuleForm, scoring.publish,
        lambda rule: f"{rule.points:+d}".replace("-", "−"),
    ),
}  # fmt: skip


def rule_list(request: HttpRequest, kind: str) -> HttpResponse:
    """The published version: each rule as a sentence and as its text; the versions before it."""
    shown = _kind(kind)
    current = shown.current()
    lines = [
        {"rule": rule, "sentence": _sentence(rule), "verdict": shown.verdict(rule)}
        for rule in _rules(current)
    ]
    before = shown.sets._default_manager.select_related("published_by").order_by("-version")[:10]
    context = {
        "kind": kind, "shown": shown, "current": current, "lines": lines, "versions": before,
        "may": asker(request).can_configure,
    }  # fmt: skip
    return render(request, "setup/rules.html", context)


@for_admins
def new_rule(request: HttpRequest, kind: str) -> HttpResponse:
    """A rule at the end of the list."""
    shown = _kind(kind)
    return _edit(request, kind, shown, shown.form._meta.model())


@for_admins
def edit_rule(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change one rule of the published version."""
    shown = _kind(kind)
    return _edit(request, kind, shown, get_object_or_404(shown.current().rules, pk=pk))


@for_admins
@require_POST
def move_rule(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One place up (`by=-1`) or down (`by=1`)."""
    shown = _kind(kind)
    rules = _rules(shown.current())
    place = next((n for n, rule in enumerate(rules) if rule.pk == pk), None)
    if place is None:
        raise Http404("This rule is not in the published version any more.")
    goal = max(0, min(len(rules) - 1, place + (-1 if request.POST.get("by") == "-1" else 1)))
    moved = rules.pop(place)
    rules.insert(goal, moved)
    return _publish(request, kind, shown, rules, f"Moved “{moved.name}”")


@for_admins
@require_POST
def remove_rule(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Leave a rule out of the next version."""
    shown = _kind(kind)
    removed = get_object_or_404(shown.current().rules, pk=pk)
    rules = [rule for rule in _rules(shown.current()) if rule.pk != pk]
    return _publish(request, kind, shown, rules, f"Removed “{removed.name}”")


@for_admins
@require_POST
def publish_again(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """Make an older version the newest: this is how a change is undone."""
    shown = _kind(kind)
    older = get_object_or_404(shown.sets._default_manager, version=version)
    return _publish(request, kind, shown, _rules(older), f"Back to version {version}")


def _edit(request: HttpRequest, kind: str, shown: Kind, rule: Any) -> HttpResponse:
    form = shown.form(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        rules = [changed if each.pk == rule.pk else each for each in _rules(shown.current())]
        if rule.pk is None:
            rules.append(changed)
        try:
            return _publish(request, kind, shown, rules, f"Saved “{changed.name}”")
        except Refused as refused:
            form.add_error("criteria", str(refused))
    context = {"form": form, "rule": rule, "kind": kind, "shown": shown}
    status = 422 if form.is_bound else 200
    return render(request, "setup/rule_form.html", context, status=status)


def _publish(
    request: HttpRequest, kind: str, shown: Kind, rules: Sequence[Any], words: str
) -> HttpResponse:
    by: User = asker(request)
    before = shown.current().version
    published = shown.publish(list(rules), by=by, note=words)
    undo = reverse("publish_again", args=[kind, before])
    toasts.say(request, f"{words}. Version {published.version} is in force.", undo_url=undo)
    return toasts.done(request, reverse("rules", args=[kind]))


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404("There are no such rules.")
    return KINDS[slug]


def _rules(version: Any) -> list[AssignmentRule | ScoreRule]:
    rules = version.rules.all()
    return list(
        rules.select_related("owner", "team") if version.rules.model is AssignmentRule else rules
    )


def _sentence(rule: Any) -> str:
    return english(rule.criteria, "Lead") if rule.criteria else "Every lead"
