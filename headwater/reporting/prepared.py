"""Files that take longer than somebody waits: asked for, made by a job, told, kept for a week.

A maker finds the rows again from what was asked, as the person who asked: rights are those of the
moment in which the file is made, and only that person fetches it.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import reading
from headwater.jobs import enqueue, job
from headwater.people.models import User
from headwater.records.notification import News, tell
from headwater.reporting.export_file import ExportFile, ExportPiece
from headwater.reporting.files.forms import FORMS, file_name
from headwater.reporting.files.sheet import Sheet
from headwater.reporting.running import TooMuch
from headwater.reporting.sheets import sheet
from headwater.reporting.spec import Spec

log = logging.getLogger(__name__)
KEPT = timedelta(days=7)
PIECE = 1 << 20  # bytes of a row in the database
PAGE = "/exports"

Maker = Callable[[dict[str, Any], str, User], Sheet]
MAKERS: dict[str, Maker] = {}


def makes(what: str) -> Callable[[Maker], Maker]:
    """Mark the function that finds the rows of what was asked."""

    def mark(maker: Maker) -> Maker:
        MAKERS[what] = maker
        return maker

    return mark


@makes("report")
def of_report(asked: dict[str, Any], title: str, user: User) -> Sheet:
    """The rows of a report."""
    return sheet(Spec.of(asked), title, user)


def prepare(what: str, asked: dict[str, Any], title: str, form: str, *, by: User) -> ExportFile:
    """Ask for a file; a job makes it as soon as a worker is free."""
    with transaction.atomic():
        name = file_name(title, timezone.localdate(), form)
        file = ExportFile.objects.create(
            user=by, title=title[:120], file_name=name, form=form, what=what, asked=asked
        )
        enqueue(make, file_id=file.pk)
    return file


@job("reporting.prepare")
def make(file_id: int) -> None:
    """Make the file and tell who asked for it; what goes wrong is said on its line."""
    file = ExportFile.objects.select_related("user").filter(pk=file_id).first()
    if file is None or file.is_ready:
        return
    ExportFile.objects.filter(pk=file_id).update(state=ExportFile.State.RUNNING)
    try:
        _fill(file)
    except (TooMuch, ValueError) as error:
        _end(file, ExportFile.State.FAILED, str(error))
    except Exception:
        log.exception("Export %s failed", file_id)
        _end(file, ExportFile.State.FAILED, "It could not be made. Ask for it again.")
    else:
        _end(file, ExportFile.State.DONE, "")


@job("reporting.forget", cron="37 3 * * *")
def forget(timestamp: int) -> int:
    """The night's run: files that are older than a week go."""
    old = ExportFile.objects.filter(created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def content(file: ExportFile) -> Iterator[bytes]:
    """The bytes of a file that is ready, piece by piece."""
    for piece in file.pieces.order_by("place").iterator(chunk_size=1):
        yield bytes(piece.content)


def _fill(file: ExportFile) -> None:
    """Made on the side, then put into the database: what reads a replica cannot write."""
    with tempfile.TemporaryFile(prefix="headwater-export-") as held:
        with reading.reader():
            found = MAKERS[file.what](file.asked, file.title, file.user)
            counted = _Counted(found)
            for part in FORMS[file.form].pieces(counted.sheet):
                held.write(part)
        file.row_count, file.size = counted.count, held.tell()
        held.seek(0)
        with transaction.atomic():
            file.pieces.all().delete()
            place = 0
            while part := held.read(PIECE):
                ExportPiece.objects.create(file=file, place=place, content=part)
                place += 1


class _Counted:
    """A sheet whose rows are counted as they are read."""

    def __init__(self, sheet: Sheet) -> None:
        self.count = 0
        self.sheet = Sheet(sheet.title, sheet.columns, self._rows(sheet), sheet.zone)

    def _rows(self, sheet: Sheet) -> Iterator[Any]:
        for row in sheet.rows:
            self.count += 1
            yield row


def _end(file: ExportFile, state: str, problem: str) -> None:
    file.state, file.problem, file.ended_at = state, problem[:500], timezone.now()
    file.save(update_fields=["state", "problem", "ended_at", "row_count", "size"])
    said = "is ready" if not problem else "could not be made"
    news = News(
        key=f"export:{file.pk}", text=f"Your file “{file.file_name}” {said}.", url=PAGE,
        user_ids=[file.user_id], kind="system",
    )  # fmt: skip
    tell([news], timezone.now())
