"""The direct form: account, contact and early deal at once, as a page and as a dialog."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.advising import direct
from headwater.advising.advisor import advise
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.direct import known
from headwater.web.direct.form import DirectForm, Given
from headwater.web.records import asking, kinds, undo
from headwater.web.records.undo import undoes

FOOT = "An early deal at 0 %, without amount or date; all of it is yours."


def new_direct(request: HttpRequest) -> HttpResponse:
    """GET /direct/new?company=…&last_name=…: the form, filled in. POST: all of it, or nothing."""
    user = kinds.editor(request)
    if request.method != "POST":
        form = DirectForm(initial=request.GET.dict())
        return _show(request, form, known.panel(request.GET, user))
    form, asked = DirectForm(request.POST), None
    given = Given.of(request.POST, user)
    if given.chosen["contact"]:
        form.fields["last_name"].required = False
    if form.is_valid():
        try:
            done = _save(request, given, user)
            if isinstance(done, HttpResponse):
                return done
            asked = done
        except Refused as refused:
            form.blame(refused)
    return _show(request, form, known.panel(request.POST, user), asked=asked, status=422)


def _show(
    request: HttpRequest, form: DirectForm, panel: dict[str, Any], *,
    asked: dict[str, Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {**panel, "form": form, "foot": FOOT, "asked": asked,
               "is_company_needed": not organization().has_person_accounts}  # fmt: skip
    return render(request, "direct/new.html", context, status=status)


def _save(request: HttpRequest, given: Given, user: User) -> HttpResponse | dict[str, Any]:
    """The answer once it is made, or what a duplicate rule asks before; raises Refused."""
    decisions = _decisions(given, user)
    for name, decision in decisions.items():
        if asked := asking.question(request, name, decision, user):
            return asked | {"noun": name.lower()}
    (advice,) = advise([given.as_lead], by=user)
    made = direct.create(given.wanted(advice.told), by=user)
    for name, record in (("Account", made.account), ("Contact", made.contact)):
        if name in decisions:
            asking.answered(request, record, decisions[name], user)
    _say(request, made)
    return toasts.done(request, kinds.page_of(made.deal or made.contact))


def _decisions(given: Given, user: User) -> dict[str, Any]:
    """What the duplicate rules say of what is to be new."""
    found = {}
    if not (given.chosen["account"] or given.chosen["contact"]) and given.company["name"]:
        found["Account"] = asking.decision_about("Account", given.company, user)
    if not given.chosen["contact"]:
        found["Contact"] = asking.decision_about("Contact", given.person, user)
    return found


def _say(request: HttpRequest, made: direct.Made) -> None:
    nouns = {"Account": "account", "Contact": "contact", "Opportunity": "deal"}
    new = [word for name, word in nouns.items() if name in made.new]
    said = f"New: {', '.join(new)}." if new else "Nothing new was needed."
    if made.deal and "Opportunity" not in made.new:
        said = f"{said} Added to {made.deal}."
    toasts.say(request, said, undo_url=undo.offer(request, "direct", new=made.new))


@undoes("direct")
def take_back(user: User, *, new: dict[str, list[int]]) -> str:
    """What the form made goes again; what was there before stays."""
    direct.take_back(new, by=user)
    return "Undone; what was made is deleted again."
