"""The document is kept: what is answered has a status and a type that it names, and is no 500."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from headwater.api import openapi
from tests.api.conftest import Program

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
OBJECTS = ("Lead", "Task", "{object}")  # the others are told, and answered, alike
HERE = "/services/data/v66.0/sobjects/"
GROUPS = {
    "intake": lambda path: path.startswith("/api"),
    "records": lambda path: path.startswith(HERE),
    "questions": lambda path: not path.startswith(("/api", HERE)) and "/jobs/" not in path
    and "/composite" not in path,
    "several": lambda path: "/composite" in path,
    "jobs": lambda path: "/jobs/" in path,
}  # fmt: skip
QUICK = settings(
    max_examples=4, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_documented_is_answered(group: str, api: Program) -> None:
    operations: Any = schemathesis.openapi.from_dict(_fewer(GROUPS[group])).get_all_operations()
    for operation in operations:
        _try(operation.ok(), api)


def _try(operation: Any, api: Program) -> None:
    @QUICK
    @given(case=operation.as_strategy())
    def each(case: Any) -> None:
        with transaction.atomic():
            answer = _sent(case, api)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    each()


def _sent(case: Any, api: Program) -> Any:
    """By Django's own client: within the test's transaction, over the whole of WSGI."""
    passed_on = ("Prefer", "Idempotency-Key")
    request = case.as_transport_kwargs(base_url="http://testserver")

    whole = requests.Request(
        request["method"], request["url"], params=request.get("params"),
        headers=request.get("headers"), json=request.get("json"), data=request.get("data"),
    ).prepare()  # fmt: skip
    body = whole.body or b""
    answer = Client(raise_request_exception=False).generic(
        str(whole.method), str(whole.path_url),
        body.encode() if isinstance(body, str) else body,
        content_type=str(whole.headers.get("Content-Type", "application/json")),
        headers={"Authorization": f"Bearer {api.token}"}
        | {name: str(text) for name, text in whole.headers.items() if name in passed_on},
    )  # fmt: skip
    content = b"".join(answer) if answer.streaming else answer.content
    return schemathesis.Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=content, request=whole, elapsed=0.0, verify=False,
    )  # fmt: skip


def _fewer(is_wanted: Callable[[str], bool]) -> dict[str, Any]:
    found = openapi.document("http://testserver")
    paths = {
        path: each for path, each in found["paths"].items()
        if is_wanted(path)
        and (not path.startswith(HERE) or path.removeprefix(HERE).split("/")[0] in OBJECTS)
    }  # fmt: skip
    return found | {"paths": paths, "webhooks": {}}
