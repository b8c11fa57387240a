"""The addresses that answers name: of this server, of records, of people."""

from django.conf import settings
from django.http import HttpRequest

from headwater.api.tokens import ORGANIZATION
from headwater.catalog import ids
from headwater.people.models import User


def base(request: HttpRequest) -> str:
    """`https://host[:port]`, as the client reached it, or as the configuration says."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    # Only named back to whoever asked; a client behind a TLS gateway must stay behind it.
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    is_https = settings.HTTPS or forwarded == "https" or request.is_secure()
    return f"{'https' if is_https else 'http'}://{request.get_host()}"


def user_id(user: User) -> str:
    return ids.encode("005", user.pk)


def identity(request: HttpRequest, user: User) -> str:
    return f"{base(request)}/id/{ORGANIZATION}/{user_id(user)}"


def data(version: str) -> str:
    return f"/services/data/v{version}"


def record(version: str, object_name: str, record_id: str) -> str:
    return f"/services/data/v{version}/sobjects/{object_name}/{record_id}"
