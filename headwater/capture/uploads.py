"""Uploaded files: how large, of which kind by what is in them, and where they wait."""

import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from headwater.capture import tables
from headwater.capture.unreadable import Unreadable

# What a browser offers to choose; what a file is, is seen by its contents.
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsb", ".xls", ".ods", ".json")


def keep(name: str, parts: Iterable[bytes]) -> Path:
    """Put an upload where the worker finds it; raises Unreadable in plain words."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    suffix = Path(name).suffix.lower()
    path = folder / f"{uuid.uuid4().hex}{suffix if suffix in KINDS else ''}"
    try:
        _write(path, parts)
        tables.opened(path)
    except Unreadable:
        path.unlink(missing_ok=True)
        raise
    return path


def _write(path: Path, parts: Iterable[bytes]) -> None:
    size = 0
    with path.open("wb") as file:
        for part in parts:
            size += len(part)
            if size > settings.IMPORT_LARGEST:
                raise Unreadable(
                    f"The file has more than {settings.IMPORT_LARGEST // 1024**2:,} MB; bring it "
                    "in with `headwater import FILE` on the server, or raise HEADWATER_IMPORT_MB."
                )
            file.write(part)
