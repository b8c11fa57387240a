"""/leads/<key>/visits: everything a lead did that was noted, with and without machines."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.records.models import Engagement
from headwater.tracking import forgetting, verdicts
from headwater.web import toasts
from headwater.web.records import kinds

MOST = 200


@require_safe
def lead_visits(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest first; `?machines` shows those that do not count, with the reason."""
    lead = kinds.find("Lead", pk, kinds.person(request))
    rows = Engagement.objects.filter(lead=lead)
    with_machines = "machines" in request.GET
    shown = rows if with_machines else rows.human()
    context = {
        "lead": lead,
        "events": list(shown.order_by("-at", "-pk")[:MOST]),
        "machine_count": rows.machine().count(),
        "with_machines": with_machines,
        "most": MOST,
        "may": kinds.person(request).can_edit,
    }
    return render(request, "tracking/of_lead.html", context)


@require_POST
def judge_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague says whether this was a person."""
    user = kinds.editor(request)
    event = Engagement.objects.filter(pk=pk).exclude(lead=None).first()
    if event is None:
        raise Http404
    lead = kinds.find("Lead", event.lead_id, user)
    verdict = request.POST.get("verdict", "")
    if verdict not in Engagement.Verdict.values:
        raise Http404
    event.lead = lead
    verdicts.say([event], verdict, by=user)
    counts = "does not count" if event.bot_reason else "counts"
    toasts.say(request, f"It {counts} from now on; the score follows within a minute.")
    return toasts.done(request, f"{reverse('lead_visits', args=[lead.pk])}?machines")


@require_POST
def erase_visits(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete what the lead did on the site, and the browsers that are known as theirs."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user)
    count = forgetting.erase([lead], by=user)
    toasts.say(request, f"{count} visit{'' if count == 1 else 's'} deleted for good.")
    return toasts.done(request, reverse("lead_visits", args=[lead.pk]))
