"""What a form's page does against spam: a proof of work from our own house, or Google's box."""

from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headwater.capture.models import WebForm
from headwater.capture.suspicion import proof, recaptcha

ELEMENT = "web/elements/proof-of-work.js"
GOOGLE_SCRIPT = "https://www.google.com/recaptcha/api.js"
# Only the pages of forms that ask Google let it in.
GOOGLE_POLICY = {
    "script-src": [
        "'self'", "https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/",
    ],
    "frame-src": ["https://www.google.com/recaptcha/", "https://recaptcha.google.com/recaptcha/"],
}  # fmt: skip


@never_cache
@require_safe
def challenge(request: HttpRequest, slug: str) -> JsonResponse:
    """A new challenge of ALTCHA's protocol; any site's page may fetch it, it tells nothing."""
    answer = JsonResponse(proof.new_challenge(slug))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def context_of(form: WebForm, action: str = "") -> dict[str, Any]:
    """What the include draws; `action` is the form's absolute address where it stands elsewhere."""
    asks_google = form.protection == WebForm.Protection.RECAPTCHA
    is_kept = form.pk is not None  # the preview of a new form has no address yet
    return {
        "challenge": urljoin(action, reverse("form_challenge", args=[form.slug]))
        if form.protection == WebForm.Protection.PROOF and is_kept else "",
        "element": urljoin(action, static(ELEMENT)),
        "site_key": recaptcha.keys().site if asks_google else "",
        "google": GOOGLE_SCRIPT,
    }  # fmt: skip


def policy_of(form: WebForm) -> dict[str, list[str]]:
    """What the content security policy of this form's pages lets in beside our own."""
    return dict(GOOGLE_POLICY) if form.protection == WebForm.Protection.RECAPTCHA else {}
