"""The process as a picture: every box is configured, every flow balances, everything is a link."""

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.measure import plain, process_flow
from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records import trail
from headwater.records.models import Handoff, Lead, Submission
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.web.process import drawing, layout
from headwater.web.process.graph import Graph, unbalanced

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


def told(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    """Two rules; six inquiries of three doors: four leads, one spam, one who was known."""
    rules.publish(
        [AssignmentRule(order=1, name="Solar roofs", criteria="Company LIKE 'Roof%'",
                        owner=cast.queue),
         AssignmentRule(order=2, name="The rest", team=cast.north)], by=cast.ada,
    )  # fmt: skip
    roof, rest = rules.published()

    def sent(door: str, state: str, lead: Lead | None = None) -> None:
        Submission.objects.create(door=door, state=state, lead=lead, payload={})

    def given(lead: Lead, rule: AssignmentRule) -> None:
        because = {"rule": rule.name, "rule_id": rule.pk, "version": rule.rule_set.version}
        trail.write([trail.entry("lead.assigned", lead, by=None, because=because,
                                 changes={"owner_id": [None, lead.owner_id]})])  # fmt: skip

    for number, rule in enumerate((roof, rest, rest)):
        lead = make_lead(owner=cast.queue if rule is roof else cast.mara)
        given(lead, rule)
        sent("form", "created", lead)
        if number == 1:
            Handoff.objects.create(lead=lead, offered_to=cast.mara)
        if number == 2:
            Lead.objects.filter(pk=lead.pk).update(is_converted=True)
    sent("hand", "created", make_lead(owner=cast.otto))
    sent("form", "quarantined")
    sent("email", "merged", make_lead())


def drawn(user: User) -> Graph:
    with moment():
        return drawing.draw(user, Period(30, timezone.now()))


def test_what_comes_in_goes_on_or_stays(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    told(cast, make_lead)
    graph = drawn(cast.ada)

    assert unbalanced(graph) == []
    boxes = graph.boxes
    assert boxes["match"].enters == boxes["match"].leaves == 6
    assert sum(box.stays for box in boxes.values() if box.waits) == 6, "each stands somewhere"
    flows = {(a.source.name, a.target.name): a.count for a in graph.arrows.values() if a.count}
    assert flows["Web form", "Known or new?"] == 4
    assert flows["Solar roofs", "North queue"] == 1
    assert flows["The rest", "Team North"] == 2
    assert flows["Named by who brought it", "Team South"] == 1
    assert flows["Team North", "Hand-off to sales"] == 1
    assert flows["Convert", "Account and contact"] == 1
    assert boxes["quarantined"].stays == 1


def test_a_rule_that_nothing_used_is_there_with_a_dashed_arrow(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    told(cast, make_lead)
    Submission.objects.all().delete()
    graph = drawn(cast.ada)
    arrows = {(a.source.name, a.target.name): a.count for a in graph.arrows.values()}
    assert arrows["Solar roofs", "North queue"] == 0
    picture = layout.wide(graph)
    assert not any(ribbon.is_used for ribbon in picture.ribbons)


def test_what_is_configured_no_more_has_its_place(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    told(cast, make_lead)
    lead = make_lead(status="Once a status")
    Submission.objects.create(door="api", state="created", lead=lead, payload={})
    trail.write([trail.entry("program.enrolled", lead, by=None, because={"program_id": 999})])
    graph = drawn(cast.ada)
    assert graph.boxes["other"].stays == graph.boxes["programs"].enters == 1
    assert unbalanced(graph) == []


def test_everybody_sees_the_flow_of_their_own(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    told(cast, make_lead)
    assert drawn(cast.otto).boxes["match"].enters == 1
    assert unbalanced(drawn(cast.otto)) == unbalanced(drawn(cast.ines)) == []
    for user in (cast.ada, cast.ines, cast.otto):
        flow = process_flow.flow(user, Period(7, timezone.now()))
        created = [row for row in flow.received if row.state == "created"]
        assert process_flow.total(created) == process_flow.total(flow.ways)
        assert plain.read(plain.told(flow)) == flow


def test_the_page_has_links_a_table_and_a_fixed_number_of_queries(
    cast: SimpleNamespace, make_lead: MakeLead, sign_in: SignIn,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:  # fmt: skip
    told(cast, make_lead)
    ada = sign_in(cast.ada)
    page = ada.get("/reports/process").content.decode()
    rule = rules.published()[0]
    assert f'href="/setup/rules/assignment/{rule.key}"' in page
    assert f'href="/queues/{cast.queue.pk}"' in page
    assert 'aria-label="Quarantine: 1, 1 wait for somebody to look"' in page
    assert "<th>Step</th>" in page
    for _ in range(12):
        told_again = make_lead()
        Submission.objects.create(door="api", state="created", lead=told_again, payload={})
    with django_assert_max_num_queries(40):
        ada.get("/reports/process?days=7")
    assert "The process" in ada.get("/setup").content.decode()


def test_the_picture_is_a_file_too(
    cast: SimpleNamespace, make_lead: MakeLead, sign_in: SignIn
) -> None:
    told(cast, make_lead)
    answer = sign_in(cast.ines).get("/reports/process?days=90&format=svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].endswith('.svg"')
    root = ElementTree.fromstring(answer.content)  # noqa: S314  (our own)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    links = [each.get("href") for each in root.iter("{http://www.w3.org/2000/svg}a")]
    assert [each for each in links if each and each.startswith("http://testserver/")]


def test_boxes_do_not_overlap_and_arrows_fill_them(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    told(cast, make_lead)
    for picture in (layout.wide(drawn(cast.ada)), layout.narrow(drawn(cast.ada))):
        columns: dict[float, list[layout.Placed]] = {}
        for place in picture.boxes:
            columns.setdefault(place.x, []).append(place)
            assert place.x + place.width <= picture.width + 0.5
            assert place.y + place.height <= picture.height + 0.5
        for places in columns.values():
            for one, other in pairwise(places):
                assert one.y + one.height <= other.y
