"""Moving a deal to another stage: at once, or with what the stage asks for; Undo takes it back."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from headwater.catalog import picklists
from headwater.people.models import User
from headwater.records import dealing
from headwater.records.models import Opportunity, OpportunityStage
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.records import kinds, undo
from headwater.web.records.undo import undoes


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET /opportunities/<pk>/stage?stage=…: the form with what that stage asks for.

    POST moves there; 422 with the form while something is missing, into the dialog when the board
    or the path asked.
    """
    user = kinds.editor(request)
    deal: Opportunity = kinds.find("Opportunity", pk, user, "account", "owner")
    data = request.POST if request.method == "POST" else request.GET
    wanted = get_object_or_404(OpportunityStage, name=data.get("stage", ""), is_active=True)
    if request.method == "GET":
        return _form(request, deal, wanted, [])
    try:
        moved = _move(request, deal, wanted, user)
    except Refused as refused:
        # Asked without a form: only what is missing is told, not blamed.
        problems = refused.problems if "asked" in request.POST else []
        return _form(request, deal, wanted, problems, status=422)
    if moved:
        url = undo.offer(request, "advance", keys=[pk])
        toasts.say(request, f"{deal} is now in {wanted.name}.", undo_url=url)
    if request.headers.get("HX-Target") == "board":
        from headwater.web.opportunities.board import board

        return board(request)
    return toasts.done(request, _next(request) or kinds.page_of(deal))


def asks(deal: Opportunity, wanted: OpportunityStage) -> bool:
    """Whether a move there needs something that the deal does not say yet."""
    if wanted.is_closed and not wanted.is_won:
        return True
    return not wanted.is_early and (deal.amount is None or (
        deal.close_on is None and not wanted.is_closed
    ))  # fmt: skip


def _move(request: HttpRequest, deal: Opportunity, wanted: OpportunityStage, user: User) -> int:
    given = request.POST
    return dealing.advance(
        [deal], wanted.name, by=user, loss_reason=given.get("loss_reason", ""),
        amount=_amount(given.get("amount", "")), close_on=_day(given.get("close_on", "")),
    )  # fmt: skip


def _amount(given: str) -> Decimal | None:
    text = given.replace(",", "").strip()
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount is not None and not (amount.is_finite() and abs(amount) < 10**16):
        raise Refused([Problem("Amount", "INVALID_TYPE", "Amount takes a number, such as 12500.")])
    return round(amount, 2) if amount is not None else None


def _day(given: str) -> Any:
    try:
        return parse_date(given) if given else None
    except ValueError:
        message = "Close date takes a day of the calendar."
        raise Refused([Problem("CloseDate", "INVALID_TYPE", message)]) from None


def _form(
    request: HttpRequest, deal: Opportunity, wanted: OpportunityStage, problems: list[Problem],
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    is_lost = wanted.is_closed and not wanted.is_won
    answer = render(request, "opportunities/stage.html", {
        "deal": deal, "stage": wanted, "is_lost": is_lost, "given": request.POST,
        "problems": [problem.message for problem in problems], "next": _next(request),
        "reasons": picklists.values("LossReason") if is_lost else [],
        "frame": "frames/dialog.html" if request.headers.get("HX-Request") else "frames/page.html",
    }, status=status)  # fmt: skip
    if request.headers.get("HX-Request"):
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#dialog", "innerHTML"
    return answer


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""


@undoes("advance")
def take_back(user: User, *, keys: list[int]) -> str:
    """Deals go back to the stage they came from."""
    deals = kinds.find_all("Opportunity", keys, user)
    moved = dealing.take_back(deals, by=user)
    return "Undone." if moved else "It was changed since, so it stays where it is."
