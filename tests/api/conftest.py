"""Calling the API as programs do: with a token, JSON in and out."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.test import Client
from oauth2_provider.models import get_application_model

from headwater.api import tokens
from headwater.catalog import custom
from headwater.people.models import User

V = "/services/data/v60.0"
SECRET = "the secret of a client"


class Program:
    """One program, acting for one user."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.token = tokens.issue(user) if user else ""

    def __call__(
        self, method: str, path: str, data: Any = None, *, expect: int = 0, **headers: str
    ) -> Any:
        """The answer's JSON (None where it has none), after checking its status."""
        response = self.raw(method, path, data, **headers)
        wanted = expect or {"POST": 201, "PATCH": 204, "DELETE": 204}.get(method, 200)
        assert response.status_code == wanted, response.content
        return orjson.loads(response.content) if response.content else None

    def raw(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        body = data if isinstance(data, bytes) else b"" if data is None else orjson.dumps(data)
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        path = path if path.startswith(("/services", "http://", "/id")) else f"{V}/{path}"
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.generic(
            method, path, body, content_type="application/json", headers=known | given
        )

    def query(self, text: str, **headers: str) -> Any:
        response = self.client.get(
            f"{V}/query/", {"q": text},
            headers={"Authorization": f"Bearer {self.token}"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
        )  # fmt: skip
        assert response.status_code == 200, response.content
        return orjson.loads(response.content)


@pytest.fixture(autouse=True)
def no_earlier_tries(db: None) -> None:
    """Guesses of one test do not slow down the next."""
    cache.clear()


@pytest.fixture
def program(cast: SimpleNamespace) -> Callable[[User | None], Program]:
    """`program(cast.mara)` calls in the name of Mara."""
    return Program


@pytest.fixture
def api(cast: SimpleNamespace) -> Program:
    """A program with an administrator's rights."""
    return Program(cast.ada)


@pytest.fixture
def client_app(cast: SimpleNamespace) -> Any:
    """A registered program that runs as Ada."""
    clients = get_application_model()
    return clients.objects.create(
        name="Website", user=cast.ada, client_type=clients.CLIENT_CONFIDENTIAL,
        authorization_grant_type=clients.GRANT_CLIENT_CREDENTIALS, client_secret=SECRET,
    )  # fmt: skip


@pytest.fixture
def external_id(db: None) -> str:
    """A text field of leads by which other systems know them."""
    return custom.define(
        "Lead", "External Id", "string", name="External_Id__c", is_external_id=True, is_unique=True
    ).name
