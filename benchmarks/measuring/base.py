"""A base of many leads with their whole life behind them, made by SQL in minutes.

Of twenty leads three are converted, two of them into a deal; one deal more is opened directly.
Each lead has a submission, a clock, a mail and ten entries of the Trail.
"""

import time
from collections.abc import Callable
from typing import Any

import psycopg

from benchmarks.doors.base import columns_of, drop_indexes

DAYS = 1_000  # of history
# n: number of a lead; at: when it came. Keys of what hangs on it are told from its number.
LEADS = """
(SELECT n, now() - (n::float8 / {count} * %(days)s) * interval '1 day' AS at
 FROM generate_series(1, {count}) AS n) AS p
""".replace("%(days)s", str(DAYS))
AGO = "p.at + interval '{} days' * (1 + p.n % {}) / 10.0"
OWNER = "owners.ids[1 + p.n % array_length(owners.ids, 1)]"
OWNERS = """
(SELECT array_agg(id ORDER BY id) AS ids FROM people_user JOIN people_owner
 ON id = owner_ptr_id WHERE role = 'rep') AS owners
"""
IS_CONVERTED, IS_FROM_LEAD, IS_DEAL = "p.n % 20 < 3", "p.n % 20 < 2", "p.n % 20 IN (0, 1, 10)"
END = "(p.n / 20 % 10)"  # of a deal: 0–2 won, 3–6 lost, 7 early, 8 and 9 in the pipeline
OPENED = "p.at + interval '5 days'"
CLOSED = f"least({OPENED} + interval '1 day' * (5 + p.n % 60), now())"
IS_WON, IS_CLOSED, IS_EARLY = f"{END} < 3", f"{END} < 7", f"{END} = 7"
STAGE = f"""CASE WHEN {IS_WON} THEN 'Closed Won' WHEN {IS_CLOSED} THEN 'Closed Lost'
 WHEN {IS_EARLY} THEN 'Prospecting' WHEN {END} = 8 THEN 'Qualification'
 ELSE 'Negotiation/Review' END"""
CATEGORY = f"""CASE WHEN {IS_WON} THEN 'Closed' WHEN {IS_CLOSED} OR {IS_EARLY} THEN 'Omitted'
 WHEN {END} = 8 THEN 'Pipeline' ELSE 'Commit' END"""
PROBABILITY = f"""CASE WHEN {IS_WON} THEN 100 WHEN {END} < 8 THEN 0 WHEN {END} = 8 THEN 10
 ELSE 90 END"""
CLOSE_ON = f"""CASE WHEN {IS_CLOSED} THEN ({CLOSED})::date
 ELSE current_date + p.n % 240 - 30 END"""
AMOUNT = "1000 + p.n::bigint * 7919 % 90000"
SOURCE = (
    "('{Web,Trade Show,Partner Referral,Purchased List,Phone Inquiry,Other}'::text[])[1 + p.n % 6]"
)
DOOR = "('{form,web_to_lead,import,api,email,hand}'::text[])[1 + p.n % 6]"
DEAL = {
    "id": "p.n", "name": "'Deal ' || p.n", "owner_id": OWNER, "account_id": "p.n",
    "stage_name": STAGE, "forecast_category": CATEGORY, "probability": PROBABILITY,
    "amount": AMOUNT, "lead_source": SOURCE, "campaign_id": "campaigns.ids[1 + p.n % 30]",
    "is_closed": IS_CLOSED, "is_won": IS_WON, "created_at": OPENED, "close_on": CLOSE_ON,
    "closed_at": f"CASE WHEN {IS_CLOSED} THEN {CLOSED} END",
    "pipeline_at": f"CASE WHEN {IS_EARLY} OR ({END} IN (3, 4)) THEN NULL"
                   f" ELSE {OPENED} + interval '3 days' END",
    "loss_reason": f"CASE WHEN {IS_CLOSED} AND NOT {IS_WON} THEN 'Price' ELSE '' END",
}  # fmt: skip
CAMPAIGNS = "(SELECT array_agg(id ORDER BY id) AS ids FROM records_campaign) AS campaigns"
PROGRAMS = "(SELECT array_agg(id ORDER BY id) AS ids FROM nurture_program) AS programs"
_EARLY_ROW = {
    "at": OPENED,
    "stage_name": "'Prospecting'",
    "forecast_category": "'Omitted'",
    "ended_at": f"CASE WHEN {IS_EARLY} THEN NULL ELSE {OPENED} + interval '3 days' END",
}
_OPEN_ROW = {
    "at": f"{OPENED} + interval '3 days'",
    "stage_name": "'Qualification'",
    "forecast_category": "'Pipeline'",
    "probability": "10",
    "ended_at": f"CASE WHEN {IS_CLOSED} THEN {CLOSED} END",
}
_LAST_ROW = {
    "at": CLOSED,
    "ended_at": "NULL",
    "stage_name": STAGE,
    "is_closed": "true",
    "forecast_category": CATEGORY,
    "probability": PROBABILITY,
    "is_won": IS_WON,
}
_ROW = {"opportunity_id": "p.n", "owner_id": OWNER, "held_by_id": OWNER, "amount": AMOUNT,
        "close_on": CLOSE_ON}  # fmt: skip
