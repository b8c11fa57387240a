"""A rep of another team finds nothing of a private lead: no page, list, search, file or number.

Every address of the house is asked as Otto: those without a key must look the same before and
after Mara's lead came; those with the key of something of hers must not be there for him.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from headwater import intake, journey, merging
from headwater.capture.models import WebForm
from headwater.catalog import custom
from headwater.convert.choices import Choices
from headwater.converting import deeds, runs
from headwater.converting.how import How
from headwater.people.models import Absence, Organization, User
from headwater.people.organization import Access
from headwater.qualify import tasks
from headwater.qualify.calls import log_call
from headwater.records import dealing, writing
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Conversion,
    DuplicatePair,
    EmailAttachment,
    EmailMessage,
    Engagement,
    Handoff,
    ImportJob,
    Lead,
    Note,
    Notification,
    Opportunity,
    Submission,
    Task,
    TrailEntry,
)
from headwater.records.submission import Door
from headwater.reporting import keeping, prepared
from headwater.reporting.export_file import ExportFile
from headwater.reporting.spec import Spec
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.web.lists.saved_view import SavedView

SECRETS = ("Quillfeather", "Rooksbury", "HW-7731")
# What changes with every look.
NOISE = re.compile(
    r'name="(csrfmiddlewaretoken|form-token)" value="[^"]*"|hx-headers=\'[^\']*\'|csrf[^>]*>'
    r"|<time[^>]*>[^<]*</time>|[?&]v=\w+"
    r'|value="hour"[^>]*>'  # an hour from now, to the minute
)
# Others' things without a page of Mara's to ask for: Setup, the doors, sign-in, programs.
WITHOUT_KEY_OF_HERS = re.compile(
    r"setup/|forms/|password/reset/|undo/|\^|lists/|preferences/|feeds/|hygiene/|submissions/replays/|duplicates/runs/"
    r"|reports/ready/|direct/advice/"
    r"|reports/leaks/"  # a class of leads is nobody's
    r"|nurture/"  # programs are everybody's; their people: tests/web/nurture
    r"|mail/(click|open|events)/|unsubscribe/"  # signed, for readers without an account
)
ASKED = (
    "/leads?view=all", "/leads?q=Quillfeather", "/leads?where=LastName+%3D+'Quillfeather'",
    "/leads?view=all&format=csv", "/leads?view=open&sort=-Score", "/contacts?view=all",
    "/accounts?view=all", "/accounts?view=all&format=csv", "/contacts?view=all&format=csv",
    "/opportunities?view=all", "/opportunities?view=all&format=csv", "/opportunities/board",
    "/campaigns?view=all&format=csv", "/palette?q=Quillfeather", "/palette?q=Rooksbury",
    "/palette?q=HW-7731", "/reports?period=all", "/reports?period=7",
    "/submissions?state=created", "/submissions?door=form",
    "/reports/rows?kind=Lead&column=LastName", "/reports/rows?kind=Lead&row=Company&chart=bars",
    "/reports/rows?kind=Activity", "/reports/rows?kind=LeadAndContact&column=Name",
    "/reports/rows?kind=Opportunity&column=Name&column=Account.Name",
    "/reports/rows?kind=Submission&column=LeadId", "/reports/rows?kind=Clock&row=LeadId",
    "/records/Lead/choices?q=Quill", "/records/Contact/choices?q=Rook",
    "/records/Account/choices?q=Rook", "/records/Opportunity/choices?q=Rook",
    "/records/Lead/alike?email=q@quillfeather.example.org&last_name=Quillfeather",
    "/direct/known?email=r@rooksbury.example.org&last_name=Rooksbury", "/direct/waiting",
    "/direct/new?email=r@rooksbury.example.org", "/setup/leads-or-direct/tried",
    "/setup/leads-or-direct", "/setup/moving-away",
    "/records/Contact/alike?email=r@rooksbury.example.org&last_name=Rooksbury",
    "/records/Account/alike?name=Rooksbury", "/duplicates?kind=across", "/duplicates?state=merged",
)  # fmt: skip


@pytest.fixture
def company(cast: SimpleNamespace, campaign: Campaign) -> SimpleNamespace:
    """Mara gets what the form brings; accounts are as private as leads."""
    rules.publish([AssignmentRule(name="All", owner=cast.mara)], by=cast.ada)
    fields = [{"name": name} for name in ("FirstName", "LastName", "Company", "Email")]
    WebForm.objects.create(slug="quote", name="Quote", fields=fields, campaign=campaign)
    custom.define("Lead", "Old number", "string", is_external_id=True)
    Organization.objects.update(account_access=Access.PRIVATE)
    return cast


def maras_things(cast: SimpleNamespace) -> SimpleNamespace:
    """A lead that Mara works on, and one that she has converted and won."""
    for name in ("Quillfeather", "Rooksbury"):
        mail = f"{name[0]}@{name}.example.org".lower()
        Client().post("/forms/quote", {
            "FirstName": "Una", "LastName": name, "Company": name, "Email": mail, "embedded": "1",
        })  # fmt: skip
    while intake.drain():
        pass
    lead, other = Lead.objects.order_by("pk")
    assert lead.owner_id == cast.mara.pk
    writing.change([lead], {"Old_number__c": "HW-7731"}, by=cast.mara)
    soon = timezone.now() + timedelta(minutes=1)
    logged = log_call(lead, "call_again", by=cast.mara, call_at=soon, note="Quillfeather")
    writing.create("Note", {"lead_id": lead.pk, "body": "Quillfeather rang"}, by=cast.mara)
    tasks.add(lead, subject="Offer for Quillfeather", by=cast.mara)
    conversion = deeds.convert(other, Choices(), by=cast.mara)
    assert conversion.opportunity
    dealing.advance([conversion.opportunity], "Closed Won", by=cast.mara, amount=Decimal(5000))
    letter = EmailMessage.objects.create(lead=lead, subject="Quillfeather", is_incoming=True)
    file = EmailAttachment.objects.create(
        message=letter, place=1, name="Quillfeather.txt", content_type="text/plain", size=12,
        content=b"Quillfeather",
    )  # fmt: skip
    view = SavedView.objects.create(object_name="Lead", name="Rooksbury", owner=cast.mara)
    job = ImportJob.objects.create(file_name="Quillfeather.csv", created_by=cast.mara)
    twin = Lead.objects.create(last_name="Quillfeather", owner=cast.mara)
    merge = merging.merge(lead, [twin], by=cast.mara)
    assert conversion.contact_id
    pair = DuplicatePair.objects.create(
        one_object="Contact", one_id=conversion.contact_id, other_object="Lead", other_id=lead.pk
    )
    absence = Absence.objects.create(
        user=cast.mara, starts_at=soon + timedelta(days=9), ends_at=soon + timedelta(days=12)
    )
    handoff = Handoff.objects.create(
        lead=other, opportunity=conversion.opportunity, kind=Handoff.Kind.DEAL,
        offered_to=cast.mara, offered_by=cast.mia,
    )  # fmt: skip
    visit = Engagement.objects.create(
        lead=lead, at=soon, kind="page_view", what="/Quillfeather", key="quillfeather"
    )
    report = keeping.keep("Quillfeather", Spec("Lead"), by=cast.mara)
    made = prepared.prepare("report", {"kind": "Lead"}, "Quillfeather", "csv", by=cast.mara)
    prepared.make.func(made.pk)
    assert ExportFile.objects.get().is_ready
    run = runs.prepare([lead.pk], how=How(), by=cast.mara, name="Quillfeather")
    return SimpleNamespace(
        run=run, lead=lead, conversion=conversion, follow_up=logged.follow_up, view=view, job=job,
        file=file, merge=merge, pair=pair, absence=absence, handoff=handoff, visit=visit,
        report=report, export=made,
    )  # fmt: skip


def keys_of(things: SimpleNamespace) -> dict[str, Any]:
    """Beginning of an address with a key → the key of something of Mara's."""
    lead, made = things.lead.pk, things.conversion
    return {
        "notifications/": Notification.objects.filter(user=things.lead.owner_id).earliest("pk").pk,
        "conversions/": made.pk,
        "conversions/runs/": things.run.pk,
        "accounts/": made.account_id,
        "contacts/": made.contact_id,
        "opportunities/": made.opportunity_id,
        "attachments/": things.file.pk,
        "today/messages/": things.file.message_id,
        "tasks/": things.follow_up.pk,
        "today/tasks/": things.follow_up.pk,
        "submissions/": Submission.objects.earliest("pk").pk,
        "imports/": things.job.pk,
        "views/": things.view.pk,
        "absences/": things.absence.pk,
        "handoffs/": things.handoff.pk,
        "duplicates/": things.pair.pk,
        "merges/": things.merge.pk,
        "reports/kept/": things.report.pk,
        "exports/": things.export.pk,
        "visits/": things.visit.pk,
        "leads/": lead,
    }


