"""/forms/<slug>: the form a visitor sees, and the door behind it. Works without JavaScript.

The same form stands on a page of its own, inside a frame of another site (`/frame`), or is sent by
a script there (an answer in JSON). A post is kept before anything is answered.
"""

from typing import Any

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from headwater.capture import asking, form_post
from headwater.capture.body import Body
from headwater.capture.forms_at_hand import form_at
from headwater.capture.models import WebForm
from headwater.records.submission import Door, State
from headwater.web.forms.drawing import allow_framing, allow_leaving, context_of
from headwater.web.forms.origins import allow_origin, may_ask, preflight
from headwater.web.forms.posting import TOO_LONG, body_of, keep
from headwater.web.forms.redirects import is_web_address

LOOKS = ("light", "dark")
CLOSED = "This form is closed. Please get in touch with us in another way."


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET draws the form; POST keeps what was sent and thanks."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method == "POST":
        return _receive(request, slug)
    form = found(slug)
    if not form.is_open:
        return render(request, "forms/closed.html", {"form": form, "said": CLOSED}, status=410)
    return allow_leaving(render(request, "forms/form.html", context_of(request, form)), form)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for the inside of another site's page; `?theme=dark` (or light) fits it to that."""
    if request.method == "POST":
        return _receive(request, slug, framed=True)
    form = found(slug)
    if not form.is_open:
        return _in_frame(request, form, {"form": form, "said": CLOSED}, status=410)
    return _in_frame(request, form, context_of(request, form, framed=True))


@never_cache
def thanks_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a visitor reads after sending."""
    return render(request, "forms/thanks.html", {"form": found(slug)})


@never_cache
def frame_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """The same inside a frame."""
    form = found(slug)
    return _in_frame(request, form, {"form": form, "said": form.thanks})


def found(slug: str) -> WebForm:
    """The form at this address, or the page that says that there is none."""
    form = form_at(slug)
    if form is None:
        raise Http404("There is no form here.")
    return form


def _receive(request: HttpRequest, slug: str, *, framed: bool = False) -> HttpResponse:
    body = body_of(request)
    try:
        form = form_at(slug, for_a_post=True)
    except Error:  # the database is away, and has been since this was installed
        form = WebForm(slug=slug, name="Thank you")
    if form is None:
        keep(request, Door.FORM, body, form=slug, why="There is no form at this address.", key=None)
        raise Http404("There is no form here.")
    key = form_post.key_of(form, body)
    lacking = _lacking(form, body)
    if lacking:
        why, state = asking.in_words(form, lacking), State.REJECTED
        keep(request, Door.FORM, body, form=slug, why=why, state=state, key=key)
        return _ask_again(request, form, body, lacking, framed=framed)
    why = form_post.suspicion(form, body)
    limit = form.posts_per_minute
    if not keep(request, Door.FORM, body, form=slug, why=why, key=key, limit=limit):
        return _trouble(request, form, "forms/trouble.html", 503, framed=framed)
    if body.trouble == TOO_LONG:
        return _trouble(request, form, "forms/too_long.html", 413, framed=framed)
    return _thank(request, form, framed=framed)


def _lacking(form: WebForm, body: Body) -> dict[str, str]:
    """What to ask for again; nothing while the database is away, which knows the fields."""
    try:
        return asking.unanswered(form, body)
    except Error:
        return {}


def _thank(request: HttpRequest, form: WebForm, *, framed: bool) -> HttpResponse:
    there = form.redirect_url if is_web_address(form.redirect_url) else ""
    if may_ask(request):
        said = {"redirect": there} if there else {"thanks": form.thanks}
        return allow_origin(JsonResponse(said), request, form)
    if there:
        return HttpResponseRedirect(there)
    if framed:
        look = request.GET.get("theme", "")
        query = f"?theme={look}" if look in LOOKS else ""
        return redirect(reverse("form_frame_thanks", args=[form.slug]) + query)
    return redirect("form_thanks", form.slug)


def _ask_again(
    request: HttpRequest, form: WebForm, body: Body, lacking: dict[str, str], *, framed: bool
) -> HttpResponse:
    """The form with everything that was typed, and what it lacks on top."""
    if may_ask(request):
        return allow_origin(JsonResponse({"errors": lacking}, status=422), request, form)
    context = context_of(request, form, given=body.parameters, errors=lacking, framed=framed)
    if framed and not form.redirect_url:
        return _in_frame(request, form, context, status=422)
    return allow_leaving(render(request, "forms/form.html", context, status=422), form)


def _trouble(
    request: HttpRequest, form: WebForm, template: str, status: int, *, framed: bool
) -> HttpResponse:
    if may_ask(request):
        said = JsonResponse({"trouble": "That could not be kept."}, status=status)
        return allow_origin(said, request, form)
    answer = render(request, template, {"form": form}, status=status)
    return allow_framing(answer, form) if framed else answer


def _in_frame(
    request: HttpRequest, form: WebForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    theme = request.GET.get("theme", "")
    look = {"theme": theme if theme in LOOKS else "system"}
    answer = render(request, "forms/frame.html", context | look, status=status)
    return allow_leaving(allow_framing(answer, form), form)
