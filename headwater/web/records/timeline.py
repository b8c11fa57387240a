"""One timeline of everything: what the Trail tells about a record, and what people did with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from headwater.capture.mail.quoting import fresh
from headwater.people.models import User
from headwater.qualify.models import LoggedCall
from headwater.records import trail
from headwater.records.models import (
    EmailAttachment,
    EmailMessage,
    Event,
    Lead,
    Note,
    Submission,
    Task,
    TrailEntry,
)
from headwater.web.records.entry import in_a_line
from headwater.web.records.sentences import Said, say

FILTERS = (
    ("", "All"), ("calls", "Calls"), ("mail", "Mail"), ("web", "Web"), ("decisions", "Decisions"),
)  # fmt: skip
QUOTED = 800  # characters of a message that are in sight
MOST = 80  # entries on a page; nobody reads further without looking for something
# E-mails are told by their own rows; a call's task by the call.
UNTOLD = ("email.queued", "email.sent", "email.failed", "email.refused", "email.received")
INQUIRY = ("description", "Description", "message", "Message", "comments")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline, as `parts/timeline_entry.html` draws it."""

    icon: str
    what: str
    at: datetime
    why: str = ""
    tone: str = ""
    quote: str = ""
    url: str = ""
    kind: str = ""
    fold: str = ""
    files: tuple[Any, ...] = ()


@dataclass(slots=True)
class Story:
    """The entries, newest first; `has_more` says that the oldest are left out."""

    entries: list[Entry]
    kind: str = ""
    has_more: bool = False
    filters: list[tuple[str, str, bool]] = field(default_factory=list)


def story(
    records: Sequence[Any], user: User, *, kind: str = "", submissions: Iterable[Submission] = ()
) -> Story:
    """Everything about these records (a contact and the leads it was, for example) that `user` may
    see, of one filter or all; seven queries whatever their number."""
    kind = kind if kind in dict(FILTERS) else ""
    quotes = {each.pk: inquiry(each) for each in submissions}
    own = {record.pk for record in records}
    found = [_told(each, quotes) for each in _trail(records) if not _told_by_survivor(each, own)]
    about = _hanging_on(records)
    if about:
        found += [_task(task) for task in _tasks(about, records, user)]
        found += [_event(event) for event in _rows(Event, about, user)]
        found += [_note(note) for note in _rows(Note, about, user)]
        found += [_mail(message) for message in _mails(about, user)]
    chosen = [entry for entry in found if not kind or entry.kind == kind]
    chosen.sort(key=lambda entry: entry.at, reverse=True)
    filters = [(key, word, key == kind) for key, word in FILTERS]
    return Story(chosen[:MOST], kind, len(chosen) > MOST, filters)


def _trail(records: Sequence[Any]) -> "QuerySet[TrailEntry]":
    return trail.about(*records).exclude(event__in=UNTOLD)[: MOST + 1]


def _told_by_survivor(entry: TrailEntry, own: set[int]) -> bool:
    """What a tombstone says of its own end; the record it lives on in says so itself."""
    return entry.event.endswith(".merged_away") and entry.record_id not in own


def _told(entry: TrailEntry, quotes: dict[int, str]) -> Entry:
    said: Said = say(entry)
    sent = in_a_line(entry.object_name, entry.because) if entry.because.get("typed") else ""
    said = said._replace(why="; ".join(filter(None, (said.why, sent))))
    quote = said.quote or quotes.get(entry.because.get("submission", 0), "")
    return Entry(said.icon, said.what, entry.at, said.why, said.tone, quote, kind=said.kind)


def inquiry(submission: Submission) -> str:
    """What the visitor wrote, in the visitor's own words."""
    payload = submission.payload if isinstance(submission.payload, dict) else {}
    for name in INQUIRY:
        given = payload.get(name)
        text = " ".join(map(str, given)) if isinstance(given, list) else str(given or "")
        if text.strip():
            return text.strip()[:2000]
    return ""


def _hanging_on(records: Sequence[Any]) -> Q | None:
    about: Q | None = None
    for record in records:
        one = Q(**{str(record._meta.model_name): record.pk})
        about = one if about is None else about | one
    return about


def _rows(model: Any, about: Q, user: User) -> list[Any]:
    rows = model.objects.alive().filter(about).visible_to(user)
    return list(rows.select_related("created_by").order_by("-created_at")[:MOST])


def _tasks(about: Q, records: Sequence[Any], user: User) -> list[Any]:
    leads = [record.pk for record in records if isinstance(record, Lead)]
    told = LoggedCall.objects.filter(lead__in=leads, task__isnull=False).values("task")
    rows = Task.objects.alive().filter(about, is_closed=True).exclude(pk__in=told).visible_to(user)
    return list(rows.select_related("owner").order_by("-created_at")[:MOST])


def _task(task: Any) -> Entry:
    is_call = task.task_subtype == "Call"
    at = task.completed_at or task.modified_at
    what = task.subject or ("Call" if is_call else "Task")
    why = task.call_disposition or f"done, {task.owner}"
    return Entry("phone" if is_call else "check", what, at, why, "", task.description,
                 kind="calls" if is_call else "")  # fmt: skip


def _event(event: Any) -> Entry:
    where = f"at {event.location}" if event.location else ""
    return Entry("calendar", event.subject or "Meeting", event.starts_at or event.created_at, where,
                 "", event.description)  # fmt: skip


def _note(note: Any) -> Entry:
    by = f"by {note.created_by}" if note.created_by else ""
    return Entry("sticky-note", note.title or "Note", note.created_at, by, "", note.body)


def _mails(about: Q, user: User) -> list[Any]:
    """Messages with their files, without the files' bytes."""
    rows = EmailMessage.objects.alive().filter(about).visible_to(user)
    files = Prefetch("attachments", EmailAttachment.objects.defer("content"))
    return list(rows.prefetch_related(files).order_by("-created_at")[:MOST])


def _mail(message: Any) -> Entry:
    """In and out alike: what was written newly in sight, the whole text behind a fold."""
    at = message.sent_at or message.created_at
    subject = f"“{message.subject}”" if message.subject else "an e-mail"
    files = tuple(message.attachments.all())
    if message.is_incoming:
        new = fresh(message.text)
        quote, fold = new[:QUOTED], message.text if len(new) > QUOTED or new != message.text else ""
        return Entry("mail", f"Wrote {subject}", at, f"from {message.from_address}", "good",
                     quote + ("…" if len(new) > QUOTED else ""), kind="mail", fold=fold,
                     files=files)  # fmt: skip
    state = EmailMessage.State
    what, tone = {
        state.WAITING: (f"Sending {subject}", ""),
        state.SENT: (f"Sent {subject}", ""),
        state.FAILED: (f"Could not send {subject}", "bad"),
        state.REFUSED: (f"Did not send {subject}", "warn"),
        state.BOUNCED: (f"{subject} came back", "bad"),
    }.get(message.state, (subject, ""))
    why = message.problem or f"to {message.to_address}"
    return Entry("send", what, at, why, tone, kind="mail", fold=message.text, files=files)
