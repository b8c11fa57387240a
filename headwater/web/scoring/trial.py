"""Trying the rules on a lead that is there: its sum in force, and under the draft."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.people.models import Organization, User
from headwater.records.models import Lead
from headwater.score import drafts, rules
from headwater.score.judging import Asked, Judge
from headwater.score.score_rule import ScoreRuleSet, Side
from headwater.score.sums import Sum
from headwater.web.records import kinds
from headwater.web.setup.access import asker

MOST = 8  # leads to choose from


def trial(request: HttpRequest) -> HttpResponse:
    """GET: `?lead=` tries that one; `?q=` finds some by name, company or address."""
    user, given = asker(request), request.GET.get("lead", "")
    lead: Lead | None = None
    if given.isascii() and given.isdigit() and len(given) < 18:
        lead = kinds.find("Lead", int(given), user)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    context = {
        "lead": lead, "q": text, "found": [] if lead else _found(text, user),
        "tried": tried(lead) if lead else [],
    }  # fmt: skip
    only_part = request.headers.get("HX-Target") == "trial"
    return render(request, "scoring/tried.html" if only_part else "scoring/trial.html", context)


def tried(lead: Lead) -> list[dict[str, Any]]:
    """Its sum in force and, when there is one, under the draft."""
    now, zone = timezone.now(), Organization.current().time_zone
    found = []
    for words, rule_set in (("In force", rules.current()), ("Draft", drafts.current())):
        if rule_set:
            own = [rule for rule in rules.rules_of(rule_set) if rule.is_active]
            said = Judge(rule_set, own, zone, now).sums([Asked(lead.pk)])[lead.pk]
            found.append({"words": words, "sum": said, **told(rule_set, said)})
    return found


def told(rule_set: ScoreRuleSet, said: Sum) -> dict[str, Any]:
    """What a page shows of a sum beside its parts."""
    return {
        "cell": f"{said.grade}{rule_set.grid.level(said.engagement_score)}",
        "sides": [
            {"side": side, "points": points,
             "parts": [part for part in said.parts if part["side"] == side]}
            for side, points in ((Side.FIT, said.fit_score),
                                 (Side.ENGAGEMENT, said.engagement_score))
        ],
    }  # fmt: skip


def _found(text: str, user: User) -> list[Lead]:
    """The newest of those whose words begin so."""
    leads = Lead.objects.open().visible_to(user).order_by("-created_at")
    if text:
        leads = leads.filter(Q(search_text__icontains=text))
    return list(leads[:MOST])
