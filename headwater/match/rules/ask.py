"""One record of a page or a program: what do the duplicate rules say before it is saved?

Looks for records that are alike, asks the rules of the record's object, and answers a decision.
No query where no rule acts at that door.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from headwater.catalog import objects
from headwater.match import search
from headwater.match.rules import known, vocabulary
from headwater.match.rules.decide import OF_MODEL, Decision, Finding, Likeness, decide
from headwater.match.rules.duplicate_rule import Action
from headwater.match.rules.known import Ruling
from headwater.match.rules.sift import Question, sift
from headwater.match.rules.subject import Subject
from headwater.match.search import Alike, Sought
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.records import writing
from headwater.records.models import Account
from headwater.records.problem import Refused

OBJECTS = frozenset({"Lead", "Contact", "Account"})
NO_DOOR = ""  # somebody asks, and nothing is saved
# What the search reads of a record; a rule that compares more needs the whole of it.
READ = OF_MODEL - {"Birthdate"}
# Common word → the attribute by which the search knows it.
SEARCHED = {
    "FirstName": "first_name", "LastName": "last_name", "Email": "email", "Phone": "phone",
    "MobilePhone": "mobile_phone", "HomePhone": "home_phone", "OtherPhone": "other_phone",
    "Title": "title", "Website": "website", "Birthdate": "birthdate", "Street": "street",
    "City": "city", "State": "state", "PostalCode": "postal_code", "Country": "country",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One record that is going to say `values`. Of a stored one, what is going to change."""

    values: dict[str, Any]
    own: int | None = None
    changed: frozenset[str] | None = None


def before_saving(
    object_name: str, values: Mapping[str, Any], *, door: str, by: User | None
) -> Decision:
    """About a new record, from its values by attribute (typed as `writing.fit` leaves them)."""
    [decision] = before_saving_all(object_name, [values], door=door, by=by)
    return decision


def before_saving_all(
    object_name: str, rows: Sequence[Mapping[str, Any]], *, door: str, by: User | None
) -> list[Decision]:
    """The same for many in their order; they are not compared with each other."""
    with moment():
        return _asked(object_name, [Asked(dict(values)) for values in rows], door, by)


def before_change_all(
    object_name: str,
    pairs: Sequence[tuple[Any, Mapping[str, Any]]],
    *,
    door: str,
    by: User | None,
) -> list[Decision]:
    """About stored records with what they are going to say; only what really changes is judged."""
    words = vocabulary.attributes(object_name) if object_name in OBJECTS else {}
    told = [Decision()] * len(pairs)
    asked: dict[int, Asked] = {}
    for place, (record, values) in enumerate(pairs):
        changed = frozenset(
            words[name] for name, value in values.items()
            if name in words and held(record, name) != value
        )  # fmt: skip
        if changed:
            whole = {name: held(record, name) for name in words} | dict(values)
            asked[place] = Asked(whole, record.pk, changed)
    with moment():
        found = _asked(object_name, list(asked.values()), door, by)
    for place, decision in zip(asked, found, strict=True):
        told[place] = decision
    return told


def before_change(
    object_name: str, record: Any, values: Mapping[str, Any], *, door: str, by: User | None
) -> Decision:
    """The same about one."""
    [decision] = before_change_all(object_name, [(record, values)], door=door, by=by)
    return decision


def likes(object_name: str, asked: Sequence[Asked], *, by: User) -> list[Decision]:
    """What every rule that is on would find, at no door: whatever it then does about it."""
    with moment():
        return _asked(object_name, asked, NO_DOOR, by)


def objection(object_name: str, values: Mapping[str, Any], *, door: str, by: User | None) -> str:
    """Why a record at a door without a person is not to be made; '' where no rule blocks it."""
    rulings = known.rules(object_name) if object_name in OBJECTS else ()
    if all(ruling.rule.action(door, is_edit=False) != Action.BLOCK for ruling in rulings):
        return ""
    try:
        fitted = writing.fit(objects.get(object_name), values, is_new=False)
    except Refused:  # it is told when it is written
        return ""
    finding = before_saving(object_name, fitted, door=door, by=by).deciding
    return reason(finding) if finding else ""


