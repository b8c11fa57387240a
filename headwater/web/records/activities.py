"""What people did with records, as entries of a timeline: tasks, meetings, notes, e-mails.

Each table is read from a moment backwards, as many rows as a page holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from headwater.capture.mail.quoting import fresh
from headwater.database import statements
from headwater.people.at_hand import with_people
from headwater.people.models import User
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
# Where an entry stands in time, of the table `t`.
BEGINS = "coalesce(t.starts_at, t.created_at)"
DONE = "coalesce(t.completed_at, t.modified_at)"
SENT = "coalesce(t.sent_at, t.created_at)"
# A call's task is told by the call.
FINISHED = """ AND t.is_closed AND t.id NOT IN (
  SELECT task_id FROM qualify_loggedcall WHERE lead_id = ANY(%s::bigint[]) AND task_id IS NOT NULL)
"""


def told(keys: Keys, kind: str, until: datetime | None, most: int, user: User) -> list[Entry]:
    """At most `most` of each table, the newest until then, that belong to this filter.

    `keys` are those of leads, contacts, accounts and deals that `user` sees; so what hangs on them
    is seen, too (see `records.sharing`).
    """
    span = (keys, until, most)
    found: list[Entry] = []
    if kind in ("", "calls"):
        done = _rows(Task, DONE, *span, FINISHED, list(keys.get("lead", ())))
        found += [_task(task) for task in with_people(done, "owner")]
    if not kind:
        found += [_event(event) for event in _rows(Event, BEGINS, *span)]
        notes = _rows(Note, "t.created_at", *span)
        found += [_note(note) for note in with_people(notes, "created_by")]
    if kind in ("", "mail"):
        found += [_mail(message, user) for message in _mails(_rows(EmailMessage, SENT, *span))]
    return [entry for entry in found if not kind or entry.kind == kind]


def _rows(  # noqa: PLR0917
    model: Any, at: str, keys: Keys, until: datetime | None, most: int, more: str = "",
    *asked: list[int],
) -> list[Any]:  # fmt: skip
    """Rows of one table that hang on these records and fit `more`, the newest first."""
    about = " OR ".join(f"t.{name}_id = ANY(%s::bigint[])" for name in keys)
    where = f"WHERE ({about}) AND NOT t.is_deleted{more}"
    where += f" AND {at} <= %s::timestamptz" if until else ""
    params = [*map(list, keys.values()), *asked, *([until] if until else []), most]
    return statements.fetch(model, f"{where} ORDER BY {at} DESC, t.id DESC LIMIT %s::int", params)


def _mails(messages: list[Any]) -> list[Any]:
    """Messages with their files, without the files' bytes, and what was done with ours."""
    if messages:
        mail_deeds.note(messages)
        files = Prefetch("attachments", EmailAttachment.objects.defer("content"))
        prefetch_related_objects(messages, files)
    return messages


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
