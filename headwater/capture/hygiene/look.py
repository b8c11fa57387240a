"""One run: what is wrong in the open leads, in a few seconds for a million of them.

PostgreSQL does what it can by sets; Python is asked about distinct domains and places, and about
the names, numbers and addresses that do not look usual.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from headwater.capture.cleaning.emails import ROLES, parse_email
from headwater.capture.cleaning.names import proper_names
from headwater.capture.cleaning.phones import parse_phone
from headwater.capture.cleaning.places import (
    country_name,
    country_of_state,
    find_country,
    find_state,
    wrong_pair,
)
from headwater.capture.hygiene import domains, sql
from headwater.capture.hygiene.checks import SAMPLE, UNTOUCHED_DAYS
from headwater.capture.hygiene.models import HygieneRun
from headwater.people.models import Organization, User

# check, lead, owner, before, after, reason
Found = tuple[str, int, int, dict[str, str], dict[str, str], str]
LOCK = 7_271_009  # one run at a time; any number that nobody else takes
PORTION = 5_000


def look(*, by: User | None = None) -> HygieneRun | None:
    """Look at every open lead; the run with its counts and findings, None while another runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        run = HygieneRun.objects.create(by=by)
        cursor.execute(sql.FORGET)
        cursor.execute(sql.COPY)
        cursor.execute(sql.KNOW)
        cursor.execute(sql.SIZE)
        run.lead_count = cursor.fetchone()[0]
        _by_sets(cursor, run.pk)
        _by_reading(cursor, run.pk)
        _count(cursor, run.pk)
        run.finished_at = timezone.now()
        run.save(update_fields=["lead_count", "finished_at"])
        cursor.execute(sql.FORGET)
    return run


def _by_sets(cursor: Any, run: int) -> None:
    judged = [(domain, *domains.judge(domain)) for (domain,) in _rows(cursor, sql.DOMAINS)]
    odd = [each for each in judged if each[1]]
    _insert(
        cursor, sql.BY_DOMAIN, run, domains=[d for d, _, _ in odd], verdicts=[v for _, v, _ in odd],
        details=[detail[:200] for _, _, detail in odd],
    )  # fmt: skip
    _insert(cursor, sql.ROLES, run, roles=sorted(ROLES))
    places = [(pair, *_judge_place(*pair)) for pair in _rows(cursor, sql.PLACES)]
    wrong = [each for each in places if each[1] or each[2]]
    _insert(
        cursor, sql.BY_PLACE, run, countries=[pair[0] for pair, _, _ in wrong],
        states=[pair[1] for pair, _, _ in wrong],
        afters=[json.dumps(after) for _, after, _ in wrong],
        reasons=[reason[:200] for _, _, reason in wrong],
    )  # fmt: skip
    _insert(cursor, sql.DIGITS, run)
    _insert(cursor, sql.OWNER_GONE, run)
    before = timezone.localdate() - timedelta(days=UNTOUCHED_DAYS)
    _insert(cursor, sql.OWNER_AWAY, run, before=before)


def _by_reading(cursor: Any, run: int) -> None:
    country = Organization.current().country
    _copy(cursor, run, _names(_rows(cursor, sql.ODD_NAMES)))
    _copy(cursor, run, _phones(_rows(cursor, sql.ODD_PHONES), country))
    _copy(cursor, run, _addresses(_rows(cursor, sql.ODD_ADDRESSES)))


def _count(cursor: Any, run: int) -> None:
    for check, where in sql.LISTED.items():
        given = {"run": run, "check": check, "most": SAMPLE}
        cursor.execute(sql.COUNT.format(where=where), given)
        cursor.execute(sql.INTO + sql.KEEP_SOME.format(where=where), given)
    cursor.execute(sql.COUNT_FINDINGS, {"run": run, "listed": list(sql.LISTED)})
    cursor.execute(sql.FORGET_OLDER, {"run": run})


def _judge_place(country: str, state: str) -> tuple[dict[str, str], str]:
    """(what to write, why a person must decide) for a country and a state as they are written."""
    found = find_country(country) if country else None
    if country and found is None:
        return {}, f"{country} is not a country that we know."
    after = {"country": found.name} if found and found.name != country else {}
    code = found.code if found else ""
    known = find_state(state, code) if state and code else None
    if known:
        return after | ({"state": known.name} if known.name != state else {}), ""
    reason = wrong_pair(state, code) if code else ""
    elsewhere = country_of_state(state) if state and (reason or not country) else ""
    if elsewhere:
        proper = find_state(state, elsewhere)
        after = {"country": country_name(elsewhere)}
        return after | ({"state": proper.name} if proper and proper.name != state else {}), reason
    return ({} if reason else after), reason


def _names(rows: Iterable[tuple[Any, ...]]) -> Iterator[Found]:
    for lead, owner, first, last in rows:
        proper = proper_names(first, last)
        if proper != (first, last):
            before = {"first_name": first, "last_name": last}
            after = {"first_name": proper[0][:40], "last_name": proper[1][:80]}
            yield "name_case", lead, owner, *_changed(before, after), ""


def _phones(rows: Iterable[tuple[Any, ...]], default: str) -> Iterator[Found]:
    for lead, owner, phone, mobile, country in rows:
        known = find_country(country) if country else None
        before, after, reason = {"phone": phone, "mobile_phone": mobile}, {}, ""
        for name, text in before.items():
            read = parse_phone(text, known.code if known else default)
            after[name] = read.text if len(read.text) <= 40 else text
            reason = reason or read.reason
        was, becomes = _changed(before, after)
        if becomes:
            yield "phone_shape", lead, owner, was, becomes, ""
        elif reason:
            odd = {name: text for name, text in before.items() if text}
            yield "phone_shape", lead, owner, odd, {}, reason


def _addresses(rows: Iterable[tuple[Any, ...]]) -> Iterator[Found]:
    """What the domain says is found by sets; here is what stands before it or around it."""
    for lead, owner, email in rows:
        read = parse_email(email)
        if not read.is_valid:
            yield "mail_invalid", lead, owner, {"email": email}, {}, read.reason[:200]
        elif read.address and read.address != email:
            yield "mail_invalid", lead, owner, {"email": email}, {"email": read.address}, ""


def _changed(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _rows(cursor: Any, statement: str) -> list[Any]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _insert(cursor: Any, statement: str, run: int, **given: Any) -> None:
    cursor.execute(sql.INTO + statement, {"run": run, **given})


def _copy(cursor: Any, run: int, found: Iterable[Found]) -> None:
    """Into the table the quickest way."""
    into = ("COPY capture_hygienefinding (run_id, check_name, lead_id, owner_id, before, after, "
            "reason) FROM STDIN")  # fmt: skip
    with cursor.copy(into) as copy:
        for check, lead, owner, before, after, reason in found:
            copy.write_row((run, check, lead, owner, json.dumps(before), json.dumps(after), reason))
