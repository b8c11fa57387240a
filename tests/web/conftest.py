"""What the tests of the web face share: clients who are signed in, and silence afterwards."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.people.models import User
from headwater.web import live


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser of its own for each person."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def mara(cast: SimpleNamespace, sign_in: Callable[[User], Client]) -> Client:
    """Mara, a rep, at her desk."""
    return sign_in(cast.mara)


@pytest.fixture(scope="session")
def live_line(django_db_setup: None) -> Iterator[None]:
    """The listening thread; it is stopped, or its connection would keep the test database."""
    live.ear.listen()
    yield
    live.ear.stop()
