"""May this person be written to, about this? Asked before a mail is written, and before it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from headwater.database import statements
from headwater.nurture.mailing.outgoing import Person
from headwater.records.consent import Channel, Consent, standing
from headwater.records.machine_address import is_machine
from headwater.records.models import Contact, Lead, Topic, TopicChoice, Undeliverable

OPTED_OUT = """
SELECT lower(email) FROM records_lead
WHERE lower(email) = ANY (%s::text[]) AND has_opted_out_of_email AND NOT is_deleted
UNION
SELECT lower(email) FROM records_contact
WHERE lower(email) = ANY (%s::text[]) AND has_opted_out_of_email AND NOT is_deleted
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What decides about many people, each read in one query."""

    suppressed: Mapping[str, str]
    opted_out: frozenset[str]
    choices: Mapping[str, TopicChoice]
    agreed: frozenset[str]


def key_of(person: Person) -> str:
    """How the answers name a person: `Lead:12`."""
    return f"{type(person).__name__}:{person.pk}"


def address_of(person: Person) -> str:
    """Their address as it is compared."""
    return str(person.email).strip().lower()


def refusals(people: Sequence[Person], *, topic: Topic | None, at: datetime) -> dict[str, str]:
    """Who must not get mail about `topic` (None: a personal mail) at `at`, and why, by `key_of`.

    Whoever may be written to is left out. The number of queries does not grow with the people.
    """
    known = _read(people, topic)
    found = {key_of(person): _objection(person, topic, known) for person in people}
    return {key: reason for key, reason in found.items() if reason}


def agreed(people: Sequence[Person], topic: Topic | None) -> set[str]:
    """Who has said yes to e-mail, or to this topic: by `key_of`. Others are not watched."""
    yes = _agreed(people)
    addresses = [address_of(person) for person in people]
    if topic is not None:
        said = TopicChoice.objects.standing(topic, addresses)
        yes |= {key_of(p) for p in people if (row := said.get(address_of(p))) and not
                row.is_withdrawal}  # fmt: skip
    return yes


def _objection(person: Person, topic: Topic | None, known: Known) -> str:
    address = address_of(person)
    if person.is_deleted:
        return "This record was deleted."
    if reason := _unreachable(address) or known.suppressed.get(address, ""):
        return reason
    if person.has_opted_out_of_email or address in known.opted_out:
        return "Has opted out of e-mail."
    return _objection_to(topic, person, known) if topic else ""


def _unreachable(address: str) -> str:
    if not address:
        return "There is no e-mail address."
    try:
        validate_email(address)
    except ValidationError:
        return "This is not a valid e-mail address."
    return "Nobody reads this mailbox." if is_machine(address) else ""


def _objection_to(topic: Topic, person: Person, known: Known) -> str:
    said = known.choices.get(address_of(person))
    if said is not None:
        return f"Does not want mail about “{topic}”." if said.is_withdrawal else ""
    if topic.needs_consent and key_of(person) not in known.agreed:
        return f"Has not agreed to mail about “{topic}”."
    return ""


def _read(people: Sequence[Person], topic: Topic | None) -> Known:
    addresses = sorted({address_of(person) for person in people} - {""})
    listed = Undeliverable.objects.final().filter(address__in=addresses)
    opted_out = statements.run(OPTED_OUT, [addresses, addresses]) if addresses else []
    choices = TopicChoice.objects.standing(topic, addresses) if topic else {}
    return Known(
        suppressed={row.address: row.in_words for row in listed},
        opted_out=frozenset(address for (address,) in opted_out),
        choices=choices,
        agreed=frozenset(_agreed(people) if topic and topic.needs_consent else ()),
    )


def _agreed(people: Sequence[Person]) -> set[str]:
    """Those whose consent to e-mail stands; one query for each kind of record."""
    yes = set[str]()
    for model in (Lead, Contact):
        of_kind = {person.pk: person for person in people if isinstance(person, model)}
        name = model.__name__.lower()
        said: dict[int, list[Consent]] = {}
        if of_kind:
            rows = Consent.objects.filter(**{f"{name}__in": list(of_kind)}, channel=Channel.EMAIL)
            for row in rows:
                said.setdefault(getattr(row, f"{name}_id"), []).append(row)
        yes |= {
            key_of(of_kind[pk]) for pk, rows in said.items()
            if standing(of_kind[pk], rows)[Channel.EMAIL].is_given
        }  # fmt: skip
    return yes
