"""Leads that were to become direct records and could not yet: why, and trying again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.advising import waiting as advising
from headwater.people.organization import organization
from headwater.records.models import Conversion
from headwater.web import toasts
from headwater.web.records import kinds
from headwater.web.templatetags.words import plural


def waiting(request: HttpRequest) -> HttpResponse:
    """GET /direct/waiting."""
    user = kinds.person(request)
    context = {"lines": advising.waiting(user), "may": user.can_edit, "here": organization()}
    return render(request, "direct/waiting.html", context)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """POST /direct/waiting/again: all of them, or `lead`; those that can be become records."""
    user = kinds.editor(request)
    chosen = {int(key) for key in request.POST.getlist("lead") if key.isdecimal()}
    leads = [line.lead for line in advising.waiting(user)]
    leads = [lead for lead in leads if not chosen or lead.pk in chosen]
    results = advising.try_again(leads, by=user) if leads else []
    done = sum(isinstance(result, Conversion) for result in results)
    left = len(results) - done
    said = f"{plural(done, 'lead')} became account, contact and deal."
    said += f" {plural(left, 'lead')} still {'waits' if left == 1 else 'wait'}." if left else ""
    toasts.say(request, said, kind="good" if done or not left else "bad")
    return toasts.done(request, reverse("waiting_leads"))
