"""Which databases there are, from libpq URLs: the one that is written, and its replica, if any."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# Visitors do not wait longer: seconds to reach it, milliseconds until a silent line counts as dead.
PATIENCE = {"connect_timeout": "5", "tcp_user_timeout": "15000"}
REPLICA_PATIENCE = {**PATIENCE, "connect_timeout": "2"}  # the other one is there, too


def databases(url: str, replica: str = "") -> dict[str, Any]:
    """Django's settings for both."""
    found = {"default": _database(url, PATIENCE)}
    if replica:
        found["replica"] = _database(replica, REPLICA_PATIENCE) | {"TEST": {"MIRROR": "default"}}
    return found


def _database(url: str, patience: dict[str, str]) -> dict[str, Any]:
    """Unknown parts of the URL go through to libpq."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "headwater"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**patience, **parts, "application_name": "headwater"},
    }
