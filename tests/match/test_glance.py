"""Names that only sound alike are not compared while somebody waits."""

import pytest

from headwater.match.glance import is_worth_comparing
from headwater.match.identity import Identity

NOBODY = dict.fromkeys(
    ("first_name", "last_name", "city", "postal_code", "email", "company"), ""
)  # fmt: skip
JANE = {
    "first_name": "Jane", "last_name": "Van de Berg", "email": "jane@harborcold.com",
    "company": "Harbor Cold Storage Inc.", "city": "Köln", "postal_code": "50667",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "is_worth"),
    [
        ({"first_name": "jane", "last_name": "van-de-Berg"}, True),
        ({"first_name": "Van de Berg", "last_name": "Jane"}, True),
        ({"first_name": "Jan", "last_name": "Vandenberg", "city": "KOLN"}, True),
        ({"first_name": "Jan", "last_name": "Vandenberg", "company": "Harbor Cold Storage"}, True),
        ({"first_name": "Jan", "last_name": "Vandenberg", "email": "v@HarborCold.com"}, True),
        ({"first_name": "Jan", "last_name": "Vandenberg", "city": "Bonn"}, False),
        ({"first_name": "Jan", "last_name": "Vandenberg"}, False),
    ],
)
def test_what_else_must_be_the_same(said: dict[str, str], is_worth: bool) -> None:
    own = Identity.of_values(JANE, "DE", company=JANE["company"])
    assert is_worth_comparing(own, NOBODY | said) == is_worth
