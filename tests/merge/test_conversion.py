"""A merge of what a conversion made or joined, and the conversion's undo."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.convert.choices import Choices
from headwater.convert.convert import convert
from headwater.convert.undo import TouchedSince, preview, undo
from headwater.merge.foresee import foresee
from headwater.merge.merge import merge
from headwater.merge.unmerge import unmerge
from headwater.records.models import Contact, Lead, Task

pytestmark = pytest.mark.django_db


def test_a_made_contact_that_was_merged_stays_until_the_merge_is_undone(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(first_name="Tom")
    done = convert(lead, by=cast.mara)
    known = Contact.objects.create(last_name="Okafor", first_name="T.", owner=cast.mara)
    merged = merge(known, [done.contact], by=cast.mara)
    lead.refresh_from_db()
    assert lead.converted_contact == known
    done.refresh_from_db()
    assert done.contact == known
    words = [touch.words for touch in preview(done).touches if touch.noun == "Contact"]
    assert words == [
        "Contact Tom Okafor was merged into another contact. Undo that merge first, or keep it."
    ]
    with pytest.raises(TouchedSince):
        undo(done, by=cast.mara, even_touched=True)
    unmerge(merged, by=cast.mara)
    undo(done, by=cast.mara)
    lead.refresh_from_db()
    assert not lead.is_converted
    assert list(Contact.objects.all()) == [known]


def test_a_survivor_that_a_conversion_made_is_not_deleted_with_it(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    done = convert(make_lead(first_name="Tom"), by=cast.mara)
    known = Contact.objects.create(last_name="Okafor", first_name="T.", owner=cast.mara)
    merge(done.contact, [known], by=cast.mara)
    words = [touch.words for touch in preview(done).touches if touch.noun == "Contact"]
    assert any("1 contact merged into it" in each for each in words)
    with pytest.raises(TouchedSince):
        undo(done, by=cast.mara, even_touched=True)


def test_a_joined_contact_may_be_merged_and_the_conversion_undone(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(first_name="Tom")
    task = Task.objects.create(lead=lead, owner=cast.mara)
    one, other = (
        Contact.objects.create(last_name="Okafor", first_name=name, owner=cast.mara)
        for name in ("Tom", "T.")
    )
    done = convert(lead, Choices(contact=one), by=cast.mara)
    one.refresh_from_db()
    merge(other, [one], by=cast.mara)
    undo(done, by=cast.mara, keep=["Account"])  # where the contact is by now
    lead.refresh_from_db()
    task.refresh_from_db()
    assert (lead.converted_contact, task.contact, task.lead) == (None, None, lead)


def test_a_lead_that_was_converted_since_gives_the_other_back(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    tom, also = make_lead(first_name="Tom"), make_lead(first_name="T.")
    task = Task.objects.create(lead=also, owner=cast.mara)
    merged = merge(tom, [also], by=cast.mara)
    tom.refresh_from_db()
    done = convert(tom, by=cast.mara)
    found = foresee(merged, by=cast.mara)
    assert any("was converted since" in words for words in found.unknown)
    assert found.questions == []
    unmerge(merged, by=cast.mara)
    for each in (tom, also, task):
        each.refresh_from_db()
    assert (tom.is_converted, also.is_open) == (True, True)
    assert (task.lead, task.contact) == (also, done.contact)
    undo(done, by=cast.mara)
    task.refresh_from_db()
    tom.refresh_from_db()
    assert (task.lead, task.contact, tom.is_open) == (also, None, True)
