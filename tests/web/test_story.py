"""One history per person: page by page, nothing twice, nothing lost, quick however long it is."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from headwater.converting import deeds
from headwater.records import trail, writing
from headwater.records.models import Account, Contact, EmailMessage, Lead, Note, Task
from headwater.web.records import one_person, timeline

MakeLead = Callable[..., Lead]


def whats(records: list[Model], cast: SimpleNamespace, **asked: Any) -> list[str]:
    """The sentences of the whole story, page by page."""
    found, before = [], ""
    while True:
        told = timeline.story(records, cast.mara, before=before, **asked)
        found += [f"{entry.what} {entry.quote}".strip() for entry in told.entries]
        before = told.older
        if not before:
            return found


def test_lead_and_contact_tell_one_story_from_the_first_visit_on(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    first = make_lead(first_name="Tom", email="tom@harbor.example")
    Note.objects.create(lead=first, body="Asked about batteries.")
    contact = deeds.convert(first, by=cast.mara).contact
    assert contact
    again = make_lead(first_name="Tom", matched_contact=contact)
    Note.objects.create(lead=again, body="Came back for the second roof.")
    Note.objects.create(contact=contact, body="Met at the fair.")
    pages = [reverse("contact", args=[contact.pk])]
    pages += [reverse("lead", args=[each.pk]) for each in (first, again)]
    for url in pages:
        page = mara.get(url).content.decode()
        for words in ("Asked about batteries.", "Came back for the second roof.", "Met at the"):
            assert page.count(words) == 1, (url, words)
        assert "Contact created by a conversion" not in page and "Converted by" in page


def test_pages_of_a_story_join_without_a_gap(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    for n in range(150):  # many of one moment, as an import leaves them
        at = noon + timedelta(minutes=n // 70)
        Note.objects.create(lead=lead, body=f"note {n}", created_at=at)
        trail.write([trail.entry("lead.polished", lead, by=None, at=at, because={"words": str(n)})])
    told = whats([lead], cast)
    notes = [each for each in told if each.startswith("Note")]
    assert len(notes) == len(set(notes)) == 150
    assert sum(each == "Lead polished" for each in told) == 150
    assert timeline.story([lead], cast.mara, before="rubbish~9").entries


def test_a_filter_reaches_to_the_beginning(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    because = {"outcome": "dead_end", "reason": "Not a fit", "note": "The very first call"}
    trail.write([trail.entry("call.logged", lead, by=cast.mara, at=noon, because=because)])
    trail.write(
        trail.entry("lead.polished", lead, by=None, at=noon + timedelta(minutes=n))
        for n in range(1, 200)
    )
    assert "The very first call" in whats([lead], cast, kind="calls")[0]
    url = reverse("lead_story", args=[lead.pk])
    part = mara.get(url, headers={"HX-Target": "story"}).content.decode()
    [older] = re.findall(r'hx-get="([^"]*before=[^"]*)"', part)
    rest = mara.get(older.replace("&amp;", "&"), headers={"HX-Target": "story-older"})
    assert "Lead polished" in rest.content.decode() and "<section" not in rest.content.decode()


def test_a_person_account_tells_nothing_twice(mara: Client, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.mara, name="Nora Lind", is_person_account=True)
    nora = Contact.objects.create(
        owner=cast.mara, first_name="Nora", last_name="Lind", account=account
    )
    writing.change([nora], {"last_name": "Berg"}, by=cast.mara)
    page = mara.get(reverse("account", args=[account.pk])).content.decode()
    assert "Lind → Berg" in page and "Nora Lind → Nora Berg" not in page


def test_five_thousand_entries_are_read_in_a_tenth_of_a_second(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    lead = make_lead()
    contact = Contact.objects.create(owner=cast.mara, last_name="Okafor")
    Lead.objects.filter(pk=lead.pk).update(matched_contact=contact)
    moments = [noon + timedelta(minutes=n) for n in range(1_250)]
    trail.write(trail.entry("lead.scored", lead, by=None, at=at) for at in moments)
    trail.write(trail.entry("contact.changed", contact, by=None, at=at) for at in moments)
    Note.objects.bulk_create(Note(contact=contact, body="x", created_at=at) for at in moments)
    EmailMessage.objects.bulk_create(
        EmailMessage(contact=contact, subject="x", key=f"k{n}", created_at=at)
        for n, at in enumerate(moments)
    )
    Task.objects.bulk_create(
        Task(owner=cast.mara, contact=contact, is_closed=True, completed_at=at) for at in moments
    )
    timeline.story([contact], cast.mara)  # who the people are is remembered from here on
    with django_assert_max_num_queries(13):
        records = one_person.records_of(contact, cast.mara)
        timeline.story(records, cast.mara)
    began = time.process_time()  # not of others on the machine
    for _ in range(5):
        timeline.story(one_person.records_of(contact, cast.mara), cast.mara)
    assert (time.process_time() - began) / 5 < 0.1
