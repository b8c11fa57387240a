"""Score rules: a rule is a name, a sentence and its text. A change is a version.

Editing, moving or removing a rule publishes the next version at once; Undo publishes the version
before it again. Nothing of an older version is ever lost.
"""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.criteria.english import english
from headwater.records.problem import Refused
from headwater.score import rules as scoring
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins
from headwater.web.setup.rule_forms import ScoreRuleForm

TEXT = "How promising a lead is. The points of all rules that are true add up."


def rule_list(request: HttpRequest) -> HttpResponse:
    """The published version: each rule as a sentence and as its text; the versions before it."""
    current = _current()
    lines = [{"rule": rule, "sentence": english(rule.criteria, "Lead")} for rule in _rules(current)]
    before = ScoreRuleSet.objects.select_related("published_by").order_by("-version")[:10]
    context = {
        "text": TEXT, "current": current, "lines": lines, "versions": before,
        "may": asker(request).can_configure,
    }  # fmt: skip
    return render(request, "setup/rules.html", context)


@for_admins
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule at the end of the list."""
    return _edit(request, ScoreRule())


@for_admins
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one rule of the published version."""
    return _edit(request, get_object_or_404(_current().rules, pk=pk))


@for_admins
@require_POST
def move_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up (`by=-1`) or down (`by=1`)."""
    rules = _rules(_current())
    place = next((n for n, rule in enumerate(rules) if rule.pk == pk), None)
    if place is None:
        raise Http404("This rule is not in the published version any more.")
    goal = max(0, min(len(rules) - 1, place + (-1 if request.POST.get("by") == "-1" else 1)))
    moved = rules.pop(place)
    rules.insert(goal, moved)
    return _publish(request, rules, f"Moved “{moved.name}”")


@for_admins
@require_POST
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a rule out of the next version."""
    removed = get_object_or_404(_current().rules, pk=pk)
    rules = [rule for rule in _rules(_current()) if rule.pk != pk]
    return _publish(request, rules, f"Removed “{removed.name}”")


@for_admins
@require_POST
def publish_again(request: HttpRequest, version: int) -> HttpResponse:
    """Make an older version the newest: this is how a change is undone."""
    older = get_object_or_404(ScoreRuleSet, version=version)
    return _publish(request, _rules(older), f"Back to version {version}")


def state() -> str:
    """How the rules stand, for the page of Setup."""
    return f"version {_current().version}"


def _edit(request: HttpRequest, rule: ScoreRule) -> HttpResponse:
    form = ScoreRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        rules = [changed if each.pk == rule.pk else each for each in _rules(_current())]
        if rule.pk is None:
            rules.append(changed)
        try:
            return _publish(request, rules, f"Saved “{changed.name}”")
        except Refused as refused:
            form.add_error("criteria", str(refused))
    status = 422 if form.is_bound else 200
    context = {"form": form, "rule": rule}
    return render(request, "setup/rule_form.html", context, status=status)


def _publish(request: HttpRequest, rules: Sequence[ScoreRule], words: str) -> HttpResponse:
    before = _current().version
    published = scoring.publish(list(rules), by=asker(request), note=words)
    undo = reverse("publish_score_rules_again", args=[before])
    toasts.say(request, f"{words}. Version {published.version} is in force.", undo_url=undo)
    return toasts.done(request, reverse("score_rules"))


def _current() -> ScoreRuleSet:
    return ScoreRuleSet.objects.get(is_published=True)


def _rules(version: ScoreRuleSet) -> list[ScoreRule]:
    return list(version.rules.all())
