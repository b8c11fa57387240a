"""The steps of leads as SQL: a row for each lead with the moments of its steps, and their sums."""

FACTS = """
SELECT lead.id, lead.created_at AS inquiry_at, lead.lead_source, lead.owner_id,
       offer.mql_at, offer.sal_at, lead.converted_opportunity_id AS deal, act.at AS deal_at,
       won.id AS won, won.closed_at AS won_at
FROM lead
LEFT JOIN (
  SELECT lead_id, min(offered_at) AS mql_at,
         min(decided_at) FILTER (WHERE stage = 'accepted') AS sal_at
  FROM records_handoff WHERE kind = 'mql' GROUP BY lead_id
) AS offer ON offer.lead_id = lead.id
LEFT JOIN records_conversion AS act ON act.lead_id = lead.id AND act.undone_at IS NULL
LEFT JOIN records_opportunity AS won
  ON won.id = lead.converted_opportunity_id AND won.is_won AND NOT won.is_deleted
"""


def _between(first: str, last: str) -> str:
    """Seconds between two moments, and how many have both; what lies before counts as at once."""
    return (
        f"coalesce(sum(extract(epoch FROM greatest({last} - {first}, interval '0'))::bigint), 0),"
        f" count({last} - {first})"
    )


VALUES = f"""
ARRAY[count(*), count(mql_at), count(sal_at), count(deal), count(won),
      count(deal) FILTER (WHERE sal_at IS NOT NULL),
      {_between("inquiry_at", "mql_at")}, {_between("mql_at", "sal_at")},
      {_between("sal_at", "deal_at")}, {_between("deal_at", "won_at")}]::bigint[]
"""
# What a lead's keys on an axis are, and what has to be joined to know it.
KEY = {
    "source": ("lead_source", ""),
    "owner": ("owner_id::text", ""),
    "channel": (
        "coalesce(came.door, '')",
        """LEFT JOIN LATERAL (
          SELECT door FROM records_submission
          WHERE lead_id = fact.id AND state = 'created' ORDER BY id LIMIT 1
        ) AS came ON true""",
    ),
    "campaign": (
        "member.campaign_id::text",
        """JOIN records_campaignmember AS member
          ON member.lead_id = fact.id AND NOT member.is_deleted""",
    ),
}
WEEK = "date_trunc('week', inquiry_at AT TIME ZONE %(zone)s)::date"
LIVE = f"""
WITH lead AS MATERIALIZED ({{leads}}), fact AS MATERIALIZED ({FACTS})
SELECT NULL::date, NULL::text, {VALUES} FROM fact
UNION ALL SELECT {WEEK}, NULL, {VALUES} FROM fact GROUP BY 1
UNION ALL SELECT NULL, {{key}}, {VALUES} FROM fact {{join}} GROUP BY 2
"""  # noqa: S608
_SAME_DAY = "(inquiry_at AT TIME ZONE %(zone)s)::date"
DAILY = f"""
WITH lead AS (SELECT * FROM records_lead WHERE NOT is_deleted),
fact AS MATERIALIZED ({FACTS})
SELECT {_SAME_DAY} AS day, '' AS axis, '' AS key, {VALUES} AS "values" FROM fact GROUP BY 1
""" + "".join(  # noqa: S608
    f"UNION ALL SELECT {_SAME_DAY}, '{axis}', {key}, {VALUES} FROM fact {join} GROUP BY 1, 3\n"  # noqa: S608
    for axis, (key, join) in KEY.items()
)