EVENTS = "created,assigned,scored,changed,contacted,touched,scored,changed,scored,closed"
# Table, which of the leads (and k, where each has several), what is told anew.
COPIED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("records_account", IS_DEAL + " OR " + IS_CONVERTED,
     {"id": "p.n", "name": "'Account ' || p.n", "owner_id": OWNER, "created_at": "p.at"}),
    ("records_contact", IS_CONVERTED,
     {"id": "p.n", "last_name": "'Person ' || p.n", "owner_id": OWNER, "account_id": "p.n",
      "created_at": "p.at", "email": "'p' || p.n || '@crowd.example'"}),
    ("records_opportunity", IS_DEAL, DEAL),
    ("records_opportunityhistory", IS_DEAL, _ROW | _EARLY_ROW),
    ("records_opportunityhistory", f"{IS_DEAL} AND NOT {IS_EARLY}", _ROW | _OPEN_ROW),
    ("records_opportunityhistory", f"{IS_DEAL} AND {IS_CLOSED}", _ROW | _LAST_ROW),
    ("records_opportunitycontactrole", IS_FROM_LEAD,
     {"opportunity_id": "p.n", "contact_id": "p.n", "is_primary": "true"}),
    ("records_lead", "true", {
        "id": "p.n", "last_name": "'Person ' || p.n", "company": "'Company ' || p.n / 3",
        "email": "'p' || p.n || '@crowd.example'", "phone": "'+1' || 2000000000 + p.n",
        "created_at": "p.at", "modified_at": "p.at", "status_changed_at": "p.at",
        "lead_source": SOURCE, "owner_id": OWNER, "is_converted": IS_CONVERTED,
        "is_closed": "p.n % 20 BETWEEN 3 AND 8", "score": "p.n % 100",
        "first_touched_at": "CASE WHEN p.n % 5 > 0"
                            " THEN p.at + interval '40 seconds' * (p.n % 300) END",
        "status": f"CASE WHEN {IS_CONVERTED} THEN 'Closed - Converted'"
                  " WHEN p.n % 20 BETWEEN 3 AND 8 THEN 'Closed - Not Converted'"
                  " WHEN p.n % 20 < 13 THEN 'Working - Contacted' ELSE 'Open - Not Contacted' END",
        "converted_on": f"CASE WHEN {IS_CONVERTED} THEN ({OPENED})::date END",
        "converted_account_id": f"CASE WHEN {IS_CONVERTED} THEN p.n END",
        "converted_contact_id": f"CASE WHEN {IS_CONVERTED} THEN p.n END",
        "converted_opportunity_id": f"CASE WHEN {IS_FROM_LEAD} THEN p.n END",
    }),
    ("records_conversion", IS_CONVERTED,
     {"lead_id": "p.n", "account_id": "p.n", "contact_id": "p.n", "at": OPENED,
      "opportunity_id": f"CASE WHEN {IS_FROM_LEAD} THEN p.n END"}),
    ("records_submission", "true",
     {"lead_id": "p.n", "received_at": "p.at", "settled_at": "p.at", "door": DOOR,
      "idempotency_key": "'base:' || p.n"}),
    ("records_handoff", "p.n % 4 = 0",
     {"lead_id": "p.n", "offered_to_id": OWNER, "offered_at": "p.at + interval '1 day'",
      "stage": "CASE WHEN p.n % 20 < 12 THEN 'accepted' ELSE 'rejected' END",
      "reason": "CASE WHEN p.n % 20 < 12 THEN '' ELSE 'No phone number' END",
      "decided_at": "p.at + interval '1 day' + interval '1 hour' * (p.n % 40)"}),
    ("records_clock", "true",
     {"lead_id": "p.n", "owner_id": OWNER, "started_at": "p.at", "owned_at": "p.at",
      "due_at": "p.at + interval '1 hour'",
      "stopped_at": "CASE WHEN p.n % 5 > 0 THEN p.at + interval '40 seconds' * (p.n % 300) END"}),
    ("records_campaignmember", "p.n % 10 < 6",
     {"lead_id": "p.n", "campaign_id": "campaigns.ids[1 + p.n % 30]", "created_at": "p.at",
      "contact_id": f"CASE WHEN {IS_CONVERTED} THEN p.n END", "has_responded": "p.n % 10 < 3",
      "status": "CASE WHEN p.n % 10 < 3 THEN 'Responded' ELSE 'Sent' END",
      "first_responded_on": "CASE WHEN p.n % 10 < 3 THEN p.at::date END"}),
    ("records_task", "p.n % 20 BETWEEN 9 AND 14",
     {"lead_id": "p.n", "owner_id": OWNER, "created_at": "p.at",
      "due_on": "current_date + p.n % 30 - 10"}),
    ("records_emailmessage", "true",
     {"id": "p.n", "key": "'base:' || p.n", "message_id": "'<' || p.n || '@base>'",
      "lead_id": "p.n", "state": "'sent'", "sent_at": "p.at + interval '2 hours'",
      "created_at": "p.at + interval '2 hours'", "subject": "'Hello'"}),
    ("nurture_delivery", "true",
     {"message_id": "p.n", "kind": "CASE WHEN p.n % 3 > 0 THEN 'program' ELSE 'answer' END",
      "program": "CASE WHEN p.n % 3 > 0 THEN 'Program ' || p.n % 6 ELSE '' END",
      "template": "'mail-' || p.n % 12"}),
    ("records_engagement", "p.n % 3 = 1",
     {"lead_id": "p.n", "message_id": "p.n", "at": "p.at + interval '5 hours'",
      "key": "'open:' || p.n"}),
    ("records_engagement", "p.n % 9 = 1",
     {"lead_id": "p.n", "message_id": "p.n", "at": "p.at + interval '6 hours'",
      "kind": "'email_click'", "key": "'click:' || p.n"}),
    ("nurture_enrolment", "p.n % 7 = 0",
     {"lead_id": "p.n", "program_id": "programs.ids[1 + p.n % 6]", "enrolled_at": "p.at",
      "state": "'ended'", "ended_at": "p.at + interval '9 days'"}),
    ("records_trailentry", "k",
     {"record_id": "p.n", "at": "p.at + interval '7 hours' * k",
      "event": f"'lead.' || ('{{{EVENTS}}}'::text[])[k]"}),
)  # fmt: skip
# What a trigger would have told of members and deals.
TALLIED = """
INSERT INTO records_campaigntally
  (campaign_id, status, members, leads, contacts, converted, responses, deals, won, amount,
   won_amount)
SELECT campaign_id, status, count(*), count(lead_id), count(contact_id),
       count(*) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL),
       count(*) FILTER (WHERE has_responded), 0, 0, 0, 0
FROM records_campaignmember GROUP BY 1, 2
UNION ALL
SELECT campaign_id, '', 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE is_won),
       coalesce(sum(amount), 0), coalesce(sum(amount) FILTER (WHERE is_won), 0)
FROM records_opportunity WHERE campaign_id IS NOT NULL GROUP BY 1
"""
Connection = psycopg.Connection[Any]


