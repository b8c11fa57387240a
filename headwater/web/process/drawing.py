"""From the configuration and the flow to boxes and arrows."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse

from headwater.api.models import IntakeKey
from headwater.capture.models import Mailbox, WebForm
from headwater.measure import process_flow as flow
from headwater.measure.figure import Period
from headwater.measure.process_flow import Received, Way
from headwater.nurture.programs.program import Program
from headwater.people.models import Queue, Team, User
from headwater.people.owner import owners
from headwater.people.user import users
from headwater.records import stages
from headwater.records.submission import Door, State
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.rules import published
from headwater.web.process.graph import Box, Graph

MOST = 9  # boxes of one layer; what else there is stands together in the last
DOORS = {
    Door.FORM: "forms", Door.WEB_TO_LEAD: "forms", Door.IMPORT: "imports", Door.HAND: "leads",
    Door.EMAIL: "mailboxes", Door.JSON: "intake_keys",
}  # fmt: skip
ENDS = {
    State.MERGED: ("Joined people we know", "good", "belong to people we knew"),
    State.QUARANTINED: ("Quarantine", "warn", "wait for somebody to look"),
    State.REJECTED: ("Rejected", "bad", "ended, each with a reason"),
    State.WAITING: ("Waiting", "warn", "are not judged yet"),
}
KEPT = {
    flow.DEFAULT: "Default owner", flow.DOOR: "Named by the form",
    flow.KEPT: "Named by who brought it", flow.UNKNOWN: "Gone since",
}  # fmt: skip


def draw(user: User, period: Period) -> Graph:
    """The process with what flowed in that time, of what `user` may see."""
    graph = Graph()
    flowed = flow.flow(user, period)
    came, went = flowed.received, flowed.ways
    _doors(graph, came)
    rule_of = _rules(graph, went)
    owner_of = _owners(graph, went)
    way_of = _ways(graph, went)
    place_of = _places(graph, went)
    _configured(graph, owner_of)
    for way in went:
        steps = ["match", rule_of(way.rule), owner_of(way.owner_id), way_of(way.way),
                 place_of(way.place)]  # fmt: skip
        steps += ["deal" if way.has_deal else "no_deal"] if way.place == flow.CONVERTED else []
        for source, target in pairwise(steps):
            graph.flow(source, target, way.count)
    return graph


def _doors(graph: Graph, came: Iterable[Received]) -> None:
    """Each door that is open or that something came through; what did not become a lead ends."""
    counts: dict[str, int] = dict.fromkeys(_open_doors(), 0)
    ends: Counter[str] = Counter()
    for row in came:
        counts[row.door] = counts.get(row.door, 0) + row.count
        ends[row.state] += row.count
    for each in Door:
        if each in counts:
            page = DOORS.get(each, "")
            graph.add(Box(each, 0, str(each.label), reverse(page) if page else ""))
    graph.add(Box("match", 1, "Known or new?", reverse("duplicate_rules")))
    for door, count in counts.items():
        graph.flow(door, "match", count)
    for state, (name, tone, waits) in ENDS.items():
        if ends[state] or state in (State.MERGED, State.QUARANTINED):
            url = f"{reverse('submissions')}?{urlencode({'state': state})}"
            graph.add(Box(state, 2, name, url, tone, waits))
            graph.flow("match", state, ends[state])


def _open_doors() -> list[Door]:
    found = [Door.IMPORT, Door.API, Door.HAND, Door.WEB_TO_LEAD]
    found += [Door.FORM] if WebForm.objects.exists() else []
    found += [Door.EMAIL] if Mailbox.objects.exists() else []
    return found + ([Door.JSON] if IntakeKey.objects.filter(revoked_at=None).exists() else [])


def _rules(graph: Graph, went: Iterable[Way]) -> Callable[[str], str]:
    """The published rules in their order; a rule of an earlier version is the same rule."""
    counts = Counter[str]()
    for way in went:
        counts[way.rule] += way.count
    now = {rule.key: f"rule{rule.pk}" for rule in published()}
    names = {f"rule{rule.pk}": rule for rule in published()}
    old = AssignmentRule.objects.filter(pk__in=[key for key in counts if key.isdecimal()])
    known = {str(pk): now.get(key, "earlier") for pk, key in old.values_list("pk", "key")}
    of = {key: known.get(key, "earlier") if key.isdecimal() else key for key in counts}
    total = Counter[str]()
    for key, count in counts.items():
        total[of[key]] += count
    shown, together = _fitting(list(names), total, MOST - len(ENDS))
    page = reverse("assignment_rules")
    for key in shown:
        url = reverse("assignment_rule", args=[names[key].key])
        graph.add(Box(key, 2, names[key].name, url))
    if together:
        graph.add(Box("rules", 2, f"{len(together)} other rules", page))
    for key, name in {**KEPT, "earlier": "Rules of earlier versions"}.items():
        if total[key] or key == flow.DEFAULT:
            graph.add(Box(key, 2, name, page, "mute"))
    return lambda rule: "rules" if of[rule] in together else of[rule]


def _fitting(keys: list[str], total: Counter[str], most: int) -> tuple[list[str], set[str]]:
    """In their order those with most flow; the others stand together."""
    if len(keys) <= most:
        return keys, set()
    best = set(sorted(keys, key=lambda key: -total[key])[: most - 1])
    return [key for key in keys if key in best], {key for key in keys if key not in best}


def _owners(graph: Graph, went: Iterable[Way]) -> Callable[[int | None], str]:
    """Queues each by itself, people by their team."""
    counts = Counter[str]()
    for way in went:
        counts[_owner_key(way.owner_id)] += way.count
    boxes = {f"queue{queue.pk}": Box(f"queue{queue.pk}", 3, queue.name,
                                     reverse("queue", args=[queue.pk]), "c2")
             for queue in Queue.objects.filter(is_active=True)}  # fmt: skip
    teams = reverse("definitions", args=["teams"])
    boxes |= {f"team{team.pk}": Box(f"team{team.pk}", 3, f"Team {team.name}", teams)
              for team in Team.objects.all()}  # fmt: skip
    boxes |= {
        "people": Box("people", 3, "People without a team", reverse("users"), "c2"),
        "closed": Box("closed", 3, "Closed queues", reverse("queues"), "mute"),
        "nobody": Box("nobody", 3, "Gone since", "", "mute"),
    }
    named = {f"team{rule.team_id}" if rule.team_id else _owner_key(rule.owner_id)
             for rule in published()}  # fmt: skip
    keys = [key for key in boxes if counts[key] or key in named or key.startswith("queue")]
    shown, together = _fitting(keys, counts, MOST)
    for key in shown:
        graph.add(boxes[key])
    if together:
        graph.add(Box("owners", 3, f"{len(together)} other owners", reverse("queues"), "c2"))

    def of(owner_id: int | None) -> str:
        key = _owner_key(owner_id)
        return "owners" if key in together else key

    return of


def _owner_key(owner_id: int | None) -> str:
    owner = owners().get(owner_id or 0)
    if owner is None:
        return "nobody"
    if owner.is_queue:
        return f"queue{owner.pk}" if owner.is_active else "closed"
    team = users()[owner.pk].team_id
    return f"team{team}" if team else "people"


def _configured(graph: Graph, owner_of: Callable[[int | None], str]) -> None:
    """What rules say, whether or not it was used: arrows of nothing."""
    for rule in published():
        key = f"rule{rule.pk}" if f"rule{rule.pk}" in graph.boxes else "rules"
        graph.flow("match", key)
        target = f"team{rule.team_id}" if rule.team_id else owner_of(rule.owner_id)
        graph.flow(key, target if target in graph.boxes else "owners")  # folded with the others


def _ways(graph: Graph, went: Iterable[Way]) -> Callable[[str], str]:
    """Programs that run, the hand-off, and who was worked without either."""
    counts = Counter[str]()
    for way in went:
        counts[f"program{way.way}" if way.way.isdecimal() else way.way] += way.count
    programs = {f"program{row.pk}": row for row in Program.objects.all()}
    keys = [key for key, row in programs.items() if row.is_active or counts[key]]
    shown, together = _fitting(keys, counts, MOST - 2)
    for key in shown:
        url = reverse("nurture_program", args=[programs[key].pk])
        graph.add(Box(key, 4, programs[key].name, url, "c3"))
    if together or any(key.startswith("program") and key not in programs for key in counts):
        graph.add(Box("programs", 4, "Other programs", reverse("nurture"), "c3"))
    graph.add(Box(flow.HANDED, 4, "Hand-off to sales", reverse("agreements")))
    graph.add(Box(flow.WORKED, 4, "Worked by their owner", reverse("today")))

    def of(way: str) -> str:
        key = f"program{way}" if way.isdecimal() else way
        return key if key in graph.boxes else "programs"

    return of


def _places(graph: Graph, went: Iterable[Way]) -> Callable[[str], str]:
    """The statuses in the order of the path, then converted, then what is gone."""
    counts = Counter[str]()
    for way in went:
        counts[way.place] += way.count
    known = stages.known()
    page = reverse("definitions", args=["statuses"])
    for status in known.values():
        if status.is_converted or not (status.is_active or counts[status.name]):
            continue
        tone, waits = ("mute", "are closed") if status.is_closed else ("c2", "stand here")
        url = reverse("definition", args=["statuses", status.pk])
        graph.add(Box(f"status {status.name}", 5, status.name, url, tone, waits))
    elsewhere = {place for place in counts if f"status {place}" not in graph.boxes}
    if elsewhere - {flow.CONVERTED, flow.GONE}:
        graph.add(Box("other", 5, "Other statuses", page, "mute", "stand here"))
    _conversion(graph)
    if counts[flow.GONE]:
        graph.add(Box(flow.GONE, 5, "Merged or deleted", "", "mute", "are gone"))

    def of(place: str) -> str:
        if place in (flow.CONVERTED, flow.GONE):
            return place
        return f"status {place}" if f"status {place}" in graph.boxes else "other"

    return of


def _conversion(graph: Graph) -> None:
    """What a lead becomes, as it is set."""
    graph.add(Box(flow.CONVERTED, 5, "Convert", reverse("conversion_setup"), "good"))
    deals, people = reverse("opportunities"), reverse("contacts")
    graph.add(Box("deal", 6, "With an opportunity", deals, "good", "became deals"))
    graph.add(Box("no_deal", 6, "Account and contact", people, "good", "became contacts"))
    graph.flow(flow.CONVERTED, "deal")
    graph.flow(flow.CONVERTED, "no_deal")
