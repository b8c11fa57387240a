"""Which other sites may show a form and send it by script, and how a browser is told (CORS)."""

import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from headwater.capture.models import WebForm

SITE = re.compile(r"(https?)://(\*\.)?((?:[a-z0-9-]+\.)*[a-z0-9-]+)(:\d{1,5})?")
A_DAY = 24 * 3600  # seconds


def site_of(text: str) -> str:
    """An origin as browsers write it, of what somebody typed: www.example.com becomes https://….

    Raises ValueError with a plain sentence. `*.example.com` stands for every host under it.
    """
    typed = text.strip().lower().rstrip("/")
    site = typed if "://" in typed else f"https://{typed}"
    if not SITE.fullmatch(site):
        raise ValueError(f"“{text.strip()[:80]}” is no site: write https://www.example.com.")
    return site


def is_among(origin: str, sites: Iterable[str]) -> bool:
    """Whether a page of this origin belongs to one of the sites."""
    return any(_pattern(site).fullmatch(origin.lower()) for site in sites)


def may_ask(request: HttpRequest) -> bool:
    """Whether a script sent it and reads the answer."""
    return "application/json" in request.headers.get("Accept", "")


def allow_origin(response: HttpResponse, request: HttpRequest, form: WebForm) -> HttpResponse:
    """Let the script of a site that may show this form read the answer; no cookies are involved."""
    patch_vary_headers(response, ["Origin", "Accept"])
    origin = request.headers.get("Origin", "")
    if not form.sites:
        response["Access-Control-Allow-Origin"] = "*"
    elif is_among(origin, form.sites):
        response["Access-Control-Allow-Origin"] = origin
    return response


def preflight() -> HttpResponse:
    """What a browser asks before a post that is more than a form's; the answer itself decides."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key",
            "Access-Control-Max-Age": str(A_DAY),
        },
    )


def _pattern(site: str) -> "re.Pattern[str]":
    found = SITE.fullmatch(site)
    if not found:
        return re.compile(r"(?!)")
    scheme, wild, host, port = found.groups()
    below = r"(?:[a-z0-9-]+\.)+" if wild else ""
    return re.compile(f"{scheme}://{below}{re.escape(host)}{re.escape(port or '')}")
