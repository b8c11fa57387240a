"""Setup, leads or direct: three cards, then what the advisor goes by."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.advising import mode as modes
from headwater.advising import rules as advising
from headwater.advising.advice_rule import AdviceRule
from headwater.advising.looking_back import look_back
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.people.organization import LeadMode, organization
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.direct.rule_words import facts_of
from headwater.web.records import undo
from headwater.web.records.undo import undoes
from headwater.web.setup.access import asker, for_admins

# mode → icon, title, what it means, for whom it is
CARDS = {
    LeadMode.LEADS: (
        "user-round", "Leads first",
        "Everybody new is a lead until somebody converts it.",
        "For many unknown inquiries, and people who filter them.",
    ),
    LeadMode.MIXED: (
        "compass", "As advised",
        "The rules below say which. Forms, files, mail and programs follow; people choose.",
        "For known companies and strangers through the same doors.",
    ),
    LeadMode.DIRECT: (
        "route", "Direct",
        "Account, contact and an early deal at once. Who cannot be that yet waits in a list.",
        "For few strangers, or a team that lives in deals.",
    ),
}  # fmt: skip


def state() -> str:
    """How it is, for the page of Setup."""
    here = organization()
    title = CARDS[LeadMode(here.lead_mode)][1].lower()
    return title if here.takes_new_leads else f"{title}, no new leads"


def lead_mode(request: HttpRequest) -> HttpResponse:
    """GET /setup/leads-or-direct."""
    user, here = asker(request), organization()
    tried = look_back(user)
    counted = tried.by_rule
    lines = [
        {"rule": rule, "facts": facts_of(rule), "sentence": _english(rule.criteria),
         "count": counted.get(rule.pk, 0)}
        for rule in AdviceRule.objects.all()
    ]  # fmt: skip
    text = advising.qualified_when()
    context = {
        "cards": _cards(here.lead_mode), "here": here, "lines": lines, "tried": tried,
        "unruled": counted.get(0, 0), "may": user.can_configure, "qualified_when": text,
        "signs": [english(sign, "Lead") for sign in advising.signs(text)],
    }  # fmt: skip
    return render(request, "direct/lead_mode.html", context)


@require_POST
@for_admins
def choose(request: HttpRequest) -> HttpResponse:
    """POST /setup/leads-or-direct/mode: `mode`; Undo chooses the one before."""
    user, before = asker(request), modes.current()
    try:
        modes.choose(request.POST.get("mode", ""), by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("lead_mode"))
    title = CARDS[LeadMode(request.POST["mode"])][1]
    said = f"{title}: it holds for whoever comes from now on."
    toasts.say(request, said, undo_url=undo.offer(request, "lead_mode", before=before))
    return toasts.done(request, reverse("lead_mode"))


@undoes("lead_mode")
def back(user: User, *, before: dict[str, Any]) -> str:
    """The mode as it was; what came in meanwhile stays what it became."""
    modes.restore(before, by=user)
    return "As it was. What came in meanwhile stays what it became."


def _cards(current: str) -> list[dict[str, Any]]:
    return [
        {"mode": mode.value, "icon": icon, "title": title, "text": text, "fits": fits,
         "is_current": mode == current}
        for mode, (icon, title, text, fits) in CARDS.items()
    ]  # fmt: skip


def _english(text: str) -> str:
    try:
        return english(text, "Lead") if text.strip() else ""
    except CriteriaError as error:
        return f"It cannot be read: {error}"
