"""Merging at work: who is recognised, how promising they are, what comes in the moment of it."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater import journey, merging
from headwater.match import keys
from headwater.merge.stragglers import gather
from headwater.records.consent_link import record_of, token_of
from headwater.records.draft import Draft
from headwater.records.duplicate_pair import DuplicatePair
from headwater.records.models import Lead, Task
from headwater.records.submission import Door
from headwater.score import rescore
from tests.merge.dump import difference, everything

pytestmark = pytest.mark.django_db


def come(**values: str) -> Lead:
    draft = Draft({"last_name": "Okafor", "first_name": "Tom", **values})
    journey.create([draft], door=Door.FORM)
    assert draft.lead
    return Lead.objects.get(pk=draft.lead.pk)


@pytest.fixture
def two(cast: SimpleNamespace) -> tuple[Lead, Lead]:
    """One person who came with two addresses."""
    one = come(email="tom@harbor.example.com", company="Harbor Cold Storage")
    other = come(email="tom.at.home@gmail.com", company="Someone else", phone="+1 303 555 0199")
    assert one.pk != other.pk
    rescore.rescore([one.pk, other.pk])  # the forms that they sent count a minute later
    one.refresh_from_db()
    other.refresh_from_db()
    return one, other


def test_whoever_writes_from_the_old_address_is_recognised(
    two: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    tom, also = two
    done = merging.merge(tom, [also], by=cast.ada)
    assert come(email="tom.at.home@gmail.com") == tom
    assert come(email="tom@harbor.example.com") == tom
    assert record_of(token_of(also)) == tom
    merging.unmerge(done, by=cast.ada)
    also.refresh_from_db()
    assert come(email="tom.at.home@gmail.com") == also
    assert record_of(token_of(also)) == also


def test_what_was_added_in_the_moment_of_the_merge_is_not_lost(
    two: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    tom, also = two
    done = merging.merge(tom, [also], by=cast.ada)
    late = Task.objects.create(lead=also, owner=cast.mara, subject="Just then")
    gather(merge_id=done.pk)
    late.refresh_from_db()
    assert late.lead == tom
    merging.unmerge(done, by=cast.ada)
    late.refresh_from_db()
    assert late.lead == also
    gather(merge_id=done.pk)


def test_keys_and_scores_follow(
    two: tuple[Lead, Lead], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    tom, also = two
    before = keys.of_lead(tom, "US"), tom.score
    done = merging.merge(tom, [also], by=cast.ada, values={"phone": also.phone})
    merging.unmerge(done, by=cast.ada)
    tom.refresh_from_db()
    assert (keys.of_lead(tom, "US"), tom.score) == before


def test_what_never_was_one_is_not_proposed_again(
    two: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    tom, also = two
    done = merging.merge(tom, [also], by=cast.ada)
    merging.unmerge(done, by=cast.ada, are_different=True)
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.decided_by) == ("different", cast.ada)
    assert {pair.one_id, pair.other_id} == {tom.pk, also.pk}


def test_merged_and_taken_apart_the_other_rooms_are_as_they_were_too(
    two: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    before = _without_key_numbers()
    done = merging.merge(two[1], [two[0]], by=cast.ada)
    assert _without_key_numbers() != before
    merging.unmerge(done, by=cast.ada)
    assert difference(before, _without_key_numbers()) == {}


def _without_key_numbers() -> dict[str, list[str]]:
    """Everything; match keys are written anew, so that their own numbers say nothing, and whom to
    score anew is work for the next minute."""
    found = everything()
    del found["score_unscored"]
    keys = found["match_matchkey"]
    found["match_matchkey"] = sorted(re.sub(r'"id": \d+, ', "", row) for row in keys)
    return found
