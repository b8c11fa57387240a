"""/submissions/<pk>: what was sent, what became of it and why, and what can be done about it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from headwater.capture.body import NOTE, RAW
from headwater.capture.cleaning.emails import parse_email
from headwater.capture.releasing import corrected, stuck
from headwater.capture.suspicion import memory
from headwater.capture.suspicion.models import KnownSender
from headwater.intake import FIRST_RETRY
from headwater.people.models import User
from headwater.records.keys import is_free_domain
from headwater.records.models import Submission
from headwater.records.submission import Door, State
from headwater.web.forms.visits import told
from headwater.web.submissions.chosen import seen_by
from headwater.web.submissions.listing import TONES
from headwater.web.submissions.told import history_of, lines_of, who


def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was sent; `?correct` opens it for correction."""
    user = cast(User, request.user)
    found = find(request, pk)
    fields, others = lines_of(found)
    note = found.payload.get(NOTE) or {}
    may = user.can_market and stuck(Submission.objects.filter(pk=found.pk)).exists()
    context = {
        "submission": found, "tone": TONES[State(found.state)], "who": who(found),
        "fields": fields, "others": others, "note": _plain(note),
        "has_raw": RAW in note and not note.get("files"),
        "files": note.get("files") if RAW in note else (),
        "may": may, "is_correcting": may and "correct" in request.GET,
        "retry_at": _retry_at(found), "senders": _senders(found) if user.can_market else [],
        "visit": told(found), "has_mail": found.door == Door.EMAIL, **history_of(found),
    }  # fmt: skip
    return render(request, "submissions/one.html", context)


def find(request: HttpRequest, pk: int) -> Submission:
    """The submission, if the asking person may see it."""
    rows = seen_by(cast(User, request.user)).select_related("lead", "by", "import_job")
    found: Submission = get_object_or_404(rows, pk=pk)
    return found


def email_of(submission: Submission) -> str:
    """The address that it was sent from, as its sender gave it."""
    texts = corrected(submission.payload)
    said = {name.lower(): found[0] for name, found in texts.items() if found}
    return parse_email(said.get("email") or said.get("from") or "").address.lower()[:254]


def _senders(submission: Submission) -> list[dict[str, Any]]:
    """Under what its sender could be put on a list, and where each stands already."""
    email = email_of(submission)
    domain = email.rpartition("@")[2]
    values = [email] if "@" in email else []
    values += [domain] if domain and not is_free_domain(domain) else []
    values += [submission.source_address] if submission.source_address else []
    known = memory.known_senders()
    labels = dict(KnownSender.Verdict.choices)
    return [{"value": each, "verdict": labels.get(known.get(each, ""), "")} for each in values]


def _retry_at(submission: Submission) -> Any:
    """When the intake tries one again that it stumbled over."""
    if submission.state != State.WAITING or not submission.attempt_count:
        return None
    at = submission.received_at + FIRST_RETRY * 2**submission.attempt_count
    return max(at, timezone.now() + timedelta(seconds=1))


def _plain(note: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """What else the door has noted that reads as text."""
    hidden = {RAW, "corrections", "released_by", "released_at", "was", "recaptcha", "files"}
    return [
        (name.replace("_", " ").capitalize(), _listed(value))
        for name, value in note.items()
        if name not in hidden and isinstance(value, str | int | float | list)
    ]


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
