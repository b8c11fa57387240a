"""Who sends slowly holds up nobody: a real server, many slow programs, one quick one."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from headwater.cli.ports import free_port
from headwater.front_room import FrontRoom

SLOW = 40
SERVER = """
from granian import Granian
from granian.constants import Interfaces
Granian("tests.test_front_room:room", address="127.0.0.1", port={port},
        interface=Interfaces.RSGI, workers=1, websockets=False).serve()
"""
HEAD = b"POST /caf%%C3%%A9?a=%%20b HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nX-A: 2\r\n%b\r\n\r\n"


def tells_sizes(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
    """Answers with what it was told and how long the body is."""
    size = len(environ["wsgi.input"].read())
    begin("200 OK", [("Content-Type", "text/plain")])
    path = environ["PATH_INFO"].encode("latin-1").decode()
    if path == "/fails":
        raise ValueError(path)
    said = (path, environ["QUERY_STRING"], environ.get("HTTP_X_A"), environ.get("CONTENT_LENGTH"))
    return [f"{said} {size}".encode()]


room = FrontRoom(tells_sizes, patience=1)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with one process, and a second for a piece."""
    number = free_port()
    variables = {"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": "/usr/bin"}
    command = [sys.executable, "-P", "-c", SERVER.format(port=number)]
    with subprocess.Popen(command, env=variables) as server:
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{number}/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        yield number
        server.terminate()


def sent(port: int, body: bytes, head: bytes = b"") -> socket.socket:
    """A program that has sent this much of its body."""
    program = socket.create_connection(("127.0.0.1", port), timeout=20)
    program.sendall(HEAD % (head or b"Content-Length: %d" % len(body)) + body)
    return program


def answer(program: socket.socket) -> bytes:
    with program:
        return program.recv(10_000)


def test_slow_programs_leave_a_quick_one_quick(port: int) -> None:
    slow = [sent(port, b"a", b"Content-Length: 1000") for _ in range(SLOW)]
    began = time.monotonic()
    assert answer(sent(port, b"quick" * 10)).endswith(b" 50")
    assert time.monotonic() - began < 1
    assert all(answer(each).startswith(b"HTTP/1.1 408") for each in slow)


def test_a_drop_now_and_then_is_too_slow(port: int) -> None:
    program = sent(port, b"a", b"Content-Length: 1000")
    for _ in range(3):
        time.sleep(0.4)
        program.sendall(b"a")
    assert answer(program).startswith(b"HTTP/1.1 408")


def test_who_sends_piece_by_piece_has_their_time(port: int) -> None:
    size = 4 * 65_536
    program = sent(port, b"a" * 65_536, b"Content-Length: %d" % size)
    for _ in range(3):
        time.sleep(0.5)  # more than a second in all
        program.sendall(b"a" * 65_536)
    assert answer(program).endswith(f" {size}".encode())


def test_large_bodies_come_whole(port: int) -> None:
    assert answer(sent(port, b"a" * 5_000_000)).endswith(b" 5000000")


def test_chunks_have_their_length_and_headers_that_come_twice_are_one(port: int) -> None:
    told = answer(sent(port, b"3\r\nabc\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"))
    assert told.endswith("('/café', 'a=%20b', '1,2', '3') 3".encode())


def test_half_a_body_is_for_the_door_to_judge(port: int) -> None:
    program = sent(port, b"a" * 10, b"Content-Length: 1000")
    program.shutdown(socket.SHUT_WR)
    assert answer(program).endswith(b"'1000') 10")


def test_a_mistake_is_a_500_and_the_next_is_served(port: int) -> None:
    program = socket.create_connection(("127.0.0.1", port), timeout=20)
    program.sendall(b"GET /fails HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer(program).startswith(b"HTTP/1.1 500")
    assert answer(sent(port, b"quick")).endswith(b" 5")
