"""Converting through the one door that all faces use: what was made is recognised, and no more."""

from collections.abc import Callable
from types import SimpleNamespace

from headwater import journey
from headwater.match.match_key import MatchKey, number_of
from headwater.records.models import Lead


def test_a_converted_person_is_recognised_until_it_is_undone(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead = make_lead(email="tom@harbor.example.com")
    conversion = journey.convert(lead, by=cast.mara)
    assert conversion.account_id and conversion.contact_id
    theirs = MatchKey.objects.filter(object_name="Contact", record_id=conversion.contact_id)
    assert theirs.filter(hash=number_of(("email", "tom@harbor.example.com"))).exists()
    account_id, contact_id = conversion.account_id, conversion.contact_id
    journey.take_back(conversion, by=cast.mara)
    for name, key in (("Account", account_id), ("Contact", contact_id)):
        assert not MatchKey.objects.filter(object_name=name, record_id=key).exists()
    lead.refresh_from_db()
    assert lead.is_open
