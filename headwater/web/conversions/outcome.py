"""What would become, or became, of the leads of a run: the totals, and a page of rows."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from headwater.converting.finding import JOIN, NEW, NONE, WITH
from headwater.people.models import User
from headwater.records.models import ConversionRun, ConversionRunRow, Lead
from headwater.web.records import kinds
from headwater.web.reports import marks

State = ConversionRun.State
Outcome, Undone = ConversionRunRow.Outcome, ConversionRunRow.Undone
PAGE = 50
LAST = 2**31 - 1
PLANNED, CAME, BACK = "planned", "outcome", "undone"
WORDS: dict[str, dict[str, tuple[str, str, str, str]]] = {  # word, hint, tone of badge, of bar
    PLANNED: {
        Outcome.MADE: ("Makes an account", "nobody is known", "good", "c1"),
        Outcome.JOINED: ("Joins", "an account that is there or comes", "accent", "c2"),
        Outcome.SKIPPED: ("Skipped", "stays a lead, with why", "warn", "warnf"),
        Outcome.REFUSED: ("Refused", "each with why", "bad", "badf"),
    },
    CAME: {
        Outcome.MADE: ("Made an account", "nobody was known", "good", "c1"),
        Outcome.JOINED: ("Joined", "an account that was there", "accent", "c2"),
        Outcome.SKIPPED: ("Skipped", "stayed a lead, with why", "warn", "warnf"),
        Outcome.REFUSED: ("Refused", "each with why", "bad", "badf"),
    },
    BACK: {
        Undone.GONE: ("Undone", "an open lead again", "good", "c1"),
        Undone.STAYS: ("Stays", "each with why", "warn", "warnf"),
    },
}
BADGES = {NEW: ("New", "good"), JOIN: ("Joins", "accent"), WITH: ("Shares", ""), NONE: ("None", "")}
AGAIN = "An open lead again, as it was."
NOUNS = ("Account", "Contact", "Opportunity")


def phase(run: ConversionRun) -> str:
    """Which of a row's three endings there is to see."""
    if run.state in (State.TRYING, State.WAITING):
        return PLANNED
    return BACK if run.state in (State.UNDOING, State.UNDONE) else CAME


def totals_of(run: ConversionRun) -> dict[str, int]:
    """Ending → rows; the run keeps count, nothing is counted here."""
    kept = run.totals.get(phase(run), {})
    return {ending: int(kept.get(ending, 0)) for ending in WORDS[phase(run)]}


def parts(run: ConversionRun, chosen: str = "") -> list[dict[str, Any]]:
    """The totals as numbers to press and a bar to see."""
    counts, words = totals_of(run), WORDS[phase(run)]
    told = [(words[e][0], counts[e], words[e][3], words[e][1], str(e)) for e in words]
    drawn = marks.stack(told, sum(counts.values()))
    return [each | {"is_chosen": each["state"] == chosen} for each in drawn]


def page_of_rows(run: ConversionRun, asked: QueryDict, user: User) -> dict[str, Any]:
    """Fifty rows behind the asked one: the hundredth page costs what the first does."""
    ending = asked.get("ending", "")
    ending = ending if ending in WORDS[phase(run)] else ""
    behind = asked.get("after", "")
    number = min(int(behind), LAST) if behind.isdecimal() and len(behind) < 12 else 0
    found = list(_rows(run, ending).after(number).select_related("conversion")[: PAGE + 1])
    shown, has_more = found[:PAGE], len(found) > PAGE
    narrowed = {"ending": ending} if ending else {}
    return {
        "lines": _lines(run, shown, user),
        "ending": ending,
        "first_url": f"?{urlencode(narrowed)}" if number else "",
        "next_url": f"?{urlencode(narrowed | {'after': shown[-1].number})}" if has_more else "",
    }


def _rows(run: ConversionRun, ending: str) -> Any:
    rows = ConversionRunRow.objects
    if phase(run) == PLANNED:
        tried = rows.tried(run)
        return tried.filter(planned=ending) if ending else tried
    if phase(run) == BACK:
        back = rows.filter(run=run).exclude(undone="")
        return back.filter(undone=ending) if ending else back
    done = rows.done(run)
    return done.filter(outcome=ending) if ending else done


def _lines(run: ConversionRun, rows: Sequence[Any], user: User) -> list[dict[str, Any]]:
    keys = [row.lead_id for row in rows]
    leads = {lead.pk: lead for lead in Lead.objects.alive().visible_to(user).filter(pk__in=keys)}
    told, field = WORDS[phase(run)], phase(run)
    return [
        {
            "row": row,
            "lead": leads.get(row.lead_id),
            "url": kinds.page_at("Lead", row.lead_id) if row.lead_id in leads else "",
            "word": told[getattr(row, field)][0],
            "tone": told[getattr(row, field)][2],
            "words": AGAIN if row.undone == Undone.GONE else row.words,
            # What hangs on a lead that one does not see is not shown either.
            "parts": _parts(row) if row.lead_id in leads else [],
        }
        for row in rows
    ]


def _parts(row: Any) -> list[dict[str, Any]]:
    is_there = row.conversion is not None and not row.conversion.is_undone
    found = []
    for noun in NOUNS:
        what, key, name, because = row.parts.get(noun) or (NONE, 0, "", "")
        made = getattr(row.conversion, f"{noun.lower()}_id") if is_there else 0
        found.append({
            "noun": noun, "word": BADGES[what][0], "tone": BADGES[what][1], "name": name,
            "because": because, "is_none": what == NONE,
            "url": kinds.page_at(noun, made or (key if what == JOIN else 0)),
        })  # fmt: skip
    return found if row.parts else []
