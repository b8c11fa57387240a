"""The kinds of reports there are, in the order in which they are offered."""

from headwater.criteria.errors import CriteriaError
from headwater.reporting.kinds import Kind, Part

# One word for what leads and contacts both have; a lead's company is a contact's account.
PEOPLE = {
    "Name": ("Name", "Name"),
    "FirstName": ("FirstName", "FirstName"),
    "LastName": ("LastName", "LastName"),
    "Title": ("Title", "Title"),
    "Company": ("Company", "Account.Name"),
    "Email": ("Email", "Email"),
    "Phone": ("Phone", "Phone"),
    "MobilePhone": ("MobilePhone", "MobilePhone"),
    "LeadSource": ("LeadSource", "LeadSource"),
    "Status": ("Status", ""),
    "City": ("City", "MailingCity"),
    "State": ("State", "MailingState"),
    "Country": ("Country", "MailingCountry"),
    "OwnerId": ("OwnerId", "OwnerId"),
    "CreatedDate": ("CreatedDate", "CreatedDate"),
    "LastActivityDate": ("LastActivityDate", "LastActivityDate"),
    "HasOptedOutOfEmail": ("HasOptedOutOfEmail", "HasOptedOutOfEmail"),
    "DoNotCall": ("DoNotCall", "DoNotCall"),
}
# One word for what tasks and events both have.
DONE = {
    "Subject": ("Subject", "Subject"),
    "Who": ("Who.Name", "Who.Name"),
    "What": ("What.Name", "What.Name"),
    "TaskSubtype": ("TaskSubtype", ""),
    "Status": ("Status", ""),
    "Priority": ("Priority", ""),
    "IsClosed": ("IsClosed", ""),
    "CallDisposition": ("CallDisposition", ""),
    "CallDurationInSeconds": ("CallDurationInSeconds", ""),
    "ActivityDate": ("ActivityDate", ""),
    "CompletedDateTime": ("CompletedDateTime", "EndDateTime"),
    "StartDateTime": ("", "StartDateTime"),
    "Location": ("", "Location"),
    "OwnerId": ("OwnerId", "OwnerId"),
    "CreatedDate": ("CreatedDate", "CreatedDate"),
}


def _parts(names: dict[str, tuple[str, str]], first: str, second: str) -> tuple[Part, ...]:
    return (
        Part(first, {name: pair[0] for name, pair in names.items()}),
        Part(second, {name: pair[1] for name, pair in names.items()}),
    )


KINDS = (
    Kind(
        "Lead", "Leads", "everybody who has shown interest", (Part("Lead"),),
        ("Name", "Company", "Status", "LeadSource", "OwnerId", "Score", "CreatedDate"),
        reaches=("Owner", "MatchedAccount"),
    ),
    Kind(
        "ConvertedLead", "Leads with converted information",
        "leads and the account, contact and opportunity they became", (Part("Lead"),),
        (
            "Name", "Company", "LeadSource", "ConvertedDate", "ConvertedAccountId",
            "ConvertedOpportunityId", "ConvertedOpportunity.StageName",
            "ConvertedOpportunity.Amount",
        ),
        reaches=("ConvertedOpportunity", "ConvertedAccount", "ConvertedContact", "Owner"),
        where="IsConverted = true",
    ),
    Kind(
        "LeadAndContact", "Leads and contacts", "all people, both kinds in one list",
        _parts(PEOPLE, "Lead", "Contact"),
        ("Record", "Name", "Title", "Company", "Email", "OwnerId", "LastActivityDate"),
    ),
    Kind(
        "Contact", "Contacts", "people at accounts", (Part("Contact"),),
        ("Name", "Title", "AccountId", "Email", "Phone", "OwnerId"), reaches=("Account", "Owner"),
    ),
    Kind(
        "Account", "Accounts", "companies", (Part("Account"),),
        ("Name", "Industry", "BillingCity", "NumberOfEmployees", "OwnerId"),
        reaches=("Owner", "Parent"),
    ),
    Kind(
        "Opportunity", "Opportunities", "possible deals, won and lost", (Part("Opportunity"),),
        ("Name", "AccountId", "StageName", "Amount", "CloseDate", "LeadSource", "OwnerId"),
        reaches=("Account", "Owner", "Campaign"),
    ),
    Kind(
        "Campaign", "Campaigns", "with their counts, cost and value", (Part("Campaign"),),
        (
            "Name", "Type", "Status", "NumberOfLeads", "NumberOfResponses",
            "NumberOfConvertedLeads", "AmountWonOpportunities", "ActualCost",
        ),
        reaches=("Owner", "Parent"),
    ),
    Kind(
        "CampaignMember", "Campaign members", "who was in which campaign and answered",
        (Part("CampaignMember"),),
        ("CampaignId", "LeadId", "ContactId", "Status", "HasResponded", "FirstRespondedDate"),
        reaches=("Campaign", "Lead", "Contact"),
    ),
    Kind(
        "Activity", "Activities", "tasks, calls and meetings", _parts(DONE, "Task", "Event"),
        ("Record", "Subject", "Who", "What", "Status", "ActivityDate", "OwnerId"),
    ),
    Kind(
        "Submission", "Submissions", "what came in through which door, and what became of it",
        (Part("Submission"),), ("ReceivedAt", "Door", "Form", "State", "Reason", "LeadId"),
        reaches=("Lead",),
    ),
    Kind(
        "Clock", "Response clocks", "promises to answer, kept and missed", (Part("Clock"),),
        ("LeadId", "Kind", "Policy", "StartedAt", "DueAt", "StoppedAt", "IsKept", "OwnerId"),
        reaches=("Lead", "Owner"),
    ),
)  # fmt: skip
BY_KEY = {kind.key.lower(): kind for kind in KINDS}


def kind_of(key: str) -> Kind:
    """The kind of this name, in any case; raises CriteriaError."""
    found = BY_KEY.get(key.lower())
    if found is None:
        names = ", ".join(kind.key for kind in KINDS)
        raise CriteriaError(f"There is no report about “{key}”.", -1, f"Choose one of {names}.")
    return found
