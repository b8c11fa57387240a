"""Every command that needs the database calls `ensure` before Django loads."""

import atexit
import os
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from headwater.cli.refusal import Refusal
from headwater.database import postgres

OLDEST = 15


def state() -> Path:
    """The folder of everything that is not in the database."""
    return Path(os.environ.get("HEADWATER_STATE", ".headwater")).absolute()


def ensure() -> str:
    """Set DATABASE_URL to a server that answers, the embedded one where none is named."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        folder = state()
        url = os.environ["DATABASE_URL"] = postgres.start(folder)
        atexit.register(postgres.release, folder)
    refuse_unreachable(url)
    return url


def refuse_unreachable(url: str) -> None:
    """One sentence instead of a traceback, and never the password."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            found = connection.info.server_version // 10_000
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0].removeprefix("connection failed: ")
        raise Refusal(
            f"the database {address(url)} cannot be reached ({reason}); check DATABASE_URL."
        ) from None
    if found < OLDEST:
        raise Refusal(
            f"the database {address(url)} is PostgreSQL {found}; Headwater needs {OLDEST} or newer."
        )


def address(url: str) -> str:
    """`name at host:port`, without user and password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "that DATABASE_URL names"
    host, port = parts.get("host") or "localhost", parts.get("port") or 5432
    return f"{parts.get('dbname') or parts.get('user') or ''} at {host}:{port}"
