"""Where a webhook goes: the name is looked up once, judged, and that very address is called.

Otherwise a webhook could make this server call what only it can reach: its own database, the
machine next to it, a cloud's secrets at 169.254.169.254.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


class Forbidden(ValueError):
    """This address is not called; the message says why in plain words."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to connect to, and what to ask for there."""

    is_https: bool
    host: str
    address: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = PORTS["https" if self.is_https else "http"]
        return host if self.port == usual else f"{host}:{self.port}"


def check(url: str) -> None:
    """Raise Forbidden for what can never be called; a name that is not known today may be."""
    _, host, port, _ = _parts(url)
    try:
        found = _addresses(host, port)
    except OSError:
        return
    _allowed(host, found)


def resolve(url: str) -> Target:
    """The target behind an address; raises Forbidden, or OSError for a name nobody knows."""
    scheme, host, port, path = _parts(url)
    address = _allowed(host, _addresses(host, port))
    return Target(scheme == "https", host, address, port, path)


def is_allowed(address: str) -> bool:
    """Whether this address is public, or named in HEADWATER_WEBHOOK_NETWORKS."""
    found = _inner(ipaddress.ip_address(address.partition("%")[0]))
    if any(found in network for network in settings.WEBHOOK_NETWORKS):
        return True
    return found.is_global and not found.is_multicast and not found.is_reserved


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = parts.port or PORTS.get(parts.scheme, 0)
    except (ValueError, UnicodeError):
        raise Forbidden("This is no address of the web.") from None
    if parts.scheme not in PORTS or not host:
        raise Forbidden("An address begins with https:// (or http://) and a host.")
    if parts.username or parts.password:
        raise Forbidden("An address cannot hold a password; the signature says who is calling.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts.scheme, host, port, f"{path}?{query}" if query else path


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _allowed(host: str, found: list[str]) -> str:
    for address in found:
        if is_allowed(address):
            return address
    raise Forbidden(
        f"{host} is an address of this network ({', '.join(found[:2])}). Addresses that may be "
        "called all the same are named in HEADWATER_WEBHOOK_NETWORKS."
    )


def _inner(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one: many networks carry one in the other."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