def reason(finding: Finding) -> str:
    """What a rule has found, for whoever reviews what was set aside."""
    count = len(finding.hits)
    whom = f"{count} records" if count > 1 else f"one {finding.hits[0].object_name.lower()}"
    return f"“{finding.ruling.rule}” asks for a look: like {whom} ({finding.hits[0].words})."


def likenesses(
    rulings: Iterable[Ruling], found: Sequence[Sequence[Alike]], country: str
) -> list[list[Likeness]]:
    """Stored records as the rules compare them; whole ones where a rule asks for more fields."""
    words = {word for each in rulings for equation in each.equations for word in equation.words}
    if words <= READ:
        return [[_as_read(each, country) for each in some] for some in found]
    records = search.records_of(each for some in found for each in some)
    return [
        [_as_whole(each, records[each.reference], country)
         for each in some if each.reference in records]
        for some in found
    ]  # fmt: skip


def _as_read(found: Alike, country: str) -> Likeness:
    return Likeness(Subject.of_alike(found, country), found.verdict)


def _as_whole(found: Alike, record: Any, country: str) -> Likeness:
    return Likeness(Subject.of_record(found.object_name, record, country), found.verdict)


def with_records(decision: Decision) -> Decision:
    """The same with the whole records of what may be shown; one query for each object."""
    hits = [hit for finding in decision.findings for hit in finding.hits if hit.is_seen]
    if not hits:
        return decision
    wanted = [Alike(hit.object_name, hit.record_id, {}, hit.verdict) for hit in hits]
    records = search.records_of(wanted)
    return Decision(tuple(
        finding.among(
            replace(hit, record=records.get((hit.object_name, hit.record_id)))
            if hit.is_seen else hit
            for hit in finding.hits
        )
        for finding in decision.findings
    ))  # fmt: skip


def _asked(object_name: str, asked: Sequence[Asked], door: str, by: User | None) -> list[Decision]:
    """All new ones, or all stored ones; a fixed number of queries, none where no rule acts."""
    is_edit = any(each.changed is not None for each in asked)
    rulings = [
        r for r in known.rules(object_name) if door == NO_DOOR or r.acts(door, is_edit=is_edit)
    ]
    if not rulings or not asked:
        return [Decision()] * len(asked)
    country, companies = organization().country, _companies(object_name, asked)
    subjects = [
        Subject.of_values(object_name, each.values, country, company=company)
        for each, company in zip(asked, companies, strict=True)
    ]
    sought = [sought_of(subject) for subject in subjects]
    found = search.alike(sought, country, all_judged=known.compares_fields(object_name))
    others = [
        [other for other in some if other.reference != (object_name, each.own)]
        for each, some in zip(asked, found, strict=True)
    ]
    questions = [
        Question(subject, each.values, decide(rulings, door, subject, alike, changed=each.changed))
        for each, subject, alike in zip(
            asked, subjects, likenesses(rulings, others, country), strict=True
        )
    ]
    sift(questions, by=by)
    return [question.decision for question in questions]


def sought_of(subject: Subject) -> Sought:
    """A subject as the search looks for it: a contact's mailing street is its street."""
    said = {SEARCHED[word]: text for word, text in subject.said.items() if word in SEARCHED}
    company = subject.value("Company")
    if subject.object_name == "Account" and not subject.value("LastName"):
        return Sought.of_company(said | {"name": company}, subject.country)
    return Sought.of_values(said, subject.country, company=company)


def _companies(object_name: str, asked: Sequence[Asked]) -> list[str]:
    """What each calls its company: its own words, or the name of a contact's account."""
    if object_name != "Contact":
        values = (each.values for each in asked)
        return [str(each.get("company") or each.get("name") or "") for each in values]
    keys = {key for each in asked if (key := each.values.get("account_id"))}
    rows = Account.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
    names = dict(rows)
    return [names.get(each.values.get("account_id"), "") for each in asked]


def held(record: Any, attribute: str) -> Any:
    """What a record says, own fields too."""
    if attribute.endswith("__c"):
        return record.custom.get(attribute)
    return getattr(record, attribute, None)
