"""Living through the past: while the sample is loaded, now is the moment being told.

The journey, calls and conversions then stamp what they do as they would have done on that day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything that asks `timezone.now()` inside hears `moment`."""
    really = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = really
