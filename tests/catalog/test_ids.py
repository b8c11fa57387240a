"""Record ids: the keys of rows in the clothes that Salesforce clients expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.catalog import ids


@pytest.mark.parametrize(
    ("short", "sums"),
    [
        # Recorded from live organisations (reference §1.12).
        ("0015f00002JUX1J", "AAX"),
        ("00Q5f000005bwLF", "EAY"),
        ("0065f00000UloqV", "AAR"),
        ("012000000000000", "AAA"),
    ],
)
def test_the_checksum_is_salesforces(short: str, sums: str) -> None:
    assert ids.checksum(short) == sums


@pytest.mark.django_db
@given(st.integers(0, ids.LARGEST))
def test_an_id_leads_back_to_its_row(key: int) -> None:
    text = ids.encode("00Q", key)
    assert len(text) == 18
    assert ids.decode(text) == ("00Q", key)
    assert ids.decode(text[:15]) == ("00Q", key)
    assert ids.decode(text.lower()[:15] + text[15:]) == ("00Q", key)


@pytest.mark.parametrize(
    "text",
    ["", "00Q", "00Q00000000000!", "00Q000000000001AA?", "00Q000000000001AAB"],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ids.MalformedId):
        ids.decode(text)


@pytest.mark.django_db
def test_an_id_of_another_system_is_an_id_that_nothing_has() -> None:
    assert ids.decode("00Q5f000005bwLF") == ("00Q", ids.LARGEST)
