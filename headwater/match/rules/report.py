"""What a rule reports waits in the review of duplicates, as pairs."""

from collections.abc import Iterable

from headwater.match import pairs
from headwater.match.rules.decide import Decision, Finding, Hit
from headwater.records.duplicate_pair import DuplicatePair, Tier

LIKELY_FROM = 85.0  # confidence of an equation from which its hit is called likely


def report(object_name: str, record_id: int, decision: Decision) -> None:
    """Write the pairs of one saved record; decided ones stay as they are."""
    pairs.write(reported(object_name, record_id, decision.findings))


def reported(object_name: str, record_id: int, findings: Iterable[Finding]) -> list[DuplicatePair]:
    """The pairs that the findings ask for, each hit once, by the first rule that reports it."""
    found: dict[tuple[str, int], DuplicatePair] = {}
    for finding in findings:
        if not finding.reports:
            continue
        for hit in finding.hits:
            key = (hit.object_name, hit.record_id)
            if key not in found and key != (object_name, record_id):
                rule = finding.ruling.rule.developer_name
                found[key] = _pair((object_name, record_id), hit, rule)
    return list(found.values())


def _pair(one: tuple[str, int], hit: Hit, rule: str) -> DuplicatePair:
    if hit.equation.asks_model:
        tier, evidence, probability = hit.verdict.tier, hit.verdict.told, hit.verdict.probability
    else:
        tier = Tier.LIKELY if hit.confidence >= LIKELY_FROM else Tier.POSSIBLE
        words, probability = f"{hit.equation.label}: {hit.words}", hit.confidence / 100
        evidence = [{"field": "rule", "words": words, "bits": 0.0}]
    return pairs.pair(
        one, (hit.object_name, hit.record_id), found_by=DuplicatePair.FoundBy.RULE,
        probability=probability, tier=tier, evidence=evidence, rule=rule,
    )  # fmt: skip
