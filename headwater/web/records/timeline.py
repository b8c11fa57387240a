"""One timeline of everything: what the Trail tells about records, and what people did with them.

It is read page by page from the newest backwards; no page costs more than the first, however long
the story is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records import trail
from headwater.records.models import Account, Lead, Submission, TrailEntry
from headwater.web.records import activities, kinds, visits
from headwater.web.records.activities import Entry
from headwater.web.records.entry import in_a_line
from headwater.web.records.sentences import EVENTS, Said, say

__all__ = ["Entry", "Story", "answer", "inquiry", "story"]

FILTERS = (
    ("", "All"), ("calls", "Calls"), ("mail", "Mail"), ("web", "Web"), ("decisions", "Decisions"),
)  # fmt: skip
PAGE = 60  # entries; older ones come when somebody asks
MOST_AT_ONCE = 1_000  # entries of one moment that a page may begin within
# E-mails are told by their own rows; a call's task by the call.
UNTOLD = ("email.queued", "email.sent", "email.failed", "email.received", "email.taken_back")
MADE = ("account.created", "contact.created", "opportunity.created")
BOTH = ("account.merged", "account.unmerged")
INQUIRY = ("description", "Description", "message", "Message", "comments")
Also = Mapping[str, Sequence[int]]  # object → keys of further records whose story is part of it


@dataclass(slots=True)
class Story:
    """The entries, newest first; `older` leads to those before them, '' at the beginning."""

    entries: list[Entry]
    kind: str = ""
    older: str = ""
    filters: list[tuple[str, str, bool]] = field(default_factory=list)


@moment()
def story(
    records: Sequence[Any],
    user: User,
    *,
    kind: str = "",
    submissions: Iterable[Submission] = (),
    before: str = "",
    also: Also | None = None,
) -> Story:
    """Everything about these records (a contact and the leads it was, for example) that `user` may
    see, of one filter or all; seven queries whatever their number. `before`: where a page ended.
    """
    kind = kind if kind in dict(FILTERS) else ""
    quotes = {each.pk: inquiry(each) for each in submissions}
    until, seen = _place(before)
    most = PAGE + 1 + seen
    keys = _keys(records, also or {})
    entries = list(_trail(records, also or {}, kind, until)[:most])
    names = _names(entries, also or {}, user)
    found = [_told(each, quotes, names) for each in entries]
    found = [entry for entry in found if not kind or entry.kind == kind]
    found += activities.told(_hanging(keys), kind, until, most, user)
    found += visits.told(keys.get("Lead", ()), until, most) if kind in ("", "web") else []
    found.sort(key=lambda entry: entry.at, reverse=True)
    filters = [(key, word, key == kind) for key, word in FILTERS]
    return Story(found[seen : seen + PAGE], kind, _older(found, seen), filters)


def answer(request: HttpRequest, told: Story, url: str) -> HttpResponse | None:
    """The timeline alone, or its next page alone, where only that was asked for."""
    target = request.headers.get("HX-Target")
    if target not in ("story", "story-older"):
        return None
    name = "story" if target == "story" else "story_entries"
    return render(request, f"records/{name}.html", {"story": told, "story_url": url})


def _keys(records: Sequence[Any], also: Also) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for record in records:
        found.setdefault(objects.name_of(record), []).append(record.pk)
    for name, pks in also.items():
        found.setdefault(name, []).extend(pks)
    return found


def _hanging(keys: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    return {name.lower(): pks for name, pks in keys.items()}


def _place(before: str) -> tuple[datetime | None, int]:
    """Where a page begins: until when, and how many of that very moment were shown already."""
    at, _, seen = before.partition("~")
    try:
        until = parse_datetime(at)
    except ValueError:
        until = None
    if until is None or until.tzinfo is None or not (seen.isdecimal() and len(seen) < 5):
        return None, 0
    return until, min(int(seen), MOST_AT_ONCE)


def _older(found: Sequence[Entry], seen: int) -> str:
    if len(found) <= seen + PAGE:
        return ""
    last = found[seen + PAGE - 1].at
    shown = found[: seen + PAGE]
    count = sum(1 for _ in takewhile(lambda entry: entry.at == last, reversed(shown)))
    return f"{last.isoformat()}~{count}"


def _trail(
    records: Sequence[Any], also: Also, kind: str, until: datetime | None
) -> "QuerySet[TrailEntry]":
    rows = trail.about(*records, also=also).exclude(event__in=UNTOLD)
    # A refusal with a message of its own is told by that one.
    rows = rows.exclude(event="email.refused", because__has_key="message")
    own = [record.pk for record in records]
    # What a tombstone says of its own end; the record it lives on in says so itself.
    rows = rows.exclude(~Q(record_id__in=own), event__endswith=".merged_away")
    if any(isinstance(record, Lead) for record in records):  # the conversion tells what it made
        rows = rows.exclude(event__in=MADE, because__has_key="conversion")
    people = [
        record.pk for record in records
        if isinstance(record, Account) and record.is_person_account
    ]  # fmt: skip
    # Of a person account the contact tells that it was made, and whatever both sides say.
    people += also.get("Account", [])
    if people:
        rows = rows.exclude(event="account.created", record_id__in=people)
        rows = rows.exclude(Q(because__has_key="mirrored") | Q(event__in=BOTH))
    rows = rows.filter(event__in=_events_of(kind)) if kind else rows
    return rows.filter(at__lte=until) if until else rows


@cache
def _events_of(kind: str) -> tuple[str, ...]:
    """The events whose sentences belong to a filter, or may; each is judged by what it says."""
    return tuple(event for event in EVENTS if _kind_of(event) in (kind, None))


def _kind_of(event: str) -> str | None:
    """None where it depends on what the entry says."""
    if event in ("lead.created", "lead.joined"):
        return None
    try:
        return say(TrailEntry(event=event, object_name="Lead", because={}, changes={})).kind
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _names(entries: Sequence[TrailEntry], also: Also, user: User) -> dict[tuple[str, int], Any]:
    """Who is meant where the story is not the page's own record's; one query for each object."""
    found: dict[tuple[str, int], Any] = {}
    for name, pks in also.items():
        wanted = {each.record_id for each in entries if each.object_name == name} & set(pks)
        model: Any = objects.get(name).model
        for row in model._default_manager.filter(pk__in=wanted).visible_to(user) if wanted else ():
            found[name, row.pk] = row
    return found


def _told(entry: TrailEntry, quotes: dict[int, str], names: Mapping[tuple[str, int], Any]) -> Entry:
    said: Said = say(entry)
    sent = in_a_line(entry.object_name, entry.because) if entry.because.get("typed") else ""
    said = said._replace(why="; ".join(filter(None, (said.why, sent))))
    quote = said.quote or quotes.get(entry.because.get("submission", 0), "")
    who = names.get((entry.object_name, entry.record_id))
    url = kinds.page_of(who) if who else ""
    return Entry(said.icon, said.what, entry.at, said.why, said.tone, quote, url, said.kind,
                 who=str(who or ""))  # fmt: skip


def inquiry(submission: Submission) -> str:
    """What the visitor wrote, in the visitor's own words."""
    payload = submission.payload if isinstance(submission.payload, dict) else {}
    for name in INQUIRY:
        given = payload.get(name)
        text = " ".join(map(str, given)) if isinstance(given, list) else str(given or "")
        if text.strip():
            return text.strip()[:2000]
    return ""