def patterns(found: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its pattern."""
    for each in (found or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def look(client: Client, url: str) -> str:
    """What a page shows, without what changes with every look."""
    answer = client.get(url, headers={"Accept": "text/html"})
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code < 500, url
    return f"{answer.status_code} {NOISE.sub('', body.decode())}"


def pages_of(client: Client) -> dict[str, str]:
    """Everything that can be asked for without knowing a key."""
    plain = [f"/{route}" for route, _ in patterns() if re.fullmatch(r"[\w/.-]*", route)]
    skipped = ("/sign-out", "/live", "/servlet/servlet.WebToLead")
    return {url: look(client, url) for url in (*plain, *ASKED) if url not in skipped}


def test_nothing_of_maras_lead_changes_anything_that_otto_sees(
    company: SimpleNamespace, campaign: Campaign, sign_in: Callable[[User], Client]
) -> None:
    otto, mara = sign_in(company.otto), sign_in(company.mara)
    before = pages_of(otto) | {"campaign": look(otto, reverse("campaign", args=[campaign.pk]))}
    maras_things(company)
    after = pages_of(otto) | {"campaign": look(otto, reverse("campaign", args=[campaign.pk]))}
    told = [url for url, page in after.items() if any(word in page for word in SECRETS)]
    assert told == [url for url in told if is_echo(after[url], url)]
    assert {url: page for url, page in after.items() if page != before[url]} == {}
    hers = pages_of(mara)
    for url in ("/", "/leads", "/leads?view=all&format=csv", "/palette?q=Quillfeather"):
        assert "Quillfeather" in hers[url], "what Otto does not find is there for Mara"


def is_echo(page: str, url: str) -> bool:
    """Whether the page says the word only because it was asked for it."""
    asked = [word for word in SECRETS if word in url]
    return not any(word in page for word in SECRETS if word not in asked) and "Una" not in page


def test_every_address_of_something_of_maras_is_closed_to_otto(
    company: SimpleNamespace, campaign: Campaign, sign_in: Callable[[User], Client]
) -> None:
    things = maras_things(company)
    otto, mara, ada = (sign_in(who) for who in (company.otto, company.mara, company.ada))
    keys = keys_of(things)
    before = rows()
    asked = list(addresses(keys, things, campaign))
    assert len(asked) > 25
    for url in asked:
        answers = [otto.get(url).status_code, otto.post(url, {}).status_code]
        assert set(answers) <= {403, 404, 405}, (url, answers)
        assert answers != [405, 405], url
    assert rows() == before
    # Nothing was sent along with her form, it is no mail, and her file has no columns.
    without = re.compile(r".*(/files/\d+|/message|/fields/new)")
    for url in asked:  # the addresses are right: who may, gets there
        if without.fullmatch(url):
            continue
        is_of_others = url.startswith("/imports") or url.endswith("/deal")  # marketing makes deals
        insider = ada if is_of_others else mara
        named = f"{url}?stage=Qualification" if url.endswith("/stage") else url
        assert insider.get(named).status_code not in (403, 404), url


def addresses(keys: dict[str, Any], things: SimpleNamespace, campaign: Campaign) -> Iterator[str]:
    """Each address with a key, for something of Mara's; a new kind has to be told about."""
    for route, _ in patterns():
        if "<" not in route or WITHOUT_KEY_OF_HERS.match(route):
            continue
        if route.startswith(("records/", "consent/", "mail/<str:object_name>")):
            continue  # told below, one for each object
        if route.startswith("campaigns/"):
            member = CampaignMember.objects.filter(lead=things.lead).get()
            if "member" in route:
                yield f"/campaigns/{campaign.pk}/members/{member.pk}"
            continue  # campaigns are everybody's; their members are not
        if route.startswith("queues/"):
            continue  # the queue of Mara's team, see below
        if route.startswith("relations/"):
            end = "/end" if route.endswith("/end") else ""
            yield f"/relations/{keys['accounts/']}/{keys['contacts/']}{end}"
            continue
        if "/roles/<" in route:
            part = things.conversion.opportunity.contact_roles.get()
            deal = route.replace("<int:pk>", str(part.opportunity_id))
            yield "/" + deal.replace("<int:key>", str(part.pk))
            continue
        if "/members" in route:
            continue  # only a household has them, see tests/web/test_households.py
        beginning = max((name for name in keys if route.startswith(name)), key=len, default="")
        assert beginning, f"whose is /{route}?"
        yield "/" + re.sub(r"<\w+:\w+>", str(keys[beginning]), route)
    made = things.conversion
    for name, pk in (
        ("Lead", things.lead.pk), ("Account", made.account_id), ("Contact", made.contact_id),
        ("Opportunity", made.opportunity_id),
    ):  # fmt: skip
        yield f"/records/{name}/{pk}/facts/Description"
        if name != "Opportunity":
            yield f"/records/{name}/{pk}/use"
        if name in ("Lead", "Contact"):
            yield f"/consent/{name}/{pk}"
            yield f"/mail/{name}/{pk}"


def rows() -> list[Any]:
    """Everything that Otto might have changed."""
    kinds = (Lead, Account, Opportunity, Task, Note, Submission, Conversion, TrailEntry)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds] + [
        list(EmailMessage.objects.order_by("pk").values())
    ]


