"""Converting through the one door that all faces use: what was made is recognised, and no more."""

from collections.abc import Callable
from types import SimpleNamespace

from headwater.convert.choices import Choices
from headwater.converting import deeds
from headwater.match.match_key import MatchKey, number_of
from headwater.records.models import Conversion, DuplicatePair, Lead


def test_a_converted_person_is_recognised_until_it_is_undone(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead = make_lead(email="tom@harbor.example.com")
    conversion = deeds.convert(lead, by=cast.mara)
    assert conversion.account_id and conversion.contact_id
    theirs = MatchKey.objects.filter(object_name="Contact", record_id=conversion.contact_id)
    assert theirs.filter(hash=number_of(("email", "tom@harbor.example.com"))).exists()
    account_id, contact_id = conversion.account_id, conversion.contact_id
    deeds.take_back(conversion, by=cast.mara)
    for name, key in (("Account", account_id), ("Contact", contact_id)):
        assert not MatchKey.objects.filter(object_name=name, record_id=key).exists()
    lead.refresh_from_db()
    assert lead.is_open


def test_who_is_kept_is_still_recognised_and_asked_about(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    leads = [make_lead(first_name=name, email=f"{name}@harbor.example.com") for name in "ab"]
    done = deeds.convert_many([(lead, Choices()) for lead in leads], by=cast.mara)
    kept, gone = (each for each in done if isinstance(each, Conversion))
    pairs = [
        DuplicatePair.objects.create(
            one_object="Contact", one_id=each.contact_id or 0, other_object="Lead", other_id=1
        )
        for each in (kept, gone)
    ]
    deeds.take_back(kept, by=cast.mara, keep=["Contact"])
    deeds.take_back(gone, by=cast.mara)
    states = [DuplicatePair.objects.get(pk=pair.pk).state for pair in pairs]
    assert states == ["open", "gone"]
    theirs = MatchKey.objects.filter(object_name="Contact")
    assert set(theirs.values_list("record_id", flat=True)) == {kept.contact_id}
