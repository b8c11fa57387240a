"""Team: who has how much, whether it is shared out fairly, and what sales makes of hand-offs."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headwater.measure import answer_times, handoffs, workload
from headwater.measure.figure import Figure
from headwater.measure.filters import Filters
from headwater.measure.workload import Load, Team
from headwater.records.models import Handoff
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import behind
from headwater.web.reports.frame import filters_of, frame

MOST = 16
STAGES = {
    "accepted": Handoff.Stage.ACCEPTED.value, "rejected": Handoff.Stage.REJECTED.value,
    "passed_on": Handoff.Stage.ESCALATED.value,
}  # fmt: skip


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """GET /reports/team and the filters."""
    filters, user = filters_of(request), person(request)
    found = workload.team(user, filters)
    answers = {row.key: row for row in answer_times.by_person(user, filters)}
    offers = {row.key: row for row in handoffs.by_person(user, filters)}
    return frame(
        request, "team", filters=filters, found=found,
        handoffs=handoffs.total(user, filters),
        links={name: behind.url(name, filters)
               for name in ("shared_out", "offered", "waiting", "decided", "in_time")}
        | {name: behind.url("offers", filters, stage) for name, stage in STAGES.items()}
        | {"late": behind.url("waiting", filters, "late")},
        rows=[(load, _links(load, filters), answers.get(str(load.person)),
               offers.get(str(load.person))) for load in found.loads],
        charts=[_load(found, filters), _fairness(found, filters),
                _offers(list(offers.values()), filters),
                _reasons(handoffs.reasons(user, filters), filters)],
    )  # fmt: skip


def _links(load: Load, filters: Filters) -> dict[str, str]:
    its = replace(filters, owner=load.person)
    names = ("open", "untouched", "working", "unplanned", "new", "converted", "answered", "kept")
    offers = {name: behind.url("offers", its, stage) for name, stage in STAGES.items()}
    return {name: behind.url(name, its) for name in names} | offers


def _load(found: Team, filters: Filters) -> Chart:
    shown = [load for load in found.loads if load.open][:MOST]
    return Chart(
        "load", "Load", "stacked", [load.name for load in shown],
        [Series("Untouched", [load.untouched for load in shown], "warnf",
                links=[_links(load, filters)["untouched"] for load in shown]),
         Series("In work", [load.open - load.untouched for load in shown], "c1",
                links=[_links(load, filters)["working"] for load in shown])],
        hints=["full" if load.is_full else "" for load in shown], note="open leads at this moment",
        links=[_links(load, filters)["open"] for load in shown], head="Rep",
        nothing="Nobody has an open lead. Assignment rules give new ones to people and queues.",
    )  # fmt: skip


def _fairness(found: Team, filters: Filters) -> Chart:
    shown = [load for load in found.loads if load.is_taking or load.received][:MOST]
    total = found.received or 1
    return Chart(
        "fairness", "Fairness", "bars", [load.name for load in shown],
        [Series("Received", [load.received / total for load in shown], "c1",
                links=[_links(load, filters)["new"] for load in shown]),
         Series("Due by weight", [load.due_share for load in shown], "mute")] if found.received
        else [],
        unit="%", note="share of the new leads of the period", head="Rep",
        nothing="Nobody got a new lead in this period.",
    )  # fmt: skip


def _offers(rows: list[handoffs.Outcome], filters: Filters) -> Chart:
    shown = rows[:MOST]
    stages = (
        ("Accepted", "accepted", Handoff.Stage.ACCEPTED, "goodf"),
        ("Rejected", "rejected", Handoff.Stage.REJECTED, "badf"),
        ("Passed on", "passed_on", Handoff.Stage.ESCALATED, "warnf"),
    )
    return Chart(
        "offers", "Hand-offs", "stacked", [row.label for row in shown],
        [Series(word, [getattr(row, name) for row in shown], tone,
                links=[behind.url("offers", replace(filters, owner=int(row.key)), stage.value)
                       for row in shown])
         for word, name, stage, tone in stages],
        unit="hand-offs", note="what each made of what marketing offered", head="Rep or queue",
        nothing="Nothing was decided in this period. A lead that reaches the marketing qualified "
        "definition is offered to sales.",
    )  # fmt: skip


def _reasons(figure: Figure, filters: Filters) -> Chart:
    return Chart(
        "reasons", "Why sales said no", "bars", [row.label or "No reason" for row in figure.rows],
        [Series("Rejections", [row.count for row in figure.rows], "badf",
                links=[behind.url("rejected", filters, row.label.encode().hex())
                       for row in figure.rows])],
        unit="hand-offs", head="Reason",
        nothing="Sales rejected nothing in this period.",
    )  # fmt: skip
