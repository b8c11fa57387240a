"""Every open lead is in exactly one class of the leak report; the money is worked out by rule."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from headwater.measure import leaks
from headwater.measure.leak_classes import CLASSES, LEAKING
from headwater.measure.leak_settings import LeakSettings
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.program import Program
from headwater.people.models import Owner, Queue, QueueMember, User
from headwater.people.standing import moment
from headwater.records.clock import Kind
from headwater.records.models import (
    Clock,
    DuplicatePair,
    EmailMessage,
    Event,
    Lead,
    Opportunity,
    Task,
    Undeliverable,
)
from headwater.route.stays import QueueStay

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MakeLead = Callable[..., Lead]


@pytest.fixture
def fresh(make_lead: MakeLead) -> MakeLead:
    """A lead of this morning whose owner has a call planned for tomorrow: fine."""

    def make(**values: Any) -> Lead:
        lead = make_lead(**{"created_at": NOW - HOUR, "status_changed_at": NOW - HOUR} | values)
        Task.objects.create(lead=lead, owner=lead.owner, subject="Call",
                            due_on=(NOW + DAY).date())  # fmt: skip
        return lead

    return make


def classes_of(user: User) -> dict[str, int]:
    found = leaks.report(user, NOW)
    return {leak.kind.key: leak.count for leak in found.leaks if leak.count}


def only(cast: SimpleNamespace) -> str:
    [(key, count)] = classes_of(cast.ada).items()
    assert count == 1
    return key


def message(lead: Lead, at: datetime, **values: Any) -> EmailMessage:
    return EmailMessage.objects.create(
        **{"lead": lead, "key": f"{lead.pk}:{at}:{values}", "is_incoming": True,
           "created_at": at, "state": "received"} | values
    )  # fmt: skip


def test_what_each_class_is_and_which_comes_first(cast: SimpleNamespace, fresh: MakeLead) -> None:
    """One lead gathers trouble from the last class to the first; the first one true counts."""
    lead = fresh(email="Gone@Example.com", created_at=NOW - 40 * DAY)
    assert only(cast) == "fine"

    Lead.objects.update(status_changed_at=NOW - 31 * DAY)
    assert only(cast) == "stuck"
    Task.objects.all().delete()
    assert only(cast) == "no_next_step"
    Task.objects.create(lead=lead, owner=cast.mara, due_on=(NOW - DAY).date())
    assert only(cast) == "overdue"
    DuplicatePair.objects.create(one_object="Account", one_id=1, other_object="Lead",
                                 other_id=lead.pk, found_at=NOW - 4 * DAY)  # fmt: skip
    assert only(cast) == "duplicate"
    Undeliverable.objects.create(address="gone@example.com", found_at=NOW)
    assert only(cast) == "bounced"
    Clock.objects.create(lead=lead, owner=cast.mara, minutes=5, policy="",
                         started_at=NOW - DAY, due_at=NOW - HOUR)  # fmt: skip
    assert only(cast) == "clock_broken"
    message(lead, NOW - 3 * HOUR)
    assert only(cast) == "unread_reply"
    Lead.objects.update(owner=cast.queue)
    assert only(cast) == "queue_old"
    QueueMember.objects.all().delete()
    assert only(cast) == "no_owner"
    Queue.objects.update(is_active=False)
    assert only(cast) == "owner_inactive"


def test_what_mends_a_lead_takes_it_out_of_its_class(
    cast: SimpleNamespace, fresh: MakeLead
) -> None:
    lead = fresh(email="gone@example.com", owner=cast.queue)
    QueueStay.objects.create(lead=lead, queue=cast.queue, since=NOW - 25 * HOUR)
    assert only(cast) == "queue_old"
    QueueStay.objects.update(since=NOW - HOUR)
    assert only(cast) == "fine"
    QueueStay.objects.update(members_told_at=NOW)  # the queue's own alarm
    assert only(cast) == "queue_old"

    Lead.objects.update(owner=cast.mara)
    message(lead, NOW - 3 * HOUR)
    assert only(cast) == "unread_reply"
    message(lead, NOW - 2 * HOUR, is_incoming=False, state="sent", created_by=cast.mara)
    assert only(cast) == "fine"

    Undeliverable.objects.create(address="gone@example.com", found_at=NOW)
    assert only(cast) == "fine", "a call is planned for tomorrow"
    Task.objects.all().delete()
    assert only(cast) == "bounced"
    Lead.objects.update(snoozed_until=NOW + DAY)
    assert only(cast) == "fine", "put aside until a day"


def test_who_is_in_a_program_has_a_next_step(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead(created_at=NOW - 90 * DAY, status_changed_at=NOW - 90 * DAY)
    assert only(cast) == "no_next_step"
    program = Program.objects.create(name="Spring")
    Enrolment.objects.create(program=program, lead=lead)
    assert only(cast) == "fine"


def test_the_outsider_sees_no_leak_of_others(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    make_lead(created_at=NOW - 2 * DAY)
    assert classes_of(cast.otto) == {}
    assert leaks.sentence(leaks.report(cast.otto, NOW), money="") == "There are no open leads."
    assert classes_of(cast.mara) == classes_of(cast.ines) == {"no_next_step": 1}
    rows = Lead.objects.visible_to(cast.otto)
    assert list(leaks.among("no_next_step", rows, cast.otto, NOW)) == []


def test_money_is_the_win_rate_times_the_average(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    """20 web leads ended, 4 of them won 1,000 each: 200 a lead. Phone has too few of its own and
    takes that of all: 4 of 25, so 160."""
    ended(cast, make_lead, "Web", won=4, lost=16, amount=1_000)
    ended(cast, make_lead, "Phone", won=0, lost=5, amount=0)
    make_lead(lead_source="Web", created_at=NOW - 2 * DAY)
    make_lead(lead_source="Phone", created_at=NOW - 2 * DAY)
    make_lead(lead_source="", created_at=NOW - 2 * DAY)

    found = leaks.report(cast.ada, NOW)

    assert [(leak.kind.key, leak.count) for leak in found.leaking] == [("no_next_step", 3)]
    assert found.amount == Decimal(200 + 160 + 160)
    all_of_them, web = leaks.worths(NOW)
    assert (all_of_them.source, all_of_them.won, all_of_them.ended) == (None, 4, 25)
    assert (web.source, web.rate) == ("Web", 0.2)
    assert [web.average, web.each] == [Decimal(1_000), Decimal(200)]
    assert leaks.sentence(found, money="€520") == (
        "Yes: 3 of 3 open leads (100%) are left behind, about €520 at stake by your own win "
        "rates, most of it in “No next step” (3)."
    )


def ended(
    cast: SimpleNamespace, make_lead: MakeLead, source: str, *, won: int, lost: int, amount: int
) -> None:
    for _ in range(won):
        deal = Opportunity.objects.create(name="Deal", owner=cast.mara, is_closed=True,
                                          is_won=True, amount=amount)  # fmt: skip
        make_lead(lead_source=source, is_converted=True, created_at=NOW - 9 * DAY,
                  converted_opportunity=deal)  # fmt: skip
    for _ in range(lost):
        make_lead(lead_source=source, is_closed=True, created_at=NOW - 9 * DAY)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_classes_add_up_and_agree_with_plain_python(cast: SimpleNamespace, seed: int) -> None:
    """Random bases; each lead is judged again by the slow and obvious way."""
    random = Random(seed)
    base = Base(cast, random)
    base.fill(60)
    limits = LeakSettings.current()
    limits.queue_hours, limits.step_hours = random.choice([6, 24]), random.choice([0, 24])
    limits.save()

    known = {lead.pk: judged(lead, limits) for lead in Lead.objects.open().select_related("owner")}
    assert len(set(known.values())) > 6
    for user in (cast.ada, cast.ines, cast.mara, cast.otto):
        seen = list(Lead.objects.open().visible_to(user))
        expected = Counter(known[lead.pk] for lead in seen)
        found = leaks.report(user, NOW)
        assert {leak.kind.key: leak.count for leak in found.leaks if leak.count} == expected
        assert found.open_count == len(seen)
        amounts = money_of(seen, known)
        for leak in found.leaks:
            assert abs(leak.amount - amounts[leak.kind.key]) < Decimal("0.5")
    for kind in CLASSES:
        listed = leaks.among(kind.key, Lead.objects.all(), cast.ada, NOW)
        assert {lead.pk for lead in listed} == {pk for pk in known if known[pk] == kind.key}


def test_one_statement_whatever_there_is(
    cast: SimpleNamespace, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    Base(cast, Random(7)).fill(40)
    with moment():
        leaks.counted(None, NOW)  # what is kept in memory is read
        with django_assert_num_queries(1):
            assert leaks.counted(None, NOW)


class Base:
    """Random leads with what may hang on them."""

    def __init__(self, cast: SimpleNamespace, random: Random) -> None:
        self.random = random
        gone = User.objects.create_user(
            "gone@juniper.example", "x", last_name="Gone", is_active=False, manager=cast.ines
        )
        empty = Queue.objects.create(kind="Group", name="Empty queue")
        closed = Queue.objects.create(kind="Group", name="Closed queue", is_active=False)
        QueueMember.objects.create(queue=empty, user=gone)
        self.owners: list[Owner] = [cast.mara, cast.mara, cast.owen, cast.otto, cast.queue,
                                    cast.queue, gone, empty, closed]  # fmt: skip
        self.by = cast.mara
        self.program = Program.objects.create(name="Random")

    def fill(self, count: int) -> None:
        r = self.random
        deals = Opportunity.objects.bulk_create(
            Opportunity(name=f"D{n}", owner=self.by, is_closed=r.random() < 0.8,
                        is_won=r.random() < 0.5, amount=r.choice([None, 500, 2_000]))
            for n in range(count // 3)
        )  # fmt: skip
        for deal in deals:
            deal.is_won &= deal.is_closed
        Opportunity.objects.bulk_update(deals, ["is_won"])
        leads = Lead.objects.bulk_create(self._lead(n, deals) for n in range(count * 2))
        for address in ("a1@x.example", "a2@x.example", "a3@x.example"):
            Undeliverable.objects.create(address=address, found_at=NOW, is_hard=r.random() < 0.5,
                                         count=r.choice([1, 3]),
                                         kind=r.choice(["bounce", "bounce", "hand"]))  # fmt: skip
        for make in (self._clock, self._task, self._task, self._event, self._mail, self._mail,
                     self._pair, self._stay, self._enrolment):  # fmt: skip
            rows = [row for lead in leads if r.random() < 0.35 and (row := make(lead))]
            model: Any = type(rows[0])
            model.objects.bulk_create(rows, ignore_conflicts=True)

    def moment(self, back: int = 60) -> datetime:
        return NOW - timedelta(hours=self.random.randint(-30, back * 24) + 0.5)

    def _lead(self, number: int, deals: list[Opportunity]) -> Lead:
        r = self.random
        state = r.choice(["open"] * 5 + ["closed", "closed", "converted", "deleted"])
        return Lead(
            last_name=f"L{number}", owner=r.choice(self.owners), email=r.choice(
                ["", "A1@x.example", "a2@x.example", "a3@x.example", "a4@x.example"]),
            lead_source=r.choice(["", "Web", "Web", "Web", "Phone"]), created_at=self.moment(),
            status_changed_at=self.moment(), snoozed_until=r.choice([None, None, self.moment(2)]),
            is_closed=state == "closed", is_converted=state == "converted",
            is_deleted=state == "deleted",
            converted_opportunity=r.choice(deals) if state == "converted" else None,
        )  # fmt: skip

    def _clock(self, lead: Lead) -> Clock:
        r = self.random
        return Clock(lead=lead, owner=lead.owner, kind=r.choice(Kind.values), minutes=5, policy="",
                     started_at=NOW - DAY, due_at=self.moment(2),
                     paused_at=r.choice([None, None, NOW - 20 * HOUR]),
                     missed_at=r.choice([None, None, NOW - HOUR]),
                     stopped_at=r.choice([None, None, NOW]))  # fmt: skip

    def _task(self, lead: Lead) -> Task:
        r, at = self.random, self.moment(3)
        return Task(lead=lead, owner=lead.owner, due_at=r.choice([None, at]),
                    due_on=r.choice([None, at.date()]), is_closed=r.random() < 0.3,
                    is_deleted=r.random() < 0.1, task_subtype=r.choice(["Call", "Task"]),
                    completed_at=r.choice([None, at]))  # fmt: skip

    def _event(self, lead: Lead) -> Event:
        return Event(lead=lead, owner=lead.owner, starts_at=self.moment(2),
                     is_deleted=self.random.random() < 0.2)  # fmt: skip

    def _mail(self, lead: Lead) -> EmailMessage:
        r = self.random
        return EmailMessage(lead=lead, key=f"{lead.pk}:{r.random()}", is_incoming=r.random() < 0.6,
                            is_inquiry=r.random() < 0.2, is_deleted=r.random() < 0.1,
                            created_at=self.moment(3), state=r.choice(["sent", "failed"]),
                            created_by=r.choice([None, self.by, self.by]))  # fmt: skip

    def _pair(self, lead: Lead) -> DuplicatePair:
        r = self.random
        return DuplicatePair(one_object=r.choice(["Account", "Lead"]), one_id=r.randint(1, 9**9),
                             other_object="Lead", other_id=lead.pk, found_at=self.moment(8),
                             state=r.choice(["open", "open", "different"]))  # fmt: skip

    def _stay(self, lead: Lead) -> QueueStay | None:
        if not lead.owner.is_queue:
            return None
        return QueueStay(lead=lead, queue_id=lead.owner_id, since=self.moment(2),
                         manager_told_at=self.random.choice([None, None, NOW]),
                         left_at=self.random.choice([None, None, NOW]))  # fmt: skip

    def _enrolment(self, lead: Lead) -> Enrolment:
        return Enrolment(program=self.program, lead=lead,
                         state=self.random.choice(["running", "left"]))  # fmt: skip


def judged(lead: Lead, limits: LeakSettings) -> str:
    """The class of one lead, read row by row."""
    checks = {
        "no_owner": _no_owner, "owner_inactive": lambda lead, limits: not lead.owner.is_active,
        "queue_old": _queue_old, "unread_reply": _unread, "clock_broken": _broken,
        "bounced": _bounced, "duplicate": _duplicate, "overdue": _overdue,
        "no_next_step": _without_step, "stuck": _stuck,
    }  # fmt: skip
    assert list(checks) == [kind.key for kind in LEAKING]
    return next((key for key, check in checks.items() if check(lead, limits)), "fine")


def _no_owner(lead: Lead, limits: LeakSettings) -> bool:
    workers = QueueMember.objects.filter(queue=lead.owner_id, user__is_active=True)
    return lead.owner.is_active and lead.owner.is_queue and not workers


def _queue_old(lead: Lead, limits: LeakSettings) -> bool:
    if not lead.owner.is_queue:
        return False
    stay = QueueStay.objects.filter(lead=lead, queue=lead.owner_id, left_at=None).first()
    since = stay.since if stay else lead.created_at
    rang = bool(stay and (stay.members_told_at or stay.manager_told_at))
    return rang or NOW - since > limits.queue_hours * HOUR


def _is_aside(lead: Lead) -> bool:
    return bool(lead.snoozed_until and lead.snoozed_until > NOW)


def _unread(lead: Lead, limits: LeakSettings) -> bool:
    mails = [mail for mail in EmailMessage.objects.filter(lead=lead) if not mail.is_deleted]
    wrote = [mail.created_at for mail in mails if mail.is_incoming and not mail.is_inquiry]
    if not wrote or _is_aside(lead):
        return False
    answers = [mail.created_at for mail in mails
               if not mail.is_incoming and mail.created_by_id and mail.state == "sent"]  # fmt: skip
    answers += [task.completed_at for task in Task.objects.filter(lead=lead)
                if task.task_subtype == "Call" and task.completed_at
                and not task.is_deleted]  # fmt: skip
    return not any(at > max(wrote) for at in answers)


def _clocks(lead: Lead) -> list[Clock]:
    return [clock for clock in Clock.objects.filter(lead=lead) if clock.is_running]


def _broken(lead: Lead, limits: LeakSettings) -> bool:
    return any(clock.is_late(NOW) for clock in _clocks(lead))


def _steps(lead: Lead) -> list[bool]:
    """Whether each dated, open thing to do is past its day."""
    tasks = [task for task in Task.objects.filter(lead=lead)
             if not task.is_closed and not task.is_deleted]  # fmt: skip
    found = [task.due_at < NOW for task in tasks if task.due_at]
    return found + [task.due_on < NOW.date() for task in tasks if task.due_on and not task.due_at]


def _is_met(lead: Lead) -> bool:
    events = Event.objects.filter(lead=lead)
    return any(e.starts_at and e.starts_at > NOW and not e.is_deleted for e in events)


def _is_promised(lead: Lead) -> bool:
    return any(clock.kind in (Kind.FIRST_ATTEMPT, Kind.ACCEPT) for clock in _clocks(lead))


def _bounced(lead: Lead, limits: LeakSettings) -> bool:
    rows = Undeliverable.objects.filter(address=lead.email.lower(), kind="bounce")
    is_gone = any(row.is_hard or row.count >= 3 for row in rows)
    is_ahead = not all(_steps(lead)) or _is_aside(lead) or _is_met(lead) or _is_promised(lead)
    return is_gone and not is_ahead


def _duplicate(lead: Lead, limits: LeakSettings) -> bool:
    pairs = DuplicatePair.objects.of(lead).filter(state="open")
    return any(NOW - pair.found_at > limits.duplicate_days * DAY for pair in pairs)


def _overdue(lead: Lead, limits: LeakSettings) -> bool:
    return any(_steps(lead)) and not _is_aside(lead)


def _is_enrolled(lead: Lead) -> bool:
    return Enrolment.objects.filter(lead=lead, state="running").exists()


def _without_step(lead: Lead, limits: LeakSettings) -> bool:
    if lead.owner.is_queue or NOW - lead.created_at <= limits.step_hours * HOUR:
        return False
    return not (_steps(lead) or _is_aside(lead) or _is_met(lead) or _is_promised(lead)
                or _is_enrolled(lead))  # fmt: skip


def _stuck(lead: Lead, limits: LeakSettings) -> bool:
    is_long = NOW - lead.status_changed_at > limits.stuck_days * DAY
    return is_long and not _is_aside(lead) and not _is_enrolled(lead)


def money_of(leads: list[Lead], known: dict[int, str]) -> dict[str, Decimal]:
    """Win rate × average of the source's ended leads, or of all where they are few."""
    rows = Lead.objects.filter(is_deleted=False).select_related("converted_opportunity")
    over = [row for row in rows if row.is_closed or row.is_converted]
    ended = [row for row in over if getattr(row.converted_opportunity, "is_closed", True)]
    usual, _ = _each(ended)
    found: dict[str, Decimal] = defaultdict(Decimal)
    by_source = {row.lead_source: _each([e for e in ended if e.lead_source == row.lead_source])
                 for row in leads}  # fmt: skip
    for lead in leads:
        own, has_enough = by_source[lead.lead_source]
        found[known[lead.pk]] += own if has_enough else usual
    return found


def _each(ended: list[Lead]) -> tuple[Decimal, bool]:
    """What one of these brought on average, and whether they are enough to say so."""
    won = [row.converted_opportunity for row in ended
           if row.converted_opportunity and row.converted_opportunity.is_won]  # fmt: skip
    amounts = [Decimal(deal.amount) for deal in won if deal.amount is not None]
    average = sum(amounts, Decimal(0)) / len(amounts) if amounts else Decimal(0)
    each = average * len(won) / len(ended) if ended else Decimal(0)
    return each, len(ended) >= 20 and len(won) >= 3
