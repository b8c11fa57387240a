"""Writing and asking the keys by which records are found again.

`remember` is a step of the journey. Whoever writes contacts or accounts calls `refresh` afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from headwater import statements
from headwater.catalog import objects
from headwater.match.match_key import Kind, MatchKey
from headwater.match.person import Person
from headwater.people.models import Organization
from headwater.records import keys
from headwater.records.draft import Batch
from headwater.records.models import Account, Contact

Key = tuple[str, str]  # kind, value
Found = dict[Key, list[int]]  # the records of one object that have a key, newest first

LONGEST = 500  # a longer key is nobody's name
# A switchboard's number or info@ may belong to thousands; the newest of them are enough to compare.
MOST = 20
LOOK_UP = f"""
SELECT wanted.kind, wanted.value, wanted.object_name, found.record_id
FROM json_to_recordset(%s::json) AS wanted(kind text, value text, object_name text)
CROSS JOIN LATERAL (
    SELECT record_id FROM match_matchkey AS key
    WHERE key.kind = wanted.kind AND key.value = wanted.value
      AND key.object_name = wanted.object_name
    ORDER BY record_id DESC LIMIT {MOST}
) AS found
"""  # noqa: S608
"""Every wanted key is one short index scan, however many records share it."""


def remember(batch: Batch) -> None:
    """Add the keys of every lead that the batch created or changed; most of a joined one exist."""
    country = batch.organization.country
    drafts = Counter(draft.lead.pk for draft in batch.live if draft.lead)
    # A new lead of one draft says what the draft said; another may have got more from each.
    known = {d.lead.pk: d.keys for d in batch.new if d.lead and drafts[d.lead.pk] == 1 and d.keys}
    found = (
        (lead.pk, key)
        for lead in batch.leads
        for key in (known.get(lead.pk) or of_lead(lead, country))
    )
    batch.add(_rows("Lead", found), or_skip=True)


def refresh(object_name: str, records: Iterable[Any]) -> None:
    """Write anew the keys of these records of one object: Lead, Contact or Account.

    An account's name is part of its contacts' keys, so these follow.
    """
    records = list(records)
    if not records:
        return
    country = Organization.current().country
    _replace(object_name, records, country)
    if object_name == "Account":
        people = Contact.objects.filter(account__in=records).select_related("account")
        _replace("Contact", list(people), country)


def refresh_all(object_name: str, *, at_once: int = 1000) -> int:
    """Write anew the keys of every record of an object, in portions; returns how many records."""
    rows = objects.get(object_name).model._default_manager.order_by("pk")
    count = last = 0
    while portion := list(rows.filter(pk__gt=last)[:at_once]):
        refresh(object_name, portion)
        count, last = count + len(portion), portion[-1].pk
    return count


def of_lead(lead: Any, country: str) -> set[Key]:
    """What a lead is found by; a domain or company alone says nothing about a person."""
    return of_person(Person.of_record(lead, country, company=lead.company))


def of_person(person: Person) -> set[Key]:
    found = {(Kind.EMAIL.value, person.email), (Kind.PERSON.value, person.name_at_company)}
    found |= {(Kind.PHONE.value, phone) for phone in person.phones}
    return _short(found)


def of_account(account: Account) -> set[Key]:
    """The company's own domain and its name; a person account has neither."""
    if account.is_person_account:
        return set()
    return of_company(keys.work_domain("", account.website), keys.company_key(account.name))


def of_company(domain: str, company: str) -> set[Key]:
    return _short({(Kind.DOMAIN.value, domain), (Kind.COMPANY.value, company)})


def look_up(wanted: Mapping[str, Iterable[Key]]) -> dict[str, Found]:
    """Which records have these keys: object → key → ids, newest first; one query for all."""
    asked = [(kind, value, name) for name, pairs in wanted.items() for kind, value in pairs]
    found: dict[str, Found] = {name: {} for name in wanted}
    if asked:
        # As JSON: arrays would be written out in Python, element by element.
        columns = ("kind", "value", "object_name")
        said = statements.dumped([dict(zip(columns, row, strict=True)) for row in asked])
        rows = statements.run(LOOK_UP, [said], is_large=len(asked) > statements.FEW)
        for kind, value, name, record_id in rows:
            found[name].setdefault((kind, value), []).append(record_id)
    return found


def _replace(object_name: str, records: list[Any], country: str) -> None:
    stale = MatchKey.objects.filter(object_name=object_name, record_id__in=[r.pk for r in records])
    stale.delete()
    statements.insert(_rows(object_name, _keys_of(object_name, records, country)), or_skip=True)


def _keys_of(object_name: str, records: list[Any], country: str) -> Iterator[tuple[int, Key]]:
    companies: dict[int, str] = {}
    if object_name == "Contact":
        named = Account.objects.filter(pk__in={r.account_id for r in records if r.account_id})
        companies = dict(named.values_list("pk", "name"))
    for record in records:
        if object_name == "Account":
            found = of_account(record)
        elif object_name == "Lead":
            found = of_lead(record, country)
        else:
            company = companies.get(record.account_id, "")
            found = of_person(Person.of_record(record, country, company=company))
        yield from ((record.pk, key) for key in found)


def _rows(object_name: str, found: Iterable[tuple[int, Key]]) -> list[MatchKey]:
    return [
        statements.new(
            MatchKey, object_name=object_name, record_id=record_id, kind=kind, value=value
        )
        for record_id, (kind, value) in found
    ]


def _short(found: set[Key]) -> set[Key]:
    return {(k, v) for k, v in found if v and len(v) <= LONGEST and v.isprintable()}
