"""Pairs: found once, brought up to date while they are open, and decided by people for good."""

from types import SimpleNamespace

from headwater.match import pairs
from headwater.records import trail, writing
from headwater.records.duplicate_pair import Tier
from headwater.records.models import DuplicatePair, Lead

State = DuplicatePair.State


def test_a_pair_is_written_once_whichever_comes_first(cast: SimpleNamespace) -> None:
    pairs.write([found(("Lead", 7), ("Contact", 9)), found(("Contact", 9), ("Lead", 7))])
    (pair,) = DuplicatePair.objects.all()
    assert (pair.one_object, pair.one_id, pair.other_object, pair.other_id) == (
        "Contact", 9, "Lead", 7,
    )  # fmt: skip
    pairs.write([found(("Lead", 7), ("Contact", 9), probability=0.99, tier=Tier.CERTAIN)])
    pair.refresh_from_db()
    assert (pair.probability, pair.tier, pair.state) == (0.99, Tier.CERTAIN, State.OPEN)


def test_what_people_decided_stays_decided(cast: SimpleNamespace) -> None:
    one, other = (Lead.objects.create(last_name="Berg", owner=cast.mara) for _ in range(2))
    pairs.write([found(("Lead", one.pk), ("Lead", other.pk))])
    pair = DuplicatePair.objects.get()
    pairs.call_different([pair], by=cast.mara, words="Father and son.")
    pairs.write([found(("Lead", one.pk), ("Lead", other.pk), probability=0.99)])
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.probability) == (State.DIFFERENT, cast.mara, 0.9)
    assert [entry.because["words"] for entry in trail.about(one, other)] == ["Father and son."] * 2
    pairs.reopen([pair], by=cast.mara)
    assert DuplicatePair.objects.open().of(one).get().decided_by is None


def test_nobody_is_asked_about_what_was_deleted_until_it_is_back(cast: SimpleNamespace) -> None:
    one, other = (Lead.objects.create(last_name="Berg", owner=cast.mara) for _ in range(2))
    pairs.write([found(("Lead", one.pk), ("Lead", other.pk))])
    writing.delete([one], by=cast.mara)
    assert not DuplicatePair.objects.open().exists()
    writing.restore([one], by=cast.mara)
    assert DuplicatePair.objects.open().count() == 1


def test_only_who_sees_both_sees_the_pair(cast: SimpleNamespace) -> None:
    ours, theirs = (Lead.objects.create(last_name="Berg", owner=o) for o in (cast.mara, cast.otto))
    also = Lead.objects.create(last_name="Berg", owner=cast.mara)
    pairs.write([
        found(("Lead", ours.pk), ("Lead", theirs.pk)), found(("Lead", ours.pk), ("Lead", also.pk)),
    ])  # fmt: skip
    counts = [DuplicatePair.objects.visible_to(user).count() for user in (cast.mara, cast.otto)]
    assert counts == [1, 0]
    assert DuplicatePair.objects.visible_to(cast.ada).count() == 2


def found(
    one: tuple[str, int], other: tuple[str, int], probability: float = 0.9, tier: str = Tier.LIKELY
) -> DuplicatePair:
    return pairs.pair(
        one, other, found_by=DuplicatePair.FoundBy.BASE, probability=probability, tier=tier
    )
