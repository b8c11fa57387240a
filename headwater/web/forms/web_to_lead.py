"""/servlet/servlet.WebToLead: the door of forms that Salesforce's generator made (reference §2).

Whatever was sent is kept and the visitor goes on to `retURL`; nothing of what became of it is told
to a stranger. `debug=1` answers with a page that says how each parameter was understood.
"""

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from headwater.capture import web_to_lead
from headwater.capture.body import Body
from headwater.catalog.custom import CustomField
from headwater.records.submission import Door
from headwater.web.forms.posting import TOO_LONG, body_of, keep
from headwater.web.forms.redirects import is_web_address


@csrf_exempt
@never_cache
def receive(request: HttpRequest) -> HttpResponse:
    """Keep a post and send the visitor on."""
    if request.method != "POST":
        return HttpResponseNotAllowed(
            ["POST"], "Web-to-Lead takes the POST of a form.", content_type="text/plain"
        )
    body = body_of(request, request.GET.get("encoding", ""))
    # Both live in the body; a form may also carry them in its action's address.
    for name in ("oid", "retURL", "debug"):
        if name in request.GET:
            body.parameters.setdefault(name, [request.GET[name]])
    why = web_to_lead.trouble_of(body)
    kept = keep(request, Door.WEB_TO_LEAD, body, why=why, key=None)
    if not kept:
        return render(request, "forms/trouble.html", status=503)
    if body.trouble == TOO_LONG:
        return render(request, "forms/too_long.html", status=413)
    if body.first("debug").strip() == "1":
        return _echo(request, body, why)
    url = body.first("retURL").strip()
    if is_web_address(url) and url.isprintable() and len(url) <= 4000:
        return HttpResponseRedirect(url)
    return render(request, "forms/thanks.html")


def _echo(request: HttpRequest, body: Body, why: str) -> HttpResponse:
    try:
        rows = CustomField.objects.filter(object_name="Lead")
        custom = web_to_lead.custom_fields(dict(rows.values_list("name", "pk")))
    except Error:  # the database is away; what was sent is in the spool all the same
        custom = {}
    understood = [
        (name, "; ".join(texts), web_to_lead.meaning_of(name, custom))
        for name, texts in body.parameters.items()
    ]
    context = {"understood": understood, "why": why, "encoding": body.encoding}
    return render(request, "forms/echo.html", context)
