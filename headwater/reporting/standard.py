"""Reports that are there from the start: what managers ask for first. To change one is to keep a
copy."""

from dataclasses import dataclass

from headwater.reporting.spec import Axis, Measure, Spec


@dataclass(frozen=True, slots=True)
class Standard:
    """A ready report under a lasting key."""

    key: str
    name: str
    question: str
    spec: Spec


def _measures(*texts: str) -> tuple[Measure, ...]:
    return tuple(Measure.of(text) for text in texts)


CONVERTED = "rate:Converted:IsConverted = true"
WON = "rate:Won:IsWon = true"
REPORTS = (
    Standard(
        "leads-by-source", "Leads by source", "Where do they come from, and which become deals?",
        Spec("Lead", row=Axis("LeadSource"), chart="bars",
             measures=_measures("count", CONVERTED, "avg:Score")),
    ),
    Standard(
        "leads-by-month", "New leads by month and source", "Is it getting more, and from where?",
        Spec("Lead", where="CreatedDate = LAST_N_MONTHS:12 OR CreatedDate = THIS_MONTH",
             row=Axis("CreatedDate", "month"), across=Axis("LeadSource"), chart="stacked"),
    ),
    Standard(
        "open-leads-by-owner", "Open leads by owner and status", "Who has how much on the table?",
        Spec("Lead", where="IsConverted = false AND IsClosed = false", row=Axis("OwnerId"),
             across=Axis("Status"), chart="stacked"),
    ),
    Standard(
        "untouched-leads", "Untouched leads", "Whom has nobody written to or called yet?",
        Spec("Lead", where="IsConverted = false AND IsClosed = false AND FirstTouchedAt = null",
             columns=("Name", "Company", "LeadSource", "OwnerId", "Score", "CreatedDate"),
             sort="CreatedDate"),
    ),
    Standard(
        "neglected-leads", "Neglected leads", "Which open leads have had no activity for 30 days?",
        Spec("Lead", where="IsConverted = false AND IsClosed = false AND "
             "(LastActivityDate < LAST_N_DAYS:30 OR LastActivityDate = null)",
             columns=("Name", "Company", "Status", "OwnerId", "LastActivityDate", "CreatedDate"),
             sort="LastActivityDate"),
    ),
    Standard(
        "why-closed", "Closed leads by reason", "Why do leads come to nothing?",
        Spec("Lead", where="IsClosed = true AND IsConverted = false", row=Axis("ClosedReason"),
             across=Axis("LeadSource"), chart="stacked"),
    ),
    Standard(
        "converted-leads", "Leads with what they became", "What did the converted leads turn into?",
        Spec("ConvertedLead", where="IsConverted = true", row=Axis("LeadSource"), chart="bars",
             measures=_measures("count", "sum:ConvertedOpportunity.Amount",
                                "rate:Won:ConvertedOpportunity.IsWon = true")),
    ),
    Standard(
        "conversion-by-owner", "Conversion by owner", "Who makes something of their leads?",
        Spec("Lead", row=Axis("OwnerId"), chart="bars",
             measures=_measures("count", CONVERTED, "rate:Closed without a deal:"
                                "IsClosed = true AND IsConverted = false")),
    ),
    Standard(
        "leads-and-contacts", "Leads and contacts", "Everybody we know, both kinds in one list.",
        Spec("LeadAndContact", columns=("Record", "Name", "Title", "Company", "Email", "Phone",
                                        "OwnerId", "LastActivityDate"), sort="Name"),
    ),
    Standard(
        "won-and-lost", "Won and lost by source", "Which sources become money?",
        Spec("Opportunity", where="IsClosed = true", row=Axis("LeadSource"), chart="bars",
             measures=_measures("count", WON, "sum:Amount", "avg:Amount")),
    ),
    Standard(
        "converted-or-direct", "Won: from leads or direct", "Do deals that were leads win more?",
        Spec("Opportunity", where="IsClosed = true", row=Axis("IsFromLead"), chart="bars",
             measures=_measures("count", WON, "sum:Amount")),
    ),
    Standard(
        "pipeline", "Pipeline by month and stage", "What is expected to close when?",
        Spec("Opportunity", where="IsClosed = false AND Probability > 0",
             row=Axis("CloseDate", "month"), across=Axis("StageName"),
             measures=_measures("sum:Amount"), chart="stacked"),
    ),
    Standard(
        "campaign-answers", "Campaign members by campaign", "Who answered which campaign?",
        Spec("CampaignMember", row=Axis("CampaignId"), chart="bars",
             measures=_measures("count", "rate:Responded:HasResponded = true", "unique:LeadId")),
    ),
    Standard(
        "activities", "Activities by person and week", "Who does how much?",
        Spec("Activity", where="CreatedDate = LAST_N_DAYS:90", row=Axis("OwnerId"),
             across=Axis("CreatedDate", "week"), chart="stacked"),
    ),
    Standard(
        "what-came-in", "Submissions by door", "What came in, and what became of it?",
        Spec("Submission", row=Axis("Door"), across=Axis("State"), chart="stacked"),
    ),
    Standard(
        "clocks-kept", "Response clocks kept", "Who answers in time?",
        Spec("Clock", row=Axis("OwnerId"), chart="bars",
             measures=_measures("count", "rate:Kept:IsKept = true",
                                "rate:Missed:IsMissed = true")),
    ),
)  # fmt: skip
BY_KEY = {report.key: report for report in REPORTS}
