"""What an assistant may ask: people, one lead, what is due, a query.

Each public method is a tool: its docstring is what the assistant reads.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from headwater.people.user import User
    from headwater.records.models import Lead

MOST = 25  # people of one answer
MOST_ROWS = 200
TOLD = 15  # entries of a timeline
SHOWN = ("Lead", "Contact", "Account")


class Reading:
    """The tools that change nothing, in the name of `user`."""

    def __init__(self, user: "User") -> None:
        self.user = user

    def find(self, words: str, limit: int = 10) -> list[dict[str, Any]]:
        """Find leads, contacts and accounts by words of their name, company, e-mail or phone.

        Every word must occur. Converted leads are left out: their contact is found instead.
        """
        from headwater.catalog import ids, objects

        found: list[dict[str, Any]] = []
        for name in SHOWN:
            kind = objects.get(name)
            rows = kind.model._default_manager.visible_to(self.user)  # type: ignore[attr-defined]
            if name == "Lead":
                rows = rows.filter(is_converted=False)
            for word in words.lower().split():
                rows = rows.filter(search_text__contains=word)
            found += [
                {"object": name, "id": ids.encode(kind.prefix, row.pk), "name": str(row),
                 "company": getattr(row, "company", ""), "email": getattr(row, "email", "")}
                for row in rows.order_by("-pk")[: min(max(limit, 1), MOST)]
            ]  # fmt: skip
        return found[: min(max(limit, 1), MOST)]

    def lead(self, lead: str) -> dict[str, Any]:
        """One lead: what it says, whose it is and where it stands, its score and why, its story.

        `lead` is its id. The story is the newest entries of its timeline, each with its reason.
        """
        from headwater.records import trail
        from headwater.web.records.sentences import say

        row = lead_of(self.user, lead)
        story = []
        for entry in trail.about(row).order_by("-at", "-id")[:TOLD]:
            said = say(entry)
            told = f"{said.what}. {said.why}".removesuffix(". ") if said.why else said.what
            who = entry.by.name if entry.by else "Headwater"
            story.append(f"{entry.at:%Y-%m-%d %H:%M} {who}: {told}")
        return in_short(row) | {
            "phone": row.phone, "title": row.title, "source": row.lead_source,
            "description": row.description[:500], "created": f"{row.created_at:%Y-%m-%d %H:%M}",
            "score_why": [f"{part['name']}: {part['points']:+}" for part in row.score_parts],
            "is_converted": row.is_converted, "story": story,
        }  # fmt: skip

    def due_today(self) -> list[dict[str, Any]]:
        """What is due for you today, the most urgent first, each with why it is there."""
        from django.utils import timezone

        from headwater.qualify.today import today

        items = today(self.user, timezone.now()).items[:MOST]
        return [
            {"group": item.urgency.label, "who": str(item.record), "why": item.why,
             "at": f"{item.at:%Y-%m-%d %H:%M}", "is_late": item.is_late,
             "id": id_of(item.record)}
            for item in items
        ]  # fmt: skip

    def query(self, soql: str) -> dict[str, Any]:
        """Ask by SOQL, for example: SELECT Status, COUNT(Id) FROM Lead GROUP BY Status.

        Only reads. At most 200 rows are answered; use WHERE, ORDER BY and LIMIT.
        """
        from dataclasses import replace

        from headwater.api.answers import json
        from headwater.api.rows import INTERNAL
        from headwater.catalog import objects
        from headwater.criteria.select import parse_query
        from headwater.records.soql import run

        select = parse_query(soql)
        if objects.get(select.object_name).name in INTERNAL:
            raise objects.UnknownName("object", select.object_name, [])
        bounded = replace(select, limit=min(select.limit or MOST_ROWS, MOST_ROWS))
        table = run(select if select.is_count else bounded, self.user)
        names = [getattr(column, "alias", "") or column.path[-1] for column in table.columns]
        import orjson

        return {"columns": names, "rows": orjson.loads(json(table.rows).content)}


def lead_of(user: "User", said: str) -> "Lead":
    """The lead with this id that `user` sees; raises Refused."""
    from headwater.catalog import ids
    from headwater.records.models import Lead
    from headwater.records.problem import Problem, Refused

    try:
        prefix, key = ids.decode(said)
    except ids.MalformedId:
        prefix, key = "", int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
    seen = Lead.objects.visible_to(user).select_related("owner")
    found: Lead | None = seen.filter(pk=key).first() if prefix in ("", "00Q") else None
    if found is None:
        message = f"There is no lead {said[:40]} that you can see. `find` tells ids."
        raise Refused([Problem("", "NOT_FOUND", message)])
    return found


def in_short(lead: "Lead") -> dict[str, Any]:
    """The lines by which a lead is known."""
    return {
        "id": id_of(lead), "name": lead.name, "company": lead.company, "email": lead.email,
        "status": lead.status, "owner": lead.owner.name, "score": lead.score,
    }  # fmt: skip


def id_of(record: Any) -> str:
    """The id of a record as programs write it."""
    from headwater.catalog import ids, objects

    return ids.encode(objects.of_model(record).prefix, record.pk)
