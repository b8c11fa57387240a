"""Work that one process does at a time: the second leaves it alone, the next may."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from headwater.database.one_worker import only_here


def elsewhere(kind: int, key: int) -> bool:
    """Whether another connection gets it."""
    try:
        with only_here(kind, key) as is_mine:
            return is_mine
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_only_one_works_at_it() -> None:
    with ThreadPoolExecutor(1) as pool:
        with only_here(7, 1) as is_mine:
            assert is_mine
            assert not pool.submit(elsewhere, 7, 1).result()
            assert pool.submit(elsewhere, 7, 2).result()
            assert pool.submit(elsewhere, 8, 1).result()
        assert pool.submit(elsewhere, 7, 1).result()
