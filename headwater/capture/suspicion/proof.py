"""Proof of work by ALTCHA's protocol (version 2): the visitor's machine counts for a moment.

The page fetches a challenge, finds the counter that belongs to it and sends both along. A spammer
who floods a form has to compute for every post; nobody outside learns of the visit.
"""

import hashlib
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import altcha
from django.conf import settings

from headwater.database import statements

PARAMETER = "altcha"  # the protocol's own name
ALGORITHM = "PBKDF2/SHA-256"
# A tenth to half a second of a laptop; our own cost is one derivation, and none to check.
COST = 1_000  # rounds of each derivation
COUNTERS = (200, 900)
LASTS = timedelta(hours=2)  # a page may stay open so long; older ones fetch a new challenge
LONGEST = 4_000  # characters of a proof
# A submission that is judged twice still owns its proof.
USE = """
INSERT INTO capture_usedproof (signature, submission_id, ends_at)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[])
ON CONFLICT (signature) DO UPDATE SET ends_at = capture_usedproof.ends_at
WHERE capture_usedproof.submission_id = excluded.submission_id
RETURNING submission_id
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a post brought: '' or the trouble with it, and how it is known again."""

    trouble: str = ""
    signature: str = ""
    ends_at: datetime | None = None


def new_challenge(slug: str) -> dict[str, Any]:
    """A challenge for one form, as the protocol's JSON; about 0.3 ms."""
    challenge = altcha.create_challenge(
        ALGORITHM, COST, counter=random.randint(*COUNTERS),
        data={"form": slug, "until": int(time.time() + LASTS.total_seconds())},
        hmac_secret=_key(b"challenge"), hmac_key_secret=_key(b"solution"),
    )  # fmt: skip
    told: dict[str, Any] = challenge.to_dict()
    return told


def read(text: str, slug: str, at: datetime) -> Proof:
    """Judge the proof that a post to a form carried when it came (`at`), maybe long ago.

    Expiry is our own: the library would compare with now, and a post may have waited in the spool.
    """
    if not text:
        return Proof("missing")
    try:
        payload = altcha.Payload.from_base64(text[:LONGEST])
        verdict = altcha.verify_solution(
            payload, _key(b"challenge"), hmac_key_secret=_key(b"solution")
        )
        about = payload.challenge.parameters.data or {}
        ends_at = datetime.fromtimestamp(about["until"], UTC) if verdict.verified else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Proof("unreadable")
    if ends_at is None:
        return Proof("forged")
    if about["form"] != slug:
        return Proof("of another form")
    if at > ends_at:
        return Proof("too old")
    return Proof("", str(payload.challenge.signature), ends_at)


def use(proofs: Sequence[tuple[Proof, int]]) -> set[int]:
    """Mark good proofs as used by their submissions; the submissions whose proof was used before.

    One statement for all, in the transaction of the intake: taken back with it.
    """
    good = [(proof.signature, key, proof.ends_at) for proof, key in proofs if proof.signature]
    if not good:
        return set()
    columns = [list(column) for column in zip(*_once(good), strict=True)]
    fresh = {key for (key,) in statements.run(USE, columns)}
    return {key for _, key, _ in good} - fresh


def _once(good: Sequence[tuple[str, int, Any]]) -> list[tuple[str, int, Any]]:
    """One statement may touch a row once: the first post of a batch owns its proof."""
    return list({row[0]: row for row in reversed(good)}.values())


@lru_cache(maxsize=4)
def _key(purpose: bytes) -> bytes:
    return hashlib.blake2b(
        settings.SECRET_KEY.encode(), digest_size=32, person=b"hw." + purpose
    ).digest()
