"""A webhook cannot make this server call its own neighbours."""

import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from headwater.api.webhooks import calling, target
from headwater.api.webhooks.target import Forbidden
from tests.api.webhooks.conftest import Receiver

INSIDE = [
    "http://127.0.0.1:8000/", "http://localhost/", "http://127.1/", "http://0.0.0.0/",
    "http://2130706433/", "http://0x7f000001/", "http://10.1.2.3/", "http://192.168.1.1/",
    "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
    "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:169.254.169.254]/", "http://[2002:7f00:1::]/", "http://[64:ff9b::a00:1]/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/",
]  # fmt: skip
NONSENSE = [
    "", "ftp://example.org/", "file:///etc/passwd", "https://", "//example.org", "javascript:1",
    "http://user:word@example.org/", "http://example.org:99999/", "http://[::1/", "gopher://x/",
    "http://" + "a" * 70 + ".example/",
]  # fmt: skip


@pytest.mark.parametrize("url", [*INSIDE, *NONSENSE])
def test_what_lies_inside_is_not_called(settings: Any, url: str) -> None:
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(Forbidden):
        target.check(url)
    reply = calling.post(url, "{}", {})
    assert (reply.status, bool(reply.trouble)) == (None, True)


def test_what_is_public_may_be_called(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = []
    found = target.resolve("https://1.1.1.1:8443/hööks?a=b c")
    assert (found.address, found.port, found.is_https) == ("1.1.1.1", 8443, True)
    assert found.path == "/h%C3%B6%C3%B6ks?a=b%20c"
    assert found.host_header == "1.1.1.1:8443"
    assert target.is_allowed("2606:4700:4700::1111")


def test_networks_can_be_let_through_by_name(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network("10.1.0.0/16")]
    assert target.resolve("http://10.1.2.3/").address == "10.1.2.3"
    with pytest.raises(Forbidden):
        target.resolve("http://10.2.2.3/")


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    reply = calling.post(receiver.url, "{}", {})
    assert (reply.status, reply.is_taken, len(receiver.got)) == (302, False, 1)


def test_a_long_answer_is_cut(receiver: Receiver) -> None:
    receiver.status, receiver.answer = 200, b"x" * 100_000
    assert len(calling.post(receiver.url, "{}", {}).answer) == 1_000


@pytest.fixture
def drip(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that sends a byte of its answer now and then, for ever."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    monkeypatch.setattr(calling, "TIMEOUT", 0.6)
    stop = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
                try:
                    line.send(bytes([byte]))
                except OSError:
                    return
                if stop.wait(0.1):
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    stop.set()
    thread.join()
    server.close()


def test_who_answers_drop_by_drop_is_not_waited_for(drip: str) -> None:
    began = time.monotonic()
    reply = calling.post(drip, "{}", {})
    assert "No answer within" in reply.trouble
    assert time.monotonic() - began < 2


def test_troubles_are_told_in_words(settings: Any, receiver: Receiver) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    assert "Nobody listens" in calling.post(f"http://127.0.0.1:{port}/", "{}", {}).trouble
    secure = receiver.url.replace("http:", "https:")
    assert "No safe connection" in calling.post(secure, "{}", {}).trouble
