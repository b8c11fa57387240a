"""How somebody came, as the pages of a lead and of a submission tell it."""

from collections.abc import Iterable
from dataclasses import dataclass

from headwater.capture.visit import LABELS, said, visit_of
from headwater.records.models import Submission


@dataclass(frozen=True, slots=True)
class Came:
    """One inquiry with the visit that led to it: in a few words, and everything that was told."""

    submission: Submission
    words: str
    told: list[tuple[str, str]]


def came(submissions: Iterable[Submission]) -> list[Came]:
    """Each inquiry with its visit; asks nothing."""
    return [_came(submission) for submission in submissions]


def _came(submission: Submission) -> Came:
    visit = visit_of(submission.payload, submission.referrer)
    return Came(submission, said(visit), [(LABELS[name], text) for name, text in visit.items()])


def told(submission: Submission) -> list[tuple[str, str]]:
    """What one inquiry tells about its visit: label and text."""
    return _came(submission).told
