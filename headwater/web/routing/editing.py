"""Changing the draft: a rule is added, changed, moved, switched, left out; each with Undo."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.people.models import User
from headwater.route import drafts, rules
from headwater.web.routing.rule_form import AssignmentRuleForm
from headwater.web.rulesets.desk import Desk
from headwater.web.setup.access import for_admins

FORM = "routing/rule_form.html"
desk = Desk(
    drafts, rules, page="assignment_rules", again="publish_version_again", kind="rule_draft"
)
move = for_admins(require_POST(desk.move))
switch = for_admins(require_POST(desk.switch))
remove = for_admins(require_POST(desk.remove))


@for_admins
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule at the end of the draft."""
    return desk.edit(request, AssignmentRuleForm, FORM)


@for_admins
def edit_rule(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a rule."""
    return desk.edit(request, AssignmentRuleForm, FORM, key)


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

    return desk.done(request, deed)
