"""The page of Setup: what there is to set, and how it stands now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog.models import CustomField
from headwater.people.models import Organization, User
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
    groups = (
        ("How leads are handled", [*rules, lists["clocks"], lists["templates"]]),
        ("The words you use", [lists["statuses"], lists["stages"], fields]),
        ("Who works here", [people, lists["teams"], lists["queues"], lists["hours"], company]),
    )
    return render(request, "setup/index.html", {"groups": groups})


def _definition(slug: str) -> Entry:
    definition = DEFINITIONS[slug]
    count = definition.model._default_manager.count()
    url = reverse("definitions", args=[slug])
    return Entry(definition.title, definition.text, str(count), url)
