"""`/services/oauth2/authorize`: who asks, for what, and the person's yes or no."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headwater.api import client_terms, oauth_codes, sign_in
from headwater.api.oauth_call import Denied, wanted_scopes
from headwater.web.gate import SIGN_IN

WORDS = {
    "id": "See your name and e-mail address",
    "openid": "See your name and e-mail address",
    "api": "Read and change everything that you may read and change",
    "full": "Read and change everything that you may read and change",
    "read": "Read everything that you may read, without changing anything",
    "refresh_token": "Do so while you are away, until you or an administrator ends it",
}
SAID = ("client_id", "redirect_uri", "response_type", "state", "scope", "code_challenge",
        "code_challenge_method", "nonce")  # fmt: skip


class AnyRedirect(HttpResponseRedirect):
    """Programs on a person's computer have schemes of their own; each address is registered."""

    def __init__(self, url: str) -> None:
        self.allowed_schemes = [urlsplit(url).scheme]
        super().__init__(url)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be shown: of a known client, with an address that is its own."""

    client: Any
    redirect: str
    state: str
    said: dict[str, str]

    def back(self, **told: str) -> HttpResponse:
        """To the client, with what it is told and the state that it sent."""
        parts = urlsplit(self.redirect)
        pairs = [*parse_qsl(parts.query), *told.items()]
        pairs += [("state", self.state)] if self.state else []
        return AnyRedirect(urlunsplit(parts._replace(query=urlencode(pairs))))

    @property
    def origin(self) -> str:
        """For the page's security policy: where the answer of its form may lead."""
        parts = urlsplit(self.redirect)
        if parts.scheme in ("http", "https"):
            return f"{parts.scheme}://{parts.netloc}"
        return f"{parts.scheme}:"


@never_cache
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponseBase:
    """GET shows who asks; POST is the answer. Nothing goes to an address that is not registered."""
    said = request.POST if request.method == "POST" else request.GET
    given = {name: str(said.get(name, "")) for name in SAID}
    try:
        asked = _asked(given)
    except Denied as denied:
        return _refused(request, denied)
    try:
        scopes = _scopes(asked)
        challenge = _challenge(asked)
    except Denied as denied:
        return asked.back(error=denied.error, error_description=denied.description)
    if not request.user.is_authenticated:
        return redirect_to_login(f"{request.path}?{urlencode(given)}", SIGN_IN)
    if request.method == "GET":
        return _shown(request, asked, scopes)
    if said.get("answer") != "allow":
        description = "end-user denied authorization"
        return asked.back(error="access_denied", error_description=description)
    code = oauth_codes.issue(
        request.user, asked.client, asked.redirect, scopes, challenge, given["nonce"]
    )
    return asked.back(code=code)


def _asked(given: dict[str, str]) -> Asked:
    client = sign_in.client_by_id(given["client_id"])
    if client is None:
        raise Denied("invalid_client_id", "No program is known by this client ID, or it was ended.")
    known = client.redirect_uris.split()
    redirect = given["redirect_uri"]
    if redirect not in known:
        words = "The address to which you would be sent back is not registered for this program."
        raise Denied("redirect_uri_mismatch", words)
    return Asked(client, redirect, given["state"], given)


def _scopes(asked: Asked) -> list[str]:
    if asked.said["response_type"] != "code":
        raise Denied("unsupported_response_type", "response type not supported")
    allowed = client_terms.scopes_in(client_terms.of(asked.client).scopes)
    wanted = wanted_scopes(asked.said["scope"])
    if "full" in allowed:
        return wanted or allowed
    kept = [each for each in wanted if each in (*allowed, "id", "openid")]
    if wanted and not kept:
        raise Denied("invalid_scope", "the requested scope is not allowed")
    return kept or allowed


def _challenge(asked: Asked) -> str:
    """A program without a secret proves by it that the code came to the one that asked."""
    challenge, client = asked.said["code_challenge"], asked.client
    if not challenge and client.client_type == client.CLIENT_PUBLIC:
        raise Denied("invalid_request", "missing required code challenge")
    return oauth_codes.challenge_in(challenge, asked.said["code_challenge_method"])


def _shown(request: HttpRequest, asked: Asked, scopes: list[str]) -> HttpResponse:
    context = {
        "client": asked.client, "said": asked.said.items(), "where": asked.origin,
        "rights": list(dict.fromkeys(WORDS[each] for each in scopes)),
    }  # fmt: skip
    answer = render(request, "consent_to_clients/page.html", context)
    # A browser holds the policy of the page against where its form's answer leads.
    policy = {"form-action": [asked.origin]}
    answer._csp_update = policy  # type: ignore[attr-defined]
    return answer


def _refused(request: HttpRequest, denied: Denied) -> HttpResponse:
    context = {"denied": denied}
    return render(request, "consent_to_clients/refused.html", context, status=400)
