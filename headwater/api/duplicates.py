"""Duplicate rules as programs meet them: the header, and the refusal DUPLICATES_DETECTED.

A rule that blocks refuses always; one that asks refuses unless the program says `allowSave=true`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from headwater.api import addresses
from headwater.api.caller import Caller
from headwater.api.problems import Problems
from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef
from headwater.match.rules import ask, report, vocabulary
from headwater.match.rules.decide import Decision, Finding, Hit
from headwater.match.rules.duplicate_rule import Action
from headwater.match.rules.step import CODE
from headwater.match.rules.subject import Subject
from headwater.people.organization import organization
from headwater.records import writing
from headwater.records.submission import Door

HEADER = "Sforce-Duplicate-Rule-Header"
NAMES = ("FirstName", "LastName", "Company", "Email", "Phone")  # where the match model compares


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the header says; everything is false unless it says true."""

    allow_save: bool = False
    include_record_details: bool = False
    run_as_current_user: bool = False

    @classmethod
    def of(cls, caller: Caller) -> Self:
        """From `allowSave=true; includeRecordDetails=true; runAsCurrentUser=true`, in any case."""
        parts = (part.partition("=") for part in caller.header(HEADER).replace(",", ";").split(";"))
        said = {name.strip().lower(): value.strip().lower() == "true" for name, _, value in parts}
        return cls(
            said.get("allowsave", False), said.get("includerecorddetails", False),
            said.get("runascurrentuser", False),
        )  # fmt: skip


def before_saving(
    caller: Caller, kind: ObjectDef, rows: Sequence[Mapping[str, Any]]
) -> list[Decision]:
    """What the rules say of new records; raises Problems when one of them is not to be saved."""
    if kind.name not in ask.OBJECTS:
        return [Decision()] * len(rows)
    fitted = [writing.fit(kind, values, is_new=False) for values in rows]
    found = ask.before_saving_all(kind.name, fitted, door=Door.API, by=caller.by)
    return _checked(caller, kind, fitted, found)


def before_change(
    caller: Caller, kind: ObjectDef, pairs: Sequence[tuple[Any, Mapping[str, Any]]]
) -> list[Decision]:
    """The same of changes, where they touch a field that a rule compares."""
    if kind.name not in ask.OBJECTS:
        return [Decision()] * len(pairs)
    fitted = [(record, writing.fit(kind, values, is_new=False)) for record, values in pairs]
    found = ask.before_change_all(kind.name, fitted, door=Door.API, by=caller.by)
    return _checked(caller, kind, [values for _, values in fitted], found)


def after_saving(kind: ObjectDef, record: Any, decision: Decision) -> None:
    """What rules report waits for people."""
    if decision.findings:
        report.report(kind.name, record.pk, decision)


def refusal(
    caller: Caller, kind: ObjectDef, values: Mapping[str, Any], decision: Decision
) -> Problems | None:
    """The answer to a record that is not saved; None when nothing stands in its way."""
    wishes = Wishes.of(caller)
    decision = _heeded(decision, wishes)
    finding = decision.deciding
    if finding is None or (finding.action == Action.ALERT and wishes.allow_save):
        return None
    subject = Subject.of_values(kind.name, values, organization().country)
    shown = ask.with_records(decision).deciding or finding
    result = _told(shown, subject, caller.version, wishes)
    text = decision.text
    told = {"duplicateResult": result | {"errorMessage": text}, "errorCode": CODE, "message": text}
    return Problems(400, [told])


def results_of(
    caller: Caller, kind: ObjectDef, values: Mapping[str, Any], decision: Decision
) -> list[dict[str, Any]]:
    """What each rule has found, for who asks and saves nothing."""
    wishes = Wishes.of(caller)
    subject = Subject.of_values(kind.name, values, organization().country)
    shown = ask.with_records(_heeded(decision, wishes))
    return [_told(each, subject, caller.version, wishes) for each in shown.findings]


def _checked(
    caller: Caller,
    kind: ObjectDef,
    rows: Sequence[Mapping[str, Any]],
    decisions: list[Decision],
) -> list[Decision]:
    for values, decision in zip(rows, decisions, strict=True):
        refused = refusal(caller, kind, values, decision)
        if refused:
            raise refused
    return decisions


def _heeded(decision: Decision, wishes: Wishes) -> Decision:
    """As the current user: what they do not see does not exist."""
    if not wishes.run_as_current_user:
        return decision
    found = (each.among(hit for hit in each.hits if hit.is_seen) for each in decision.findings)
    return Decision(tuple(finding for finding in found if finding.hits))


def _told(finding: Finding, subject: Subject, version: str, wishes: Wishes) -> dict[str, Any]:
    """A DuplicateResult."""
    rule = finding.ruling.rule
    return {
        "allowSave": finding.action != Action.BLOCK,
        "duplicateRule": rule.developer_name,
        "duplicateRuleEntityType": rule.sobject_type,
        "errorMessage": rule.alert_text or str(rule),
        "matchResults": _results(finding, subject, version, wishes),
    }


def _results(
    finding: Finding, subject: Subject, version: str, wishes: Wishes
) -> list[dict[str, Any]]:
    """One for each matching rule; what the caller does not see is counted alone."""
    by_rule: dict[int, list[Hit]] = {}
    for hit in finding.hits:
        by_rule.setdefault(hit.equation.pk, []).append(hit)
    return [
        {
            "entityType": hits[0].equation.object_name,
            "errors": [],
            "matchEngine": hits[0].equation.engine,
            "matchRecords": [
                _matched(hit, subject, version, wishes) for hit in hits if hit.record is not None
            ],
            "rule": hits[0].equation.developer_name,
            "size": len(hits),
            "success": True,
        }
        for hits in by_rule.values()
    ]


def _matched(hit: Hit, subject: Subject, version: str, wishes: Wishes) -> dict[str, Any]:
    kind = objects.get(hit.object_name)
    key = ids.encode(kind.prefix, hit.record_id)
    url = addresses.record(version, kind.name, key)
    record: dict[str, Any] = {"attributes": {"type": kind.name, "url": url}, "Id": key}
    theirs = Subject.of_record(kind.name, hit.record, subject.country)
    fields = _fields(hit, kind)
    if wishes.include_record_details:
        record |= {name: theirs.value(word) or None for name, word in fields.items()}
    return {
        "additionalInformation": [],
        "fieldDiffs": [
            {"difference": _difference(subject.value(word), theirs.value(word)), "name": name}
            for name, word in fields.items()
        ] if wishes.include_record_details else [],
        "matchConfidence": round(hit.confidence, 1),
        "record": record,
    }  # fmt: skip


def _fields(hit: Hit, kind: ObjectDef) -> dict[str, str]:
    """API name on the matched record → common word, of what was compared."""
    words = hit.equation.words or frozenset(NAMES)
    return {
        field.name: vocabulary.common(kind.name, field.name)
        for field in kind.fields.values()
        if vocabulary.common(kind.name, field.name) in words
    }


def _difference(mine: str, theirs: str) -> str:
    if not mine or not theirs:
        return "NULL" if mine != theirs else "SAME"
    return "SAME" if mine.casefold() == theirs.casefold() else "DIFFERENT"
