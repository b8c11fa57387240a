"""A key by which a record is found again: a short number made of what two records share."""

from functools import lru_cache
from hashlib import blake2b

from django.db import models

Key = tuple[str, str]  # kind, value (see blocking.blocks)


class MatchKey(models.Model):
    """One key of one record. Records that share a key are compared; sharing decides nothing yet.

    `hash` stands for kind and value in 64 bits: a million leads have eight million keys, and what
    a key says can be read from the record. Two values with one hash only cost a comparison.
    """

    pk = models.CompositePrimaryKey("hash", "object_name", "record_id")
    hash = models.BigIntegerField()
    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField()

    class Meta:
        # The primary key's index also answers "the newest leads with this key" without a sort.
        indexes = [models.Index(fields=["object_name", "record_id"], name="match_key_of_record")]

    def __str__(self) -> str:
        return f"{self.hash} of {self.object_name} {self.record_id}"


@lru_cache(maxsize=8192)
def number_of(key: Key) -> int:
    """The hash of a key: signed, 64 bits, the same in every process."""
    digest = blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
