"""Whether this very installation has served here before; then it may begin without its database.

What a start otherwise asks the database (is it migrated, is a password known to all?) was answered
then, for the same version, database and mode.
"""

import hashlib
import os
from pathlib import Path

from headwater.cli.database import state
from headwater.cli.sample_load import fingerprint

ABOUT = ("DATABASE_URL", "HEADWATER_MODE", "SECRET_KEY", "HEADWATER_HOSTS")


def note() -> None:
    """The database was there, and nothing spoke against serving."""
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(_mark())


def is_known() -> bool:
    """Whether that was noted for what is about to start now."""
    try:
        return _file().read_text() == _mark()
    except OSError:
        return False


def _file() -> Path:
    return state() / "at-hand" / "served"


def _mark() -> str:
    told = "\n".join([fingerprint(), *(os.environ.get(name, "") for name in ABOUT)])
    return hashlib.sha256(told.encode()).hexdigest()
