"""Two people convert one lead in the same moment: one conversion, and both get it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from headwater.convert.convert import convert
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
