"""Many clients at once, one team: the shares are exact at every lead, in the order given out."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from django.db import connection, transaction

from headwater.database import aside
from headwater.people.models import Queue, Team, User
from headwater.records.models import Lead, TrailEntry
from headwater.route.assign import assign
from headwater.route.models import RoundRobin
from tests.route.asking import arriving, publish
from tests.steps import take

WEIGHTS = (5, 3, 2, 1)


@pytest.mark.parametrize("is_shared", [False, True])
@pytest.mark.django_db(transaction=True)
def test_shares_are_exact_at_every_lead(is_shared: bool) -> None:
    team = Team.objects.create(name="North")
    people = [
        User.objects.create_user(
            f"rep{n}@juniper.example", last_name=f"Rep {n}", team=team, turn_weight=weight
        )
        for n, weight in enumerate(WEIGHTS)
    ]
    publish(("", team, {}))
    queue = Queue.objects.get()
    leads = [Lead.objects.create(last_name=f"Lead {n}", owner=queue) for n in range(77)]
    sizes, batches = random.Random(5), []
    while leads:
        size = sizes.choice((1, 1, 2, 9))
        batches.append([leads.pop() for _ in range(min(size, len(leads)))])

    def arrive(batch: list[Lead]) -> None:
        try:
            with transaction.atomic():
                take(assign, arriving(*batch, is_shared=is_shared))
        finally:
            aside.leave()
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(arrive, batches))
    given = TrailEntry.objects.filter(event="lead.assigned").order_by("pk")
    assert RoundRobin.objects.get().turn_count == 77
    got: Counter[int] = Counter()
    for count, entry in enumerate(given, 1):
        got[entry.changes["owner_id"][1]] += 1
        if not is_shared:  # there turns are taken ahead, and written in another order
            for person, weight in zip(people, WEIGHTS, strict=True):
                assert abs(got[person.pk] - Fraction(weight * count, 11)) < 1
    assert [got[person.pk] for person in people] == [35, 21, 14, 7]
