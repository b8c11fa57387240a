"""Deeds on the ticked leads of a list, and taking the next one of a queue."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from headwater.people.models import Owner, User
from headwater.qualify import statuses
from headwater.records.models import Lead
from headwater.route import reassign
from headwater.web.campaigns import adding
from headwater.web.leads import undos
from headwater.web.lists import bulk
from headwater.web.records import undo, words
from headwater.web.templatetags.words import plural


def _chosen(request: HttpRequest, name: str, rows: Any) -> Any:
    chosen = request.POST.get(name, "")
    if not chosen.isdecimal():
        raise Http404
    return get_object_or_404(rows, pk=chosen)


@require_POST
def owner(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/owner: give the ticked leads to somebody."""
    new: Owner = _chosen(request, "owner", Owner.objects.filter(is_active=True))

    def deed(leads: list[Lead], user: User) -> tuple[str, str]:
        before = {lead.pk: lead.owner_id for lead in leads if lead.owner_id != new.pk}
        count = reassign.give(leads, new, by=user)
        url = undo.offer(request, "owner", owners=before, now=new.pk) if count else ""
        return f"{plural(count, 'lead')} given to {new}.", url

    return bulk.act(request, "Lead", deed)


@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/status: `status=Name` or `status=Name|closed reason`."""
    name, _, reason = words.given(request.POST, "status").partition("|")
    values = {"closed_reason": reason} if reason else {}

    def deed(leads: list[Lead], user: User) -> tuple[str, str]:
        before = {lead.pk: undo.state(lead, undos.OF_A_MOVE) for lead in leads}
        clocks = undos.running_clocks(leads)
        moved = statuses.move_all(leads, name, by=user, values=values)
        keys = {lead.pk for lead in moved.leads}
        after = {lead.pk: undo.state(lead, undos.OF_A_MOVE) for lead in moved.leads}
        before = {key: state for key, state in before.items() if key in keys}
        url = undo.offer(request, "status", before=before, after=after, clocks=clocks)
        said = f"{plural(len(keys), 'lead')} moved to “{name}”."
        if moved.refused:
            why = next(iter(moved.refused.values()))[0].message
            said += f" {plural(len(moved.refused), 'lead')} not: {why}"
        return said, url if keys else ""

    return bulk.act(request, "Lead", deed)


@require_POST
def campaign(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/campaign: add the ticked leads to a campaign."""
    return adding.add_ticked(request, "Lead")


@require_POST
def deletion(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/deletion."""
    return bulk.delete(request, "Lead")
