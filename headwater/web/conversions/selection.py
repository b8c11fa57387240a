"""POST /leads/selection/conversion: the ticked leads, or all of the list, are to be converted."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.converting import runs
from headwater.converting.how import How
from headwater.people.models import User
from headwater.records.models import ConversionRun
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.leads.list import LEADS
from headwater.web.lists import bulk
from headwater.web.lists.rows import Asked
from headwater.web.records.kinds import editor


@require_POST
def convert(request: HttpRequest) -> HttpResponse:
    """Try them out with the usual choices and show that; nothing is converted yet."""
    user = editor(request)
    try:
        run = _all_of(request, user) if request.POST.get("all") else _ticked(request, user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, bulk.back(request))
    return toasts.done(request, reverse("conversion_run", args=[run.pk]))


def _ticked(request: HttpRequest, user: User) -> ConversionRun:
    keys = [lead.pk for lead in bulk.ticked(request, "Lead")]
    if not keys:
        raise Refused([Problem("", "REQUIRED_FIELD_MISSING", "Tick the rows first.")])
    name = f"From “{_asked(request, user).view.name}”"
    return runs.prepare(keys, how=How(), by=user, name=name)


def _all_of(request: HttpRequest, user: User) -> ConversionRun:
    """Everything that the list shows, on all its pages, as its address asks."""
    asked = _asked(request, user)
    if asked.trouble:
        raise Refused([Problem("", "MALFORMED_QUERY", asked.trouble.message)])
    said = [asked.sentence, f"“{asked.text}” is searched for" if asked.text else ""]
    name, criteria = f"All of “{asked.view.name}”", ". ".join(filter(None, said))
    return runs.prepare(asked.rows, how=How(), by=user, name=name, criteria=criteria)


def _asked(request: HttpRequest, user: User) -> Asked:
    return Asked(LEADS, user, QueryDict(urlsplit(bulk.back(request)).query))
