"""The page of Setup: what there is to set, and how it stands now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.api.models import IntakeKey, Webhook
from headwater.catalog.models import CustomField
from headwater.people.models import Organization, User
from headwater.web.setup import mailboxes, spam
from headwater.web.setup.definitions import DEFINITIONS
from headwater.web.setup.rules import KINDS


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a name, what it decides, how it stands, where it is."""

    name: str
    text: str
    state: str
    url: str


def index(request: HttpRequest) -> HttpResponse:
    """`/setup`: the lead process first, then the words, then the people."""
    rules = [
        Entry(kind.title, kind.text, kind.state(), reverse("rules", args=[slug]))
        for slug, kind in KINDS.items()
    ]
    lists = {slug: _definition(slug) for slug in DEFINITIONS}
    fields = Entry(
        "Fields", "What a record is made of: standard fields and your own.",
        f"{CustomField.objects.count()} of your own", reverse("fields"),
    )  # fmt: skip
    people = Entry(
        "Users", "Who signs in, what they may do, and whom they report to.",
        f"{User.objects.filter(is_active=True).count()} active", reverse("users"),
    )  # fmt: skip
    company = Entry(
        "Organization", "Name, country, currency, and who sees whose records.",
        Organization.current().name, reverse("organization"),
    )  # fmt: skip
    suspicion = Entry(
        "Spam", "What sets a submission aside, and whom you know.", spam.state(), reverse("spam")
    )
    tidy = Entry(
        "Hygiene", "What is wrong in the open leads, week by week, and its repair.",
        "every Monday", reverse("hygiene"),
    )  # fmt: skip
    keys = Entry(
        "Intake keys", "Which programs bring leads in as JSON, and how.",
        f"{IntakeKey.objects.filter(revoked_at=None).count()} in use", reverse("intake_keys"),
    )  # fmt: skip
    webhooks = Entry(
        "Webhooks", "Which systems are told what happens to leads.",
        f"{Webhook.objects.filter(is_active=True, is_deleted=False).count()} on",
        reverse("webhooks"),
    )  # fmt: skip
    mail = Entry(
        "Mailboxes", "Whose mail becomes leads, and where replies come in.",
        mailboxes.state(), reverse("mailboxes"),
    )  # fmt: skip
    groups = (
        ("How leads are handled", [*rules, lists["clocks"], lists["templates"], suspicion, tidy]),
        ("The words you use", [lists["statuses"], lists["stages"], fields]),
        ("Who works here", [people, lists["teams"], lists["queues"], lists["hours"], company]),
        ("Other systems", [mail, keys, webhooks]),
    )
    return render(request, "setup/index.html", {"groups": groups})


def _definition(slug: str) -> Entry:
    definition = DEFINITIONS[slug]
    count = definition.model._default_manager.count()
    url = reverse("definitions", args=[slug])
    return Entry(definition.title, definition.text, str(count), url)
