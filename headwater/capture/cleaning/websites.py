"""Web addresses: one way of writing each, and the domain that somebody registered."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from headwater.capture.cleaning.text import clean_text
from headwater.records.keys import ascii_domain, registered_domain

__all__ = ["Website", "parse_website", "registered_domain"]

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
# What most people type: a host, perhaps with its scheme before it and a slash after it.
_PLAIN = re.compile(r"(?:(https?)://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?")
_PORTS = {"http": 80, "https": 443}


class Website(NamedTuple):
    """A normalised http(s) address and its registered domain; `url` is '' with a reason."""

    url: str
    domain: str
    reason: str


def parse_website(text: str) -> Website:
    """Read 'Acme.com/about', '//acme.com' or a whole address; '' is empty and without a reason."""
    plain = _PLAIN.fullmatch(text) if len(text) < 256 else None
    if plain and (domain := registered_domain(plain[2])):
        return Website(f"{plain[1] or 'https'}://{plain[2]}", domain, "")
    text = clean_text(text).strip("<>\"' ")
    if not text:
        return Website("", "", "")
    found = _SCHEME.match(text)
    if found and found[1].lower() not in _PORTS:
        return Website("", "", "A website starts with http:// or https://.")
    address = re.sub(r"^(https?):/*", r"\1://", text if found else "https://" + text.lstrip("/"),
                     flags=re.IGNORECASE)  # fmt: skip
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return Website("", "", "It is not a web address.")
    return _built(parts, port)


def _built(parts: SplitResult, port: int | None) -> Website:
    host = ascii_domain(parts.hostname or "")
    domain = registered_domain(host)
    if not domain or " " in parts.path:
        return Website("", "", "It is not the address of a public website.")
    shown_port = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    path = "" if parts.path == "/" else parts.path
    query = f"?{parts.query}" if parts.query else ""
    return Website(f"{parts.scheme}://{host}{shown_port}{path}{query}", domain, "")
