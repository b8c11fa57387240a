"""Marketing and sales agree on what a stage means, in writing, and sign it."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from headwater.qualify import agreeing
from headwater.qualify.holding import conditions, holding
from headwater.qualify.models import StageDefinition
from headwater.qualify.stage_definition import Side
from headwater.records.models import Lead, TrailEntry
from headwater.records.problem import Refused


def first(stage: str = "mql") -> StageDefinition:
    return StageDefinition.objects.get(stage=stage, version=1)


def test_it_counts_once_both_sides_have_signed(cast: SimpleNamespace) -> None:
    assert agreeing.agreed() == {}
    agreeing.sign(first(), Side.MARKETING, by=cast.mia)
    assert agreeing.agreed() == {}
    agreeing.sign(first(), Side.SALES, by=cast.ines)
    definition = agreeing.agreed()["mql"]
    assert (definition.marketing_by, definition.sales_by) == (cast.mia, cast.ines)
    assert TrailEntry.objects.filter(event="stage_definition.signed").count() == 2


def test_a_change_has_to_be_agreed_on_again(cast: SimpleNamespace) -> None:
    agreeing.sign(first(), Side.MARKETING, by=cast.mia)
    agreeing.sign(first(), Side.SALES, by=cast.ines)
    second = agreeing.propose("mql", text="Stricter", criteria="Score >= 80", by=cast.ines)
    assert second.version == 2
    assert agreeing.agreed()["mql"].version == 1
    agreeing.sign(second, Side.SALES, by=cast.ada)
    agreeing.sign(second, Side.MARKETING, by=cast.mia)
    assert agreeing.agreed()["mql"].version == 2
    agreeing.take_back(second, Side.SALES, by=cast.ines)
    assert agreeing.agreed()["mql"].version == 1


def test_each_side_signs_for_itself(cast: SimpleNamespace) -> None:
    for side, person in ((Side.SALES, cast.mia), (Side.MARKETING, cast.ines),
                         (Side.SALES, cast.mara), (Side.MARKETING, cast.rhea)):  # fmt: skip
        with pytest.raises(Refused, match="signs this, or an admin"):
            agreeing.sign(first(), side, by=person)


def test_only_the_newest_version_can_be_signed(cast: SimpleNamespace) -> None:
    old = first()
    agreeing.propose("mql", text="Newer", criteria="", by=cast.mia)
    with pytest.raises(Refused, match="There is a newer version"):
        agreeing.sign(old, Side.MARKETING, by=cast.mia)


@pytest.mark.parametrize(
    ("text", "criteria", "message"),
    [
        (" ", "", "Say in words"),
        ("Fine", "Scor > 5", "Scor"),
    ],
)
def test_what_cannot_be_read_is_not_proposed(
    cast: SimpleNamespace, text: str, criteria: str, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        agreeing.propose("mql", text=text, criteria=criteria, by=cast.mia)
    with pytest.raises(Refused, match="proposes a change"):
        agreeing.propose("mql", text="Fine", criteria="", by=cast.mara)


def test_each_condition_is_told_by_itself(cast: SimpleNamespace) -> None:
    lead = Lead.objects.create(last_name="Okafor", owner=cast.mara, is_score_qualified=True)
    found = holding(first().criteria, [lead], now=timezone.now())[lead.pk]
    assert [(each.words, each.holds) for each in found] == [
        ("Qualified by score is checked", True),
        ("Phone is not empty or Mobile phone is not empty", False),
    ]
    assert holding("", [lead], now=timezone.now()) == {lead.pk: ()}
    assert conditions("Gone__c = 1") == []
