"""/reports/process: the lead process as it is configured, with the flow of some days on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.measure.figure import Period
from headwater.people.standing import moment
from headwater.web.process import drawing, layout, paper
from headwater.web.process.graph import Graph
from headwater.web.records.kinds import person
from headwater.web.reports.frame import frame

DAYS = {"7": "7 days", "30": "30 days", "90": "90 days"}


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """GET /reports/process?days=30: the picture twice (wide and narrow), and as a table;
    `&format=svg` as a file."""
    asked = request.GET.get("days", "")
    days = asked if asked in DAYS else "30"
    with moment():
        graph = drawing.draw(person(request), Period(int(days), timezone.now()))
    if request.GET.get("format") == "svg":
        return _file(request, graph)
    return frame(
        request, "process", shown=(), graph=graph, wide=layout.wide(graph),
        narrow=layout.narrow(graph), received=sum(box.leaves for box in graph.layer(0)),
        lengths=[(key, word, key == days) for key, word in DAYS.items()], told=_told(graph),
        words=DAYS[days],
    )  # fmt: skip


def _file(request: HttpRequest, graph: Graph) -> HttpResponse:
    """The wide picture by itself, in colours for paper; its links lead back here."""
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"picture": layout.wide(graph), "kind": "wide", "site": site, "style": paper.STYLE}
    answer = render(request, "process/picture.html", context, content_type="image/svg+xml")
    name = f"process-{timezone.localdate()}.svg"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _told(graph: Graph) -> list[tuple[str, list[dict[str, object]]]]:
    """The same as a table: each box, where it came from, where it went, what stays."""
    return [
        (name, [{"box": box, "into": graph.into(box), "out": graph.out_of(box)} for box in boxes])
        for name, boxes in graph.used_layers
    ]
