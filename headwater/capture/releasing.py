"""Letting in what was set aside: as it came, or corrected. What came is never changed.

A correction stands beside the payload with who and when; the draft is made of both. The intake
judges a released submission once more, as of when it came, but never again for spam.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.capture.body import NOTE, escape, restore
from headwater.capture.receiving import wake
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Submission
from headwater.records.submission import State

STUCK = (State.QUARANTINED, State.REJECTED, State.WAITING)
CORRECTIONS = "corrections"


def stuck(rows: "QuerySet[Submission]") -> "QuerySet[Submission]":
    """Those that a person may let in: set aside, rejected, or waiting since an attempt failed.

    What has just come is left to the intake: let in unseen, it would never be judged for spam.
    """
    failed = Q(state=State.WAITING, attempt_count__gt=0)
    return rows.filter(Q(state__in=(State.QUARANTINED, State.REJECTED)) | failed, lead=None)


def release(submissions: Iterable[Submission], *, by: User) -> int:
    """Let these go through the journey (once more); how many could: none that became a lead."""
    keys = [submission.pk for submission in submissions]
    with transaction.atomic():
        rows = _locked(keys)
        for row in rows:
            _note(row, {"released_by": by.name, "released_at": _now(), "was": row.reason})
            row.state, row.reason, row.settled_at, row.attempt_count = State.WAITING, "", None, 0
        Submission.objects.bulk_update(
            rows, ["payload", "state", "reason", "settled_at", "attempt_count"]
        )
        trail.write(trail.entry("submission.released", row, by=by) for row in rows)
        wake()
    return len(rows)


def correct(submission: Submission, texts: Mapping[str, Sequence[str]], *, by: User) -> bool:
    """Keep other texts for parameters beside what was sent; whether there was anything to keep.

    Only what differs is kept; [] takes a parameter away.
    """
    with transaction.atomic():
        rows = _locked([submission.pk])
        if not rows:
            return False
        said = corrected(rows[0].payload)
        changes = {
            escape(name): [escape(text) for text in given]
            for name, given in texts.items()
            if list(given) != said.get(name, [])
        }
        if not changes:
            return False
        earlier = list((rows[0].payload.get(NOTE) or {}).get(CORRECTIONS, ()))
        one = {"by": by.name, "at": _now(), "texts": changes}
        _note(rows[0], {CORRECTIONS: [*earlier, one]})
        rows[0].save(update_fields=["payload"])
        trail.write([trail.entry("submission.corrected", rows[0], by=by)])
    return True


def corrected(payload: Mapping[str, Any]) -> dict[str, list[str]]:
    """Parameter → texts as they were sent, with what people corrected in their place."""
    texts = as_sent(payload)
    for correction in (payload.get(NOTE) or {}).get(CORRECTIONS, ()):
        for name, given in correction["texts"].items():
            texts[restore(name)] = [restore(text) for text in given]
    return {name: said for name, said in texts.items() if said}


def corrected_values(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same for doors that keep field → value: a correction is a text in place of the value."""
    said = dict(payload)
    for correction in (payload.get(NOTE) or {}).get(CORRECTIONS, ()):
        said |= {name: "\n".join(texts) for name, texts in correction["texts"].items()}
    return said


def as_sent(payload: Mapping[str, Any]) -> dict[str, list[str]]:
    """Parameter → texts as they were sent; doors that take other values say them as text."""
    return {
        restore(name): [_text(each) for each in (said if isinstance(said, list) else [said])]
        for name, said in payload.items()
        if name != NOTE and said is not None
    }


def _text(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return restore(said)


def _locked(keys: Sequence[int]) -> list[Submission]:
    rows = Submission.objects.select_for_update().order_by("id")
    return list(stuck(rows.filter(pk__in=keys)))


def _note(row: Submission, said: dict[str, Any]) -> None:
    row.payload[NOTE] = dict(row.payload.get(NOTE) or {}) | said


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
