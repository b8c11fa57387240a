"""The statements of a run: one narrow copy of the open leads, then set by set."""

COPY = """
CREATE TEMP TABLE hygiene_lead ON COMMIT DROP AS
SELECT id, owner_id, first_name, last_name, email, lower(split_part(email, '@', 2)) AS domain,
       phone, mobile_phone, country, state, created_at, last_activity_on
FROM records_lead WHERE NOT is_deleted AND NOT is_converted AND NOT is_closed
"""
KNOW = "ANALYZE hygiene_lead"
FORGET = "DROP TABLE IF EXISTS hygiene_lead"
SIZE = "SELECT count(*) FROM hygiene_lead"
DOMAINS = "SELECT DISTINCT domain FROM hygiene_lead WHERE email <> ''"
PLACES = "SELECT DISTINCT country, state FROM hygiene_lead WHERE country <> '' OR state <> ''"
# What is found goes in by one of these; %(run)s is the run.
INTO = """
INSERT INTO capture_hygienefinding
    (run_id, check_name, lead_id, owner_id, before, after, reason)
"""
# Nothing odd but perhaps the domain: the rest is read by Python.
PLAIN = "^[A-Za-z0-9_+&-]+([.][A-Za-z0-9_+&-]+)*@[^@ <>,;:/]+$"
BY_DOMAIN = f"""
SELECT %(run)s, 'mail_' || known.verdict, lead.id, lead.owner_id,
       jsonb_build_object('email', lead.email),
       CASE WHEN known.verdict = 'misspelt' THEN jsonb_build_object(
           'email', left(lead.email, length(lead.email) - length(lead.domain)) || known.detail)
       ELSE '{{}}'::jsonb END,
       CASE WHEN known.verdict = 'misspelt' THEN '' ELSE known.detail END
FROM hygiene_lead lead
JOIN unnest(%(domains)s::text[], %(verdicts)s::text[], %(details)s::text[])
    AS known(domain, verdict, detail) ON known.domain = lead.domain
WHERE lead.email ~ '{PLAIN}'
"""  # noqa: S608 - a pattern of our own
ROLES = """
SELECT %(run)s, 'mail_role', id, owner_id, jsonb_build_object('email', email), '{}'::jsonb, ''
FROM hygiene_lead
WHERE email <> '' AND lower(split_part(split_part(email, '@', 1), '+', 1)) = ANY (%(roles)s)
"""
BY_PLACE = """
SELECT %(run)s, 'place', lead.id, lead.owner_id,
       jsonb_build_object('country', lead.country, 'state', lead.state),
       known.after::jsonb, known.reason
FROM hygiene_lead lead
JOIN unnest(%(countries)s::text[], %(states)s::text[], %(afters)s::text[], %(reasons)s::text[])
    AS known(country, state, after, reason)
    ON known.country = lead.country AND known.state = lead.state
"""
DIGITS = """
SELECT %(run)s, 'name_digits', id, owner_id,
       jsonb_build_object('first_name', first_name, 'last_name', last_name), '{}'::jsonb, ''
FROM hygiene_lead
WHERE translate(first_name || last_name, '0123456789', '') <> first_name || last_name
"""
OWNER_GONE = """
SELECT %(run)s, 'owner_gone', lead.id, lead.owner_id,
       jsonb_build_object('owner_id', lead.owner_id), '{}'::jsonb, owner.name || ' has left.'
FROM hygiene_lead lead JOIN people_owner owner ON owner.id = lead.owner_id
WHERE NOT owner.is_active
"""
OWNER_AWAY = """
SELECT %(run)s, 'owner_away', lead.id, lead.owner_id,
       jsonb_build_object('owner_id', lead.owner_id), '{}'::jsonb, owner.name || ' is away.'
FROM hygiene_lead lead
JOIN people_owner owner ON owner.id = lead.owner_id AND owner.is_active
JOIN people_user person ON person.owner_ptr_id = owner.id AND NOT person.is_taking_leads
WHERE coalesce(lead.last_activity_on, lead.created_at::date) < %(before)s
"""
# Read by Python, which knows names, numbers and addresses; only what looks odd comes along.
# Case by the rules of C is quick and finds a few too many; Python leaves those alone.
ODD_NAMES = """
SELECT id, owner_id, first_name, last_name FROM hygiene_lead
WHERE ((first_name = upper(first_name COLLATE "C")) <> (first_name = lower(first_name COLLATE "C")))
   OR ((last_name = upper(last_name COLLATE "C")) <> (last_name = lower(last_name COLLATE "C")))
"""
# A plus and digits in one piece need no second look.
ODD_PHONES = """
SELECT id, owner_id, phone, mobile_phone, country FROM hygiene_lead
WHERE (phone <> '' AND (left(phone, 1) <> '+' OR translate(phone, '+0123456789', '') <> ''))
   OR (mobile_phone <> ''
       AND (left(mobile_phone, 1) <> '+' OR translate(mobile_phone, '+0123456789', '') <> ''))
"""
ODD_ADDRESSES = f"""
SELECT id, owner_id, email FROM hygiene_lead
WHERE email <> '' AND email !~ '{PLAIN}'
"""  # noqa: S608
# Checks that a list shows as well: all are counted, some of each owner are kept.
COUNT = """
INSERT INTO capture_hygienecount (run_id, check_name, owner_id, count)
SELECT %(run)s, %(check)s, owner_id, count(*) FROM hygiene_lead WHERE {where} GROUP BY owner_id
"""
KEEP_SOME = """
SELECT %(run)s, %(check)s, id, owner_id, '{{}}'::jsonb, '{{}}'::jsonb, '' FROM (
    SELECT id, owner_id, row_number() OVER (PARTITION BY owner_id ORDER BY id DESC) AS place
    FROM hygiene_lead WHERE {where}
) newest WHERE place <= %(most)s
"""
LISTED = {
    "no_way": "email = '' AND phone = '' AND mobile_phone = ''",
    "no_phone": "email <> '' AND phone = '' AND mobile_phone = ''",
}
COUNT_FINDINGS = """
INSERT INTO capture_hygienecount (run_id, check_name, owner_id, count)
SELECT run_id, check_name, owner_id, count(*) FROM capture_hygienefinding
WHERE run_id = %(run)s AND NOT check_name = ANY (%(listed)s)
GROUP BY run_id, check_name, owner_id
"""
FORGET_OLDER = "DELETE FROM capture_hygienefinding WHERE run_id < %(run)s"
