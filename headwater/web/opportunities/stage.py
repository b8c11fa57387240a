"""Moving a deal to another stage: at once, or with what the stage asks for; Undo takes it back."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.people.models import User
from headwater.records import dealing
from headwater.records.models import Opportunity, OpportunityStage
from headwater.records.problem import Problem, Refused
from headwater.records.stage_needs import needs
from headwater.web import toasts
from headwater.web.records import kinds, new_record, undo
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
        moved, undo_url = _move(request, deal, wanted, user)
    except Refused as refused:
        # Asked without a form: only what is missing is told, not blamed.
        problems = refused.problems if "asked" in request.POST else []
        return _form(request, deal, wanted, problems, status=422)
    if moved:
        toasts.say(request, f"{deal} is now in {wanted.name}.", undo_url=undo_url)
    if request.headers.get("HX-Target") == "board":
        from headwater.web.opportunities.board import board

        return board(request)
    if "stay" in request.POST:  # asked for from the board: it draws itself again
        return toasts.changed(request)
    return toasts.done(request, _next(request) or kinds.page_of(deal))


def asks(deal: Opportunity, wanted: OpportunityStage) -> bool:
    """Whether a move there needs something that the deal does not say yet."""
    return any(
        not need.is_met for need in needs(deal, wanted)
        if need.attribute != "close_on" or not wanted.is_closed  # it is closed today
    )  # fmt: skip


def _move(
    request: HttpRequest, deal: Opportunity, wanted: OpportunityStage, user: User
) -> tuple[int, str]:
    """How many moved, and where to undo that: first what the stage asks for, then the move."""
    given = request.POST
    fields = [field for field in _own_fields(wanted) if field.attribute in given]
    extra = new_record.given_in(fields, given)
    before = undo.state(deal, extra)
    with transaction.atomic():
        if extra:
            kinds.change([deal], extra, by=user)
        moved = dealing.advance(
            [deal], wanted.name, by=user, loss_reason=given.get("loss_reason", ""),
            win_reason=given.get("win_reason", ""), amount=_amount(given.get("amount", "")),
            close_on=_day(given.get("close_on", "")),
        )  # fmt: skip
    kept = {"before": {deal.pk: before}, "after": {deal.pk: undo.state(deal, extra)}}
    url = undo.offer(request, "advance", keys=[deal.pk], **(kept if extra else {}))
    return moved, url


def _own_fields(wanted: OpportunityStage) -> list[FieldDef]:
    """What the organisation asks for in this stage, beside what every stage needs."""
    known = objects.get("Opportunity").by_attributes
    asked = (name for name in wanted.required_fields if name not in dealing.OF_A_MOVE)
    return [known[name] for name in asked if name in known]


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
    reasons = "WinReason" if wanted.is_won else "LossReason" if wanted.is_closed else ""
    answer = render(request, "opportunities/stage.html", {
        "deal": deal, "stage": wanted, "is_lost": wanted.is_lost, "given": request.POST,
        "problems": [problem.message for problem in problems], "next": _next(request),
        "reasons": picklists.values(reasons) if reasons else [],
        "own": _own_form(deal, wanted, request),
        "stays": "stay" in request.POST or request.headers.get("HX-Target") == "board",
        "frame": "frames/dialog.html" if request.headers.get("HX-Request") else "frames/page.html",
    }, status=status)  # fmt: skip
    if request.headers.get("HX-Request"):
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#dialog", "innerHTML"
    return answer


def _own_form(deal: Opportunity, wanted: OpportunityStage, request: HttpRequest) -> Form | None:
    fields = _own_fields(wanted)
    if not fields:
        return None
    posted = request.POST if "asked" in request.POST else None
    return new_record.build(fields, posted, undo.state(deal, [each.attribute for each in fields]))


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""


@undoes("advance")
def take_back(
    user: User, *, keys: list[int], before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> str:  # fmt: skip
    """Deals go back to the stage they came from, with what was asked for on the way."""
    deals = kinds.find_all("Opportunity", keys, user)
    moved = dealing.take_back(deals, by=user)
    if not moved:
        return "It was changed since, so it stays where it is."
    if before and after:
        return undo.change_back(user, object_name="Opportunity", before=before, after=after)
    return "Undone."
