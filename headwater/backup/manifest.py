"""What a backup says of itself: which version made it, and every file with its checksum.

It is written last: a folder without it is no backup.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20  # bytes held in memory at a time


class Refused(Exception):
    """Why it cannot be done, as one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table; `columns` stand in the order of the file."""

    name: str
    columns: list[str]
    rows: int
    file: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the backup, its place in the folder, and that it is whole."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`migrations`: [app, name] in order; `sequences`: name → [last value, was it given out];
    `partitions`: [table, partition, bounds] of the months that had a place of their own."""

    headwater: str
    postgresql: str
    made_at: str
    migrations: list[list[str]]
    tables: list[Table]
    sequences: dict[str, list[int | bool]]
    partitions: list[list[str]]
    files: list[Kept] = field(default_factory=list)
    format: int = FORMAT

    @property
    def row_count(self) -> int:
        return sum(table.rows for table in self.tables)


def write(folder: Path, manifest: Manifest) -> None:
    """The last file: with it the backup is whole."""
    unready = folder / f"{NAME}.part"
    unready.write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n", "utf-8")
    unready.rename(folder / NAME)


def read(folder: Path) -> Manifest:
    """Raises Refused for what is no backup, or one of a format that is not known here."""
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
        if told["format"] != FORMAT:
            raise Refused(f"{folder} has format {told['format']}; this version reads {FORMAT}.")
        told["tables"] = [Table(**table) for table in told["tables"]]
        told["files"] = [Kept(**kept) for kept in told["files"]]
        return Manifest(**told)
    except FileNotFoundError:
        raise Refused(f"{folder} is no backup, or one that was not finished: no {NAME}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{folder / NAME} cannot be read.") from None


def described(folder: Path, path: Path) -> Kept:
    """A file's size and checksum; it is read a block at a time."""
    digest, size = hashlib.sha256(), 0
    for block in blocks(path):
        digest.update(block)
        size += len(block)
    return Kept(path.relative_to(folder).as_posix(), size, digest.hexdigest())


def verify(folder: Path, manifest: Manifest) -> None:
    """Raises Refused, naming the first file that is gone or not as it was written."""
    for kept in manifest.files:
        path = folder / kept.path
        if ".." in Path(kept.path).parts or Path(kept.path).is_absolute():
            raise Refused(f"{kept.path} is not in the folder of the backup.")
        if not path.is_file():
            raise Refused(f"{path} is missing; nothing was restored.")
        if described(folder, path) != kept:
            raise Refused(f"{path} is damaged (its checksum differs); nothing was restored.")


def blocks(path: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
