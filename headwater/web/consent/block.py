"""How it stands with a person's consent, for the block beside a lead or a contact."""

from typing import Any, NamedTuple

from django.urls import reverse

from headwater.database import statements
from headwater.people.at_hand import with_people
from headwater.records.consent import Channel, Consent, Source, Standing, standing

ICONS = {
    Channel.EMAIL.value: "mail", Channel.PHONE.value: "phone",
    Channel.MESSAGE.value: "message-square", Channel.POST.value: "mailbox",
    Channel.FAX.value: "printer",
}  # fmt: skip


class Line(NamedTuple):
    """One channel: how it stands and what proves it."""

    icon: str
    standing: Standing
    proof: str


def consents(record: Any) -> dict[str, Any]:
    """One query: `consents` (channels of which something is known), `unsaid` (the others in words,
    fax only when it matters), `consent_history`, newest first, and `consent_url` of the dialog."""
    where = f"WHERE t.{record._meta.model_name}_id = %s::bigint ORDER BY t.id"
    rows = with_people(statements.fetch(Consent, where, [record.pk]), "by")
    stands = standing(record, rows).values()
    known = [Line(ICONS[each.channel], each, proof(each.row)) for each in stands if each.state]
    silent = [Channel(each.channel).in_a_sentence for each in stands
              if not each.state and each.channel != Channel.FAX]  # fmt: skip
    return {
        "consents": known, "unsaid": _listed(silent),
        "consent_url": reverse("consent", args=[type(record).__name__, record.pk]),
        "consent_history": [(row, proof(row)) for row in reversed(rows)],
    }  # fmt: skip


def proof(row: Consent | None) -> str:
    """By what we know it."""
    if row is None:
        return "a checkbox; nobody noted how"
    source = Source(row.source)
    if source == Source.HAND:
        return f"noted by {row.by}" if row.by else "noted by hand"
    return f"{source.label} “{row.detail}”" if row.detail else source.label


def _listed(said: list[str]) -> str:
    """“phone, SMS and WhatsApp or post”."""
    return ", ".join(said[:-1]) + (" or " if said[1:] else "") + "".join(said[-1:])
