"""A batch of conversions is written: one statement for all tables, each row once."""

from collections.abc import Iterable
from typing import Any

from headwater.catalog import objects
from headwater.convert.act import Act, Together
from headwater.convert.choices import NoDeal
from headwater.database import statements
from headwater.records import trail, uniqueness
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    Opportunity,
    TrailEntry,
)
from headwater.records.notification import News, tell

NOUNS = ("account", "contact", "opportunity")
A_FEW = 200  # leads; so many are written by one statement


def store(together: Together) -> dict[int, Conversion]:
    """Write everything; returns the conversion of each act by its place."""
    done = {place: _conversion(together, act) for place, act in together.acts.items()}
    for model in (Account, Contact, Opportunity):
        rows = [*together.fresh[model], *together.changed[model].values()]
        uniqueness.remember(objects.get(model.__name__), rows)
    entries: list[TrailEntry] = []
    for place, act in together.acts.items():
        entries += [*act.entries, _entry(together, act, done[place])]
    new = [*together.fresh.values(), list(done.values()), entries]
    updates = (
        statements.Update(list(rows.values()), frozenset(together.columns[model]))
        for model, rows in together.changed.items()
    )
    inserts = (statements.Insert(rows) for rows in new)
    statements.write([*inserts, *updates], copies=len(done) > A_FEW)
    _tell(together)
    return done


def _conversion(together: Together, act: Act) -> Conversion:
    """The row that undoing reads, with what the lead was worth at this moment."""
    journal, choices = act.journal, act.choices
    row = together.new(
        Conversion,
        lead_id=act.lead.pk,
        at=together.now,
        by_id=together.by.pk if together.by else None,
        run_id=together.run.pk if together.run else None,
        is_direct=choices.is_direct,
        score=act.lead.score,
        campaign_id=act.campaign_id,
        criteria=act.criteria,
        unmapped=act.unmapped,
        override_reason=choices.override_reason.strip()[:255],
        no_deal_reason=_why_no_deal(choices.opportunity),
        made=journal.made,
        before=journal.before,
        after=journal.after,
    )
    statements.point(row, "lead", act.lead)
    for noun, record in zip(NOUNS, (act.account, act.contact, act.deal), strict=True):
        if record:
            statements.point(row, noun, record)
    return row


def _entry(together: Together, act: Act, conversion: Conversion) -> TrailEntry:
    because: dict[str, Any] = {"conversion": conversion.pk, "made": sorted(act.journal.made)}
    for noun, record in zip(NOUNS, (act.account, act.contact, act.deal), strict=True):
        if record:
            because[noun] = {"id": record.pk, "name": str(record)}
    if isinstance(act.choices.opportunity, NoDeal):
        because["no_opportunity"] = act.choices.opportunity.reason
    if conversion.override_reason:
        because["override"] = conversion.override_reason
    if conversion.is_direct:
        because["direct"] = True
    key = str(act.lead.pk)
    was, became = (side["Lead"][key]["status"] for side in (act.journal.before, act.journal.after))
    changes = {"status": [was, became]} if was != became else {}
    return trail.entry(
        "lead.converted", act.lead, by=together.by, at=together.now, because=because,
        changes=changes,
    )  # fmt: skip


def _why_no_deal(chosen: Any) -> str:
    return chosen.reason.strip()[:255] if isinstance(chosen, NoDeal) else ""


def _tell(together: Together) -> None:
    """Who gets new records hears of it, where the conversion was told to say so."""
    news = list(_news(together.acts.values()))
    if news:
        tell(news, together.now, by=together.by)


def _news(acts: Iterable[Act]) -> Iterable[News]:
    for act in acts:
        if act.choices.sends_notification:
            record = act.deal or act.contact
            noun = "opportunities" if act.deal else "contacts"
            text = f"{act.lead} was converted, and {record} is yours"
            url = f"/{noun}/{record.pk}"
            key = f"converted:{act.lead.pk}:{record.pk}"
            yield News(key, text, url, (act.owner.pk,), "lead.converted")
