"""What is kept for those who see a part says what they would be told now, and never to others."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.measure import (
    answer_times,
    by_the_hour,
    campaigns,
    funnel,
    handoffs,
    health,
    influence_sums,
    kept_answers,
    leads,
    outcome,
    response,
    sources,
    two_times,
    workload,
)
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.kept_answers import KeptAnswer
from headwater.measure.plain import told
from headwater.people.models import Organization, User
from headwater.people.user import Role
from headwater.records.models import Campaign, Lead
from headwater.recycling import finding
from headwater.weekly import kept, over_time, weeks
from tests.measure.histories import history

FIGURES: tuple[Any, ...] = (
    health.standing, health.arrivals, health.aging, sources.sources, outcome.compared,
    handoffs.total, handoffs.by_person, response.first_answers, answer_times.by_hour,
    answer_times.by_person, two_times.two_times, workload.team,
)  # fmt: skip


def anew(user: User) -> User:
    """As the next request has it."""
    return User.objects.get(pk=user.pk)


def everything(user: User, filters: Filters) -> list[Any]:
    """What all kinds of kept figures say."""
    keys = sorted(Campaign.objects.values_list("pk", flat=True))
    found = [figure(user, filters) for figure in FIGURES]
    found += [leads.by_source(user, filters.period), over_time.over_time(user, filters.period)]
    found += [funnel.funnel(user, filters, axis=axis) for axis in funnel.AXES]
    found += [campaigns.lately(keys, user), influence_sums.credits_of(keys, user, 30)[0]]
    found += [kept.report(weeks.week_of(timezone.localdate()), user)[0]]
    return [*found, kept_answers.answered(user, finding.left_out_count)]


def test_kept_answers_say_what_they_say_live(cast: SimpleNamespace) -> None:
    history(5, cast, leads=12)
    month, web = Filters(Period(30)), Filters(source="Web")
    hers = Filters(Period(30), owner=cast.mara.pk)
    asked = [(cast.mara, month), (cast.owen, web), (cast.ada, hers)]
    live = [everything(anew(user), filters) for user, filters in asked]
    assert not KeptAnswer.objects.exists()  # of few leads nothing is kept
    by_the_hour.count()
    first = [everything(anew(user), filters) for user, filters in asked]
    Lead.objects.update(lead_source="Else", is_closed=True)
    assert live == first == [everything(anew(user), filters) for user, filters in asked]
    by_the_hour.count()
    KeptAnswer.objects.update(value=told("of an hour ago"))
    assert kept_answers.anew() == KeptAnswer.objects.count() > 40
    again = [everything(anew(user), filters) for user, filters in asked]
    by_the_hour.hourly()  # so few leads need none of it
    assert not KeptAnswer.objects.exists()
    assert again == [everything(anew(user), filters) for user, filters in asked] != live


def test_who_sees_something_else_is_told_something_else(cast: SimpleNamespace) -> None:
    history(6, cast)
    by_the_hour.count()
    filters = Filters(Period(30))

    def says(user: User) -> Any:
        return health.standing(anew(user), filters)

    def is_kept(user: User) -> bool:
        return bool(says(user) == "kept")

    says(cast.mara)
    KeptAnswer.objects.update(value=told("kept"))
    assert is_kept(cast.mara)
    assert not is_kept(cast.owen)
    KeptAnswer.objects.exclude(asker=cast.mara).delete()
    User.objects.filter(pk=cast.owen.pk).update(manager=cast.mara.pk)  # she sees his, too
    assert not is_kept(cast.mara)
    User.objects.filter(pk=cast.owen.pk).update(manager=None)
    assert is_kept(cast.mara)
    with timezone.override("Pacific/Auckland"):
        assert not is_kept(cast.mara)
    Organization.objects.update(lead_access="read")
    assert not is_kept(cast.mara)
    Organization.objects.update(lead_access="private")
    assert is_kept(cast.mara)
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    assert says(cast.mara).open == 0


def test_answers_grow_old(cast: SimpleNamespace) -> None:
    history(7, cast, leads=5)
    by_the_hour.count()
    now, filters = timezone.now(), Filters()
    live = health.standing(anew(cast.mara), filters)
    KeptAnswer.objects.update(value=told("kept"), read_at=now - timedelta(hours=1))
    assert health.standing(anew(cast.mara), filters) != live
    assert KeptAnswer.objects.get().read_at >= now  # that somebody reads it is noted
    KeptAnswer.objects.update(counted_at=now - kept_answers.LASTING)
    assert health.standing(anew(cast.mara), filters) == live
    User.objects.filter(pk=cast.mara.pk).update(role=Role.ADMIN)
    assert kept_answers.anew() == 0  # she sees more now: nobody needs what she was told
    health.standing(anew(cast.owen), filters)
    KeptAnswer.objects.update(read_at=now - kept_answers.READ)
    assert kept_answers.anew() == 0


@pytest.mark.parametrize("page", ["conversion", "nurture", "weekly", "campaigns"])
def test_the_page_says_from_when(cast: SimpleNamespace, client: Client, page: str) -> None:
    history(7, cast, leads=5)
    Campaign.objects.create(name="Fair", owner=cast.ada)
    client.force_login(cast.mara)
    said = b"counted anew each hour"
    assert said not in client.get(f"/reports/{page}").content
    by_the_hour.count()
    assert said not in client.get(f"/reports/{page}").content  # just counted
    assert client.get(f"/reports/{page}").content.count(said) == 1
