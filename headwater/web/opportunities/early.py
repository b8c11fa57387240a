"""The early stages on a page of their own: who enters, who goes on, who falls out, how soon."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure import early_funnel
from headwater.measure.closing import NO_SOURCE
from headwater.measure.early_funnel import Flow
from headwater.people.owner import owners
from headwater.records.stages import stages_in_use
from headwater.web.opportunities.asked import Asked, is_said, within_moments

WHOLE = 100  # units of a bar
WENT_ON, FELL_OUT = "PipelineAt != null", "PipelineAt = null AND IsClosed = true"
STILL = "PipelineAt = null AND IsClosed = false"


def early(request: HttpRequest) -> HttpResponse:
    """GET /opportunities/early?period=&whose=: deals that were opened early in the period."""
    asked = Asked.of(request)
    lines = early_funnel.flows(asked.user, asked.span, owners=asked.owners)
    entered = within_moments("CreatedDate", asked.span)
    all_of_them = next(iter(early_funnel.added(lines, lambda line: "")), Flow(""))
    names = owners()
    context = asked.context() | {
        "tab": "early", "all": all_of_them, "urls": _urls(asked, entered),
        "times": early_funnel.times(asked.user, asked.span, owners=asked.owners),
        "stages": _stages(asked), "tables": [
            ("By source", "Source", _rows(lines, lambda line: line.source, str, asked,
                lambda key: [entered, is_said("LeadSource", key, NO_SOURCE)])),
            ("By owner", "Owner", _rows(lines, lambda line: line.owner_id,
                lambda key: names[key].name if key in names else "Nobody", asked,
                lambda key: [entered], by_owner=True)),
            ("By how they came", "Way", _rows(lines, lambda line: line.is_from_lead,
                lambda key: "From a lead" if key else "Opened direct", asked, None)),
        ],
    }  # fmt: skip
    return render(request, "opportunities/early.html", context)


def _urls(asked: Asked, entered: str) -> dict[str, str]:
    said = {"entered": (), "went_on": (WENT_ON,), "fell_out": (FELL_OUT,), "still": (STILL,)}
    return {
        name: asked.deals(entered, *criteria, view="opened-early")
        for name, criteria in said.items()
    }  # fmt: skip


def _stages(asked: Asked) -> list[dict[str, Any]]:
    found = early_funnel.stages(asked.user, asked.span, stages_in_use(), owners=asked.owners)
    largest = max((stage.been for stage in found), default=0) or 1
    return [{"stage": stage, "bars": _bars(stage, largest)} for stage in found]


def _rows(
    lines: list[early_funnel.Line], key: Any, word: Any, asked: Asked, criteria: Any,
    *, by_owner: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    flows = early_funnel.added(lines, key)
    largest = max((flow.entered for flow in flows), default=0) or 1
    return [
        {
            "flow": flow, "word": word(flow.key), "bars": _bars(flow, largest),
            "url": asked.deals(
                *criteria(flow.key), view="opened-early", owner_id=flow.key if by_owner else None
            ) if criteria else "",
        }
        for flow in flows
    ]  # fmt: skip


def _bars(flow: Any, largest: int) -> list[dict[str, str]]:
    """Went on, still here, fell out: side by side; nothing here is red."""
    place, drawn = 0.0, []
    parts = ((flow.went_on, "c1"), (flow.still, "c2"), (flow.fell_out, "mute"))
    for count, tone in parts:
        width = count / largest * WHOLE
        drawn.append({"x": f"{place:.2f}", "width": f"{width:.2f}", "tone": tone})
        place += width
    return drawn
