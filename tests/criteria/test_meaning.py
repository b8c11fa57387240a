"""What each condition finds: every operator on every kind of field, with and without a value."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.catalog import ids
from headwater.criteria.judge import judge
from headwater.records.models import Contact, Lead, Task

ALL = {"Full", "Queued", "O'Neil", "Élan", "Blank"}

MEANING = [
    # text: case does not count, '' is null
    ("LeadSource = 'web'", {"Full", "Queued"}),
    ("LeadSource != 'web'", {"O'Neil", "Élan", "Blank"}),
    ("LeadSource <> 'web'", {"O'Neil", "Élan", "Blank"}),
    ("LeadSource = null", {"Élan", "Blank"}),
    ("LeadSource = ''", {"Élan", "Blank"}),
    ("LeadSource != null", {"Full", "Queued", "O'Neil"}),
    ("LeadSource < 'Q'", {"O'Neil"}),
    ("LeadSource <= 'phone'", {"O'Neil"}),
    ("LeadSource > 'phone'", {"Full", "Queued"}),
    ("LeadSource >= 'PHONE'", {"Full", "Queued", "O'Neil"}),
    ("LeadSource IN ('WEB', 'x')", {"Full", "Queued"}),
    ("LeadSource IN ('web')", {"Full", "Queued"}),
    ("LeadSource IN ('x', null)", {"Élan", "Blank"}),
    ("LeadSource IN (null)", {"Élan", "Blank"}),
    ("LeadSource NOT IN ('web', 'x')", {"O'Neil", "Élan", "Blank"}),
    ("LeadSource NOT IN ('web', null)", {"O'Neil"}),
    ("NOT LeadSource = 'web'", {"O'Neil", "Élan", "Blank"}),
    ("NOT (NOT LeadSource = 'web')", {"Full", "Queued"}),
    ("LastName = 'o\\'neil'", {"O'Neil"}),
    ("LastName = 'ÉLAN'", {"Élan"}),
    ("LastName = '\\u00c9lan'", {"Élan"}),
    ("lastname IN ('élan', 'BLANK')", {"Élan", "Blank"}),
    # LIKE: % and _ are wildcards, a backslash makes them plain
    ("Company LIKE 'acme%'", {"Full", "Queued"}),
    ("Company LIKE 'ACME_50'", {"Queued"}),
    ("Company LIKE 'acme\\_50%'", {"Queued"}),
    ("Company LIKE '%50\\%%'", {"Full"}),
    ("Company LIKE '%\\\\%'", {"O'Neil"}),
    ("Company LIKE '%'", {"Full", "Queued", "O'Neil", "Élan"}),
    ("Company LIKE ''", set()),
    ("NOT Company LIKE 'acme%'", {"O'Neil", "Élan", "Blank"}),
    # numbers
    ("AnnualRevenue = 1000000", {"Queued"}),
    ("AnnualRevenue = 1000000.0", {"Queued"}),
    ("AnnualRevenue = USD1000000", {"Queued"}),
    ("AnnualRevenue != 1000000", ALL - {"Queued"}),
    ("AnnualRevenue > 1000000", {"Full"}),
    ("AnnualRevenue >= 1000000", {"Full", "Queued"}),
    ("AnnualRevenue < 1000000.5", {"Queued"}),
    ("AnnualRevenue <= 999999", set()),
    ("AnnualRevenue = null", {"O'Neil", "Élan", "Blank"}),
    ("AnnualRevenue != null", {"Full", "Queued"}),
    ("NOT AnnualRevenue > 1000000", ALL - {"Full"}),
    ("NumberOfEmployees IN (5, 50)", {"Full", "O'Neil"}),
    ("NumberOfEmployees IN (5.0, 50.5)", {"O'Neil"}),
    ("NumberOfEmployees IN (5, null)", ALL - {"Full"}),
    ("NumberOfEmployees NOT IN (5, 6)", ALL - {"O'Neil"}),
    ("Score > 99999999999999999999", set()),
    ("Score IN (40, 99999999999999999999)", {"Full"}),
    ("Yearly_Use__c > 1200", {"Full"}),
    ("Yearly_Use__c < 0", {"Queued"}),
    ("Yearly_Use__c = null", {"O'Neil", "Élan", "Blank"}),
    ("yearly_use__C IN (1200.5, 7)", {"Full"}),
    ("Share__c = 50", {"Full"}),
    # checkboxes
    ("DoNotCall = true", {"Full"}),
    ("DoNotCall = false", ALL - {"Full"}),
    ("DoNotCall != TRUE", ALL - {"Full"}),
    ("DoNotCall = null", set()),
    ("Has_Roof__c = false", ALL - {"Full"}),
    ("Has_Roof__c != false", {"Full"}),
    # dates and times
    ("LastActivityDate = 2026-03-10", {"Full"}),
    ("LastActivityDate != 2026-03-10", ALL - {"Full"}),
    ("LastActivityDate < 2026-01-01", {"O'Neil"}),
    ("LastActivityDate = null", {"Queued", "Élan", "Blank"}),
    ("LastActivityDate IN (2026-03-10, LAST_YEAR)", {"Full", "O'Neil"}),
    ("LastActivityDate = YESTERDAY", {"Full"}),
    ("CreatedDate = 2026-03-11", {"Full"}),
    ("CreatedDate = 2026-03-11T08:00:00Z", {"Full"}),
    ("CreatedDate = 2026-03-11T09:00:00+01:00", {"Full"}),
    ("CreatedDate > 2026-03-11T08:00:00Z", set()),
    ("CreatedDate >= 2026-03-11T08:00:00.000Z", {"Full"}),
    ("CreatedDate != TODAY", ALL - {"Full"}),
    ("CreatedDate < LAST_MONTH", {"O'Neil", "Blank"}),
    ("CreatedDate <= YESTERDAY", ALL - {"Full"}),
    ("CreatedDate > YESTERDAY", {"Full"}),
    ("CreatedDate >= THIS_MONTH", {"Full", "Queued", "Élan"}),
    ("CreatedDate IN (TODAY, YESTERDAY)", {"Full", "Queued"}),
    ("Visit_On__c = TOMORROW", {"Full"}),
    ("Visit_At__c = TOMORROW", {"Full"}),
    ("Visit_At__c = null", ALL - {"Full"}),
    # multi-select: ; is and, a comma is or
    ("Panels__c INCLUDES ('mono')", {"Full", "O'Neil"}),
    ("Panels__c INCLUDES ('Poly;Mono')", {"Full", "O'Neil"}),
    ("Panels__c INCLUDES ('Thin', 'Mono;Poly')", {"Full", "O'Neil"}),
    ("Panels__c INCLUDES ('Thin;Mono')", {"O'Neil"}),
    ("Panels__c EXCLUDES ('Mono')", {"Queued", "Élan", "Blank"}),
    ("Panels__c = 'Poly;Mono'", {"Full"}),
    ("Panels__c != 'Poly'", ALL - {"Queued"}),
    ("Panels__c = null", {"Élan", "Blank"}),
    ("Panels__c IN ('Poly', null)", {"Queued", "Élan", "Blank"}),
    ("Roof__c = 'flat'", {"Full"}),
    ("Roof__c = null", ALL - {"Full"}),
    ("Roof__c != 'flat'", ALL - {"Full"}),
    # parents, also missing ones
    ("Owner.Name = 'mara lind'", {"Full"}),
    ("Owner.Type = 'Group'", {"Queued"}),
    ("Owner.Email LIKE '%@juniper.example'", ALL - {"Queued"}),
    ("Owner.Manager.FirstName = 'Ines'", {"Full", "O'Neil"}),
    ("MatchedAccount.Name = null", ALL - {"Full"}),
    ("MatchedAccount.Name != null", {"Full"}),
    ("MatchedAccount.Name != 'x'", ALL),
    ("MatchedAccount.Name NOT IN ('Harbor Group')", ALL - {"Full"}),
    ("MatchedAccount.Owner.Name = 'Otto Outside' AND Owner.Name != 'Otto Outside'", {"Full"}),
    ("MatchedAccountId = null", ALL - {"Full"}),
    ("CreatedById != null", {"Full"}),
    ("CreatedBy.Name = 'Ines Roy'", {"Full"}),
    # logic
    ("LeadSource = 'web' AND Score > 20", {"Full"}),
    ("LeadSource = 'web' OR LastName = 'Blank'", {"Full", "Queued", "Blank"}),
    ("LeadSource = 'web' AND (Score > 20 OR Owner.Type = 'Group')", {"Full", "Queued"}),
    ("NOT (LeadSource = 'web' OR LeadSource = null)", {"O'Neil"}),
    ("NOT (LeadSource = 'web' AND Score > 20)", ALL - {"Full"}),
    ("", ALL),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), MEANING)
def test_finds_exactly(text: str, names: set[str], ask: Callable[..., set[str]]) -> None:
    assert ask(text) == names


def test_ids_of_15_or_18_characters_find_by_key(
    leads: dict[str, Lead], cast: SimpleNamespace, ask: Callable[..., set[str]]
) -> None:
    full = ids.encode("00Q", leads["Full"].pk)
    blank = ids.encode("00Q", leads["Blank"].pk)
    nobody = ids.encode("00Q", 987_654_321)
    mara, queue = ids.encode("005", cast.mara.pk), ids.encode("00G", cast.queue.pk)
    assert ask(f"Id = '{full}'") == ask(f"Id = '{full[:15]}'") == {"Full"}
    assert ask(f"Id IN ('{full}', '{blank[:15]}', '{nobody}')") == {"Full", "Blank"}
    assert ask(f"Id = '{nobody}'") == set()
    assert ask(f"Id NOT IN ('{full}', '{nobody}')") == ALL - {"Full"}
    assert ask(f"Id >= '{full}' AND Id < '{blank}'") == ALL - {"Blank"}
    assert ask(f"OwnerId = '{mara}'") == {"Full"}
    assert ask(f"OwnerId = '{queue}'") == ask(f"Owner.Id = '{queue}'") == {"Queued"}
    assert ask(f"OwnerId IN ('{mara}', '{queue}')") == {"Full", "Queued"}
    assert ask(f"OwnerId != '{mara}'") == ALL - {"Full"}
    assert ask(f"CreatedById != '{mara}'") == ALL


def test_an_activity_is_found_by_whom_it_is_about(
    leads: dict[str, Lead], cast: SimpleNamespace
) -> None:
    contact = Contact.objects.create(last_name="Vance", owner=cast.mara)
    calls = [
        Task.objects.create(subject="lead", lead=leads["Full"], owner=cast.mara),
        Task.objects.create(subject="contact", contact=contact, owner=cast.mara),
        Task.objects.create(subject="nobody", owner=cast.mara),
    ]
    rules = {
        f"WhoId = '{ids.encode('00Q', leads['Full'].pk)}'": (True, False, False),
        f"WhoId IN ('{ids.encode('003', contact.pk)}', null)": (False, True, True),
        f"WhoId != '{ids.encode('003', contact.pk)}'": (True, False, True),
        "WhoId = null": (False, False, True),
        "Who.Name LIKE '%van%'": (False, True, False),
        "Who.Type = 'Lead'": (True, False, False),
        "Who.Name = null": (False, False, True),
        "WhatId = null": (True, True, True),
    }
    verdicts = judge(list(rules), "Task", [call.pk for call in calls])
    found = list(zip(*(verdicts[call.pk] for call in calls), strict=True))
    assert dict(zip(rules, found, strict=True)) == rules
