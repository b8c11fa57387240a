"""A page of Juniper's own site that tells what its visitors do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

BROWSER = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5) Gecko/20100101 Firefox/130.0"
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def tell(db: None) -> Callable[..., Any]:
    """Post to the door as the script does; `agree` sends the visitor's key along."""
    client = Client()

    def post(*events: dict[str, Any] | str, agree: bool = True, **more: Any) -> Any:
        headers = {"User-Agent": BROWSER, "Origin": "https://www.juniper.example"}
        headers |= more.pop("headers", {})
        told = [
            {"k": "page", "p": each, "i": f"{abs(hash(each)):012x}"} if isinstance(each, str)
            else each for each in events
        ]  # fmt: skip
        said = {"v": KEY if agree else "", "e": told, **more}
        return client.post("/visits", json.dumps(said), content_type="text/plain", headers=headers)

    return post
