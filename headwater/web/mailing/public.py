"""What a reader of our mail meets: the counted link, the pixel, the end of a kind of mail.

None of it needs a cookie or a sign-in: the signed address is the proof.
"""

from base64 import b64decode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from headwater.nurture.mailing import links, noting
from headwater.nurture.mailing.unsubscribe_link import message_of
from headwater.nurture.mailing.unsubscribing import unsubscribe
from headwater.people.organization import organization
from headwater.records.bots import seen
from headwater.records.consent_link import token_of

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a page with a button, for scanners follow links. POST ends it, by person or program."""
    message = message_of(token)
    if message is None:
        raise Http404
    context = {
        "message": message, "topic": message.delivery.topic, "organization": organization(),
        "preferences": token_of(message.person) if message.person else "",
    }  # fmt: skip
    if request.method == "POST":
        context["ended"] = unsubscribe(message)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            said = f"You get no more {context['ended']} from us."
            return HttpResponse(said, content_type="text/plain; charset=utf-8")
    response = render(request, "mailing/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """GET /mail/click/<token>: note it and go on to the link of the mail."""
    found = links.clicked(token)
    if found is None:
        raise Http404
    message, address = found
    if request.method == "GET":
        noting.click(message, address, seen(request.headers, request.META.get("REMOTE_ADDR")))
    response = HttpResponseRedirect(address or "/robots.txt")
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def opening(request: HttpRequest, token: str) -> HttpResponse:
    """GET /mail/open/<token>.gif: one dot; whatever is asked for, the dot is the answer."""
    key = links.opened(token)
    if key is not None and request.method == "GET":
        noting.opening(key, seen(request.headers, request.META.get("REMOTE_ADDR")))
    return HttpResponse(PIXEL, content_type="image/gif")
