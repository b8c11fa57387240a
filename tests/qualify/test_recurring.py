"""Tasks that come again: the next one when one is done, at the same hour, until the series ends."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.qualify import following, recurring, tasks
from headwater.qualify.models import Recurrence
from headwater.records import trail, writing
from headwater.records.models import Lead, Task
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]
BERLIN = "Europe/Berlin"


def test_a_weekly_call_goes_on_until_it_has_been_made_three_times(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    first = tasks.add(
        make_lead(), subject="Weekly call", by=cast.mara, due_at=noon, remind_at=noon,
        subtype="Call", now=noon,
    )  # fmt: skip
    recurring.repeat(first, Recurrence(unit="week", every=1, left_count=2), by=cast.mara, now=noon)
    tasks.complete([first], by=cast.mara, now=noon)
    second = Task.objects.open().get()
    assert (second.subject, second.task_subtype, second.lead) == ("Weekly call", "Call", first.lead)
    assert second.due_at == second.remind_at == noon + timedelta(weeks=1)
    tasks.complete([second], by=cast.mara, now=noon + timedelta(weeks=1))
    third = Task.objects.open().get()
    tasks.complete([third], by=cast.mara, now=noon + timedelta(weeks=2))
    assert not Task.objects.open().exists()
    assert Recurrence.objects.get().ended_at is not None
    assert [e.event for e in trail.about(first).order_by("id")] == [
        "task.created", "task.repeated", "task.completed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "due", "done", "expected"),
    [
        ({"unit": "day", "every": 3}, date(2026, 3, 11), date(2026, 3, 11), date(2026, 3, 14)),
        # What passed while one was left undone is not made up for.
        ({"unit": "day", "every": 3}, date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 13)),
        ({"unit": "day", "every": 3, "counts_from_done": True}, date(2026, 3, 1),
         date(2026, 3, 11), date(2026, 3, 14)),
        ({"unit": "week", "weekdays": [0, 1, 2, 3, 4]}, date(2026, 3, 13), date(2026, 3, 13),
         date(2026, 3, 16)),
        ({"unit": "week", "every": 2, "weekdays": [1, 3]}, date(2026, 3, 10), date(2026, 3, 10),
         date(2026, 3, 12)),
        ({"unit": "week", "every": 2, "weekdays": [1, 3]}, date(2026, 3, 12), date(2026, 3, 12),
         date(2026, 3, 24)),
        ({"unit": "month", "month_day": 31}, date(2026, 1, 31), date(2026, 1, 31),
         date(2026, 2, 28)),
        ({"unit": "month", "month_day": 31}, date(2026, 2, 28), date(2026, 2, 28),
         date(2026, 3, 31)),
        ({"unit": "month", "every": 12, "month_day": 29}, date(2024, 2, 29), date(2024, 2, 29),
         date(2025, 2, 28)),
        ({"unit": "day", "ends_on": date(2026, 3, 11)}, date(2026, 3, 11), date(2026, 3, 11), None),
        ({"unit": "day", "left_count": 0}, date(2026, 3, 11), date(2026, 3, 11), None),
    ],
)  # fmt: skip
def test_the_next_day(rule: dict[str, Any], due: date, done: date, expected: date | None) -> None:
    assert Recurrence(**rule).after(due, done) == expected


def test_nine_stays_nine_when_the_clocks_change(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    cast.mara.time_zone = BERLIN
    cast.mara.save()
    winter = datetime(2026, 3, 28, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, the day before
    task = tasks.add(make_lead(), subject="Call", by=cast.mara, due_at=winter, now=winter)
    recurring.repeat(task, Recurrence(unit="day"), by=cast.mara, now=winter)
    tasks.complete([task], by=cast.mara, now=winter)
    assert Task.objects.open().get().due_at == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_only_moved_for_that_day() -> None:
    rule = Recurrence(unit="day", at_time=time(2, 30), time_zone=BERLIN)
    times = [rule.moment(date(2026, 3, day)) for day in (28, 29, 30)]
    hours = [at.astimezone(UTC).strftime("%H:%M") for at in times if at]
    assert hours == ["01:30", "01:30", "00:30"]


def test_a_task_that_was_not_done_after_all_takes_the_next_one_back(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    task = tasks.add(make_lead(), subject="Call", by=cast.mara, due_at=noon, now=noon)
    recurring.repeat(task, Recurrence(unit="day", left_count=5), by=cast.mara, now=noon)
    tasks.complete([task], by=cast.mara, now=noon)
    tasks.reopen([task], by=cast.mara, now=noon)
    assert list(Task.objects.open()) == [task]
    rule = Recurrence.objects.get()
    assert (rule.task, rule.left_count) == (task, 5)


def test_what_another_door_closed_goes_on_within_a_minute(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    task = tasks.add(make_lead(), subject="Call", by=cast.mara, due_at=noon, now=noon)
    recurring.repeat(task, Recurrence(unit="day"), by=cast.mara, now=noon)
    Task.objects.update(is_closed=True, status="Completed", completed_at=noon)
    assert following.catch_up(noon) == 1
    assert Task.objects.open().get().due_on == date(2026, 3, 12)
    assert following.catch_up(noon) == 0
    writing.delete(list(Task.objects.open()), by=cast.mara)
    following.catch_up(noon)
    assert Recurrence.objects.get().ended_at == noon


def test_ending_a_series(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> None:
    task = tasks.add(make_lead(), subject="Call", by=cast.mara, due_at=noon, now=noon)
    rule = recurring.repeat(task, Recurrence(unit="day"), by=cast.mara, now=noon)
    recurring.end(rule, by=cast.mara, now=noon)
    tasks.complete([task], by=cast.mara, now=noon)
    assert not Task.objects.open().exists()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"unit": "day"}, "every day"),
        ({"unit": "week", "weekdays": [0, 1, 2, 3, 4]}, "every working day"),
        ({"unit": "week", "every": 2, "weekdays": [0, 3]}, "every 2 weeks on Monday and Thursday"),
        ({"unit": "month", "counts_from_done": True, "left_count": 3},
         "every month after it is done, 3 more"),
        ({"unit": "day", "ends_on": date(2026, 5, 3)}, "every day, until 3 May 2026"),
    ],
)  # fmt: skip
def test_in_words(rule: dict[str, Any], words: str) -> None:
    assert Recurrence(**rule).words == words


@pytest.mark.parametrize(
    ("rule", "why"),
    [({"unit": "year"}, "every how many"), ({"unit": "day", "every": 0}, "every how many"),
     ({"unit": "week", "weekdays": [9]}, "seven days"), ({"unit": "day", "left_count": 0}, "end"),
     ({"unit": "day", "ends_on": date(2026, 3, 1)}, "before it comes again")],
)  # fmt: skip
def test_refusals(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, rule: dict[str, Any], why: str
) -> None:
    task = tasks.add(make_lead(), subject="Call", by=cast.mara, due_at=noon, now=noon)
    with pytest.raises(Refused, match=why):
        recurring.repeat(task, Recurrence(**rule), by=cast.mara)
    with pytest.raises(Refused, match="not change it"):
        recurring.repeat(task, Recurrence(unit="day"), by=cast.rhea)


def test_a_task_without_a_day_does_not_come_again(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    task = tasks.add(make_lead(), subject="Call", by=cast.mara)
    with pytest.raises(Refused, match="first day"):
        recurring.repeat(task, Recurrence(unit="day"), by=cast.mara)
