"""Who knows the person or the company already: the account's owner, and who had them before."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from headwater.database import statements

ACCOUNTS = """
SELECT account.id, account.owner_id, account.name FROM records_account account
WHERE account.id = ANY (%s::bigint[]) AND NOT account.is_deleted
"""
# The contact that they are comes before an earlier inquiry, a later inquiry before an older one.
BEFORE = """
SELECT DISTINCT ON (asked.id) asked.id, before.owner_id, before.what
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[])
     AS asked (id, email, contact_id, at)
CROSS JOIN LATERAL (
    SELECT contact.owner_id, 'the contact' AS what, 0 AS rank, contact.created_at
    FROM records_contact contact WHERE contact.id = asked.contact_id AND NOT contact.is_deleted
    UNION ALL
    (SELECT lead.owner_id, 'the earlier inquiry', 1, lead.created_at
     FROM records_lead lead
     WHERE asked.email <> '' AND lower(lead.email) = asked.email AND lead.id <> asked.id
       AND lead.created_at < asked.at AND NOT lead.is_deleted
     ORDER BY lead.created_at DESC LIMIT 1)
) AS before
JOIN people_owner owner ON owner.id = before.owner_id AND owner.kind = 'User'
ORDER BY asked.id, before.rank, before.created_at DESC
"""


class Acquaintance(NamedTuple):
    """Somebody who knows them, and from what: “owns the account Harbor”."""

    owner_id: int
    words: str


def account_owners(leads: Sequence[Any]) -> Mapping[int, Acquaintance]:
    """The owner of each lead's account, by the account's key; a lead without one asks nothing."""
    ids = sorted({lead.matched_account_id for lead in leads if lead.matched_account_id})
    if not ids:
        return {}
    rows = statements.run(ACCOUNTS, [ids])
    return {key: Acquaintance(owner, f"owns the account {name}") for key, owner, name in rows}


def previous_owners(leads: Sequence[Any]) -> Mapping[int, Acquaintance]:
    """Who had the person of each lead before, by the lead's key: people, not queues."""
    asking = [lead for lead in leads if lead.email or lead.matched_contact_id]
    if not asking:
        return {}
    rows = statements.run(BEFORE, [
        [lead.pk for lead in asking], [lead.email.lower() for lead in asking],
        [lead.matched_contact_id for lead in asking], [lead.created_at for lead in asking],
    ])  # fmt: skip
    return {key: Acquaintance(owner, f"had {what}") for key, owner, what in rows}
