"""Ports that are taken, and ports that are free."""

import socket

import pytest

from headwater.cli.ports import free_port, refuse_busy
from headwater.cli.refusal import Refusal


def test_a_busy_port_is_refused_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=f"port {port} is in use .* --port N"):
            refuse_busy("127.0.0.1", port)
    refuse_busy("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refusal, match=r"cannot listen at 192\.0\.2\.1:8000"):
        refuse_busy("192.0.2.1", 8000)


def test_the_preferred_port_is_taken_if_it_is_free() -> None:
    port = free_port()
    assert free_port(port) == port
    with socket.create_server(("127.0.0.1", port)):
        assert free_port(port) != port
    assert free_port(65536) < 65536
