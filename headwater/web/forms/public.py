"""/forms/<slug>: the form a visitor sees, and the door behind it. Works without JavaScript."""

from typing import Any
from urllib.parse import urlsplit

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from headwater.capture import form_post
from headwater.capture.models import WebForm
from headwater.catalog import picklists
from headwater.records.submission import Door
from headwater.web.forms.posting import TOO_LONG, body_of, keep

INPUT_OF = {
    "email": "email", "phone": "tel", "url": "url", "int": "number", "double": "text",
    "currency": "text", "percent": "text", "date": "date", "datetime": "datetime-local",
    "boolean": "checkbox", "textarea": "textarea", "picklist": "select",
    "multipicklist": "checkboxes",
}  # fmt: skip
# So that a browser fills in what it knows about its owner.
AUTOCOMPLETE = {
    "FirstName": "given-name", "LastName": "family-name", "Company": "organization",
    "Title": "organization-title", "Email": "email", "Phone": "tel", "MobilePhone": "tel",
    "Street": "street-address", "City": "address-level2", "State": "address-level1",
    "PostalCode": "postal-code", "Country": "country-name", "Website": "url",
}  # fmt: skip
TRACKED = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET draws the form; POST keeps what was sent and thanks."""
    if request.method == "POST":
        return _receive(request, slug)
    form = _form(slug)
    if not form.is_active:
        return render(request, "forms/closed.html", {"form": form}, status=410)
    context = {"form": form} | context_of(request, form)
    return allow_leaving(render(request, "forms/form.html", context), form)


@never_cache
def thanks_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a visitor reads after sending."""
    return render(request, "forms/thanks.html", {"form": _form(slug)})


def context_of(request: HttpRequest, form: WebForm) -> dict[str, Any]:
    """What the form's template draws: inputs, the token, what the address told about the visit."""
    lists = {}
    inputs = []
    for question in form.questions:
        field = question.field
        if field.picklist and field.picklist not in lists:
            lists[field.picklist] = picklists.values(field.picklist)
        inputs.append({
            "name": field.name, "label": question.label, "required": question.required,
            "hint": question.help_text,
            "kind": INPUT_OF.get(field.type, "text"), "length": field.length or 255,
            "autocomplete": AUTOCOMPLETE.get(field.name, "off"),
            "choices": lists.get(field.picklist) or field.choices,
        })  # fmt: skip
    tracked = [(name, request.GET[name][:255]) for name in TRACKED if name in request.GET]
    came_from = request.headers.get("Referer", "")[:1000]
    return {
        "inputs": inputs,
        "token": form_post.new_token(),
        "tracked": tracked + ([("came_from", came_from)] if came_from else []),
    }


def allow_leaving(response: HttpResponse, form: WebForm) -> HttpResponse:
    """Browsers apply form-action to the redirect after a post, too."""
    if form.redirect_url:
        parts = urlsplit(form.redirect_url)
        response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return response


def _receive(request: HttpRequest, slug: str) -> HttpResponse:
    body = body_of(request)
    try:
        form = WebForm.objects.filter(slug=slug).first()
    except Error:  # the database is away: the post is kept in the spool, thanks come without words
        form = WebForm(slug=slug, name="Thank you")
        why, key = form_post.suspicion(form, body), form_post.key_of(form, body)
        kept = keep(request, Door.FORM, body, form=slug, why=why, key=key)
        said = "forms/thanks.html" if kept else "forms/trouble.html"
        return render(request, said, {"form": form}, status=200 if kept else 503)
    if form is None:
        keep(request, Door.FORM, body, form=slug, why="There is no form at this address.", key=None)
        raise Http404("There is no form here.")
    why = form_post.suspicion(form, body)
    kept = keep(request, Door.FORM, body, form=slug, why=why, key=form_post.key_of(form, body))
    if not kept:
        return render(request, "forms/trouble.html", {"form": form}, status=503)
    if body.trouble == TOO_LONG:
        return render(request, "forms/too_long.html", {"form": form}, status=413)
    if is_web_address(form.redirect_url):
        return HttpResponseRedirect(form.redirect_url)
    return redirect("form_thanks", slug)


def is_web_address(url: str) -> bool:
    """Absolute, http or https: never javascript:, data: or a trick with slashes."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _form(slug: str) -> WebForm:
    form = WebForm.objects.filter(slug=slug).first()
    if form is None:
        raise Http404("There is no form here.")
    return form
