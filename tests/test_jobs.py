"""Background work that the clock starts: it can be called as the clock calls it."""

from importlib import import_module
from inspect import signature

from django.conf import settings
from procrastinate.contrib.django import app


def test_everything_that_the_clock_starts_takes_what_the_clock_says() -> None:
    for module in settings.PROCRASTINATE_IMPORT_PATHS:
        import_module(module)
    started = [periodic.task for periodic in app.periodic_registry.periodic_tasks.values()]
    assert len(started) > 30
    for task in started:
        signature(task.func, follow_wrapped=False).bind(timestamp=0)
