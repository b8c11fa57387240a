"""The reconciliation: what the org counts, what came, what did not, and sums that must agree."""

from decimal import Decimal
from typing import Any

from headwater.database import statements
from headwater.moving.asking import condition
from headwater.moving.course import Course
from headwater.moving.models import Move, MoveStep
from headwater.moving.org import Org
from headwater.moving.steps import STEPS
from headwater.moving.trouble import Closed, Trouble

IS_OURS = (
    "id IN (SELECT record_id FROM catalog_externalid WHERE field = 'Salesforce_Id__c'"
    " AND object_name = '{name}')"
)
AMOUNT = "SELECT coalesce(sum(amount), 0) FROM records_opportunity WHERE "
CONVERTED = "SELECT count(*) FROM records_lead WHERE is_converted AND "
BY_STATUS = "SELECT status, count(*) FROM records_lead WHERE {ours} GROUP BY status"
DONE = "SELECT count(*) FROM records_task WHERE is_closed AND "
Line = dict[str, Any]


def drawn_up(course: Course) -> dict[str, Any]:
    """The report: `lines` of objects, `sums`, and `balanced` with `verdict` in plain words."""
    kept = {step.name: step for step in course.move.steps.all()}
    lines = [_line(course, kept[step.name], step) for step in STEPS if step.name in kept]
    sums = _sums(course.org) if course.move.since is None else []
    return {"lines": lines, "sums": sums, **verdict(lines, sums)}


def _line(course: Course, kept: MoveStep, step: Any) -> Line:
    line = {"name": kept.name, "org": None, "fetched": kept.fetched, "created": kept.created,
            "known": kept.known, "refused": kept.refused, "skipped": kept.skipped,
            "cut": kept.cut}  # fmt: skip
    if not kept.skipped:
        where = condition(course.move, step)
        try:
            line["org"] = course.org.count(step.object_name, where, all_rows=step.all_rows)
        except Closed as closed:
            line["skipped"] = f"it can no longer be counted: {closed}"
    return line


def cut(report: dict[str, Any]) -> list[str]:
    """Which values did not fit here, or named what did not come: a sentence for each object."""
    return [
        f"{line['name']}: left out or cut in "
        + ", ".join(f"{name} ({count:,})" for name, count in sorted(line["cut"].items())) + "."
        for line in report.get("lines", ()) if line.get("cut")
    ]  # fmt: skip


def verdict(lines: list[Line], sums: list[Line]) -> dict[str, Any]:
    """“Everything arrived”, or what did not."""
    wrong = []
    for line in lines:
        name = line["name"]
        if line["skipped"]:
            wrong.append(f"{name} did not come: {line['skipped']}")
            continue
        if line["refused"]:
            wrong.append(f"{line['refused']:,} of {name} were refused.")
        if missing := line["org"] - line["fetched"]:
            words = "more in the org than came" if missing > 0 else "fewer in the org than came"
            wrong.append(f"{name}: {abs(missing):,} {words}; it changed meanwhile.")
        if line["fetched"] != line["created"] + line["known"] + line["refused"]:
            wrong.append(f"{name}: the counts do not add up.")
    wrong += [f"{each['name']}: {each['org']} there, {each['here']} here."
              for each in sums if each["org"] != each["here"]]  # fmt: skip
    said = "Everything arrived." if not wrong else "Not everything arrived."
    return {"balanced": not wrong, "verdict": said, "wrong": wrong}


def _sums(org: Org) -> list[Line]:
    """What both sides add up for themselves; what the org cannot say is left out."""
    found: list[Line] = []
    ours = IS_OURS.format(name="Lead")
    try:
        [row] = org.rows("SELECT SUM(Amount) total FROM Opportunity")
        found.append(
            {
                "name": "Sum of opportunity amounts",
                "org": _money(row.get("total") or 0),
                "here": _money(_one(AMOUNT + IS_OURS.format(name="Opportunity"))),
            }
        )
        there = org.count("Lead", "IsConverted = true")
        found.append({"name": "Converted leads", "org": there, "here": _one(CONVERTED + ours)})
        here_by = {name.lower(): n for name, n in statements.run(BY_STATUS.format(ours=ours))}
        for row in org.rows("SELECT Status, COUNT(Id) n FROM Lead GROUP BY Status"):
            name = str(row["Status"] or "")
            found.append({"name": f"Leads “{name}”", "org": row["n"],
                          "here": here_by.get(name.lower(), 0)})  # fmt: skip
        there = org.query("SELECT COUNT() FROM Task WHERE IsClosed = true AND IsDeleted = false",
                          all_rows=True)["totalSize"]  # fmt: skip
        found.append({"name": "Tasks that are done", "org": there,
                      "here": _one(DONE + IS_OURS.format(name="Task"))})  # fmt: skip
    except Trouble:
        pass
    return found


def _one(sql: str) -> Any:
    return statements.run(sql)[0][0]


def _money(value: Any) -> str:
    return f"{Decimal(str(value)):,.2f}"


def told(move: Move) -> str:
    """The report as text for a terminal or a file."""
    report = move.report
    head = f"{'':<24}{'in the org':>12}{'fetched':>12}{'created':>12}"
    head += f"{'here already':>14}{'refused':>10}"
    out = [f"Moved in from {move} ({move.url})", "", head]
    for line in report["lines"]:
        if line["skipped"]:
            out.append(f"{line['name']:<24}  left out: {line['skipped']}")
            continue
        out.append(f"{line['name']:<24}{line['org']:>12,}{line['fetched']:>12,}"
                   f"{line['created']:>12,}{line['known']:>14,}{line['refused']:>10,}")  # fmt: skip
    if report["sums"]:
        out += ["", f"{'':<40}{'in the org':>20}{'here':>20}"]
        out += [f"{each['name']:<40}{each['org']:>20}{each['here']:>20}" for each in report["sums"]]
    out += ["", report["verdict"], *(f"  {each}" for each in report["wrong"])]
    if notes := [*cut(report), *move.notes]:
        out += ["", *notes]
    return "\n".join(out)
