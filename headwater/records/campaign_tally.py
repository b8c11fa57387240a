"""How many members and deals each campaign has, counted as they come and go.

Each statement that changes members or deals leaves what it changed, one row for each campaign and
status, by a trigger in its own transaction (see decisions: campaign-tallies). The sum over a
campaign's rows is always exact; `fold` makes few rows of many.
"""

from django.db import models

from headwater.database import statements
from headwater.jobs import job

SUMS = ("members", "leads", "contacts", "converted", "responses", "deals", "won", "amount",
        "won_amount")  # fmt: skip
MANY = 16  # rows of one campaign; below that there is nothing to win
_COLUMNS = f"campaign_id, status, {', '.join(SUMS)}"
_SUMMED = ", ".join(f"sum({name})" for name in SUMS)
# Both halves are one statement: whoever reads meanwhile sees the rows or their sum, never neither.
FOLD = f"""
WITH busy AS (
  SELECT campaign_id FROM records_campaigntally GROUP BY campaign_id HAVING count(*) > %s
), taken AS (
  DELETE FROM records_campaigntally WHERE campaign_id IN (SELECT campaign_id FROM busy) RETURNING *
)
INSERT INTO records_campaigntally ({_COLUMNS})
SELECT campaign_id, status, {_SUMMED} FROM taken GROUP BY campaign_id, status
HAVING {" OR ".join(f"sum({name}) <> 0" for name in SUMS)}
RETURNING id
"""  # noqa: S608


class CampaignTally(models.Model):
    """What one statement added to a campaign (or, below zero, took away), by member status.

    Deals stand under the status ''. Money is in the organisation's currency.
    """

    # No constraint: the members of a campaign that goes are tallied after its own tallies went.
    campaign = models.ForeignKey(
        "records.Campaign", models.CASCADE, related_name="tallies", db_constraint=False
    )
    status = models.CharField(max_length=40, blank=True, default="")
    members = models.IntegerField(default=0)
    leads = models.IntegerField(default=0)
    contacts = models.IntegerField(default=0)
    converted = models.IntegerField(default=0)
    responses = models.IntegerField(default=0)
    deals = models.IntegerField(default=0)
    won = models.IntegerField(default=0)
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    won_amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    class Meta:
        verbose_name_plural = "campaign tallies"


@job("records.fold_tallies", cron="*/10 * * * *")
def fold() -> int:
    """One row each where a campaign and status had many; returns how many there are now."""
    return len(statements.run(FOLD, [MANY]))
