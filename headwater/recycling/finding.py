"""Who came to nothing: closed, rejected, or silent. Each with since when and why."""

from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from headwater.criteria.querysets import filter_queryset
from headwater.nurture.models import Enrolment
from headwater.people.models import User
from headwater.qualify.models import LoggedCall
from headwater.records.models import EmailMessage, Event, Handoff, Lead, Task
from headwater.records.sharing import visible
from headwater.recycling.models import RecycleRule, WayBack
from headwater.recycling.rule import UNANSWERED, Kind

Leads = QuerySet[Any]
SENT = Q(is_incoming=False, state=EmailMessage.State.SENT)
UNANSWERED_AFTER = 3  # mails or calls without a sign, as the first rules have it
MISSED = Q(is_reached=False, undone_at=None)


def came_to_nothing(kind: str, attempts: int = 1) -> Leads:
    """Leads of a kind, with `since`, `why` (the bare reason) and `reason` (in words)."""
    if kind == Kind.UNQUALIFIED:
        return _unqualified()
    if kind == Kind.REJECTED:
        return _rejected()
    return _silent(kind, attempts)


def unplanned(kind: str, attempts: int = 1) -> Leads:
    """Those without a way back for this occasion, who wait for none and are in no program."""
    there = WayBack.objects.filter(lead=OuterRef("pk"))
    rows = came_to_nothing(kind, attempts)
    rows = rows.exclude(Exists(there.waiting()))
    rows = rows.exclude(Exists(there.filter(kind=kind, since=OuterRef("since"))))
    if kind == Kind.UNQUALIFIED:
        return rows
    return rows.exclude(Exists(Enrolment.objects.running().filter(lead=OuterRef("pk"))))


def fitting(rule: RecycleRule, *, now: datetime) -> Leads:
    """Whom a rule gives a way back. Raises CriteriaError where it cannot be read any more."""
    rows = unplanned(rule.kind, rule.attempts)
    if rule.reasons and rule.kind not in UNANSWERED:
        rows = rows.filter(why__in=rule.reasons)
    return filter_queryset(rows, rule.criteria, now=now) if rule.criteria.strip() else rows


def left_out(user: User) -> list[Leads]:
    """Whom no way back is planned for: what a person has to look at, each lead of `user` once.

    An open lead may be silent on mail, on the phone, and rejected: the first of these speaks. Who
    does not answer, but has a task or a day on which somebody looks again, is not left out.
    """
    tasks = Task.objects.alive().filter(lead=OuterRef("pk"), is_closed=False)
    idle = ~Exists(tasks) & Q(snoozed_until=None)
    seen = visible(Lead, user)
    rejected = unplanned(Kind.REJECTED).filter(seen)
    mails, calls = (
        unplanned(kind, UNANSWERED_AFTER).filter(idle, seen, pk__in=_often(kind, seen))
        for kind in UNANSWERED
    )
    mails = mails.exclude(pk__in=rejected.order_by().values("pk"))
    calls = calls.exclude(pk__in=rejected.order_by().values("pk"))
    calls = calls.exclude(pk__in=mails.order_by().values("pk"))
    return [unplanned(Kind.UNQUALIFIED).filter(seen), rejected, mails, calls]


def left_out_count(user: User) -> int:
    """How many these are."""
    first, *others = (rows.order_by().values("pk") for rows in left_out(user))
    return int(first.union(*others, all=True).count())


def gone_on(kind: str) -> QuerySet[Any]:
    """Waiting ways back whose lead somebody took up since: it does not stand as it did."""
    same = came_to_nothing(kind).filter(pk=OuterRef("lead"), since=OuterRef("since"))
    return WayBack.objects.waiting().filter(kind=kind).exclude(Exists(same))


def _unqualified() -> Leads:
    rows: Leads = Lead.objects.alive().filter(is_converted=False, is_closed=True)
    rows = rows.annotate(since=F("status_changed_at"), why=F("closed_reason"))
    return _told(rows, "Closed")


def _rejected() -> Leads:
    """The last offer was rejected, and nobody has moved the lead since."""
    last = Handoff.objects.filter(lead=OuterRef("pk")).order_by("-offered_at", "-id")
    rejected = Handoff.objects.filter(stage=Handoff.Stage.REJECTED)
    rows: Leads = Lead.objects.open().filter(pk__in=rejected.values("lead"))
    rows = rows.annotate(
        last_stage=Subquery(last.values("stage")[:1]),
        since=Subquery(last.values("decided_at")[:1]), why=Subquery(last.values("reason")[:1]),
    ).filter(last_stage=Handoff.Stage.REJECTED, status_changed_at__lte=F("since"))  # fmt: skip
    return _told(rows, "Rejected by sales")


def _told(rows: Leads, what: str) -> Leads:
    said = Concat(Value(f"{what}: "), Coalesce(NullIf("why", Value("")), Value("no reason given")))
    told: Leads = rows.annotate(reason=said)
    return told


def _silent(kind: str, attempts: int) -> Leads:
    """Open leads to whom so many mails went, or calls, without any sign of them since."""
    at, what = (
        ("sent_at", " mails without an answer") if kind == Kind.MAILS
        else ("at", " calls, never reached")
    )  # fmt: skip
    tries = _tries(kind)
    quiet = _without_sign(tries, at)
    mine = quiet.filter(lead=OuterRef("pk")).order_by().values("lead")
    rows: Leads = Lead.objects.open().filter(pk__in=tries.order_by().values("lead"))
    rows = rows.annotate(
        since=Subquery(mine.annotate(last=Max(at)).values("last")),
        count=Subquery(mine.annotate(count=Count("pk")).values("count")),
    ).filter(count__gte=attempts)
    count = Cast("count", CharField())
    told: Leads = rows.annotate(why=count, reason=Concat(count, Value(what)))
    return told


def _tries(kind: str) -> QuerySet[Any]:
    if kind == Kind.MAILS:
        return EmailMessage.objects.filter(SENT)
    return LoggedCall.objects.filter(MISSED)


def _often(kind: str, seen: Q) -> QuerySet[Any]:
    """Open leads with so many tries at all: a quick sieve before each is judged by itself."""
    leads = Lead.objects.open().filter(seen).order_by().values("pk")
    tries = _tries(kind).filter(lead__in=leads).order_by().values("lead")
    many: QuerySet[Any] = tries.annotate(tries=Count("pk")).filter(tries__gte=UNANSWERED_AFTER)
    return many.values("lead")


def _without_sign(tries: QuerySet[Any], at: str) -> QuerySet[Any]:
    """Those after which nothing came: no mail, no talk, no meeting, and no return of the lead."""
    lead = OuterRef("lead")
    signs = (
        EmailMessage.objects.filter(lead=lead, is_incoming=True, created_at__gte=OuterRef(at)),
        LoggedCall.objects.filter(lead=lead, is_reached=True, undone_at=None, at__gte=OuterRef(at)),
        Event.objects.alive().filter(lead=lead, created_at__gte=OuterRef(at)),
        WayBack.objects.filter(lead=lead, state=WayBack.State.BACK, ended_at__gte=OuterRef(at)),
    )
    for sign in signs:
        tries = tries.exclude(Exists(sign))
    return tries
