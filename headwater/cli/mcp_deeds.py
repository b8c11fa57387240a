"""What an assistant may do: the lead's story through the same deeds as the pages, each undoable.

Each public method is a tool: its docstring is what the assistant reads.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from headwater.cli.mcp_reading import id_of, in_short, lead_of

if TYPE_CHECKING:
    from headwater.people.user import User
    from headwater.records.models import Conversion, Lead


class Deeds:
    """The tools that change something, in the name of `user`."""

    def __init__(self, user: "User") -> None:
        self.user = user

    def create_lead(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A new lead, for example {"LastName": "Hopper", "Company": "Navy", "Email": "g@navy.mil"}.

        Fields have their API names. Duplicate rules, assignment and scoring happen as for any
        other lead; the answer says whose it is and how promising.
        """
        lead = self._of(self._made("Lead", fields))
        return in_short(lead) | {
            "score_why": [f"{part['name']}: {part['points']:+}" for part in lead.score_parts]
        }

    def update(self, record: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Change fields of a record by their API names; `record` is its id.

        A lead's status and owner have tools of their own: `move_status` and `assign`.
        """
        from headwater.api import many
        from headwater.catalog import ids, objects

        try:
            prefix, key = ids.decode(record)
        except ids.MalformedId:
            prefix, key = "", 0
        kind = objects.by_prefix(prefix)
        if kind is None:
            raise _refused(f"{record[:40]} is no id. `find` tells ids.")
        [result] = many.change(self._caller, kind, [(key, fields)])
        _refuse(result)
        return {"object": kind.name, "id": record, "changed": sorted(fields)}

    def log_call(  # noqa: PLR0917  # called by name
        self, lead: str, outcome: str, note: str = "", reason: str = "", call_on: str = "",
        reached: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """Log a call with a lead; its outcome moves the status and stops the clock.

        `outcome` is dead_end (say a `reason`), call_again (say `call_on`, as 2026-03-17) or
        clear_opportunity. `reached` is false where nobody answered.
        """
        from headwater.qualify.calls import log_call
        from headwater.qualify.logged_call import Outcome

        if outcome not in Outcome.values:
            raise _refused(f"The outcome of a call is one of {', '.join(Outcome.values)}.")
        row, day = self._of(lead), _day(call_on)
        log_call(row, outcome, by=self.user, note=note, reason=reason, call_on=day,
                 is_reached=reached)  # fmt: skip
        return in_short(self._of(lead))

    def add_task(self, lead: str, subject: str, due: str = "", note: str = "") -> dict[str, Any]:
        """Plan something to do for you about a lead; `due` is a day as 2026-03-17."""
        from headwater.qualify import planning

        row = self._of(lead)
        task = planning.add(row, subject=subject, by=self.user, due_on=_day(due), description=note)
        return {"id": id_of(task), "subject": task.subject, "due": str(task.due_on or "")}

    def add_note(self, lead: str, title: str, text: str) -> dict[str, Any]:
        """Write a note about a lead."""
        row = self._of(lead)
        given = {"LeadId": id_of(row), "Title": title, "Body": text}
        return {"id": self._made("Note", given), "title": title}

    def move_status(self, lead: str, status: str) -> dict[str, Any]:
        """Give a lead another status. The converted status is reached by `convert`."""
        from headwater.qualify import statuses

        row = self._of(lead)
        statuses.move(row, status, by=self.user)
        return in_short(row)

    def assign(self, lead: str, to: str) -> dict[str, Any]:
        """Give a lead to a person (by e-mail address) or a queue (by name)."""
        from headwater.people.models import Owner, User
        from headwater.route import reassign

        row = self._of(lead)
        person = User.objects.filter(email__iexact=to.strip(), is_active=True).first()
        found = Owner.objects.filter(pk=person.pk) if person else Owner.objects.filter(
            name__iexact=to.strip(), queue__isnull=False)  # fmt: skip
        owner = found.first()
        if owner is None:
            raise _refused(f"Nobody active has the address {to[:80]}, and no queue has that name.")
        reassign.give([row], owner, by=self.user)
        return in_short(row)

    def preview_conversion(self, lead: str) -> dict[str, Any]:
        """What converting a lead would make; nothing is changed. Ask a person before `convert`."""
        from django.db import transaction

        with transaction.atomic():
            told = self._converted(lead)
            transaction.set_rollback(True)
        told.pop("conversion_of")
        return told

    def convert(self, lead: str, with_opportunity: bool = True) -> dict[str, Any]:
        """Make account, contact and opportunity of a lead. `undo_conversion` takes it back."""
        return self._converted(lead, {} if with_opportunity else {"opportunity": False})

    def undo_conversion(self, lead: str) -> dict[str, Any]:
        """Take a conversion back: what it made is gone, the lead stands as it stood.

        Refused where somebody has worked on the new records since.
        """
        from headwater.convert.undo import TouchedSince
        from headwater.converting import deeds
        from headwater.records.models import Conversion

        row = self._of(lead)
        standing = Conversion.objects.filter(lead=row, undone_at=None).first()
        if standing is None:
            raise _refused(f"{row} is not converted.")
        try:
            deeds.take_back(standing, by=self.user)
        except TouchedSince as since:
            raise _refused(f"Somebody has worked on it since: {since}") from None
        return in_short(self._of(lead))

    def _converted(self, lead: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        from headwater.api.conversion_choices import choices_of
        from headwater.converting import deeds

        done = deeds.convert(self._of(lead), choices_of(said or {}, self.user), by=self.user)
        return {"conversion_of": lead} | _made_of(done)

    @property
    def _caller(self) -> Any:
        from headwater.api.caller import Caller
        from headwater.api.gate import NEWEST

        return Caller(self.user, NEWEST)

    def _made(self, name: str, fields: dict[str, Any]) -> str:
        from django.db import transaction

        from headwater.api import many
        from headwater.catalog import ids, objects

        kind = objects.get(name)
        with transaction.atomic():
            [result] = many.create(self._caller, kind, [fields])
        _refuse(result)
        return ids.encode(kind.prefix, result.key or 0)

    def _of(self, lead: str) -> "Lead":
        return lead_of(self.user, lead)


def _made_of(done: "Conversion") -> dict[str, Any]:
    told: dict[str, Any] = {}
    for noun in ("account", "contact", "opportunity"):
        record = getattr(done, noun)
        is_new = record is not None and record.pk in done.made.get(noun.title(), ())
        told[noun] = (
            {"id": id_of(record), "name": str(record), "is_new": is_new} if record else None
        )
    return told


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip()) if said.strip() else None
    except ValueError:
        raise _refused(f"{said[:40]} is no day; write it as 2026-03-17.") from None


def _refuse(result: Any) -> None:
    if not result.is_done:
        raise _refused(" ".join(each["message"] for each in result.problems))


def _refused(words: str) -> Exception:
    from headwater.records.problem import Problem, Refused

    return Refused([Problem("", "INVALID_INPUT", words)])
