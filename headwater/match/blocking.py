"""The keys by which records are brought together before they are compared.

`blocks` are few and selective: every record stores them, and the newest of each are looked at when
a lead comes in. `wide_blocks` are more, for a run over the whole base.
"""

from collections.abc import Iterator

from headwater.match.identity import Identity
from headwater.match.normal.names import sound

Block = tuple[str, str]  # kind, value
MOST_NUMBERS = 3
MOST_WORDS = 3


def blocks(identity: Identity) -> frozenset[Block]:
    """The stored keys of a person or a company, typically three to eight."""
    found = _person(identity) if identity.kind == "person" else _company(identity)
    return frozenset(found)


def wide_blocks(identity: Identity) -> frozenset[Block]:
    """The stored keys and looser ones."""
    found = set(blocks(identity))
    found.update(_wide_person(identity) if identity.kind == "person" else _wide_company(identity))
    return frozenset(found)


def _person(one: Identity) -> Iterator[Block]:
    given, last = sound(one.given), sound(one.last)
    if one.email:
        # Everybody of a company writes from info@.
        yield "email", f"{one.email}|{last}" if one.is_role else one.email
        if not one.is_role and len(one.letters) >= 5:
            yield "mailbox", one.letters
    for tail in one.tails[:MOST_NUMBERS]:
        yield "phone", tail
    if last and given:
        yield "name", "|".join(sorted((given, last)))
    if last and one.company:
        yield "at_company", f"{last}|{one.company}"
    if last and one.domain:
        yield "at_domain", f"{last}|{one.domain}"
    if one.birthdate:
        initials = "".join(sorted(one.given[:1] + one.last[:1]))
        yield "born", f"{one.birthdate}|{initials}"
    if one.street:
        yield "street", f"{one.street_number}|{sound(one.street)}|{one.postal[:2]}"
    elif last and (one.postal or one.city):
        yield "near", f"{last}|{one.postal or one.city}"


def _company(one: Identity) -> Iterator[Block]:
    if one.company:
        yield "company", one.company
        for word in _telling(one):
            yield "word", word
        if len(one.acronym) >= 3:
            yield "company", one.acronym
    if one.domain:
        yield "domain", one.domain
    if one.email:
        yield "email", one.email
    for tail in one.tails[:MOST_NUMBERS]:
        yield "phone", tail
    if one.street:
        yield "street", f"{one.street_number}|{sound(one.street)}|{one.postal[:2]}"


def _telling(one: Identity) -> list[str]:
    """The first distinctive word and the longest others, as they sound."""
    others = sorted((word for word in one.core if word != one.head), key=len, reverse=True)
    return [sound(word) or word for word in (one.head, *others[: MOST_WORDS - 1]) if word]


def _wide_person(one: Identity) -> Iterator[Block]:
    yield from _by_name(one)
    yield from _by_birth(one)
    yield from _by_place(one)
    yield from _by_employer(one)
    yield from _by_contact_points(one)


def _by_name(one: Identity) -> Iterator[Block]:
    last, initial = sound(one.last), one.given[:1]
    for nick in one.nicks:
        yield "nick", f"{nick}|{last}"
    for word in one.last_words:
        yield "last_word", f"{word}|{initial}"
    if last:
        yield "last", f"{last}|{initial}"


def _by_birth(one: Identity) -> Iterator[Block]:
    given, last, born = sound(one.given), sound(one.last), one.birthdate
    if born:
        yield "born", born
        yield "born", f"{born[:4]}{born[6:8]}{born[4:6]}"
        if given:
            yield "given_born", f"{given}|{born[:6]}"
        if last:
            yield "last_born", f"{last}|{born[:4]}"


def _by_place(one: Identity) -> Iterator[Block]:
    given, initial = sound(one.given), one.given[:1]
    if one.postal:
        yield "postal_name", f"{one.postal}|{initial}"
        yield "postal_last", f"{one.postal}|{one.last[:1]}"
        if one.street_number:
            yield "house", f"{one.street_number}|{one.postal}"
    if one.street:
        yield "street_name", f"{sound(one.street)}|{initial}"
        for word in one.street_words:
            if len(word) >= 5:
                yield "street_word", f"{word}|{one.street_number}"
    if one.city and given:
        yield "given_city", f"{given}|{one.city}"


def _by_employer(one: Identity) -> Iterator[Block]:
    given = sound(one.given)
    if given and one.company:
        yield "given_company", f"{given}|{one.company}"
        yield "given_head", f"{given}|{one.head}"
    if given and one.domain:
        yield "given_domain", f"{given}|{one.domain}"


def _by_contact_points(one: Identity) -> Iterator[Block]:
    if one.host and len(one.local) >= 3:
        yield "mailbox_start", f"{one.local[:3]}|{one.host}"
    if len(one.local) >= 5:
        yield "local", one.local
    if one.digits:
        yield "digits", one.digits[-8:]
        yield "digits_start", one.phone[:-3]


def _wide_company(one: Identity) -> Iterator[Block]:
    for word in one.core:
        yield "word", sound(word) or word
    if one.company:
        yield "starts", one.company[:5]
        yield "sound", sound(one.company)[:6]
    if one.street_number:
        yield "house", f"{one.street_number}|{one.postal or one.city}"
    if one.street:
        for word in one.street_words:
            if len(word) >= 4:
                yield "street_word", f"{word}|{one.street_number}"
    if one.digits:
        yield "digits", one.digits[-8:]
        yield "digits_start", one.phone[:-3]
