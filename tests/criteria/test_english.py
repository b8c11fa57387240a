"""Conditions in words."""

import pytest

from headwater.catalog import custom, ids
from headwater.criteria.english import english

pytestmark = pytest.mark.django_db
USER = ids.encode("005", 7)

SENTENCES = [
    (
        "LeadSource = 'Web' AND Industry IN ('Energy', 'Utilities') AND AnnualRevenue > 1000000",
        (
            "Lead source is Web and Industry is one of Energy, Utilities,"
            " and Annual revenue is over 1,000,000"
        ),
    ),
    ("", "Every lead"),
    ("Phone = null", "Phone is empty"),
    ("Phone != ''", "Phone is not empty"),
    ("NOT Phone = null", "Phone is not empty"),
    ("Company LIKE '%solar%'", "Company contains solar"),
    ("Company LIKE 'solar%'", "Company begins with solar"),
    ("Company LIKE '%solar'", "Company ends with solar"),
    ("NOT Company LIKE '%solar%'", "Company does not contain solar"),
    ("NOT Company LIKE 'solar%'", "Company does not begin with solar"),
    ("Company LIKE 'solar'", "Company is solar"),
    ("Company LIKE '%50\\%%'", "Company contains 50%"),
    ("Company LIKE 's_l%r'", "Company is like s_l%r"),
    ("Company LIKE '%'", "Company is not empty"),
    ("Company = 'Smith and Sons, Ltd'", "Company is “Smith and Sons, Ltd”"),
    ("Company != 'x'", "Company is not x"),
    ("Company > 'M'", "Company is after M"),
    ("Industry NOT IN ('A', 'B')", "Industry is none of A, B"),
    ("Industry IN ('A')", "Industry is A"),
    ("Industry IN ('A', null)", "Industry is one of A, empty"),
    ("Score >= 1500.5", "Score is at least 1,500.5"),
    ("Score <= -1500", "Score is at most -1,500"),
    ("NOT Score < 5", "Score is not under 5"),
    ("Score = 0", "Score is 0"),
    ("AnnualRevenue > EUR5000", "Annual revenue is over EUR 5,000"),
    ("DoNotCall = true", "Do not call is checked"),
    ("DoNotCall = false", "Do not call is not checked"),
    ("NOT DoNotCall = false", "Do not call is checked"),
    ("CreatedDate = TODAY", "Created date is today"),
    ("CreatedDate != TODAY", "Created date is not today"),
    ("CreatedDate < TODAY", "Created date is before today"),
    ("CreatedDate = LAST_N_DAYS:30", "Created date is in the last 30 days"),
    ("CreatedDate = LAST_90_DAYS", "Created date is in the last 90 days"),
    ("CreatedDate = LAST_N_MONTHS:1", "Created date is in the last 1 full month"),
    ("CreatedDate = NEXT_N_WEEKS:2", "Created date is in the next 2 weeks"),
    ("CreatedDate >= THIS_FISCAL_QUARTER", "Created date is in or after this fiscal quarter"),
    ("CreatedDate = LAST_WEEK", "Created date is last week"),
    ("CreatedDate < N_DAYS_AGO:7", "Created date is more than 7 days ago"),
    ("CreatedDate = N_DAYS_AGO:1", "Created date is 1 day ago"),
    ("LastActivityDate = 2026-01-31", "Last activity is on 31 January 2026"),
    ("LastActivityDate <= 2026-01-31", "Last activity is on or before 31 January 2026"),
    ("CreatedDate > 2026-01-31T09:30:00Z", "Created date is after 31 January 2026 09:30 UTC"),
    ("Owner.Name = 'Mara'", "Owner’s name is Mara"),
    ("MatchedAccount.Owner.Email = null", "Matched account’s owner’s email is empty"),
    (f"OwnerId = '{USER}'", "Owner is Mara Lind"),
    (f"OwnerId IN ('{USER}', '{USER[:15]}')", "Owner is one of Mara Lind, Mara Lind"),
    ("Score = 1 OR Score = 2", "Score is 1 or Score is 2"),
    (
        "LeadSource = 'Web' AND (Score = 1 OR Score = 2)",
        "Lead source is Web and either Score is 1 or Score is 2",
    ),
    (
        "LeadSource = 'Web' OR (Score = 1 AND Rating = 'Hot')",
        "Lead source is Web or both Score is 1 and Rating is Hot",
    ),
    ("NOT (Score = 1 OR Rating = 'Hot')", "Neither Score is 1 nor Rating is Hot"),
    ("NOT (Score = 1 AND Rating = 'Hot')", "Not both Score is 1 and Rating is Hot"),
    ("Panels__c INCLUDES ('A;B', 'C')", "Panels includes A and B or C"),
    ("Panels__c EXCLUDES ('A')", "Panels does not include A"),
    ("Gone__c = 1", "Gone__c (a field that is gone) is something"),
    ("Share__c > 50", "Share is over 50%"),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_reads_as_a_sentence(text: str, sentence: str) -> None:
    custom.define("Lead", "Panels", "multipicklist")
    custom.define("Lead", "Share", "percent")
    assert english(text, "Lead", names={USER: "Mara Lind"}) == sentence
