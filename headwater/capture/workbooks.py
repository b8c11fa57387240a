"""Excel and OpenDocument workbooks: checked, then turned into CSV once, by a process of its own.

What the mapping, the dry run, the run and a resumed run read is that CSV, as a stream.
"""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from headwater.capture.unreadable import Unreadable

PROGRAM = Path(__file__).with_name("workbook_cells.py")
ROW_BY_ROW = Path(__file__).with_name("large_sheet.py")
LARGE = 64 * 1024**2  # bytes unpacked; read at once, such a sheet takes twice as much
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 4 * 1024**3  # bytes; a sheet of a million rows is below 1 GB
MOST_PARTS = 5_000
# Real sheets pack 10 to 60 times; a bomb packs a thousand times.
SUSPICIOUS_RATIO, SUSPICIOUS_FROM = 200, 50 * 1024**2
PATIENCE = 600  # seconds


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as CSV (UTF-8, comma), and the names of all of them."""

    path: Path
    name: str
    names: tuple[str, ...]


def is_workbook(start: bytes) -> bool:
    return start[:4] in (ZIP, OLD_EXCEL)


def check(path: Path) -> None:
    """Raises Unreadable for what is no workbook, and for one that is made to fill the memory."""
    with path.open("rb") as file:
        if file.read(4) == OLD_EXCEL:
            return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("This workbook is damaged; save it as CSV and choose that file.") from None
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Unreadable("This is a ZIP file; unpack it, or save the table as CSV.")
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    is_bomb = unpacked > SUSPICIOUS_FROM and unpacked / packed > SUSPICIOUS_RATIO
    if is_bomb or unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(
            f"Unpacked, this workbook would have {unpacked / 1024**2:,.0f} MB; save it as CSV."
        )


def as_csv(path: Path, *, digest: str, sheet: str = "") -> Sheet:
    """The sheet ('' is the first with rows) as a CSV that lies beside the uploads."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    # The name is told by the contents: a second look finds what the first one made.
    stem = f"{digest[:40]}-{sheet.encode().hex()[:60] or 'first'}"
    target, facts = folder / f"{stem}.csv", folder / f"{stem}.json"
    if not (target.is_file() and facts.is_file()):
        check(path)
        found = _convert(path, target.with_suffix(".part"), sheet)
        target.with_suffix(".part").replace(target)
        facts.write_text(json.dumps(found), encoding="utf-8")
    found = json.loads(facts.read_text(encoding="utf-8"))
    return Sheet(target, found["sheet"], tuple(found["sheets"]))


def _convert(path: Path, target: Path, sheet: str) -> dict[str, Any]:
    target.unlink(missing_ok=True)
    command = [sys.executable, "-I", str(_program(path)), str(path), str(target), sheet]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        found = {}
    if "sheets" not in found or not target.is_file():
        target.unlink(missing_ok=True)
        raise Unreadable(found.get("problem") or "The workbook cannot be read; save it as CSV.")
    return found


def _program(path: Path) -> Path:
    """What reads it: a large .xlsx is read row by row, everything else at once."""
    with path.open("rb") as file:
        if file.read(4) == OLD_EXCEL:
            return PROGRAM
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: part.file_size for part in archive.infolist()}
    is_large = sum(parts.values()) > LARGE and "xl/workbook.xml" in parts
    return ROW_BY_ROW if is_large else PROGRAM
