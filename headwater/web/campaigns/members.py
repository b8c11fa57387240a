"""The members of a campaign: some of them on a page, all of them as a file, deeds on the ticked."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from headwater.people.models import User
from headwater.records import campaigning, membership
from headwater.records.membership import PERSON
from headwater.records.models import Campaign, CampaignMember, CampaignMemberStatus
from headwater.web import toasts
from headwater.web.campaigns.access import members_of, with_people
from headwater.web.lists.bulk import MOST
from headwater.web.lists.export import Echo, safe
from headwater.web.lists.rows import COUNTED, EACH
from headwater.web.records import kinds, undo
from headwater.web.templatetags.words import plural

KINDS = (("lead", "Leads"), ("contact", "Contacts"))
HEAD = ("Id", "Type", "Name", "Company", "Email", "Phone", "Status", "HasResponded",
        "FirstRespondedDate", "CreatedDate", "LeadId", "ContactId")  # fmt: skip


@dataclass
class AskedMembers:
    """What an address asks of a campaign's members; `counts` are those of each status."""

    campaign: Campaign
    user: User
    query: QueryDict
    counts: dict[str, int]

    @property
    def status(self) -> str:
        return self.query.get("status", "").replace("\x00", "")

    @property
    def kind(self) -> str:
        kind = self.query.get("kind", "")
        return kind if kind in dict(KINDS) else ""

    @property
    def text(self) -> str:
        return self.query.get("q", "").replace("\x00", "").strip()[:100]

    @property
    def number(self) -> int:
        page = self.query.get("page", "1")
        return max(1, min(int(page), COUNTED // EACH)) if page.isdecimal() and len(page) < 6 else 1

    @property
    def rows(self) -> Any:
        """Everybody who fits, the newest first."""
        rows = members_of(self.campaign, self.user)
        rows = rows.filter(status=self.status) if self.status else rows
        if self.kind:
            rows = rows.filter(contact__isnull=self.kind == "lead")
        return rows.filter(pk__in=self.found) if self.text else rows

    @cached_property
    def found(self) -> list[int]:
        """Members whose names say the text, looked up by name first: two queries."""
        alive = CampaignMember.objects.filter(campaign=self.campaign, is_deleted=False)
        keys: list[int] = []
        for side in PERSON:
            said = alive
            for word in self.text.lower().split()[:6]:
                said = said.filter(**{f"{side}__search_text__contains": word})
            keys += said.order_by().values_list("pk", flat=True)[:MOST]
        return keys

    @cached_property
    def page(self) -> list[CampaignMember]:
        """Those of this page, and one more where there is another page."""
        start = (self.number - 1) * EACH
        return list(with_people(self.rows)[start : start + EACH + 1])

    @property
    def shown(self) -> list[CampaignMember]:
        return self.page[:EACH]

    @cached_property
    def count(self) -> int:
        """How many fit; beyond COUNTED nobody counts who are not counted anyway."""
        if self.is_counted:
            return self.counts.get(self.status, 0) if self.status else sum(self.counts.values())
        if len(self.page) <= EACH:
            return (self.number - 1) * EACH + len(self.page)
        return int(self.rows.order_by()[: COUNTED + 1].count())

    @property
    def total(self) -> str:
        is_known = self.is_counted or self.count <= COUNTED
        return f"{self.count:,}" if is_known else f"{COUNTED:,}+"

    @property
    def is_counted(self) -> bool:
        """Whether the counts by status say how many these are."""
        return not (self.kind or self.text)

    @property
    def first(self) -> int:
        return (self.number - 1) * EACH + 1

    @property
    def last(self) -> int:
        return self.first + len(self.shown) - 1

    @property
    def next(self) -> int | None:
        has_next = len(self.page) > EACH and self.number < COUNTED // EACH
        return self.number + 1 if has_next else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """GET /campaigns/<pk>/members.csv: the same rows as a file, streamed."""
    user = kinds.person(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    rows = with_people(AskedMembers(campaign, user, request.GET, {}).rows)
    name = f"members-{campaign.pk}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv; charset=utf-8"
    return StreamingHttpResponse(_csv(rows), content_type=kind, headers=headers)


def _csv(rows: Any) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for member in rows.iterator(chunk_size=2_000):
        person = membership.person_of(member)
        company = str(member.contact.account or "") if member.contact else member.lead.company
        yield writer.writerow([
            safe(value) for value in (
                member.sf_id, membership.member_of(member).title(), str(person), company,
                person.email, person.phone, member.status, member.has_responded,
                member.first_responded_on, member.created_at,
                member.lead.sf_id if member.lead else "",
                member.contact.sf_id if member.contact else "",
            )
        ])  # fmt: skip


@require_POST
def member_status(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """POST /campaigns/<pk>/members/<member>: what the member did (`status`)."""
    user = kinds.editor(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    row = get_object_or_404(with_people(members_of(campaign, user)), pk=member)
    _move(request, campaign, [row], user)
    return toasts.done(request, _back(request, campaign))


@require_POST
def member_statuses(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /campaigns/<pk>/members/statuses: what the ticked (`id`) did (`status`)."""
    user = kinds.editor(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    _move(request, campaign, _ticked(request, campaign, user), user)
    return toasts.done(request, _back(request, campaign))


@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /campaigns/<pk>/members/removal: the ticked leave the campaign, with Undo."""
    user = kinds.editor(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    rows = _ticked(request, campaign, user)
    if rows:
        count = membership.remove(rows, by=user)
        url = undo.offer(request, "member_removal", members=[row.pk for row in rows])
        toasts.say(request, f"{plural(count, 'member')} taken out.", undo_url=url)
    else:
        toasts.say(request, "Tick the rows first.", kind="bad")
    return toasts.done(request, _back(request, campaign))


def _move(request: HttpRequest, campaign: Campaign, rows: list[CampaignMember], user: User) -> None:
    label = request.POST.get("status", "")
    statuses = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    status = get_object_or_404(statuses, label=label)
    before = {row.pk: campaigning.state(row) for row in rows}
    moved = campaigning.move_members(rows, status, by=user)
    if not moved:
        said = f"Everybody ticked is in “{label}” already." if rows else "Tick the rows first."
        toasts.say(request, said, kind="bad")
        return
    url = undo.offer(request, "member_moves", before={row.pk: before[row.pk] for row in moved})
    said = f"{plural(len(moved), 'member')} now in “{label}”."
    if len(moved) == 1:
        was = before[moved[0].pk]["status"] or "no status"
        said = f"{membership.person_of(moved[0])}: {was} → {label}."
    toasts.say(request, said, undo_url=url)


def _ticked(request: HttpRequest, campaign: Campaign, user: User) -> list[CampaignMember]:
    keys = [int(each) for each in request.POST.getlist("id") if each.isdecimal()][:MOST]
    return list(with_people(members_of(campaign, user).filter(pk__in=keys)))


def _back(request: HttpRequest, campaign: Campaign) -> str:
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if is_ours else kinds.page_of(campaign)
