"""Recording consent: from the journey, by hand, by link; Salesforce's checkboxes stay in step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from headwater.catalog import objects
from headwater.database import statements
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.consent import (
    FLAGS,
    Channel,
    Consent,
    Source,
    State,
    has_withdrawn,
    lifts,
    standing,
)
from headwater.records.contact import Contact
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.problem import Problem, Refused

CHANNEL_OF = {flag: channel for channel, flag in FLAGS.items()}
# What programs and forms call a channel, beside its own name.
CALLED = {
    "mail": "email", "e-mail": "email", "call": "phone", "calls": "phone", "telephone": "phone",
    "sms": "message", "whatsapp": "message", "text": "message", "letter": "post", "postal": "post",
}  # fmt: skip
FILE = "file"  # in a draft's evidence: which import said it, see `told_by`
STANDS = (
    "They opted out {where} on {when}; only they can take that back, or a colleague whom they told."
)


def record_consents(batch: Batch) -> None:
    """What the drafts of a batch say of consent, for the last step to write; it asks nothing.

    An opt-out that comes with a second inquiry is set on the lead that it joins.
    """
    rows = [row for draft in batch.live if draft.lead for row in _said_by(draft, batch)]
    if rows:
        batch.add(rows)


def _said_by(draft: Draft, batch: Batch) -> Iterable[Consent]:
    evidence = draft.evidence.get("consent")
    opted_out = [flag for flag in CHANNEL_OF if draft.values.get(flag) is True]
    if evidence is None and not opted_out:
        return
    told = [(CHANNEL_OF[flag], False, "", None) for flag in opted_out]
    for channel, is_given, text, at in [*told, *_read(evidence)]:
        flag = FLAGS.get(channel)
        if flag and not is_given and not getattr(draft.lead, flag):
            setattr(draft.lead, flag, True)
            batch.touched.add(flag)
        submission = draft.submission
        yield Consent(
            object_name="Lead", record_id=draft.lead.pk if draft.lead else 0, lead=draft.lead,
            channel=channel, state=State.GIVEN if is_given else State.WITHDRAWN,
            at=at or draft.received_at or batch.now, text=text[:1000],
            source=batch.door if batch.door in Source.values else Source.API,
            detail=(draft.evidence.get(FILE) or (submission.form if submission else ""))[:200],
            by=batch.by,
        )  # fmt: skip


def _read(evidence: Any) -> Iterable[tuple[str, bool, str, datetime | None]]:
    """(channel, given, text, time) of what a door understood: an object, a list of them, a text."""
    for each in evidence if isinstance(evidence, list) else [evidence]:
        if not each and each is not False:
            continue
        said = each if isinstance(each, dict) else {"given": each is not False}
        text = str(said.get("text") or (each if isinstance(each, str) else ""))
        named = said.get("channels") or said.get("channel") or Channel.EMAIL.value
        for name in named if isinstance(named, list) else [named]:
            channel = CALLED.get(str(name).strip().lower(), str(name).strip().lower())
            if channel in Channel.values:
                yield channel, said.get("given", True) is not False, text, _moment(said.get("at"))


def _moment(text: Any) -> datetime | None:
    """When they said so; a time that cannot be is not believed."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else timezone.make_aware(at)
    return at if at <= timezone.now() else None


def say(
    record: Any,
    channel: str,
    *,
    is_given: bool,
    source: str,
    by: User | None = None,
    text: str = "",
    detail: str = "",
) -> Consent:
    """Record what a lead or a contact said; the checkbox follows. Raises Refused where a colleague
    lifts a withdrawal without words, or a program one that it did not record."""
    name = objects.of_model(record).name
    with transaction.atomic():
        held = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
        before = standing(held, Consent.objects.about(held))[channel]
        row = Consent(
            object_name=name, record_id=held.pk, channel=channel, source=source, by=by,
            state=State.GIVEN if is_given else State.WITHDRAWN, text=text.strip()[:1000],
            detail=detail[:200], **{name.lower(): held},
        )  # fmt: skip
        _check(before, row, needs_words=source == Source.HAND)
        row.save(force_insert=True)
        is_out = row.is_withdrawal or (before.is_withdrawn and not lifts(row, before.row))
        changes = _follow(held, channel, is_out, by)
        because = {"channel": channel, "source": source, "text": row.text, "detail": row.detail}
        event = "consent.given" if is_given else "consent.withdrawn"
        trail.write([trail.entry(event, held, by=by, because=because, changes=changes)])
    for flag in changes:
        setattr(record, flag, getattr(held, flag))
    return row


def say_for_all(record: Any, channel: str, *, is_given: bool, source: str, text: str = "") -> int:
    """What a person says by their own link holds for every lead and contact with their address;
    returns how many these are."""
    found = [record]
    if record.email:
        for model in (Lead, Contact):
            rows = model.objects.alive().alias(address=Lower("email"))
            same = rows.filter(address=record.email.lower()).order_by("pk")
            found += [each for each in same if each != record]
    for each in found:
        say(each, channel, is_given=is_given, source=source, text=text)
    return len(found)


