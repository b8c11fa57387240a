"""Bulk jobs in tests: what waits in them is done by `work`, as a worker would."""

from collections.abc import Callable

import pytest

from headwater.api.bulk import running
from headwater.api.bulk.job import BulkBatch


@pytest.fixture
def work() -> Callable[[], None]:
    """Do all batches that wait."""

    def done() -> None:
        for number in BulkBatch.objects.order_by("pk").values_list("pk", flat=True):
            running.run.func(number=number)

    return done
