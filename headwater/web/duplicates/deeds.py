"""What people decide about pairs: not a duplicate, skip; several at once; all with Undo."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from headwater.match import pairs
from headwater.people.models import User
from headwater.records.duplicate_pair import Tier
from headwater.records.models import DuplicatePair
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.duplicates import clusters, merger, queue
from headwater.web.duplicates.clusters import Cluster
from headwater.web.records import kinds, undo
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural

MOST = 200  # clusters of one deed
State = DuplicatePair.State


@require_POST
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /duplicates/<pk>/difference: these are not one; nobody is asked again."""
    user = kinds.editor(request)
    cluster = _shown(request, clusters.of(clusters.find(pk, user), user))
    pairs.call_different(cluster.pairs, by=user)
    url = undo.offer(request, "decision", keys=[each.pk for each in cluster.pairs])
    said = f"{_listed(cluster)} stay apart; you are not asked again."
    toasts.say(request, said, undo_url=url)
    return decided(request)


@require_POST
def skipping(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /duplicates/<pk>/skipping: not now; they stand under “Skipped”."""
    user = kinds.editor(request)
    cluster = _shown(request, clusters.of(clusters.find(pk, user), user))
    pairs.skip(cluster.pairs, by=user)
    url = undo.offer(request, "decision", keys=[each.pk for each in cluster.pairs])
    toasts.say(request, f"{_listed(cluster)} are skipped.", undo_url=url)
    return decided(request)


@require_POST
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /duplicates/<pk>/reopening: back to the queue."""
    user = kinds.editor(request)
    pairs.reopen([clusters.find(pk, user)], by=user)
    toasts.say(request, "Back in the queue.")
    return decided(request)


@require_POST
def differences(request: HttpRequest) -> HttpResponse:
    """POST /duplicates/selection/difference: the ticked ones are no duplicates."""
    user = kinds.editor(request)
    found = [pair for cluster in _ticked(request, user) for pair in cluster.pairs]
    pairs.call_different(found, by=user)
    if found:
        url = undo.offer(request, "decision", keys=[each.pk for each in found])
        said = f"{plural(len(found), 'pair stays,pairs stay')} apart; you are not asked again."
        toasts.say(request, said, undo_url=url)
    return decided(request)


@require_POST
def mergers(request: HttpRequest) -> HttpResponse:
    """POST /duplicates/selection/merge: the ticked ones become one each, with the proposed values.

    What is only possible, and a lead beside a contact, is left for people to look at one by one.
    """
    user = kinds.editor(request)
    merged, left, problem = [], 0, ""
    for cluster in _ticked(request, user):
        if not cluster.is_mergeable or cluster.pair.tier == Tier.POSSIBLE:
            left += 1
            continue
        try:
            merged.append(merger.merge_proposed(cluster.records, user).pk)
        except Refused as refused:
            left, problem = left + 1, str(refused)
    said = f"{plural(len(merged), 'merge')} done." if merged else "Nothing was merged."
    if left:
        said += f" {left} left: {problem or 'look at these one by one.'}"
    url = undo.offer(request, "merge", keys=merged) if merged else ""
    toasts.say(request, said, undo_url=url, kind="good" if merged else "bad")
    return decided(request)


def decided(request: HttpRequest) -> HttpResponse:
    """The list moves on to the next row; without scripts it is drawn again."""
    if request.headers.get("HX-Request"):
        return toasts.stays({"duplicates:decided": {}})
    return toasts.done(request, back(request))


def back(request: HttpRequest) -> str:
    """To the queue as it was."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if safe and url else reverse("duplicates")


@undoes("decision")
def take_back(user: User, *, keys: list[int]) -> str:
    """What was called different or skipped waits again."""
    decided_ones = DuplicatePair.objects.filter(
        pk__in=keys, state__in=(State.DIFFERENT, State.SKIPPED)
    )
    found = list(decided_ones.visible_to(user))
    pairs.reopen(found, by=user)
    return f"{plural(len(found), 'pair is,pairs are')} back in the queue."


def _shown(request: HttpRequest, cluster: Cluster) -> Cluster:
    """Of a cluster what the person had in front of them: the records that the form names."""
    named = {int(each) for each in request.POST.getlist("id") if each.isdecimal()}
    stay = [record for record in cluster.records if record.pk in named]
    keys = {record.pk for record in stay}
    among = [each for each in cluster.pairs if {each.one_id, each.other_id} <= keys]
    if len(stay) < 2 or not among:
        return cluster
    return Cluster(cluster.pair, among, stay)


def _ticked(request: HttpRequest, user: User) -> list[Cluster]:
    given = [int(each) for each in request.POST.getlist("id") if each.isdecimal()][:MOST]
    rows = DuplicatePair.objects.open().filter(pk__in=given).visible_to(user)
    found = list(rows.order_by("-probability", "pk"))
    alive = {row.pair.pk for row in queue.rows(found, user)}
    return [clusters.of(pair, user) for pair in found if pair.pk in alive]


def _listed(cluster: Cluster) -> str:
    names: Sequence[str] = [str(record) for record in cluster.records]
    return f"{', '.join(names[:-1])} and {names[-1]}"
