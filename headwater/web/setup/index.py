"""The page of Setup: what there is to set, and how it stands now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now

from headwater.api.models import ClientTerms, IntakeKey, Webhook
from headwater.catalog.models import CustomField
from headwater.people.absence import away
from headwater.people.models import BusinessHours, Organization, User
from headwater.web.cadences import pages as cadences
from headwater.web.direct import lead_mode
from headwater.web.handoff import agreements
from headwater.web.learned import pages as learned
from headwater.web.mailing.entries import entries as mail_entries
from headwater.web.routing.pages import state as assignment_state
from headwater.web.scoring import pages as scoring
from headwater.web.setup import (
    answers,
    clocks,
    conversion,
    duplicate_rules,
    files,
    influence,
    leak_settings,
    mailboxes,
    mapping,
    moved_in,
    retention,
    spam,
)
from headwater.web.setup.definitions import DEFINITIONS
from headwater.web.tracking import setup as tracking


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a name, what it decides, how it stands, where it is."""

    name: str
    text: str
    state: str
    url: str


def index(request: HttpRequest) -> HttpResponse:
    """`/setup`: the lead process first, then the words, the people, and the world outside."""
    groups = (
        ("How leads are handled", _handling()),
        ("The words you use", _words()),
        ("Who works here", _people()),
        ("Other systems", _outside()),
    )
    return render(request, "setup/index.html", {"groups": groups})


def _handling() -> list[Entry]:
    who = "Who gets a new lead: drafted, tested, replayed, then published."
    rules = [
        Entry("Assignment rules", who, assignment_state(), reverse("assignment_rules")),
        Entry("Score rules", scoring.TEXT, scoring.state(), reverse("score_rules")),
        Entry("Learned probability", learned.TEXT, learned.state(), reverse("learned")),
    ]
    answer_text = "What an inquiry is told at once, by which rule, in whose name."
    spam_text = "What sets a submission aside, and whom you know."
    promises = "How soon somebody must have answered, who is warned, and what happens then."
    steps = "The agreed steps towards one person: calls, mails, and when to stop."
    alike = "Which records count as alike, and what is done about it at each door."
    direct = "What somebody new becomes: a lead, or account, contact and deal at once."
    tidy = "What is wrong in the open leads, week by week, and its repair."
    stages = "What marketing and sales agreed on, who signed, and what a hand-off does."
    drawn = "The whole process as a picture, with last month's flow on each arrow."
    return [
        Entry("The process", drawn, "drawn from what is set here", reverse("process")),
        Entry("Leads or direct", direct, lead_mode.state(), reverse("lead_mode")),
        *rules, Entry("Response clocks", promises, clocks.state(), reverse("clocks")),
        Entry("Cadences", steps, cadences.state(), reverse("cadences")),
        *(Entry(*each) for each in mail_entries()),
        Entry("Agreed stages", stages, agreements.state(), reverse("agreements")),
        Entry("Automatic answers", answer_text, answers.state(), reverse("answers")),
        Entry("Spam", spam_text, spam.state(), reverse("spam")),
        Entry("Duplicate rules", alike, duplicate_rules.state(), reverse("duplicate_rules")),
        Entry("Hygiene", tidy, "every Monday", reverse("hygiene")), _definition("recycling"),
        Entry("Leak report", leak_settings.TEXT, leak_settings.state(), reverse("leak_settings")),
        Entry("Campaign influence", influence.TEXT, influence.state(), reverse("influence")),
    ]  # fmt: skip


def _words() -> list[Entry]:
    text = "What a record is made of: standard fields and your own."
    own = f"{CustomField.objects.count()} of your own"
    mapped = "Where each field of a lead goes when it is converted, tried on a real lead."
    lists = "What fields offer to choose from: closed reasons, lead sources and the rest."
    return [
        _definition("statuses"), _definition("questions"), _definition("stages"),
        Entry("Value lists", lists, "closed reasons first", reverse("value_lists")),
        Entry("Fields", text, own, reverse("fields")),
        Entry("Conversion", conversion.TEXT, conversion.state(), reverse("conversion_setup")),
        Entry("Field mapping", mapped, mapping.state(), reverse("field_mapping")),
    ]  # fmt: skip


def _people() -> list[Entry]:
    users = "Who signs in, what they may do, and whom they report to."
    active = f"{User.objects.filter(is_active=True).count()} active"
    week = "When people work, which days are closed. Clocks count only then."
    calendars = str(BusinessHours.objects.count())
    company = "Name, country, currency, and who sees whose records."
    return [
        Entry("Users", users, active, reverse("users")),
        _definition("teams"), _definition("queues"),
        Entry("Business hours", week, calendars, reverse("hours")),
        Entry("Absences", "Who is away, and who stands in.", f"{len(away(now()))} away now",
              reverse("absences")),
        Entry("Organization", company, Organization.current().name, reverse("organization")),
    ]  # fmt: skip


def _outside() -> list[Entry]:
    mail = "Whose mail becomes leads, and where replies come in."
    keys = "Which programs bring leads in as JSON, and how."
    clients = "Which programs read and write, as whom, and how much."
    client_count = ClientTerms.objects.filter(revoked_at=None).count()
    webhooks = "Which systems are told what happens to leads."
    kept = "When the Trail and visits are old enough to go."
    key_count = IntakeKey.objects.filter(revoked_at=None).count()
    webhook_count = Webhook.objects.filter(is_active=True, is_deleted=False).count()
    return [
        Entry("Website tracking", tracking.TEXT, tracking.state(), reverse("tracking")),
        Entry("Mailboxes", mail, mailboxes.state(), reverse("mailboxes")),
        Entry("API clients", clients, f"{client_count} open", reverse("api_clients")),
        Entry("API reference", "What programs can call.", "", reverse("api_reference")),
        Entry("Intake keys", keys, f"{key_count} in use", reverse("intake_keys")),
        Entry("Webhooks", webhooks, f"{webhook_count} on", reverse("webhooks")),
        Entry("Moved in", moved_in.TEXT, moved_in.state(), reverse("moved_in")),
        Entry("Files", "What lies on the disk, and how long.", files.state(), reverse("files")),
        Entry("How long data is kept", kept, retention.state(), reverse("retention")),
    ]


def _definition(slug: str) -> Entry:
    definition = DEFINITIONS[slug]
    count = definition.model._default_manager.count()
    url = reverse("definitions", args=[slug])
    return Entry(definition.title, definition.text, str(count), url)
