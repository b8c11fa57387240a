"""Writing and asking the keys by which records are found again.

`remember` is a step of the journey. Whoever writes contacts or accounts calls `refresh` afterwards.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from headwater.catalog import objects
from headwater.database import statements
from headwater.jobs import job
from headwater.match.blocking import blocks
from headwater.match.identity import Identity
from headwater.match.match_key import Key, MatchKey, number_of
from headwater.people.models import Organization
from headwater.records.draft import Batch
from headwater.records.models import Account, Contact

Found = dict[Key, list[int]]  # the records of one object that have a key, newest first

# A switchboard's number or info@ may belong to thousands; the newest of them are enough to compare.
MOST = 20
LOOK_UP = f"""
SELECT wanted.name, wanted.hash, found.record_id
FROM (SELECT key AS name, json_array_elements_text(value)::bigint AS hash
      FROM json_each(%s::json)) AS wanted
CROSS JOIN LATERAL (
    SELECT record_id FROM match_matchkey AS key
    WHERE key.hash = wanted.hash AND key.object_name = wanted.name
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
    new = {draft.lead.pk for draft in batch.new if draft.lead}
    rows: dict[bool, list[MatchKey]] = {True: [], False: []}
    for lead in batch.leads:
        own = set(known.get(lead.pk) or of_lead(lead, country))
        rows[lead.pk in new] += _rows("Lead", ((lead.pk, key) for key in own))
    batch.add(rows[True])
    batch.add(rows[False], or_skip=True)


def refresh(object_name: str, records: Iterable[Any]) -> None:
    """Write anew the keys of these records of one object: Lead, Contact or Account.

    An account's name is part of its contacts' keys, so these follow.
    """
    records = list(records)
    if not records:
        return
    _replace(object_name, records)
    if object_name == "Account":
        people = Contact.objects.filter(account__in=records).select_related("account")
        _replace("Contact", list(people))


def refresh_all(object_name: str, *, at_once: int = 1000) -> int:
    """Write anew the keys of every record of an object, in portions; returns how many records."""
    rows = objects.get(object_name).model._default_manager.order_by("pk")
    count = last = 0
    while portion := list(rows.filter(pk__gt=last)[:at_once]):
        refresh(object_name, portion)
        count, last = count + len(portion), portion[-1].pk
    return count


@job("match.remember_all", cron="*/10 * * * *")
def remember_all(timestamp: int = 0) -> None:
    """Write every key where none is: after an upgrade that made other keys of what records say."""
    if not MatchKey.objects.exists():
        for name in ("Account", "Contact", "Lead"):
            refresh_all(name)


def of_lead(lead: Any, country: str) -> Collection[Key]:
    """What a lead is found by."""
    return blocks(Identity.of_record(lead, country, company=lead.company))


def of_account(account: Account, country: str) -> Collection[Key]:
    """What a company is found by; a person account is found by its contact."""
    if account.is_person_account:
        return ()
    return blocks(Identity.of_account(account, country))


def look_up(wanted: Mapping[str, Iterable[Key]]) -> dict[str, Found]:
    """Which records have these keys: object → key → ids, newest first; one query for all."""
    keys_of = {name: {number_of(key): key for key in asked} for name, asked in wanted.items()}
    found: dict[str, Found] = {name: {} for name in wanted}
    count = sum(map(len, keys_of.values()))
    if count:
        # As JSON: arrays would be written out in Python, element by element.
        said = statements.dumped({name: list(numbers) for name, numbers in keys_of.items()})
        for name, number, record_id in statements.run(
            LOOK_UP, [said], is_large=count > statements.FEW
        ):
            found[name].setdefault(keys_of[name][number], []).append(record_id)
    return found


def write(object_name: str, records: Sequence[Any]) -> None:
    """Add the keys of records of one object that have none yet."""
    country = Organization.current().country
    statements.insert(_rows(object_name, _keys_of(object_name, records, country)), or_skip=True)


def _replace(object_name: str, records: Sequence[Any]) -> None:
    stale = MatchKey.objects.filter(object_name=object_name, record_id__in=[r.pk for r in records])
    stale.delete()
    write(object_name, records)


def _keys_of(object_name: str, records: Sequence[Any], country: str) -> Iterator[tuple[int, Key]]:
    companies: dict[int, str] = {}
    if object_name == "Contact":
        named = Account.objects.filter(pk__in={r.account_id for r in records if r.account_id})
        companies = dict(named.values_list("pk", "name"))
    for record in records:
        if object_name == "Account":
            found = of_account(record, country)
        elif object_name == "Lead":
            found = of_lead(record, country)
        else:
            company = companies.get(record.account_id, "")
            found = blocks(Identity.of_record(record, country, company=company))
        yield from ((record.pk, key) for key in found)


def _rows(object_name: str, found: Iterable[tuple[int, Key]]) -> list[MatchKey]:
    return [
        statements.new(MatchKey, object_name=object_name, record_id=record_id, hash=number_of(key))
        for record_id, key in found
    ]
