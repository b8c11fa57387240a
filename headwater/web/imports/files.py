"""Uploaded files: how large, of which kind, and where they wait."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from headwater.capture.tables import Unreadable

LARGEST = 100 * 1024 * 1024  # bytes; larger ones by `headwater import`
KINDS = (".csv", ".tsv", ".txt", ".json")


def keep(upload: "UploadedFile[bytes]") -> Path:
    """Put an upload where the worker finds it; raises Unreadable with a plain sentence."""
    kind = Path(upload.name or "").suffix.lower()
    if kind not in KINDS:
        raise Unreadable(
            f"“{(upload.name or '')[:80]}” is not a CSV or JSON file. "
            "In a spreadsheet: File, Save as, CSV."
        )
    if (upload.size or 0) > LARGEST:
        raise Unreadable(
            "The file has more than 100 MB; bring it in with `headwater import FILE` on the server."
        )
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{kind}"
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path
