"""How a draft differs: as few rules moved as possible, and texts compared word by word."""

import pytest

from headwater.people.models import Owner
from headwater.route import changes
from headwater.route.assignment_rule import AssignmentRule

MARA, OWEN = Owner(pk=1, name="Mara Lind"), Owner(pk=2, name="Owen Park")


def test_a_draft_tells_what_it_adds_moves_changes_and_leaves_out() -> None:
    before = rules("Partners", "Schools", "North", "Rest")
    after = [before[3], before[0], again(before[2], criteria="City = 'Oslo'"), *rules("Batteries")]
    found = changes.between(before, after)
    assert [(line.rule.name, line.words) for line in found.lines] == [
        ("Rest", "Moved, was 4"), ("Partners", ""), ("North", "Changed"), ("Batteries", "New"),
    ]  # fmt: skip
    assert [rule.name for rule in found.removed] == ["Schools"]
    assert found.count == 4


def test_switching_off_and_another_owner_are_told_apart() -> None:
    before = rules("North", "South")
    after = [again(before[0], is_active=False), again(before[1], owner=OWEN)]
    off, given = changes.between(before, after).lines
    assert (off.words, given.words) == ("Switched off", "Changed")
    assert given.target == [("del", "Mara Lind"), ("ins", "Owen Park")]
    assert off.target == [("same", "Mara Lind")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a = 50 AND b", "a = 20 AND b", "a = -50+20 AND b"),
        ("a", "a", "a"),
        ("", "a = 1", "+a = 1"),
        ("a = 1", "", "-a = 1"),
        ("", "", ""),
    ],
)
def test_texts_are_compared_by_words(before: str, after: str, expected: str) -> None:
    mark = {"same": "", "del": "-", "ins": "+"}
    found = changes.pieces(before, after)
    assert "".join(f"{mark[how]}{text}" for how, text in found) == expected


def rules(*names: str) -> list[AssignmentRule]:
    return [
        AssignmentRule(name=name, criteria="City = 'Bonn'", owner=MARA, order=place)
        for place, name in enumerate(names, 1)
    ]


def again(rule: AssignmentRule, **values: object) -> AssignmentRule:
    said = {"name": rule.name, "criteria": rule.criteria, "owner": rule.owner, "key": rule.key}
    return AssignmentRule(**said | values)
