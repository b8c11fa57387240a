"""The draft is published or dropped; an older version is published again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.route import cases, rules
from headwater.route.assignment_rule import AssignmentRuleSet
from headwater.web.routing.editing import desk
from headwater.web.setup.access import for_admins
from headwater.web.templatetags.words import plural

drop = for_admins(require_POST(desk.drop))
publish = for_admins(require_POST(desk.publish))


@for_admins
@require_POST
def again(request: HttpRequest, version: int) -> HttpResponse:
    """Make an older version the newest."""
    return desk.again(request, version, _red)


def _red(published: AssignmentRuleSet) -> str:
    outcomes = cases.outcomes(rules.rules_of(published))
    red = sum(not each.is_passed for each in outcomes)
    return f" {plural(red, 'test case')} red under it." if red else ""