def fill(connection: Connection, count: int, told: Callable[[str, float], None]) -> None:
    """Bring the number of leads up to `count`; `told(table, seconds)` hears of each table.

    There is one row of each, which stays: its copies have keys from 1 on where they have any.
    """
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no triggers, no checks
        connection.execute("SET LOCAL work_mem = '256MB'")
        connection.execute("SET LOCAL maintenance_work_mem = '768MB'")
        connection.execute("SET LOCAL synchronous_commit = off")
        for table in dict.fromkeys(table for table, _, _ in COPIED):
            began = time.monotonic()
            _fill_table(connection, table, count)
            told(table, time.monotonic() - began)
        connection.execute("DELETE FROM records_campaigntally")
        connection.execute(TALLIED.encode())
    began = time.monotonic()
    connection.execute("VACUUM (ANALYZE)")
    connection.execute("CHECKPOINT")
    told("vacuum", time.monotonic() - began)


def _fill_table(connection: Connection, table: str, count: int) -> None:
    key = "message_id" if table == "nurture_delivery" else "id"
    newest = f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1"
    connection.execute(f"CREATE TEMP TABLE seed AS {newest}".encode())
    connection.execute(f"DELETE FROM {table} WHERE {key} = (SELECT {key} FROM seed)".encode())
    indexes = drop_indexes(connection, table)
    for each, which, values in COPIED:
        if each == table:
            _copy(connection, table, which, values, count)
    for definition in indexes:
        connection.execute(definition.encode())
    connection.execute(b"DROP TABLE seed")
    if key == "id":
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}".encode()
        )


def _copy(
    connection: Connection, table: str, which: str, values: dict[str, str], count: int
) -> None:
    """One row like the seed for each lead that is meant, but for its own values."""
    columns = [name for name in columns_of(connection, table) if name != "id" or "id" in values]
    chosen = ", ".join(values.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    several = ", generate_series(1, 10) AS k" if which == "k" else ""
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {LEADS.format(count=count)}{several},"
        f" seed AS t, {OWNERS}, {CAMPAIGNS}, {PROGRAMS}"
        f" WHERE {'true' if which == 'k' else which}".encode()
    )
