"""What people did with records, as entries of a timeline: tasks, meetings, notes, e-mails.

Each table is read from a moment backwards, as many rows as a page holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from headwater.capture.mail.quoting import fresh
from headwater.people.models import User
from headwater.qualify.models import LoggedCall
from headwater.records.models import EmailAttachment, EmailMessage, Event, Note, Task
from headwater.web.records import mail_deeds

QUOTED = 800  # characters of a message that are in sight


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
    reply: str = ""  # where one answers it
    who: str = ""  # whom it is about, where that is not whose page this is


Keys = Mapping[str, Sequence[int]]  # model name in lower case → keys


def told(keys: Keys, user: User, kind: str, until: datetime | None, most: int) -> list[Entry]:
    """At most `most` of each table, the newest until then, that belong to this filter."""
    about = Q(pk__in=[])
    for name, pks in keys.items():
        about |= Q(**{f"{name}_id__in": pks})
    found: list[Entry] = []
    if kind in ("", "calls"):
        found += [_task(task) for task in _tasks(about, keys, user, until)[:most]]
    if not kind:
        found += [_event(event) for event in _rows(Event, about, user, until, "starts_at")[:most]]
        found += [_note(note) for note in _rows(Note, about, user, until)[:most]]
    if kind in ("", "mail"):
        found += [_mail(message, user) for message in _mails(about, user, until)[:most]]
    return [entry for entry in found if not kind or entry.kind == kind]


def _rows(model: Any, about: Q, user: User, until: datetime | None, *first: str) -> Any:
    at = Coalesce(*first, "created_at") if first else "created_at"
    rows = model.objects.alive().filter(about).visible_to(user).alias(told_at=Coalesce(at, at))
    rows = rows.filter(told_at__lte=until) if until else rows
    return rows.select_related("created_by").order_by("-told_at", "-pk")


def _tasks(about: Q, keys: Keys, user: User, until: datetime | None) -> Any:
    """Finished ones; a call's task is told by the call."""
    calls = LoggedCall.objects.filter(lead__in=keys.get("lead", ()), task__isnull=False)
    rows = Task.objects.alive().filter(about, is_closed=True).visible_to(user)
    rows = rows.exclude(pk__in=calls.values("task"))
    rows = rows.alias(told_at=Coalesce("completed_at", "modified_at"))
    rows = rows.filter(told_at__lte=until) if until else rows
    return rows.select_related("owner").order_by("-told_at", "-pk")


def _mails(about: Q, user: User, until: datetime | None) -> Any:
    """Messages with their files, without the files' bytes, and what was done with ours."""
    files = Prefetch("attachments", EmailAttachment.objects.defer("content"))
    rows = mail_deeds.with_deeds(_rows(EmailMessage, about, user, until, "sent_at"))
    return rows.prefetch_related(files)


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


def _mail(message: Any, user: User) -> Entry:
    """In and out alike: what was written newly in sight, the whole text behind a fold."""
    at = message.sent_at or message.created_at
    subject = f"“{message.subject}”" if message.subject else "an e-mail"
    files = tuple(message.attachments.all())
    if message.is_incoming:
        new = fresh(message.text)
        quote, fold = new[:QUOTED], message.text if len(new) > QUOTED or new != message.text else ""
        return Entry("mail", f"Wrote {subject}", at, f"from {message.from_address}", "good",
                     quote + ("…" if len(new) > QUOTED else ""), kind="mail", fold=fold,
                     files=files, reply=_reply(message) if user.can_edit else "")  # fmt: skip
    state = EmailMessage.State
    what, tone = {
        state.WAITING: (f"Sending {subject}", ""),
        state.SENT: (f"Sent {subject}", ""),
        state.FAILED: (f"Could not send {subject}", "bad"),
        state.REFUSED: (f"Did not send {subject}", "warn"),
        state.BOUNCED: (f"{subject} came back", "bad"),
        state.UNDONE: (f"Took {subject} back before it went", ""),
    }.get(message.state, (subject, ""))
    did = mail_deeds.words(message)
    why = message.problem or f"to {message.to_address}" + (f" · {did}" if did else "")
    return Entry("send", what, at, why, tone, kind="mail", fold=message.text, files=files)


def _reply(message: Any) -> str:
    """Where the dialog opens that answers it, in the same thread; '' where nobody is known."""
    if message.contact_id:
        return f"{reverse('letter', args=['Contact', message.contact_id])}?answers={message.pk}"
    if message.lead_id:
        return f"{reverse('letter', args=['Lead', message.lead_id])}?answers={message.pk}"
    return ""
