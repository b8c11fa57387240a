"""Files that nobody needs any more go, every night: uploads, what was made of them, leftovers.

What an import did stands in its rows, so it can be taken back without its file. A file is needed
to map, try out, run or resume, and for the failed rows of a dry run. Files that lie elsewhere (the
command line names them) are never touched, and neither are posts in the spool.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from headwater.capture import spool
from headwater.jobs import job
from headwater.records.models import ImportJob

log = logging.getLogger("headwater.clearing")

LEFTOVER = timedelta(days=1)  # a file under way is younger
State = ImportJob.State
AT_WORK = (State.CHECKING, State.RUNNING, State.PAUSED, State.UNDOING)
WANTS_FILE = (State.UPLOADED, State.CHECKED, State.FAILED)
GONE = "Its file was cleared away after {days} days; upload it again to bring it in."


class FileKeeping(models.Model):
    """How long files are kept, and what the last clearing did. One row."""

    import_days = models.PositiveSmallIntegerField(
        "Keep the files of imports, days", default=30, validators=[MinValueValidator(1)]
    )
    cleared_at = models.DateTimeField(null=True, editable=False)
    cleared_count = models.PositiveIntegerField(default=0, editable=False)
    cleared_bytes = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_file_keeping")]

    def __str__(self) -> str:
        return "Files"

    @classmethod
    def current(cls) -> "FileKeeping":
        """The one row; what nobody has changed yet is as it came."""
        return cls._default_manager.filter(id=1).first() or cls(id=1)


@dataclass(frozen=True, slots=True)
class Lying:
    """How many files lie somewhere, and how large they are together, in bytes."""

    count: int = 0
    size: int = 0


@job("capture.clear_files", cron="37 3 * * *")
def clear_files(timestamp: int) -> None:
    """Every night."""
    clear()


def clear() -> FileKeeping:
    """Delete what nobody needs any more; tells how much that was."""
    keeping, now = FileKeeping.current(), timezone.now()
    _let_go(keeping.import_days, now)
    keeping.cleared_count = keeping.cleared_bytes = 0
    for path in [*_unwanted(now), *_leftovers(now)]:
        try:
            size = path.stat().st_size
            path.unlink()
        except OSError as error:
            log.warning("%s cannot be cleared away: %s", path, error)
            continue
        keeping.cleared_count += 1
        keeping.cleared_bytes += size
    keeping.cleared_at = now
    keeping.save()
    return keeping


def folder() -> Path:
    """Where uploads lie, and what was made of them."""
    return Path(settings.MEDIA_ROOT) / "imports"


def uploads() -> Lying:
    """All files of imports."""
    return _lying(folder(), "*")


def spooled() -> Lying:
    """Posts that wait for the database."""
    return _lying(spool.folder(), "*.json")


def unreadable() -> Lying:
    """What lay in the spool and is no post; it stays until a person has read it."""
    return _lying(spool.folder(), f"*{spool.BROKEN}")


def _let_go(days: int, now: datetime) -> None:
    """Imports that have ended, or were never begun, let go of their files in time."""
    stored = ImportJob.objects.exclude(stored_at="").exclude(state__in=AT_WORK)
    old = stored.alias(since=Coalesce(F("finished_at"), F("started_at"), F("created_at"))).filter(
        since__lt=now - timedelta(days=days), stored_at__startswith=f"{folder().absolute()}/"
    )
    waiting = old.filter(state__in=WANTS_FILE)
    waiting.update(
        state=State.FAILED, problem=GONE.format(days=days), finished_at=now, stored_at=""
    )
    old.update(stored_at="")


def _unwanted(now: datetime) -> Iterator[Path]:
    """What no import names, neither by its place nor by what is in it."""
    jobs = ImportJob.objects.exclude(stored_at="")
    places, digests = set(), set()
    for place, digest in jobs.values_list("stored_at", "digest"):
        places.add(place)
        digests.add(digest[:40])
    for path in _files(folder(), "*"):
        is_wanted = str(path.absolute()) in places or path.name.partition("-")[0] in digests
        if not is_wanted and _is_old(path, now):
            yield path


def _leftovers(now: datetime) -> Iterator[Path]:
    """Halves of files, of programs that were killed while they wrote."""
    for path in _files(spool.folder(), "*.part"):
        if _is_old(path, now):
            yield path


def _is_old(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - LEFTOVER).timestamp()
    except OSError:
        return False


def _files(place: Path, pattern: str) -> list[Path]:
    return [path for path in place.glob(pattern) if path.is_file()] if place.is_dir() else []


def _lying(place: Path, pattern: str) -> Lying:
    sizes = [path.stat().st_size for path in _files(place, pattern)]
    return Lying(len(sizes), sum(sizes))
