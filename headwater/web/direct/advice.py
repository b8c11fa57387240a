"""The advisor's answer beside the forms of new records, and on the page of an open lead."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from headwater.advising.advisor import advise, advise_leads
from headwater.people.models import User
from headwater.people.organization import LeadMode, organization
from headwater.records.models import Lead
from headwater.web.duplicates import alike
from headwater.web.records import kinds, words

OBJECTS = frozenset({"Lead", "Account", "Contact", "Opportunity"})
SAME = ("first_name", "last_name", "title", "email", "phone", "website", "company", "lead_source",
        "description")  # fmt: skip
FOR_DIRECT = (*SAME, "deal_name", "campaign")


def url_for(object_name: str) -> str:
    """Where a form asks, or '' while the way is the same for everybody."""
    is_question = object_name in OBJECTS and organization().mode == LeadMode.MIXED
    return reverse("advice", args=[object_name]) if is_question else ""


def advice(request: HttpRequest, object_name: str) -> HttpResponse:
    """GET /direct/advice/<object>?last_name=…: a fragment; empty while nothing tells."""
    if object_name not in OBJECTS:
        raise Http404
    user = kinds.person(request)
    said = _as_lead(object_name, request.GET, user)
    if not said or not url_for(object_name):
        return HttpResponse("")
    (found,) = advise([said], by=user)
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in said.items() if name in FOR_DIRECT})
    context = {"advice": found, "lead_query": None, "direct_query": query.urlencode()}
    if object_name != "Lead":
        context["lead_query"] = context["direct_query"]
    return render(request, "direct/advice_line.html", context)


def of_lead(lead: Lead, user: User) -> dict[str, Any]:
    """For the page of an open lead: what to make of it, where there need not be leads."""
    if organization().mode == LeadMode.LEADS or not lead.is_open:
        return {}
    return {"advice": advise_leads([lead], by=user)[lead.pk]}


def _as_lead(object_name: str, query: QueryDict, user: User) -> dict[str, Any]:
    """What the form holds so far, as values of a lead."""
    if object_name == "Opportunity":
        given: dict[str, Any] = {"deal_name": words.given(query, "name")}
        key = alike.typed("Contact", query, user).get("company", "")
        given |= {"company": key, "description": words.given(query, "description")}
        return {name: value for name, value in given.items() if value} if key else {}
    typed = alike.typed(object_name, query, user)
    if object_name == "Account":
        typed["company"] = typed.get("name", "")
    return {name: value for name in SAME if (value := typed.get(name)) not in ("", None)}


def initial(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What another form has handed over in the address."""
    return {name: request.GET[name][:1000] for name in names if request.GET.get(name)}
