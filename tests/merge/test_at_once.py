"""Several people merge the same records in the same moment: one merge, and nothing in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from headwater.merge.act import Merge
from headwater.merge.merge import merge
from headwater.merge.stragglers import gather
from headwater.merge.unmerge import unmerge
from headwater.records.models import Lead, Task
from headwater.records.problem import Refused
from headwater.records.tombstone import survivors


@pytest.mark.django_db(transaction=True)
def test_one_of_several_merges_at_once_stands(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    leads = [make_lead(first_name=name) for name in "abc"]
    start = Barrier(4)

    def press(order: list[int]) -> str:
        try:
            chosen = [Lead.objects.get(pk=leads[place].pk) for place in order]
            start.wait(10)
            merge(chosen[0], chosen[1:], by=cast.ada)
        except Refused as refused:
            return refused.problems[0].code
        else:
            return "merged"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(press, ([0, 1, 2], [2, 1, 0], [1, 0], [0, 2])))
    assert Merge.objects.count() == said.count("merged")
    assert set(said) <= {"merged", "ENTITY_IS_DELETED", "ENTITY_CHANGED"}
    living = set(survivors("Lead", [lead.pk for lead in leads]).values())
    assert Lead.objects.alive().count() == len(living)
    for each in Merge.objects.order_by("-pk"):
        unmerge(each, by=cast.ada)
    assert Lead.objects.alive().filter(master_record=None).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_task_in_the_moment_of_the_merge_finds_the_survivor(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    tom, also = make_lead(first_name="Tom"), make_lead(first_name="T.")
    both = Barrier(2)

    def write() -> None:
        try:
            lead = Lead.objects.get(pk=also.pk)
            both.wait(10)  # the records are held by now
            Task.objects.create(lead=lead, owner=cast.mara, subject="Just then")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = merge(tom, [also], by=cast.ada)
            writing = pool.submit(write)
            both.wait(10)
        writing.result(10)
    gather(merge_id=done.pk)
    assert tom.tasks.get().subject == "Just then"
    unmerge(done, by=cast.ada)
    assert also.tasks.get().subject == "Just then"
