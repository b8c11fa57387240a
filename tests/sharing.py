"""The whole run is shared out to some processes (pytest-xdist), each with a database of its own.

A file stays whole; so does a room whose tests share programs that run. What takes longest begins.
"""

import pytest

# Rooms with one set of programs for all their tests, then files that start programs of their own.
LONGEST = ("tests/browser/", "tests/promises/", "tests/capture/mail/", "tests/cli/",
           "tests/capture/test_import_processes", "tests/api/test_simple_salesforce")  # fmt: skip
WHOLE = LONGEST[:3]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what belongs together, and put the longest first."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=place_of)


def group_of(item: pytest.Item) -> str:
    """The room, where it must stay whole, else the file."""
    file = item.nodeid.partition("::")[0]
    return next((room for room in WHOLE if file.startswith(room)), file)


def place_of(item: pytest.Item) -> int:
    """Sorting keeps the order of what has the same place."""
    starts = (place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start))
    return next(starts, len(LONGEST))