def has_opted_out(address: str) -> bool:
    """Whether the person behind an address wants no e-mail, on whichever record they said so."""
    return any(
        model.objects.alive().alias(address=Lower("email"))
        .filter(address=address.lower(), has_opted_out_of_email=True).exists()
        for model in (Lead, Contact)
    )  # fmt: skip


def _check(before: Any, row: Consent, *, needs_words: bool) -> None:
    if row.is_withdrawal or not before.is_withdrawn or row.source in (Source.FORM, Source.IMPORT):
        return
    if row.source == Source.API and not (before.row and before.row.source == Source.API):
        name = _field_name(row.object_name, row.channel)
        raise Refused([Problem(name, "FIELD_INTEGRITY_EXCEPTION", refusal(before.row))])
    if needs_words and not row.text:
        message = "Write down how they told you: an opt-out is lifted only by their own word."
        raise Refused([Problem("", "REQUIRED_FIELD_MISSING", message)])


def refusal(stopped: Consent | None) -> str:
    """Why an opt-out stays, in one sentence."""
    if stopped is None:
        return STANDS.format(where="earlier", when="a day that nobody noted")
    where = f"by {Source(stopped.source).label}"
    return STANDS.format(where=where, when=f"{stopped.at.day} {stopped.at:%B %Y}")


def _field_name(object_name: str, channel: str) -> str:
    flag = FLAGS.get(channel)
    return objects.get(object_name).by_attribute(flag).name if flag else ""


def _follow(record: Any, channel: str, is_out: bool, by: User | None) -> dict[str, list[Any]]:
    """Bring the checkbox in step with what stands now; returns what changed."""
    flag = FLAGS.get(channel)
    if flag is None or getattr(record, flag) == is_out:
        return {}
    setattr(record, flag, is_out)
    record.modified_at, record.modified_by = timezone.now(), by
    writing.store([record], [flag, "modified_at", "modified_by"])
    return {flag: [not is_out, is_out]}


def change(
    records: Sequence[Any], given: Mapping[str, Any], *, by: User | None, source: str,
    because: dict[str, Any] | None = None,
) -> int:  # fmt: skip
    """`writing.change`, with a row of consent for each checkbox of it that changes."""
    if not records or CHANNEL_OF.keys().isdisjoint(given):
        return writing.change(records, given, by=by, because=because)
    kind = objects.of_model(records[0])
    fitted = writing.fit(kind, given, is_new=False)
    flags = {flag: fitted[flag] for flag in CHANNEL_OF if flag in fitted}
    with transaction.atomic():
        for record in records:
            for flag, is_out in flags.items():
                if getattr(record, flag) != is_out:
                    words = "By a checkbox." if source == Source.HAND and is_out else ""
                    say(record, CHANNEL_OF[flag], is_given=not is_out, source=source, by=by,
                        text=words)  # fmt: skip
        rest = {name: value for name, value in given.items() if name not in flags}
        changed = writing.change(records, rest, by=by, because=because) if rest else 0
    return max(changed, len(records))


def note_new(record: Any, *, by: User | None, source: str, detail: str = "") -> None:
    """A record that was created with a ticked checkbox gets the row behind it."""
    name = objects.of_model(record).name
    rows = [
        Consent(object_name=name, record_id=record.pk, channel=channel, source=source, by=by,
                detail=detail, state=State.WITHDRAWN, **{name.lower(): record})
        for channel, flag in FLAGS.items() if getattr(record, flag, False)
    ]  # fmt: skip
    if rows:
        Consent.objects.bulk_create(rows)


def told_by(job: Any) -> str:
    """How a consent says which import it came with: the file's name and the import's number."""
    return f"{job.file_name[:150]} (import {job.pk})"


def heed_opt_outs(record: Any, given: Mapping[str, Any]) -> list[str]:
    """The checkboxes that these values would untick: no file takes an opt-out back."""
    return [flag for flag in CHANNEL_OF if given.get(flag) is False and getattr(record, flag)]


def take_back(records: Sequence[Any], *, detail: str) -> dict[int, set[str]]:
    """Forget what an import said of these leads; call it in a transaction.

    Returns lead → checkboxes that stay ticked, because something else says no as well.
    """
    rows = list(Consent.objects.filter(lead__in=records).order_by("id"))
    ours = {row.pk for row in rows if row.source == Source.IMPORT and row.detail == detail}
    stays: dict[int, set[str]] = {}
    for record in records:
        others = [row for row in rows if row.lead_id == record.pk and row.pk not in ours]
        stays[record.pk] = {flag for flag, channel in CHANNEL_OF.items()
                            if has_withdrawn(record, others, channel)}  # fmt: skip
    if ours:
        statements.run("SELECT set_config('headwater.erasing', 'on', true)")
        Consent.objects.filter(pk__in=ours).delete()
        statements.run("SELECT set_config('headwater.erasing', 'off', true)")
    return stays


def keep_withdrawals(lead: Any, contact: Any) -> list[str]:
    """Before a contact goes: what was said no to on it holds for the lead that it was, in memory.

    Returns the attributes of the lead that the caller saves.
    """
    flags = [flag for flag in FLAGS.values() if getattr(contact, flag) and not getattr(lead, flag)]
    for flag in flags:
        setattr(lead, flag, True)
    return flags
