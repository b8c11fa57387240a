"""When the database is away: a post is written to a file (fsync) and brought in later.

A file is removed only after its submission is committed, and its name is the submission's
idempotency key: killed in between, it is brought in once all the same.
"""

import json
import logging
import os
import time
import uuid
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DataError
from django.utils import timezone

from headwater.capture.receiving import Post, Sender, receive
from headwater.records.submission import Door, State

log = logging.getLogger("headwater.spool")
BROKEN = ".broken"  # set aside; a person can read it


def folder() -> Path:
    """Where posts wait for the database."""
    return Path(settings.STATE) / "spool"


def keep(post: Post) -> Path:
    """Write a post so that it survives a crash of the machine; raises OSError if it cannot."""
    key = post.key or f"spool:{uuid.uuid4().hex}"
    told = asdict(post) | {"key": key, "received_at": timezone.now().isoformat()}
    # Named by the time, so that they come in in the order in which they were sent.
    path = folder() / f"{time.time_ns()}-{uuid.uuid4().hex}.json"
    write_whole(path, json.dumps(told))
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it survives a crash: whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unready = path.parent / f"{uuid.uuid4().hex}.part"
    with unready.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unready.rename(path)
    _sync(path.parent)


def bring_in() -> int:
    """Commit every spooled post; how many there were."""
    done = 0
    for path in sorted(folder().glob("*.json")):
        try:
            post, at = _read(path)
            receive(post, at=at)
        except FileNotFoundError:  # another worker was quicker
            continue
        except (ValueError, KeyError, TypeError, DataError):
            log.exception("%s is no spooled post", path)
            path.rename(path.with_suffix(BROKEN))
            continue
        path.unlink(missing_ok=True)
        done += 1
    return done


def _read(path: Path) -> tuple[Post, datetime]:
    told = json.loads(path.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(told.pop("received_at"))
    told["door"], told["state"] = Door(told["door"]), State(told["state"])
    told["sender"] = Sender(**told["sender"])
    return Post(**told), at


def _sync(path: Path) -> None:
    """The name of a new file is part of its folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
