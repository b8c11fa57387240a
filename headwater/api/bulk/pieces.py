"""What was sent, and what came of it: written and read piece by piece."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from headwater.api.bulk.job import BulkBatch, BulkPiece

Kind = BulkPiece.Kind
SIZE = 1_000_000  # bytes of a piece that was sent


def keep(batch: BulkBatch, parts: Iterable[bytes]) -> int:
    """Store what is sent as it comes; returns how many bytes it was."""
    number, size, waiting = 0, 0, bytearray()
    for part in parts:
        waiting += part
        size += len(part)
        while len(waiting) >= SIZE:
            _put(batch, number, bytes(waiting[:SIZE]))
            del waiting[:SIZE]
            number += 1
    if waiting:
        _put(batch, number, bytes(waiting))
    return size


def sent(batch: BulkBatch) -> io.BufferedReader:
    """The bytes that were sent, from their beginning."""
    return io.BufferedReader(_Pieces(batch), buffer_size=SIZE)


def tell(batch: BulkBatch, kind: str, number: int, rows: list[Any]) -> None:
    """Keep what came of some records, or some rows of a query."""
    data = orjson.dumps(rows)
    BulkPiece.objects.create(batch=batch, kind=kind, number=number, count=len(rows), data=data)


def told(batch: BulkBatch, kind: str, start: int = 0) -> Iterator[Any]:
    """What was kept, one by one, from the one with this number on."""
    rows = BulkPiece.objects.filter(batch=batch, kind=kind).order_by("number")
    passed = 0
    for number, count in list(rows.values_list("number", "count")):
        if passed + count > start:
            data = rows.values_list("data", flat=True).get(number=number)
            yield from orjson.loads(bytes(data))[max(start - passed, 0) :]
        passed += count


def _put(batch: BulkBatch, number: int, data: bytes) -> None:
    BulkPiece.objects.create(batch=batch, kind=Kind.SENT, number=number, count=1, data=data)


class _Pieces(io.RawIOBase):
    """A file over the pieces, which holds one of them at a time."""

    def __init__(self, batch: BulkBatch) -> None:
        self.rows = BulkPiece.objects.filter(batch=batch, kind=Kind.SENT)
        self.number, self.left = 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.left:
            found = self.rows.filter(number=self.number).values_list("data", flat=True).first()
            if found is None:
                return 0
            self.left, self.number = bytes(found), self.number + 1
        count = min(len(buffer), len(self.left))
        buffer[:count], self.left = self.left[:count], self.left[count:]
        return count
