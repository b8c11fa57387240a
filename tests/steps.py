"""One step of the journey by itself, and then the last one, which writes what it decided."""

from collections.abc import Callable

from headwater.people.standing import moment
from headwater.records.draft import Batch
from headwater.records.saving import save


def take(step: Callable[[Batch], None], batch: Batch) -> None:
    with moment():
        step(batch)
        save(batch)