def test_otto_takes_nothing_from_a_queue_that_is_not_his(
    company: SimpleNamespace, make_lead: Callable[..., Lead], sign_in: Callable[[User], Client]
) -> None:
    lead = make_lead(owner=company.queue)
    answer = sign_in(company.otto).post(reverse("queue_next", args=[company.queue.pk]), follow=True)
    lead.refresh_from_db()
    assert lead.owner_id == company.queue.pk
    assert "Okafor" not in answer.content.decode()


def test_bulk_deeds_of_otto_pass_maras_leads_over(
    company: SimpleNamespace, campaign: Campaign, sign_in: Callable[[User], Client]
) -> None:
    things = maras_things(company)
    before = rows()
    otto = sign_in(company.otto)
    given = {"pk": [things.lead.pk], "owner": company.otto.pk, "status": "Qualified",
             "campaign": campaign.pk}  # fmt: skip
    for deed in ("owner", "status", "campaign", "deletion"):
        assert otto.post(f"/leads/selection/{deed}", given).status_code < 500
    assert rows() == before


def test_an_account_that_everybody_reads_tells_nothing_of_the_lead(
    company: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    Organization.objects.update(account_access=Access.READ)
    journey.create([], door=Door.HAND)
    things = maras_things(company)
    account = things.conversion.account
    Lead.objects.filter(pk=things.lead.pk).update(matched_account=account)
    Task.objects.filter(pk=things.follow_up.pk).update(account=None)
    page = look(sign_in(company.otto), reverse("account", args=[account.pk]))
    assert page.startswith("200")
    assert "Quillfeather" not in page
