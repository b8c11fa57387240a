"""/setup/api-reference: what programs can call, made from the document that they read."""

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from headwater.api import openapi, tokens, wsdl
from headwater.api.addresses import base
from headwater.api.composite import inner
from headwater.api.gate import Call as ApiCall
from headwater.web.reference import calls
from headwater.web.setup.access import asker

MOST_SHOWN = 20_000  # characters of an answer


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Groups of calls, the calls of one group, and one call opened."""
    return _page(request, request.GET.get("of", ""), request.GET.get("call", ""))


@require_safe
def enterprise(request: HttpRequest) -> HttpResponse:
    """GET /setup/api-reference/enterprise.wsdl: a file; programs get it with their token."""
    answer = wsdl.enterprise(ApiCall(request, asker(request)))
    answer.headers["Content-Disposition"] = 'attachment; filename="enterprise.wsdl"'
    return answer


@require_POST
def tried(request: HttpRequest) -> HttpResponse:
    """A call that reads, with the rights of who is signed in."""
    name = request.POST.get("call", "")
    found = next((each for each in _calls(request) if each.name == name), None)
    if found is None or not found.can_be_tried:
        raise Http404
    address = calls.address(found, {key: str(text) for key, text in request.POST.items()})
    token = tokens.issue(asker(request), scopes="read")
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    try:
        done = inner.run(ApiCall(request, asker(request)), "GET", address, None)
    finally:
        tokens.revoke(token)
    text = orjson.dumps(done.told, option=orjson.OPT_INDENT_2).decode()[:MOST_SHOWN]
    told = {"status": done.status, "text": text, "address": address}
    return _page(request, found.group, name, told)


def _page(
    request: HttpRequest, group: str, name: str, answer: dict[str, object] | None = None
) -> HttpResponse:
    every = _calls(request)
    groups = list(dict.fromkeys(each.group for each in every))
    chosen = group if group in groups else groups[0]
    context = {
        "groups": groups, "chosen": chosen, "opened": name, "answer": answer,
        "calls": [each for each in every if each.group == chosen], "given": request.POST,
    }  # fmt: skip
    return render(request, "reference/page.html", context)


def _calls(request: HttpRequest) -> list[calls.Call]:
    return calls.calls(openapi.document_for(asker(request), base(request)))
