"""The addresses to which people come back with a code: registered whole, compared whole."""

from urllib.parse import urlsplit

NEVER = frozenset({"javascript", "data", "vbscript", "file", "blob", "about"})
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ODD = frozenset("'\";, \\<>*")  # would mean something else in a page's security policy


def cleaned(text: str) -> str:
    """One address a line; raises ValueError in words."""
    found = text.split()
    for each in found:
        try:
            parts = urlsplit(each)
        except ValueError:
            raise ValueError(f"“{each[:80]}” is no address.") from None
        if not parts.scheme or parts.scheme in NEVER or parts.fragment or ODD & set(parts.netloc):
            raise ValueError(f"“{each[:80]}” is no address to which a browser can go back.")
        if parts.scheme in ("http", "https") and not parts.hostname:
            raise ValueError(f"“{each[:80]}” names no host.")
        if parts.scheme == "http" and parts.hostname not in LOCAL:
            raise ValueError(f"“{each[:80]}”: only on one's own computer without https.")
    return "\n".join(found)
