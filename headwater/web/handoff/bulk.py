"""Hand-offs of many at once: offered from the list of leads, accepted from the page of those."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater import early_deals, handing_over
from headwater.people.models import User
from headwater.records.models import Handoff, Lead
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.handoff.offering import chosen
from headwater.web.lists import bulk
from headwater.web.records import kinds, undo, words
from headwater.web.templatetags.words import plural


@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/handoffs: `to` as in the dialog; `deals` makes early deals of them."""
    to = words.given(request.POST, "to")

    def deed(leads: list[Lead], user: User) -> tuple[str, str]:
        if "deals" in request.POST:
            return _made(leads, user, to), ""
        rows = handing_over.offer(leads, by=user, to=chosen(to))
        left = len(leads) - len(rows)
        said = f"{plural(len(rows), 'lead')} offered to sales."
        if left:
            verb = "is" if left == 1 else "are"
            said += f" {plural(left, 'lead')} {verb} offered already, or closed."
        return said, ""

    return bulk.act(request, "Lead", deed)


@require_POST
def acceptance(request: HttpRequest) -> HttpResponse:
    """POST /handoffs/selection/acceptance: accept the ticked ones."""
    user = kinds.editor(request)
    keys = [int(each) for each in request.POST.getlist("id") if each.isdecimal()][: bulk.MOST]
    rows = list(Handoff.objects.visible_to(user).filter(pk__in=keys))
    try:
        held = handing_over.accept(rows, by=user) if rows else []
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    else:
        url = undo.offer(request, "handoff", keys=[row.pk for row in held]) if held else ""
        said = f"{plural(len(held), 'hand-off')} accepted." if held else "Tick the rows first."
        toasts.say(request, said, undo_url=url, kind="good" if held else "bad")
    return toasts.done(request, reverse("handoffs"))


def _made(leads: list[Lead], user: User, to: str) -> str:
    made = early_deals.convert(leads, by=user, to=chosen(to))
    said = f"{plural(len(made.handoffs), 'early deal')} made and offered to sales."
    if made.refused:
        said += f" {plural(len(made.refused), 'lead')} not: {next(iter(made.refused.values()))}"
    return said
