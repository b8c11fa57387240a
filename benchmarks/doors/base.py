"""A base of many leads, in seconds: copies of one real lead with other names, numbers and dates."""

from typing import Any

import psycopg

from benchmarks.doors.people import AREAS, FIRST, SYLLABLES, TRADES
from headwater.cli.refusal import Refusal

AWAY = 1_000_000_000  # what the floor stores has higher keys, and is no part of the base
PAIRS = f"""
CREATE TEMP TABLE base_pair AS
SELECT (a.place - 1) * 32 + b.place - 1 AS number, a.text || b.text AS text
FROM unnest('{{{",".join(SYLLABLES)}}}'::text[]) WITH ORDINALITY AS a (text, place),
     unnest('{{{",".join(SYLLABLES)}}}'::text[]) WITH ORDINALITY AS b (text, place)
"""
PEOPLE = f"""
CREATE TEMP TABLE base_person AS
SELECT n, {{start}} + n AS id, first, initcap(last) AS last,
       initcap(firm) || ' ' || trade AS company, '+1' || area || line AS e164,
       lower(first) || '.' || last || '@' || firm || '.example.com' AS email,
       lower(first) || '|' || last || '|' || lower(firm || ' ' || trade) AS name_key,
       now() - n * interval '1000 days' / {{count}} - interval '1 day' AS at
FROM (SELECT n, ('{{{{{",".join(FIRST)}}}}}'::text[])[1 + n % {len(FIRST)}] AS first,
             high.text || low.text AS last, firm_high.text || firm_low.text AS firm,
             ('{{{{{",".join(TRADES)}}}}}'::text[])[1 + n % {len(TRADES)}] AS trade,
             ('{{{{{",".join(map(str, AREAS))}}}}}'::text[])[1 + n / 8000000 % {len(AREAS)}]
             AS area,
             200 + n / 10000 % 800 || lpad((n % 10000)::text, 4, '0') AS line
      FROM generate_series({{first}}::int, {{last}}::int) AS n
      JOIN base_pair AS low ON low.number = n & 1023
      JOIN base_pair AS high ON high.number = n >> 10 & 1023
      JOIN base_pair AS firm_low ON firm_low.number = n / 3 & 1023
      JOIN base_pair AS firm_high ON firm_high.number = n / 3 >> 10 & 1023) AS made
"""
# Table → the column that names the lead, which of its rows are copied, and what is told anew.
LEAD = {
    "id": "p.id", "first_name": "p.first", "last_name": "p.last", "company": "p.company",
    "email": "p.email", "phone": "p.e164", "created_at": "p.at", "modified_at": "p.at",
    "status_changed_at": "p.at", "is_closed": "p.n % 10 < 5", "is_converted": "p.n % 10 = 9",
    "score": "p.n % 100", "owner_id": "owners.ids[1 + p.n % array_length(owners.ids, 1)]",
    "custom": "t.custom || jsonb_build_object('Yearly_Use__c', p.n % 900)",
}  # fmt: skip
COPIED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("records_lead", "t.id = {lead}", LEAD),
    (
        "match_matchkey", "t.object_name = 'Lead' AND t.record_id = {lead}",
        {"record_id": "p.id", "hash": "hashtextextended(t.hash || p.email, 0)"},
    ),
    (
        "records_trailentry",
        "t.object_name = 'Lead' AND t.record_id = {lead} AND t.event ~ 'created|assigned'",
        {"record_id": "p.id", "at": "p.at"},
    ),
    (
        "records_submission", "t.lead_id = {lead} AND t.state = 'created'",
        {"lead_id": "p.id", "received_at": "p.at", "settled_at": "p.at",
         "idempotency_key": "'base:' || p.id"},
    ),
)  # fmt: skip
CREATED = (
    f"SELECT max(lead_id) FROM records_submission WHERE lead_id < {AWAY} AND state = 'created'"
)
OWNERS = "(SELECT array_agg(DISTINCT owner_id) AS ids FROM records_lead) AS owners"


def fill(connection: "psycopg.Connection[Any]", count: int) -> None:
    """Bring the number of leads up to `count`; there must be one that came through the journey."""
    there = one(connection, f"SELECT count(*) FROM records_lead WHERE id < {AWAY}")
    if there >= count:
        return
    lead = one(connection, CREATED)
    if not lead:
        raise Refusal("no lead has come through the journey yet.")
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no foreign-key checks
        connection.execute("SET LOCAL work_mem = '256MB'")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        make_people(connection, there, count)
        for table, which, told in COPIED:
            indexes = drop_indexes(connection, table)
            copy(connection, table, which, told, lead)
            for definition in indexes:
                connection.execute(definition.encode())
    connection.execute("DROP TABLE base_person, base_pair")
    connection.execute("VACUUM (ANALYZE)")
    connection.execute("CHECKPOINT")


def make_people(connection: "psycopg.Connection[Any]", there: int, count: int) -> None:
    start = one(connection, f"SELECT max(id) FROM records_lead WHERE id < {AWAY}") - there
    connection.execute(PAIRS.encode())
    connection.execute(
        PEOPLE.format(start=start, count=count, first=there + 1, last=count).encode()
    )
    connection.execute(
        "SELECT setval(pg_get_serial_sequence('records_lead', 'id'), max(id)) FROM base_person"
    )


def copy(
    connection: "psycopg.Connection[Any]", table: str, which: str, told: dict[str, str], lead: int
) -> None:
    """One row for each of the new people, like the one of `lead` but for what is `told`."""
    columns = [name for name in columns_of(connection, table) if name != "id" or "id" in told]
    chosen = ", ".join(told.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM base_person AS p, {table} AS t,"
        f" {OWNERS} WHERE {which.format(lead=lead)}".encode()
    )


def columns_of(connection: "psycopg.Connection[Any]", table: str) -> list[str]:
    """The columns that can be written."""
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [name for (name,) in rows]


def drop_indexes(connection: "psycopg.Connection[Any]", table: str) -> list[str]:
    """Indexes are made faster afterwards; how to make them."""
    rows = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}".encode())
    return [definition for _, definition in rows]


def one(connection: "psycopg.Connection[Any]", text: str) -> int:
    """The number that a query gives; 0 for none."""
    row = connection.execute(text.encode()).fetchone()
    return int(row[0] or 0) if row else 0
