"""How mail goes out, read from EMAIL_URL: a mail server, or a provider's own interface.

`smtp://user:password@host:port`, `smtps://…`, `smtp+tls://…`, or
`anymail+mailgun://API_KEY@?sender_domain=mg.example.com&webhook_signing_key=…`: the user is the
provider's key, and each parameter is the setting of that name in django-anymail's documentation.
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "anymail+"
# What a provider calls its key, where it is not API_KEY.
KEY_NAMES = {"postmark": "SERVER_TOKEN", "mailersend": "API_TOKEN", "mailtrap": "API_TOKEN",
             "scaleway": "SECRET_KEY"}  # fmt: skip
SHARED = frozenset({"webhook_secret"})  # the same for every provider


def way_of(url: str) -> dict[str, Any]:
    """Django's mail settings for an EMAIL_URL, '' for the mail server of this machine."""
    parts = urlsplit(url)
    if parts.scheme.startswith(PREFIX):
        return _provider(parts.scheme.removeprefix(PREFIX).replace("-", "_"), parts)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_PROVIDER": "",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "ANYMAIL": {},
    }


def _provider(name: str, parts: Any) -> dict[str, Any]:
    stem = name.upper()
    # A provider that cannot set the envelope's sender sends all the same.
    said: dict[str, Any] = {"IGNORE_UNSUPPORTED_FEATURES": True}
    if parts.username:
        said[f"{stem}_{KEY_NAMES.get(name, 'API_KEY')}"] = unquote(parts.username)
    if parts.password:
        said[f"{stem}_SECRET_KEY"] = unquote(parts.password)
    for key, value in parse_qsl(parts.query):
        said[key.upper() if key in SHARED else f"{stem}_{key.upper()}"] = value
    return {
        "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend", "EMAIL_PROVIDER": name,
        "EMAIL_HOST": "", "EMAIL_PORT": 0, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_SSL": False, "EMAIL_USE_TLS": False, "ANYMAIL": said,
    }  # fmt: skip
