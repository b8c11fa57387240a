"""What counts for each figure, as SQL: one row for each thing, with its program and campaigns.

Every text gives `key` (what is counted, once), `at`, `lead`, `program` and `mail` (names, '' =
none), `campaigns`, `is_now` (this week, else the one before) and `amount`; its three values are the
first moment of this week, and the two between which the thing happened. Machines are not counted.
Each thing happens once, a mail is opened when it is opened first: so days add up to weeks, and
weeks to years.
"""

MEMBER_OF = """
(SELECT array_agg(c.campaign_id) FROM records_campaignmember c
 WHERE NOT c.is_deleted AND (c.lead_id = {lead} OR c.contact_id = {contact}))
"""
# The program in which the lead was last before the moment.
PROGRAM_OF = """
LEFT JOIN LATERAL (
  SELECT program.name, e.lead_id FROM nurture_enrolment e
  JOIN nurture_program program ON program.id = e.program_id {also}
  WHERE {lead} AND e.enrolled_at <= {at} ORDER BY e.enrolled_at DESC LIMIT 1
) p ON true
"""
SENT = f"""
SELECT m.id AS key, m.sent_at AS at, m.lead_id AS lead, d.program, d.template AS mail,
  {MEMBER_OF.format(lead="m.lead_id", contact="m.contact_id")} AS campaigns,
  m.sent_at >= %s AS is_now, 0 AS amount
FROM records_emailmessage m JOIN nurture_delivery d ON d.message_id = m.id
WHERE NOT m.is_incoming AND d.kind <> 'personal' AND m.sent_at >= %s AND m.sent_at < %s
"""  # noqa: S608
_FIRST = f"""
SELECT m.id AS key, e.at, m.lead_id AS lead, d.program, d.template AS mail,
  {MEMBER_OF.format(lead="m.lead_id", contact="m.contact_id")} AS campaigns,
  e.at >= %s AS is_now, 0 AS amount
FROM records_engagement e
JOIN records_emailmessage m ON m.id = e.message_id JOIN nurture_delivery d ON d.message_id = m.id
WHERE e.kind IN ({{kinds}}) AND e.bot_reason = '' AND d.kind <> 'personal'
  AND e.at >= %s AND e.at < %s AND NOT EXISTS (
    SELECT 1 FROM records_engagement earlier
    WHERE earlier.message_id = e.message_id AND earlier.kind IN ({{kinds}})
      AND earlier.bot_reason = '' AND (earlier.at, earlier.id) < (e.at, e.id)
  )
"""  # noqa: S608
OPENED = _FIRST.format(kinds="'email_open', 'email_click'")
CLICKED = _FIRST.format(kinds="'email_click'")
REPLIED = f"""
SELECT r.id AS key, r.created_at AS at, m.lead_id AS lead, d.program, d.template AS mail,
  {MEMBER_OF.format(lead="m.lead_id", contact="m.contact_id")} AS campaigns,
  r.created_at >= %s AS is_now, 0 AS amount
FROM records_emailmessage r
JOIN records_emailmessage m ON m.message_id = r.in_reply_to AND NOT m.is_incoming
JOIN nurture_delivery d ON d.message_id = m.id
WHERE r.is_incoming AND r.in_reply_to <> '' AND d.kind <> 'personal'
  AND r.created_at >= %s AND r.created_at < %s
"""  # noqa: S608
QUALIFIED = f"""
SELECT m.id AS key, m.offered_at AS at, m.lead_id AS lead, coalesce(p.name, '') AS program,
  '' AS mail, {MEMBER_OF.format(lead="m.lead_id", contact="NULL")} AS campaigns,
  m.offered_at >= %s AS is_now, 0 AS amount
FROM records_handoff m
{PROGRAM_OF.format(lead="e.lead_id = m.lead_id", at="m.offered_at", also="")}
WHERE m.kind = 'mql' AND m.round = 1 AND m.offered_at >= %s AND m.offered_at < %s
"""  # noqa: S608
CONVERTED = "JOIN records_conversion v ON v.lead_id = e.lead_id AND v.undone_at IS NULL"
WON = f"""
SELECT m.id AS key, m.closed_at AS at, p.lead_id AS lead, coalesce(p.name, '') AS program,
  '' AS mail, ARRAY[m.campaign_id] AS campaigns,
  m.closed_at >= %s AS is_now, coalesce(m.amount, 0) AS amount
FROM records_opportunity m
{PROGRAM_OF.format(lead="v.opportunity_id = m.id", at="m.closed_at", also=CONVERTED)}
WHERE m.is_won AND NOT m.is_deleted AND m.closed_at >= %s AND m.closed_at < %s
"""  # noqa: S608
FACTS = {
    "sent": SENT, "opened": OPENED, "clicked": CLICKED, "replied": REPLIED,
    "qualified": QUALIFIED, "won": WON,
}  # fmt: skip
# Everything in one sum, and the same by program and by campaign.
SUMMED = """
WITH fact AS ({fact})
SELECT 'all', '', NULL::bigint, is_now, count(DISTINCT key), sum(amount) FROM fact GROUP BY is_now
UNION ALL
SELECT 'program', program, NULL, is_now, count(DISTINCT key), sum(amount) FROM fact
WHERE program <> '' GROUP BY program, is_now
UNION ALL
SELECT 'campaign', campaign.name, campaign.id, is_now, count(DISTINCT key), sum(amount)
FROM fact CROSS JOIN LATERAL unnest(campaigns) AS one(id)
JOIN records_campaign campaign ON campaign.id = one.id AND NOT campaign.is_deleted
GROUP BY campaign.id, is_now
"""
