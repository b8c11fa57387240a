"""Which submissions an address of the list asks for, and how that is said in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from headwater.capture.releasing import STUCK
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.sharing import visible
from headwater.records.submission import Door, State

SINCE = {
    "1": "today",
    "7": "7 days",
    "14": "14 days",
    "30": "30 days",
    "90": "90 days",
    "all": "all time",
}
USUAL = "30"
TO_LOOK_AT = "stuck"  # a state of the address only: everything that did not become a lead


@dataclass(frozen=True, slots=True)
class Chosen:
    """What makes no sense in an address filters nothing; a `day` goes before `since`."""

    door: str = ""
    state: str = ""
    form: str = ""
    day: dt.date | None = None
    since: str = USUAL
    job: int | None = None
    before: tuple[dt.datetime, int] | None = field(default=None, compare=False)

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Chosen":
        door, state = asked.get("door", ""), asked.get("state", "")
        since, job = asked.get("since", ""), asked.get("import", "")
        return cls(
            door=door if door in Door.values else "",
            state=state if state in (*State.values, TO_LOOK_AT) else "",
            form=asked.get("form", "").replace("\x00", "")[:80],
            day=_day(asked.get("day", "")),
            since=since if since in SINCE else "all" if job else USUAL,
            job=int(job) if job.isdecimal() and len(job) < 10 else None,
            before=_place(asked.get("before", "")),
        )

    def rows(self, user: User) -> "QuerySet[Submission]":
        """Those that are asked for and may be seen, in no order yet."""
        rows = self.everywhere(user)
        if self.door:
            rows = rows.filter(door=self.door)
        if self.state == TO_LOOK_AT:
            rows = rows.filter(state__in=STUCK)
        elif self.state:
            rows = rows.filter(state=self.state)
        return rows

    def everywhere(self, user: User) -> "QuerySet[Submission]":
        """The same at every door and in every state."""
        rows = seen_by(user)
        start, end = self.stretch
        if start:
            rows = rows.filter(received_at__gte=start)
        if end:
            rows = rows.filter(received_at__lt=end)
        if self.form:
            rows = rows.filter(form=self.form)
        return rows.filter(import_job=self.job) if self.job else rows

    @property
    def stretch(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """From when until when; None is open."""
        if self.day:
            start = _midnight(self.day)
            return start, _midnight(self.day + dt.timedelta(days=1))
        if self.since == "all":
            return None, None
        return _midnight(timezone.localdate() - dt.timedelta(days=int(self.since) - 1)), None

    @property
    def words(self) -> str:
        """“Web form, quarantined, 30 days”."""
        state = {TO_LOOK_AT: "to look at"}.get(self.state) or self.state
        day = f"{self.day.day} {self.day:%b %Y}" if self.day else SINCE[self.since]
        door = Door(self.door).label if self.door else "every door"
        parts = (str(door), state, f"form “{self.form}”" if self.form else "", day,
                 f"import {self.job}" if self.job else "")  # fmt: skip
        return ", ".join(part for part in parts if part)

    def query(self, **other: Any) -> str:
        """The address's query with some of it changed; what is usual is left out."""
        wanted = replace(self, **other)
        query = QueryDict(mutable=True)
        told = {
            "door": wanted.door, "state": wanted.state, "form": wanted.form,
            "day": wanted.day.isoformat() if wanted.day else "",
            "since": "" if wanted.since == USUAL or wanted.day else wanted.since,
            "import": str(wanted.job or ""),
        }  # fmt: skip
        query.update({name: text for name, text in told.items() if text})
        return f"?{query.urlencode()}"


def seen_by(user: User) -> "QuerySet[Submission]":
    """Who looks after the process sees all; others what became of leads that they may see."""
    rows: QuerySet[Submission] = Submission.objects.all()
    if user.can_market or user.can_lead_people:
        return rows
    return rows.filter(visible(Submission, user))


def keeper(request: HttpRequest) -> User:
    """The person, if capture is theirs to run; 403 for everybody else."""
    user = cast(User, request.user)
    if not user.can_market:
        raise PermissionDenied("Only marketing and administrators decide about submissions.")
    return user


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1990 < day.year < 9000 else None


def _place(text: str) -> tuple[dt.datetime, int] | None:
    """Where a page begins: after this time and key, as the link of the page before has it."""
    at, _, key = text.partition("_")
    try:
        return dt.datetime.fromtimestamp(int(at) / 1_000_000, dt.UTC), int(key)
    except (ValueError, OverflowError, OSError):
        return None
