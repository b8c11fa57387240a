"""Several people convert the same leads in the same moment: one conversion of each, for all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from headwater.convert.choices import Beside, Choices
from headwater.convert.convert import convert, convert_batch
from headwater.convert.undo import undo_batch
from headwater.people.models import User
from headwater.records.models import Account, Contact, Conversion, Lead, Opportunity


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_conversion(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead, start = make_lead(first_name="Tom"), Barrier(4)

    def click(by: User) -> int:
        try:
            start.wait(10)
            return convert(Lead.objects.get(pk=lead.pk), by=by).pk
        finally:
            connection.close()

    people = [cast.mara, cast.ines, cast.mara, cast.ada]
    with ThreadPoolExecutor(len(people)) as pool:
        found = set(pool.map(click, people))
    assert len(found) == 1 == Conversion.objects.count()
    assert [model.objects.count() for model in (Account, Contact, Opportunity)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_batches_in_any_order_wait_for_each_other_and_never_in_a_circle(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    accounts = [Account.objects.create(owner=cast.mara, name=f"Harbor {n}") for n in range(4)]
    leads = [make_lead(first_name=str(number)) for number in range(8)]
    wanted = [(lead, Choices(account=accounts[n % 4])) for n, lead in enumerate(leads)]
    wanted.append((make_lead(first_name="Ann"), Choices(account=Beside(leads[0].pk))))
    orders = [wanted, wanted[::-1], wanted[4:] + wanted[:4], wanted[1::2] + wanted[::2]]
    start = Barrier(4)

    def work(mine: list[tuple[Lead, Choices]]) -> frozenset[int]:
        try:
            start.wait(10)
            again = [(Lead.objects.get(pk=lead.pk), choices) for lead, choices in mine]
            done = convert_batch(again, by=cast.mara)
            return frozenset(each.pk for each in done if isinstance(each, Conversion))
        finally:
            connection.close()

    def take_back(mine: list[Conversion]) -> int:
        try:
            start.wait(10)
            return sum(isinstance(each, Conversion) for each in undo_batch(mine, by=cast.mara))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(work, orders))
        assert len(found) == 1 and Conversion.objects.count() == 9 == Contact.objects.count()
        every = list(Conversion.objects.all())
        counts = set(pool.map(take_back, [every, every[::-1], every[3:] + every[:3], every]))
    assert counts == {9} and not Contact.objects.exists()
    assert not Lead.objects.filter(is_converted=True).exists()
