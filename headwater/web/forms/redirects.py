"""Where a visitor may be sent on to."""

from urllib.parse import urlsplit


def is_web_address(url: str) -> bool:
    """Absolute, http or https: never javascript:, data: or a trick with slashes."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
