"""Caught mail: kept as files, shown on a page, harmless."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from headwater.cli.ports import free_port
from tests.cli.conftest import CHECKOUT

pytestmark = pytest.mark.processes


@pytest.fixture
def catcher(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """A running catcher: its mail port and the address of its page."""
    mail, page = free_port(), free_port()
    command = ["mail-catcher", "--port", str(mail), "--page-port", str(page)]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "headwater", *command],
        env=environment,
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert str(page) in process.stdout.readline()
        yield mail, f"http://127.0.0.1:{page}"
        process.terminate()
        assert process.wait(10) == 0


def looked_at(address: str) -> str:
    with urlopen(address, timeout=10) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


def test_a_mail_is_kept_and_shown(catcher: tuple[int, str], state: Path) -> None:
    port, page = catcher
    assert "No mail yet" in looked_at(page)
    mail = EmailMessage()
    mail["From"], mail["To"] = "hello@juniper.example", "zoe@example.org"
    mail["Subject"] = "Grüße <script>alert(1)</script>"
    mail.set_content("Dear Zoë,\n<b>thank you</b>.")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)

    (kept,) = (state / "mail").glob("*.eml")
    assert b"zoe@example.org" in kept.read_bytes()
    listing = looked_at(page)
    assert "zoe@example.org" in listing
    assert "<script>" not in listing
    whole = looked_at(f"{page}/{kept.name}")
    assert "Dear Zoë," in whole
    assert "&lt;b&gt;thank you" in whole


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/nothing.eml"])
def test_the_page_shows_nothing_but_mail(catcher: tuple[int, str], state: Path, path: str) -> None:
    (state / "secret").write_text("key")
    with pytest.raises(HTTPError, match="404") as refused:
        looked_at(catcher[1] + path)
    refused.value.close()
