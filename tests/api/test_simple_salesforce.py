"""simple-salesforce, unmodified, over https against a real server process."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from django.contrib.auth.hashers import Argon2PasswordHasher
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)
from simple_salesforce.login import SalesforceLogin

from headwater.people.models import User
from headwater.records.models import Lead
from tests.conftest import PASSWORD
from tests.postgres import database_url

CHECKOUT = Path(__file__).parent.parent.parent
PATIENCE = 30.0  # seconds until the server must answer


@pytest.fixture
def server(cast: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of `headwater serve --https` on the test's database, its certificate trusted."""
    port = _free_port()
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "HEADWATER_STATE": str(tmp_path),
        "HEADWATER_MODE": "demo", "PYTHONPATH": str(CHECKOUT),
    }  # fmt: skip
    command = [sys.executable, "-P", "-m", "headwater", "serve", "--https", "--workers", "1"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(
        [*command, "--port", str(port)], env=environment, stdout=log, stderr=log
    ) as process:  # fmt: skip
        try:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "tls" / "certificate.pem"))
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            address = f"https://127.0.0.1:{port}"
            _wait_for(address, process, tmp_path / "log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_lead_s_life_through_simple_salesforce_over_https(
    server: str, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    _give_password(cast.ada)
    with pytest.raises(SalesforceAuthenticationFailed):
        _sign_in(server, "wrong")
    session_id, instance = _sign_in(server, PASSWORD)
    sf: Any = Salesforce(session_id=session_id, instance_url=f"https://{instance}")
    made = sf.Lead.create({"LastName": "Lovelace", "Company": "Engines", "Email": "a@e.example"})
    assert made["success"]
    key = made["id"]
    assert sf.Lead.get(key)["LastName"] == "Lovelace"
    found = sf.query("SELECT Id, Owner.Name FROM Lead WHERE Company = 'Engines'")
    assert [(each["Id"], bool(each["Owner"]["Name"])) for each in found["records"]] == [(key, True)]
    assert sf.Lead.update(key, {"Title": "Countess"}) == 204
    assert sf.Lead.get(key)["Title"] == "Countess"
    assert {each["name"] for each in sf.Lead.describe()["fields"]} >= {"Id", "Status", "OwnerId"}
    with pytest.raises(SalesforceMalformedRequest) as refused:
        sf.Lead.create({"FirstName": "Ada"})
    content: Any = refused.value.content
    assert content[0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert sf.Lead.delete(key) == 204
    with pytest.raises(SalesforceResourceNotFound):
        sf.Lead.get(key)
    stranger: Any = Salesforce(session_id=session_id[:-1] + "x", instance_url=f"https://{instance}")
    with pytest.raises(SalesforceExpiredSession):
        stranger.query("SELECT Id FROM Lead")


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_page_works(server: str, cast: SimpleNamespace) -> None:
    _give_password(cast.ada)
    page = (CHECKOUT / "docs" / "api.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    example = example.replace("https://127.0.0.1:8000", server)
    example = example.replace("admin@juniper.example", cast.ada.email)
    exec(example.replace("headwater-demo", PASSWORD), {})  # noqa: S102
    assert Lead.objects.get(last_name="Lovelace").is_deleted


def _give_password(user: User) -> None:
    """One that another process can check; this one's tests use a quick hash."""
    user.password = Argon2PasswordHasher().encode(PASSWORD, "pepper and salt")
    user.save()


def _sign_in(server: str, password: str) -> tuple[str, str]:
    session_id, instance = SalesforceLogin(
        username="ada@juniper.example", password=password, security_token="", scratch_url=server
    )
    return str(session_id), str(instance)


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(f"{address}/services/data", timeout=5)
        except (requests.ConnectionError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The server does not answer:\n{log.read_text()}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port: int = chosen.getsockname()[1]
    return port
