"""People's decisions shift the weights, a little for a few and never without bounds."""

from collections.abc import Callable
from types import SimpleNamespace

from headwater.match import pairs
from headwater.match.base import decisions, deeds
from headwater.match.identity import Identity
from headwater.match.match_run import LearnedWeights
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.judge import judge
from headwater.records.models import DuplicatePair, Lead


def colleague(first: str, number: int) -> Identity:
    said = {"first_name": first, "last_name": f"Berg{'abcdefgh'[number]}", "phone": "+13035550100"}
    return Identity.of_values(said, "US", company="Harbor")


def test_nobody_decided_nothing_changes() -> None:
    assert decisions.shifted(DEFAULT, "person", []) is DEFAULT


def test_what_is_called_different_again_and_again_counts_less() -> None:
    one, other = colleague("Kim", 0), colleague("K", 0)
    before = judge(one, other, DEFAULT).bits
    few = judge(one, other, decisions.shifted(DEFAULT, "person", [(one, other, False)] * 2)).bits
    many = judge(one, other, decisions.shifted(DEFAULT, "person", [(one, other, False)] * 500)).bits
    assert before - 2 < few < before
    assert before - 8.1 < many < few - 1


def test_what_is_merged_again_and_again_counts_more() -> None:
    one = colleague("Kim", 0)
    other = one._replace(
        phones=(), phone="", tails=("5559999",), company="sunward", core=("sunward",)
    )
    before = judge(one, other, DEFAULT).bits
    after = judge(one, other, decisions.shifted(DEFAULT, "person", [(one, other, True)] * 50)).bits
    assert after > before


def test_a_run_learns_from_decisions(make_lead: Callable[..., Lead], cast: SimpleNamespace) -> None:
    made = [
        make_lead(first_name="Kim", company="", phone="+13035550100"),
        make_lead(first_name="K", company="", phone="+13035550100"),
    ]
    pairs.write([
        pairs.pair(("Lead", made[0].pk), ("Lead", made[1].pk), found_by="journey",
                   probability=0.9, tier="likely", evidence=[])
    ])  # fmt: skip
    pairs.call_different(DuplicatePair.objects.all(), by=cast.ada)
    ((one, other, is_one),) = decisions.decided("person")
    assert (one.first, other.first, is_one) == ("kim", "k", False)
    assert decisions.decided("company") == []
    deeds.work(deeds.begin(by=cast.ada))
    assert LearnedWeights.objects.filter(kind="person").exists()
