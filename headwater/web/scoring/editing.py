"""Changing the draft: a rule is added, changed, moved, switched, left out; the grid; with Undo."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from headwater.records.problem import Refused
from headwater.score import drafts, rules
from headwater.web.rulesets.desk import Desk
from headwater.web.scoring.rule_form import GridForm, ScoreRuleForm
from headwater.web.setup.access import asker, for_admins

FORM = "scoring/rule_form.html"
desk = Desk(
    drafts, rules, page="score_rules", again="publish_score_rules_again", kind="score_draft"
)
move = for_admins(require_POST(desk.move))
switch = for_admins(require_POST(desk.switch))
remove = for_admins(require_POST(desk.remove))


@for_admins
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule at the end of the draft."""
    return desk.edit(request, ScoreRuleForm, FORM)


@for_admins
def edit_rule(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a rule."""
    return desk.edit(request, ScoreRuleForm, FORM, key)


@for_admins
def edit_grid(request: HttpRequest) -> HttpResponse:
    """Floors of grades and levels, what qualifies, and when a lead is hot."""
    shown = drafts.current() or rules.current()
    form = GridForm(request.POST or None, shown)
    if request.method == "POST" and form.is_valid():
        before = drafts.state()
        try:
            drafts.settle(form.settings, by=asker(request))
            return desk.said(request, "Saved the grid in the draft", before)
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "scoring/grid_form.html", {"form": form}, status=status)
