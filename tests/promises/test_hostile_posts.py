"""Hostile posts over the wire: long, slow and cut-off bodies get an answer and are kept.

What they may say (scripts, SQL, NUL bytes, encodings) is told in tests/web/test_forms_hostile.py.
"""

import socket
import time

import pytest

from headwater.front_room import THREADS
from headwater.web.forms.posting import CUT_OFF
from tests.promises.conftest import OID, WEB_TO_LEAD, House, until

pytestmark = pytest.mark.processes

DOORS = (WEB_TO_LEAD, "/forms/quote")
COUNT = "SELECT count(*) FROM records_submission"


def received(house: House) -> int:
    """How many submissions there are."""
    return int(house.query(COUNT)[0][0])


@pytest.mark.parametrize("door", DOORS)
def test_a_megabyte_is_kept_whole_and_more_than_a_form_can_say_in_part(
    house: House, door: str
) -> None:
    before = received(house)
    said = {"oid": OID, "embedded": "1", "last_name": "Long", "LastName": "Long"}
    assert house.post(door, said | {"description": "x" * 1_000_000}) < 400
    assert house.post(door, said | {"description": "x" * 3_000_000}) == 413
    assert received(house) == before + 2
    rows = house.query("SELECT state, length(payload::text) FROM records_submission ORDER BY id")
    assert rows[-2][1] > 1_000_000
    assert rows[-1][0] == "rejected"


def begin(house: House, door: str) -> socket.socket:
    """A post of which only the beginning comes."""
    line = socket.create_connection(("127.0.0.1", house.port), timeout=20)
    line.sendall(
        f"POST {door} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 40\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nlast_name=Slow&".encode()
    )
    return line


@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_is_cut_off_breaks_nothing(house: House, door: str) -> None:
    before = received(house)
    begin(house, door).close()
    assert until(lambda: received(house) == before + 1), house.said
    ((state, reason),) = house.query(
        "SELECT state, reason FROM records_submission ORDER BY id DESC LIMIT 1"
    )
    assert (state, reason) == ("rejected", CUT_OFF)
    assert house.answers()


def test_slow_bodies_are_answered_and_hold_up_nobody(house: House) -> None:
    before = received(house)
    lines = [begin(house, WEB_TO_LEAD) for _ in range(THREADS - 1)]
    time.sleep(0.5)
    asked = time.monotonic()
    assert house.answers(), "the server still has time for others"
    assert time.monotonic() - asked < 4
    for line in lines:
        line.sendall(f"company=Slow&oid={OID}"[:25].encode())
    for line in lines:
        assert line.recv(20).split()[1] in (b"200", b"302")
        line.close()
    assert received(house) == before + len(lines)
