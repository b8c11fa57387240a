"""Files of a portion of the base: its identities, and the keys by which they are compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.match.base import columns
from headwater.match.blocking import blocks, wide_blocks
from headwater.match.identity import Identity
from headwater.match.match_key import number_of

FOLDER = "parts"
WIDE_BELOW = 60_000  # records; a larger base is compared by its stored keys alone
KEYS = pa.schema([("hash", pa.int64()), ("number", pa.int64())])


def write(
    folder: Path, part: str, numbers: Sequence[int], identities: Sequence[Identity], *,
    is_wide: bool,
) -> None:  # fmt: skip
    """Both files, the identities last: they say that the portion is done."""
    folder = folder / FOLDER
    folder.mkdir(exist_ok=True)
    blocking = wide_blocks if is_wide else blocks
    keys = [
        (number_of(key), number)
        for number, identity in zip(numbers, identities, strict=True)
        for key in blocking(identity)
    ]
    hashes, whose = zip(*keys, strict=True) if keys else ((), ())
    arrays = [pa.array(hashes, pa.int64()), pa.array(whose, pa.int64())]
    save(pa.Table.from_arrays(arrays, schema=KEYS), folder / f"{part}.keys")
    save(columns.table_of(numbers, identities), folder / f"{part}.identities")


def is_wide(size: int) -> bool:
    """Whether a base of so many records can afford the looser keys."""
    return size < WIDE_BELOW


def size_of(folder: Path, part: str) -> int | None:
    """How many records a portion has, None while it is not done."""
    path = folder / FOLDER / f"{part}.identities"
    return int(pq.read_metadata(path).num_rows) if path.exists() else None


def save(table: Any, path: Path) -> None:
    """Write a file whole or not at all: a run may be killed at any time."""
    unfinished = path.with_name(f"unfinished-{path.name}")
    pq.write_table(table, unfinished, compression="lz4")
    unfinished.rename(path)
