"""Marketing offers one lead, or makes the early deal of it and offers that: two dialogs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater import early_deals, handing_over
from headwater.handing_over import To
from headwater.people.models import Owner, Team, User
from headwater.qualify import handoff, handoff_policy
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.handoff import panel
from headwater.web.records import kinds, words


def choices(*, people_only: bool = False) -> list[tuple[str, str, str]]:
    """Whom one may offer to: value, name, kind; what Setup says comes first."""
    found = [("", _as_set(), "as set in Setup"), ("rules", "Assignment rules", "who they say")]
    found += [(f"team-{team.pk}", str(team), "in turn") for team in Team.objects.all()]
    owners = Owner.objects.filter(is_active=True).exclude(user__role__in=("read_only", "marketing"))
    if people_only:
        owners = owners.filter(kind=Owner.Kind.USER)
    return found + [
        (f"owner-{owner.pk}", owner.name, "queue" if owner.is_queue else "")
        for owner in owners.order_by("kind", "name")
    ]


def chosen(given: str) -> To:
    """Whom such a value means; raises Refused."""
    kind, _, key = given.partition("-")
    if given == "rules":
        return To()
    if not given:
        return handing_over.as_set()
    model: Any = {"team": Team, "owner": Owner}.get(kind)
    found = model.objects.filter(pk=key).first() if model and key.isdecimal() else None
    if found is None:
        raise Refused([Problem("OwnerId", "INVALID_CROSS_REFERENCE_KEY", "Choose who gets it.")])
    return To(team=found) if kind == "team" else To(owner=found)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: to whom, and why. POST /leads/<pk>/handoffs: to, words."""
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    trouble = ""
    if request.method == "POST":
        try:
            return _offered(request, lead, user)
        except Refused as refused:
            trouble = str(refused)
    context = panel.of_lead(lead, user) | {
        "lead": lead, "choices": choices(), "trouble": trouble, "given": request.POST,
    }  # fmt: skip
    return render(request, "handoff/offer.html", context, status=422 if trouble else 200)


@require_http_methods(["GET", "POST"])
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: to whom, in which early stage. POST /leads/<pk>/deal: to, stage, words."""
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    if lead.is_converted or not user.can_market:
        raise Http404("Marketing makes early deals of open leads.")
    trouble = ""
    if request.method == "POST":
        try:
            return _made(request, lead, user)
        except Refused as refused:
            trouble = str(refused)
    context = {
        "lead": lead, "choices": choices(people_only=True), "stages": early_deals.stages(),
        "trouble": trouble, "given": request.POST, "mqo": panel.agreed("mqo", lead),
    }  # fmt: skip
    return render(request, "handoff/deal.html", context, status=422 if trouble else 200)


def _offered(request: HttpRequest, lead: Lead, user: User) -> HttpResponse:
    said = words.given(request.POST, "words")
    to = chosen(words.given(request.POST, "to"))
    rows = handing_over.offer([lead], by=user, to=to, words=said)
    if not rows:
        message = f"{lead} is offered already, or closed."
        raise Refused([Problem("", "INVALID_INPUT", message)])
    toasts.say(request, f"{lead} is offered to {rows[0].owner}.")
    return toasts.done(request, kinds.page_of(lead) or "/")


def _made(request: HttpRequest, lead: Lead, user: User) -> HttpResponse:
    made = early_deals.convert(
        [lead], by=user, to=chosen(words.given(request.POST, "to")),
        stage_name=words.given(request.POST, "stage"), words=words.given(request.POST, "words"),
    )  # fmt: skip
    if made.refused:
        raise Refused([Problem("", "INVALID_INPUT", made.refused[lead.pk])])
    row = made.handoffs[0]
    toasts.say(request, f"{row} is an early deal now, offered to {row.owner}.")
    return toasts.done(request, handoff.url_of(row))


def _as_set() -> str:
    policy = handoff_policy.policy()
    return str(policy.owner or policy.team or "By the assignment rules")
