"""All reports that somebody finds: favourites, own ones, shared ones, ready ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from headwater.people.models import User
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.report import Report, Sharing
from headwater.reporting.standard import REPORTS
from headwater.web.records import kinds
from headwater.web.reports.frame import frame


def library(request: HttpRequest) -> HttpResponse:
    """GET /reports/library?q=: by what they are called, about and made by."""
    user = kinds.person(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    kept = _kept(user)
    groups = [
        ("Favourites", "star", [each for each in kept if each["is_liked"]]),
        ("Mine", "user-round", [each for each in kept if each["is_mine"]]),
        ("Shared with me", "users", [each for each in kept if not each["is_mine"]]),
        ("Ready from the start", "library", _ready()),
    ]
    found = [(title, icon, [each for each in rows if _fits(each, words)])
             for title, icon, rows in groups]  # fmt: skip
    return frame(
        request, "library", shown=(), groups=[group for group in found if group[2]], words=words,
        has_own=bool(kept), user_can_edit=user.can_edit,
    )  # fmt: skip


def _kept(user: User) -> list[dict[str, Any]]:
    reports = Report.objects.alive().visible_to(user).select_related("owner")
    liked = set(user.liked_reports.values_list("pk", flat=True))
    return [
        {
            "pk": each.pk, "name": each.name, "about": each.description or each.about,
            "url": reverse("report", args=[each.pk]), "owner": each.owner,
            "is_liked": each.pk in liked, "is_mine": each.owner_id == user.pk,
            "is_shared": each.sharing != Sharing.PRIVATE, "every": each.get_every_display()
            if each.every else "", "at": each.modified_at,
        }
        for each in reports
    ]  # fmt: skip


def _ready() -> list[dict[str, Any]]:
    return [
        {"name": each.name, "about": each.question, "kind": kind_of(each.spec.kind).label,
         "url": reverse("ready_report", args=[each.key])}
        for each in REPORTS
    ]  # fmt: skip


def _fits(row: dict[str, Any], words: str) -> bool:
    said = f"{row['name']} {row['about']} {row.get('owner', '')}".lower()
    return all(word in said for word in words.lower().split())
