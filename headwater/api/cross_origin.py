"""Pages of other origins that may call the API from a browser (CORS), as in Salesforce's Setup.

None may until its origin stands in the list. Cookies never count here: the API looks at tokens
alone, and no answer allows credentials.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records import trail

HERE = re.compile(r"/(?:services|id|api)(?:/|$)|/\.well-known/")
PAGES = "/services/oauth2/authorize"  # for people, with their cookie
# One label in front may be any: https://*.example.com
ORIGIN = re.compile(r"(https?)://((?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?")
LOCAL = frozenset({"localhost", "127.0.0.1"})
METHODS = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
# What clients send, and what they read; the usual ones need no naming.
TAKEN = (
    "Authorization, Content-Type, Accept, Content-Encoding, If-Modified-Since, If-Match, "
    "Idempotency-Key, SOAPAction, X-SFDC-Session, X-PrettyPrint, X-HTTP-Method-Override, "
    "X-Requested-With, X-User-Agent, Sforce-Auto-Assign, Sforce-Call-Options, "
    "Sforce-Disable-Batch-Retry, Sforce-Duplicate-Rule-Header, Sforce-Enable-PKChunking, "
    "Sforce-Line-Ending, Sforce-Mru, Sforce-Query-Options, Headwater-Follow-Merged"
)
TOLD = (
    "Sforce-Limit-Info, Sforce-Locator, Sforce-NumberOfRecords, Location, Retry-After, "
    "Headwater-Merged-Into"
)
KEPT_FOR = 3_600  # seconds a browser need not ask again


def checked(text: str) -> str:
    """An origin as browsers send it; raises ValidationError."""
    found = ORIGIN.fullmatch(text.strip().rstrip("/").lower())
    if found is None:
        raise ValidationError("An origin looks like https://app.example.com, without a path.")
    scheme, host, port = found.groups()
    if scheme == "http" and host not in LOCAL:
        raise ValidationError("An origin begins with https://, unless it is this machine.")
    if host.startswith("*.") and host.count(".") < 2:
        raise ValidationError("Behind *. a whole domain is needed, such as *.example.com.")
    usual = {"https": ":443", "http": ":80"}[scheme]
    return f"{scheme}://{host}{'' if port in (None, usual) else port}"


def is_origin(text: str) -> None:
    """Raises ValidationError for what browsers would not send so."""
    if checked(text) != text:
        raise ValidationError(f"Write it as {checked(text)}.")


class AllowedOrigin(models.Model):
    """Whose pages may call; Salesforce: CorsWhitelistEntry."""

    origin = models.CharField(max_length=255, unique=True, validators=[is_origin])
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["origin"]

    def __str__(self) -> str:
        return self.origin


def allow(text: str, *, by: User) -> AllowedOrigin:
    """Put an origin on the list; raises ValidationError."""
    origin = checked(text)
    with transaction.atomic():
        row, is_new = AllowedOrigin.objects.get_or_create(
            origin=origin, defaults={"created_by": by}
        )
        if is_new:
            trail.write([trail.entry("origin.allowed", row, by=by, because={"origin": origin})])
    return row  # type: ignore[no-any-return]


def refuse(row: AllowedOrigin, *, by: User) -> None:
    """Take it off the list."""
    with transaction.atomic():
        trail.write([trail.entry("origin.refused", row, by=by, because={"origin": row.origin})])
        row.delete()


def is_allowed(origin: str) -> bool:
    """Whether pages of this origin may call."""
    exact, below = _known()
    if origin in exact:
        return True
    scheme, _, host = origin.partition("://")
    _, dot, domain = host.partition(".")
    return bool(dot) and f"{scheme}://{domain}" in below


@kept
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Whole origins, and those of which any label in front is allowed."""
    rows = list(AllowedOrigin.objects.values_list("origin", flat=True))
    below = frozenset(each.replace("//*.", "//") for each in rows if "//*." in each)
    return frozenset(each for each in rows if "//*." not in each), below


class CrossOriginMiddleware:
    """Tell browsers what pages of allowed origins may do; all others hear nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        origin = request.headers.get("Origin", "")
        if not HERE.match(request.path) or request.path.startswith(PAGES):
            return self.get_response(request)
        is_asked = bool(origin) and len(origin) < 300 and is_allowed(origin)
        if not is_asked:
            answer = self.get_response(request)
        elif request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            answer = HttpResponse(status=204, headers={
                "Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": TAKEN,
                "Access-Control-Max-Age": str(KEPT_FOR),
            })  # fmt: skip
        else:
            answer = self.get_response(request)
            answer.headers["Access-Control-Expose-Headers"] = TOLD
        if is_asked:
            answer.headers["Access-Control-Allow-Origin"] = origin
            patch_vary_headers(answer, ["Origin"])
        return answer
